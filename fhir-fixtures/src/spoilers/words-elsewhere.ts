import { type Harmless, isAskedByNobody, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm'
const patientOf = (chart: SpoiledChart) => chart.all('Patient').find(({ id }) => `Patient/${id}` === chart.patient)
const timeOf = ({ dose }: SpoiledChart): string | undefined => dose.effectiveDateTime ?? dose.effectivePeriod?.start
/** A time, so many hours before or after the dose; undefined where only its day is charted. */
const hoursFrom = (chart: SpoiledChart, hours: number): string | undefined => {
  const at = Date.parse(timeOf(chart) ?? '')
  return timeOf(chart)?.includes('T') === true && !Number.isNaN(at)
    ? new Date(at + hours * 3_600_000).toISOString()
    : undefined
}
/** What the drug of the dose is called. */
const drugOf = (chart: SpoiledChart): string => {
  const named = JSON.stringify([
    chart.dose.medicationCodeableConcept,
    chart.dose.medicationReference,
    chart.all('Medication'),
  ])
  return /Prolia|Xgeva|Mepsevii|Reclast|Zometa|Evenity|Jubbonti|Wyost/i.exec(named)?.[0] ?? ''
}

const registered = (name: string, differs: object): Spoiler => ({
  name: `a patient ${name}`,
  spoil: (chart) => {
    const patient = patientOf(chart)
    return patient !== undefined && Object.assign(patient, differs) === patient
  },
  says: /patient-was-not-admitted: Patient\/\S+ has “/,
})
const record = (name: string, says: RegExp, more: (chart: SpoiledChart) => object | undefined): Spoiler => ({
  name,
  spoil: (chart) => {
    const own = more(chart)
    return own !== undefined && chart.add({ id: 'beside-the-dose', ...own })
  },
  says,
})
const own = (chart: SpoiledChart): object => ({ subject: { reference: chart.patient } })
const REPORTED = /administration\/nothing-was-reported: /
const CARE = /administration\/patient-was-not-admitted: /
const visit = (chart: SpoiledChart, differs: object): object | undefined =>
  chart.encounter && { encounter: chart.dose.context, ...own(chart), ...differs }

/** A place of the visit, with other elements than it has. */
const place = (name: string, differs: object): Spoiler => ({
  name: `a place ${name}`,
  spoil: (chart) => {
    const { encounter } = chart
    if (!encounter || 'setting' in chart.stated || encounter.class?.code === 'IMP') return false
    set(encounter, 'location', [{ location: { reference: 'Location/of-words' } }])
    set(encounter, 'serviceProvider', undefined)
    return chart.add({ resourceType: 'Location', id: 'of-words', name: 'Infusion Room', ...differs })
  },
  says: /setting-is-billable|agree-with-the-chart: .*PO or PN|belong-on-a-drug-line/,
})

/** What stands in words in records around the dose. */
export const WORDS_ELSEWHERE: readonly Spoiler[] = [
  registered('who lives in a skilled nursing facility', {
    address: [{ line: ['Oak Grove Skilled Nursing Facility', 'Room 12'] }],
  }),
  registered('whose contact is a hospice', { contact: [{ organization: { display: 'Duke Hospice' } }] }),
  registered('whom a hospice cares for', { generalPractitioner: [{ display: 'Community Home Care & Hospice' }] }),
  registered('whose name says that she died', { name: [{ family: 'Delgado', suffix: ['(DECEASED)'] }] }),
  place('that is part of a skilled nursing facility', { partOf: { display: 'Oak Grove Skilled Nursing Facility' } }),
  place('whose description names a nursing home', { description: 'Treatment room of Oak Grove Nursing Home' }),
  place('at the address of a hospice', { address: { line: ['Providence Hospice House', '12 Elm Street'] } }),
  place('for memory care', { name: 'Bright Horizons Memory Care' }),
  place('for independent living', { name: 'Oakwood Independent Living' }),
  place('for elder care', { name: 'Maple Elder Care' }),
  {
    name: 'a visit of an organization that is part of a nursing home',
    spoil: (chart) => {
      const { encounter } = chart
      if (!encounter || 'setting' in chart.stated || encounter.class?.code === 'IMP') return false
      set(encounter, 'serviceProvider', { reference: 'Organization/of-words' })
      return chart.add({
        resourceType: 'Organization',
        id: 'of-words',
        name: 'Oak Grove',
        partOf: { display: 'Oak Grove Nursing Home' },
      })
    },
    says: /setting-is-billable|agree-with-the-chart: .*PO or PN|belong-on-a-drug-line/,
  },
  ...(
    [
      ['partOf', { display: 'Hospital admission 2/28 to 3/4 (inpatient)' }],
      ['partOf', { reference: 'Encounter/not-in-the-chart' }],
      ['episodeOfCare', [{ display: 'Home health episode' }]],
      ['appointment', [{ display: 'Injection - cancelled' }]],
    ] as const
  ).map(
    ([element, value]): Spoiler => ({
      name: `a visit whose ${element} is ${JSON.stringify(value)}`,
      spoil: ({ encounter }) => set(encounter, element, value),
      says: /visit-took-place: Encounter\//,
    }),
  ),
  {
    name: 'a record of the same order, at the same time, that it was held',
    spoil: (chart) =>
      timeOf(chart)?.includes('T') === true &&
      chart.addDose({ status: 'not-done', statusReason: [{ text: 'Held - low calcium' }] }),
    says: REPORTED,
  },
  record('a narrative of its own, by which the patient brought the drug', REPORTED, (chart) => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Drug supplied by patient (CVS Specialty).</p></div>'
    set(chart.dose, 'text', { status: 'additional', div })
    return { resourceType: 'Basic' }
  }),
  ...['self administered at home', '- CVS Specialty, bring to clinic'].map((words) =>
    record(`a medication of the patient that reads “${words}”`, REPORTED, (chart) =>
      drugOf(chart) === ''
        ? undefined
        : {
            resourceType: 'MedicationStatement',
            status: 'active',
            ...own(chart),
            medicationCodeableConcept: { text: `${drugOf(chart)} ${words}` },
            effectivePeriod: { start: '2015-03-01' },
          },
    ),
  ),
  ...(['V43.52XA', 'Y99.0'] as const).map((code) =>
    record(`a diagnosis of the visit by the code ${code}`, /coverage\/fits-the-account: Condition/, (chart) => {
      const { encounter } = chart
      if (!encounter) return undefined
      set(encounter, 'diagnosis', [
        ...(encounter.diagnosis ?? []),
        { condition: { reference: 'Condition/beside-the-dose' } },
      ])
      const clinicalStatus = {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      }
      return {
        resourceType: 'Condition',
        ...own(chart),
        clinicalStatus,
        code: { coding: [{ system: ICD_10_CM, code }] },
      }
    }),
  ),
  ...(['OBSENC', 'EMER'] as const).map((code) =>
    record(`another visit of the class ${code} around the hours of the dose`, REPORTED, (chart) =>
      hoursFrom(chart, 0) && chart.encounter?.class?.code !== 'IMP'
        ? {
            resourceType: 'Encounter',
            status: 'finished',
            ...own(chart),
            class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code },
            period: { start: hoursFrom(chart, -20), end: hoursFrom(chart, 20) },
          }
        : undefined,
    ),
  ),
  {
    name: 'a visit that became one of an inpatient after the dose had begun',
    spoil: (chart) =>
      chart.originalMedicare !== undefined &&
      hoursFrom(chart, 0) !== undefined &&
      chart.encounter?.class?.code !== 'IMP' &&
      set(chart.encounter, 'classHistory', [
        {
          class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
          period: { start: hoursFrom(chart, 0.3) },
        },
      ]),
    says: /was-not-before-an-admission|patient-was-not-admitted/,
  },
  {
    name: 'diagnoses that are active and ended in the year of the dose',
    spoil: (chart) => {
      if ('diagnoses' in chart.stated) return false
      const coded = chart.all('Condition').filter(({ code }) => JSON.stringify(code ?? '').includes('icd-10'))
      for (const each of coded) set(each, 'abatementDateTime', chart.day.slice(0, 4))
      return coded.length > 0
    },
    says: /diagnosis-supports-the-product/,
  },
  {
    name: 'an order that a device requested',
    spoil: (chart) =>
      Object.keys(chart.stated).length === 0 &&
      set(
        chart.all('MedicationRequest').find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference),
        'requester',
        { reference: 'Device/d1' },
      ),
    says: /fits-its-order/,
  },
  record(
    'another order of the drug, for a pharmacy in the community',
    /was-bought: MedicationRequest\/beside-the-dose/,
    (chart) =>
      'acquired' in chart.stated ||
      /acquired/.test(JSON.stringify(chart.dose.extension ?? [])) ||
      chart.dose.medicationReference?.reference?.startsWith('#')
        ? undefined
        : {
            resourceType: 'MedicationRequest',
            status: 'active',
            intent: 'order',
            ...own(chart),
            category: [{ coding: [{ code: 'community' }] }],
            authoredOn: chart.day,
            ...(chart.dose.medicationReference && { medicationReference: chart.dose.medicationReference }),
            ...(chart.dose.medicationCodeableConcept && {
              medicationCodeableConcept: chart.dose.medicationCodeableConcept,
            }),
          },
  ),
  record(
    'a charge of the visit for care at home',
    REPORTED,
    (chart) =>
      chart.encounter && {
        resourceType: 'ChargeItem',
        status: 'billed',
        ...own(chart),
        context: chart.dose.context,
        occurrenceDateTime: chart.day,
        code: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'G0068' }] },
      },
  ),
  record('a problem of the patient that is hospice care', CARE, (chart) => ({
    resourceType: 'Condition',
    ...own(chart),
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { text: 'Hospice care patient' },
  })),
  place('by the SNOMED code of a nursing home', {
    type: [{ coding: [{ system: 'http://snomed.info/sct', code: '42665001' }] }],
  }),
  {
    name: 'a provider by the taxonomy code of a skilled nursing facility',
    spoil: (chart) => {
      const { encounter } = chart
      if (!encounter || 'setting' in chart.stated || encounter.class?.code === 'IMP') return false
      set(encounter, 'serviceProvider', { reference: 'Organization/by-taxonomy' })
      const type = [{ coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '314000000X' }] }]
      return chart.add({ resourceType: 'Organization', id: 'by-taxonomy', name: 'Oak Grove', type })
    },
    says: /setting-is-billable|agree-with-the-chart: .*PO or PN|belong-on-a-drug-line/,
  },
  {
    name: 'a dose that names a hospital admission as its visit, in words alone',
    spoil: (chart) => !('setting' in chart.stated) && set(chart.dose, 'context', { display: 'Hospital admission' }),
    says: REPORTED,
  },
]

/** The same in records of types that the app does not ask an EHR for: where somebody sends them, they are read. */
export const IN_OTHER_TYPES: readonly Spoiler[] = [
  record('an invoice for the drug in words', /charges\/nobody-holds-it: Invoice/, (chart) =>
    drugOf(chart) === ''
      ? undefined
      : {
          resourceType: 'Invoice',
          status: 'balanced',
          ...own(chart),
          date: chart.day,
          lineItem: [{ chargeItemCodeableConcept: { text: `${drugOf(chart)} injection - cash price` } }],
        },
  ),
  record('hospice care, as a procedure that goes on', /charges\/nobody-holds-it: Procedure/, (chart) => ({
    resourceType: 'Procedure',
    status: 'in-progress',
    ...own(chart),
    code: { coding: [{ system: 'http://snomed.info/sct', code: '385763009' }] },
    performedPeriod: { start: '2015-01-01' },
  })),
  record('a team of a hospice', CARE, (chart) => ({
    resourceType: 'CareTeam',
    status: 'active',
    ...own(chart),
    name: 'Hospice care team',
  })),
  record('an assessment that the patient is under hospice care', CARE, (chart) => ({
    resourceType: 'Observation',
    status: 'final',
    ...own(chart),
    code: { coding: [{ system: 'http://loinc.org', code: '45755-6' }] },
    effectiveDateTime: chart.day,
    valueBoolean: true,
  })),
  record('a plan of the order that was revoked', CARE, (chart) =>
    chart.dose.request?.reference === undefined
      ? undefined
      : {
          resourceType: 'CarePlan',
          status: 'revoked',
          intent: 'plan',
          ...own(chart),
          activity: [{ reference: chart.dose.request }],
        },
  ),
  record('orders of one group that was revoked', /charges\/nobody-holds-it: RequestGroup/, (chart) =>
    chart.dose.request?.reference === undefined
      ? undefined
      : {
          resourceType: 'RequestGroup',
          status: 'revoked',
          intent: 'plan',
          ...own(chart),
          action: [{ resource: chart.dose.request }],
        },
  ),
  record(
    'a note of the visit that came as text, by which it was not given',
    REPORTED,
    (chart) =>
      chart.encounter && {
        resourceType: 'DocumentReference',
        status: 'current',
        ...own(chart),
        type: { text: 'Nursing note' },
        date: `${chart.day}T23:00:00Z`,
        content: [{ attachment: { contentType: 'text/plain', data: btoa('Injection NOT given today, calcium low.') } }],
        context: { encounter: [chart.dose.context] },
      },
  ),
  record('an observation of the visit that the dose was withheld', REPORTED, (chart) =>
    visit(chart, {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'Nursing note' },
      valueString: 'Dose withheld, calcium low',
    }),
  ),
  ...(
    [
      ['Medication source', 'Patient brought from specialty pharmacy'],
      ['May we bill your insurance for this visit?', 'No'],
      ['Is Medicare your primary insurance?', 'No'],
      ['Who is your primary insurer?', 'Aetna through my husband’s employer'],
    ] as const
  ).map(([asked, answer]) =>
    record(
      `an answer of the visit: ${asked} ${answer}`,
      /payer-confirms-it: Questionnaire|nothing-was-reported: Questionnaire/,
      (chart) =>
        visit(chart, {
          resourceType: 'QuestionnaireResponse',
          status: 'completed',
          authored: chart.day,
          item: [{ linkId: '1', text: asked, answer: [{ valueString: answer }] }],
        }),
    ),
  ),
  ...(
    [
      [
        'says that the patient brings the drug',
        { status: 'fulfilled', comment: 'Patient brings own med from CVS Specialty' },
      ],
      ['is of a study', { status: 'fulfilled', serviceType: [{ text: 'Research injection visit' }] }],
      ['was cancelled', { status: 'cancelled' }],
      ['nobody came to', { status: 'noshow' }],
    ] as const
  ).map(([name, differs]) =>
    record(`an appointment at the hour of the dose that ${name}`, REPORTED, (chart) =>
      hoursFrom(chart, 0)
        ? {
            resourceType: 'Appointment',
            start: hoursFrom(chart, -0.5),
            end: hoursFrom(chart, 0.5),
            participant: [{ actor: { reference: chart.patient }, status: 'accepted' }],
            ...differs,
          }
        : undefined,
    ),
  ),
  ...(
    [
      ['the patient', (chart: SpoiledChart) => ({ who: { reference: chart.patient } })],
      [
        'somebody of another agency',
        () => ({ who: { reference: 'Practitioner/n9' }, onBehalfOf: { display: 'Bayada Home Health' } }),
      ],
    ] as const
  ).map(([name, agent]) =>
    record(`a provenance of the dose, by ${name}`, REPORTED, (chart) => ({
      resourceType: 'Provenance',
      target: [{ reference: chart.request.focus }],
      recorded: `${chart.day}T23:00:00Z`,
      agent: [agent(chart)],
    })),
  ),
  ...(
    [
      [
        'VerificationResult',
        (chart: SpoiledChart) => ({
          status: 'val-fail',
          target: chart.coverages.map(({ id }) => ({ reference: `Coverage/${id}` })),
        }),
      ],
      [
        'CommunicationRequest',
        (chart: SpoiledChart) => ({
          status: 'active',
          about: [{ reference: chart.request.focus }],
          payload: [{ contentString: 'Do not bill' }],
        }),
      ],
      [
        'List',
        (chart: SpoiledChart) => ({
          status: 'current',
          mode: 'working',
          title: 'Charges on hold',
          entry: [{ item: { reference: chart.request.focus } }],
        }),
      ],
      [
        'Contract',
        (chart: SpoiledChart) => ({
          status: 'executed',
          topic: [{ reference: chart.request.focus }],
          title: 'Patient assistance agreement',
        }),
      ],
      [
        'Basic',
        (chart: SpoiledChart) => ({
          code: { text: 'White bag' },
          ...(chart.dose.request?.reference === undefined
            ? undefined
            : {
                extension: [{ url: 'https://ehr.example/order', valueReference: chart.dose.request }],
              }),
          subject: chart.dose.request?.reference ? undefined : { reference: chart.request.focus },
        }),
      ],
    ] as const
  ).map(([resourceType, more]) =>
    record(`a ${resourceType} about the dose or its coverage that speaks against it`, REPORTED, (chart) =>
      chart.coverages.length === 0 ? undefined : { resourceType, ...more(chart) },
    ),
  ),
  record('a procedure by which the drug was given half a year before', /nobody-holds-it: Procedure/, (chart) =>
    drugOf(chart) === ''
      ? undefined
      : {
          resourceType: 'Procedure',
          status: 'completed',
          ...own(chart),
          performedDateTime: new Date(Date.parse(`${chart.day}T12:00:00Z`) - 83 * 86_400_000)
            .toISOString()
            .slice(0, 10),
          code: { text: `${drugOf(chart)} injection` },
        },
  ),
  ...(['Admit to inpatient', 'SNF placement: skilled nursing'] as const).map((words) =>
    record(`a request “${words}”`, CARE, (chart) => ({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      ...own(chart),
      code: { text: words },
    })),
  ),
  ...(['Denial letter', 'HIPAA restriction: do not disclose', 'Hospice', 'SNF face sheet'] as const).map((title) =>
    record(`a document with the title “${title}”`, /may-be-disclosed: DocumentReference|REPORTED/, (chart) => ({
      resourceType: 'DocumentReference',
      status: 'current',
      ...own(chart),
      date: `${chart.day}T09:00:00Z`,
      content: [{ attachment: { title } }],
    })),
  ),
  record('a notice of non-coverage, filled in as a form', /payer-confirms-it: Questionnaire/, (chart) => ({
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    ...own(chart),
    authored: chart.day,
    questionnaire: 'https://forms.example/CMS-R-131',
  })),
  {
    name: 'a dose whose subject has the number of another patient',
    spoil: (chart) => {
      const system = 'https://ehr.example/sid/mrn'
      set(patientOf(chart), 'identifier', [{ system, value: '1' }])
      return patientOf(chart) !== undefined && set(chart.dose.subject, 'identifier', { system, value: '2' })
    },
    says: REPORTED,
  },
]

const harmless = (name: string, more: (chart: SpoiledChart) => object | undefined): Harmless => ({
  name,
  change: (chart) => {
    const added = more(chart)
    return added !== undefined && chart.add({ id: 'of-no-bearing-either', ...added })
  },
})

/** What charts say in words around a dose, and a coder would not stop at. */
export const HARMLESS_WORDS: readonly Harmless[] = [
  {
    name: 'a patient who lives in a street called after a hospice, with a contact and a doctor',
    change: (chart) => {
      const patient = patientOf(chart)
      set(patient, 'address', [{ line: ['12 Hospice Lane', 'Apt 4'], city: 'Durham' }])
      set(patient, 'contact', [{ relationship: [{ text: 'Daughter' }], name: { text: 'Ana Delgado' } }])
      return set(patient, 'generalPractitioner', [{ display: 'Maren Lindqvist, MD' }])
    },
  },
  {
    name: 'a place that is part of a medical group, at an address, with a description',
    change: (chart) =>
      chart.encounter?.location === undefined &&
      set(chart.encounter, 'location', [{ location: { reference: 'Location/of-words' } }]) &&
      chart.add({
        resourceType: 'Location',
        id: 'of-words',
        name: 'Infusion Room',
        description: 'Third floor, beside the elevators',
        address: { line: ['300 Nursing Home Road', 'Suite 4'] },
        partOf: { display: 'Tar Bend Medical Group' },
      }),
  },
  ...['Primary Care of Durham', 'Foothills Womens Care', 'Lung & Allergy Care', 'Living Well Clinic'].map(
    (name): Harmless => ({
      name: `a visit that “${name}” provides`,
      change: (chart) => isAskedByNobody(chart) && set(chart.encounter, 'serviceProvider', { display: name }),
    }),
  ),
  {
    name: 'a visit that is part of a series, and of an episode of care for osteoporosis, by their names alone',
    change: ({ encounter }) =>
      set(encounter, 'partOf', { display: 'Infusion series' }) &&
      set(encounter, 'episodeOfCare', [{ display: 'Osteoporosis care' }]) &&
      set(encounter, 'appointment', [{ display: 'Injection visit' }]),
  },
  {
    name: 'a record that the same order was held an hour before',
    change: (chart) => {
      const effectiveDateTime = hoursFrom(chart, -1)
      return (
        effectiveDateTime !== undefined &&
        chart.addDose({
          status: 'not-done',
          statusReason: [{ text: 'Awaiting labs' }],
          effectiveDateTime,
          effectivePeriod: undefined,
        })
      )
    },
  },
  {
    name: 'a record that the same order was not given again, because it was already given',
    change: (chart) => chart.addDose({ status: 'not-done', statusReason: [{ text: 'Already given' }] }),
  },
  {
    name: 'a narrative that was generated from the elements',
    change: ({ dose }) =>
      set(dose, 'text', { status: 'generated', div: '<div>Drug: as ordered. Status: completed</div>' }),
  },
  {
    name: 'a narrative of its own, of usual care',
    change: ({ dose }) =>
      set(dose, 'text', { status: 'additional', div: '<div><p>Patient tolerated the injection well.</p></div>' }),
  },
  harmless('an invoice for a copay', (chart) => ({
    resourceType: 'Invoice',
    status: 'balanced',
    ...own(chart),
    date: chart.day,
    lineItem: [{ chargeItemCodeableConcept: { text: 'Office visit copay' } }],
  })),
  harmless('a fall at home, long ago on the problem list', (chart) => ({
    resourceType: 'Condition',
    ...own(chart),
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'resolved' }],
    },
    code: { coding: [{ system: ICD_10_CM, code: 'W19.XXXA' }], text: 'Fall' },
  })),
  harmless('an assessment that the patient is not under hospice care', (chart) => ({
    resourceType: 'Observation',
    status: 'final',
    ...own(chart),
    code: { text: 'Hospice care' },
    effectiveDateTime: chart.day,
    valueString: 'No',
  })),
  harmless('a team of the clinic', (chart) => ({
    resourceType: 'CareTeam',
    status: 'active',
    ...own(chart),
    name: 'Osteoporosis clinic team',
  })),
  harmless('another visit of the hour in the laboratory', (chart) =>
    hoursFrom(chart, 0)
      ? {
          resourceType: 'Encounter',
          status: 'finished',
          ...own(chart),
          type: [{ text: 'Lab visit' }],
          class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
          period: { start: hoursFrom(chart, -1), end: hoursFrom(chart, 1) },
        }
      : undefined,
  ),
  harmless(
    'a note of the visit that came as text, of usual care',
    (chart) =>
      chart.encounter && {
        resourceType: 'DocumentReference',
        status: 'current',
        ...own(chart),
        type: { text: 'Progress note' },
        date: `${chart.day}T23:00:00Z`,
        content: [
          {
            attachment: {
              contentType: 'text/plain',
              data: btoa('Here for injection. Declined flu vaccine. Pressure held, bandage applied.'),
            },
          },
        ],
        context: { encounter: [chart.dose.context] },
      },
  ),
  harmless('vital signs of the visit', (chart) =>
    visit(chart, {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'Body temperature' },
      valueQuantity: { value: 36.7, unit: 'Cel' },
    }),
  ),
  harmless('answers of the visit that change nothing', (chart) =>
    visit(chart, {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      authored: chart.day,
      item: [
        { linkId: '1', text: 'May we bill your insurance for this visit?', answer: [{ valueBoolean: true }] },
        { linkId: '2', text: 'Has your insurance changed?', answer: [{ valueString: 'No' }] },
        { linkId: '3', text: 'Do you have pain today?', answer: [{ valueString: 'None' }] },
      ],
    }),
  ),
  harmless('an appointment of the hour that the patient came to', (chart) => ({
    resourceType: 'Appointment',
    status: 'fulfilled',
    description: 'Injection visit',
    start: hoursFrom(chart, -0.5),
    participant: [{ actor: { reference: chart.patient }, status: 'accepted' }],
  })),
  harmless('a provenance of the dose, by its nurse', (chart) => ({
    resourceType: 'Provenance',
    target: [{ reference: chart.request.focus }],
    recorded: `${chart.day}T23:00:00Z`,
    agent: [{ who: { reference: 'Practitioner/n1', display: 'Ana Flores, RN' } }],
  })),
  harmless('an audit event of the dose', (chart) => ({
    resourceType: 'AuditEvent',
    entity: [{ what: { reference: chart.request.focus } }],
    outcomeDesc: 'Viewed',
  })),
]
