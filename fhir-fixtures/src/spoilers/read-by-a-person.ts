import { daysAfter } from './ordered-otherwise.ts'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const REPORTED = /administration\/nothing-was-reported: /

const record = (name: string, more: (chart: SpoiledChart) => object, says = REPORTED): Spoiler => ({
  name,
  spoil: (chart) => chart.add({ id: 'a-person-reads-it', subject: { reference: chart.patient }, ...more(chart) }),
  says,
})

/** What is written of a visit in plain English, and a coder would stop at. */
const STOPS = [
  'We used Jubbonti instead.',
  'Only half was given.',
  'It was given IV into the muscle.',
  'Actual date of service was March 1.',
  'Patient left without being seen.',
  'Her daughter gave it at home.',
  'Patient passed away this morning.',
  'This encounter was created in error.',
  'Already billed on paper superbill.',
  'Drug provided at no cost by the manufacturer.',
  'Patient asked us not to send a claim.',
  'Patient has no Part B.',
  'Medicare inactive per eligibility check.',
  'Her primary insurance is Aetna through her job.',
  'Patient is in a Part A covered stay.',
  'Patient admitted from clinic to 5 West.',
  'Not medically necessary per Dr Ng.',
  'ABN signed, option 2.',
  'Last received 2 months ago at another clinic.',
  'Authorization expired yesterday.',
  'Order not signed.',
  'Provider not enrolled with Medicare.',
  'Patient is an inmate at county jail.',
  'Consent withdrawn.',
  'Lot was recalled.',
  'Seen at our rural health clinic.',
] as const

const attached = (words: string): object => ({ attachment: { contentType: 'text/plain', data: btoa(words) } })

/** The ways in which somebody writes it beside the dose. */
const WAYS: readonly (readonly [string, (chart: SpoiledChart, words: string) => object])[] = [
  [
    'a note of the day',
    (chart, words) => ({
      resourceType: 'DocumentReference',
      status: 'current',
      type: { text: 'Nursing note' },
      date: `${chart.day}T23:00:00Z`,
      content: [attached(words)],
    }),
  ],
  [
    'a note that does not say of when it is',
    (_, words) => ({
      resourceType: 'DocumentReference',
      status: 'current',
      type: { text: 'Progress note' },
      content: [attached(words)],
    }),
  ],
  [
    'a section of a document of the day',
    (chart, words) => ({
      resourceType: 'Composition',
      status: 'final',
      title: 'Progress note',
      type: { text: 'Progress note' },
      date: chart.day,
      section: [{ text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${words}</div>` } }],
    }),
  ],
  [
    'an impression of the day',
    (chart, words) => ({ resourceType: 'ClinicalImpression', status: 'completed', date: chart.day, summary: words }),
  ],
  [
    'the conclusion of a report of the day',
    (chart, words) => ({
      resourceType: 'DiagnosticReport',
      status: 'final',
      code: { text: 'Infusion note' },
      effectiveDateTime: chart.day,
      conclusion: words,
    }),
  ],
  [
    'the note of a procedure of the day',
    (chart, words) => ({
      resourceType: 'Procedure',
      status: 'completed',
      code: { text: 'Injection' },
      performedDateTime: chart.day,
      note: [{ text: words }],
    }),
  ],
  [
    'the note of an observation of the day',
    (chart, words) => ({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'Nursing note' },
      effectiveDateTime: chart.day,
      note: [{ text: words }],
    }),
  ],
]

/** Each sentence in one of the ways, and each way with several sentences. */
const inProse: readonly Spoiler[] = STOPS.map((words, at) => {
  const [where, make] = WAYS[at % WAYS.length] as (typeof WAYS)[number]
  return record(`${where} that says “${words}”`, (chart) => make(chart, words))
})

/** Where an EHR has a comment in an extension of its own, and says more than usual in it. */
const commented = (name: string, holder: (chart: SpoiledChart) => object | undefined): Spoiler => ({
  name: `a comment in an extension of ${name}`,
  spoil: (chart) => {
    const of = holder(chart)
    if (!of) return false
    const { extension = [] } = of as { extension?: object[] }
    const comment = { url: 'https://ehr.example/fhir/comment', valueString: 'Came over from a specialty house.' }
    return set(of, 'extension', [...extension, comment])
  },
  says: REPORTED,
})

const extended = (name: string, element: string, holder: (chart: SpoiledChart) => object | undefined): Spoiler => ({
  name: `an extension that nobody knows beside the ${element} of ${name}`,
  spoil: (chart) =>
    set(holder(chart), `_${element}`, {
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timing-uncertainDate', valuePeriod: {} }],
    }),
  says: /chart\/is-wholly-read: /,
})

const title = (called: string): Spoiler =>
  record(`a document of the day that is called “${called}”`, (chart) => ({
    resourceType: 'DocumentReference',
    status: 'current',
    description: called,
    date: chart.day,
    content: [{ attachment: { url: 'https://ehr.example/document' } }],
  }))

const answer = (question: string, value: object): Spoiler =>
  record(`an answer of the day to “${question}”: ${JSON.stringify(value)}`, (chart) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: question },
    effectiveDateTime: chart.day,
    ...value,
  }))

/** The brand of the dose, where its records name no other beside it. */
function brandOf(chart: SpoiledChart): string | undefined {
  const named = JSON.stringify([chart.dose, chart.all('Medication')])
  return /jubbonti/i.test(named) ? undefined : /prolia|xgeva|evenity|reclast|zometa|mepsevii/i.exec(named)?.[0]
}
/** So long before the dose no administration is charted. */
const DAYS_BEFORE = 55

const earlier = (name: string, more: (day: string, brand: string) => object): Spoiler => ({
  name: `an earlier dose that is told in ${name}`,
  spoil: (chart) => {
    const brand = brandOf(chart)
    return (
      brand !== undefined &&
      chart.add({
        id: 'a-person-reads-it',
        subject: { reference: chart.patient },
        ...more(daysAfter(chart, -DAYS_BEFORE), brand),
      })
    )
  },
  says: REPORTED,
})

const J_CODES = [
  [/prolia|xgeva|reclast|zometa|evenity/i, 'J3397'],
  [/mepsevii/i, 'J0897'],
] as const
/** A code that HCPCS gives to another drug than that of the dose, where the code book is that of HCPCS. */
const ofAnotherDrug = (chart: SpoiledChart): string | undefined => {
  if (chart.request.codebook !== undefined && chart.request.codebook !== 'cms') return undefined
  const named = JSON.stringify([chart.dose, chart.all('Medication')])
  return J_CODES.find(([brands]) => brands.test(named))?.[1]
}
const NAMED = /code\/fits-the-product: /

const miscoded = (name: string, spoil: (chart: SpoiledChart, code: string) => boolean): Spoiler => ({
  name: `the code of another drug on ${name}`,
  spoil: (chart) => {
    const code = ofAnotherDrug(chart)
    return code !== undefined && spoil(chart, code)
  },
  says: NAMED,
})
const HCPCS = 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'

const ordersOf = (chart: SpoiledChart) =>
  chart.all('MedicationRequest').filter(({ id }) => chart.dose.request?.reference === `MedicationRequest/${id}`)

const CODES_OF_ANOTHER_DRUG: readonly Spoiler[] = [
  miscoded('the dose, under a code system of its own', ({ dose }, code) => {
    const concept = dose.medicationCodeableConcept
    return set(concept, 'coding', [...(concept?.coding ?? []), { system: 'urn:oid:1.2.3.4', code }])
  }),
  miscoded('the order', (chart, code) => {
    const [order] = ordersOf(chart)
    const concept = order?.medicationCodeableConcept
    return set(concept, 'coding', [...(concept?.coding ?? []), { system: HCPCS, code }])
  }),
  miscoded('a charge that was posted for the dose', ({ request, day }, code) =>
    set(request, 'postedCharges', [
      { identity: 'as-another-drug', code, units: 60, modifiers: [], dateOfService: day, doses: [request.focus] },
    ]),
  ),
  miscoded('open work of the day', (chart, code) =>
    chart.add({
      resourceType: 'Task',
      id: 'a-person-reads-it',
      status: 'requested',
      intent: 'order',
      for: { reference: chart.patient },
      focus: { reference: chart.request.focus },
      description: `Charge ${code} x60`,
    }),
  ),
]

const NEVER_EVENT: Spoiler = {
  name: 'a diagnosis of the visit by which something went wrong with care',
  spoil: (chart) =>
    chart.encounter !== undefined &&
    chart.add({
      resourceType: 'Condition',
      id: 'a-person-reads-it',
      subject: { reference: chart.patient },
      encounter: chart.dose.context,
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      verificationStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }],
      },
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'Y65.51' }] },
    }),
  says: /coverage\/fits-the-account: /,
}

/** What people write in records that a hospital’s EHR is asked for. */
export const READ_BY_A_PERSON: readonly Spoiler[] = [
  ...CODES_OF_ANOTHER_DRUG,
  NEVER_EVENT,
  {
    name: 'open work about the patient of the day that is none of care',
    spoil: (chart) =>
      chart.add({
        resourceType: 'Task',
        id: 'a-person-reads-it',
        status: 'requested',
        intent: 'order',
        for: { reference: chart.patient },
        authoredOn: `${chart.day}T15:00:00Z`,
        description: 'Complete the questionnaire of who pays first',
      }),
    says: /charges\/nobody-holds-it: /,
  },
  commented('the dose', (chart) => chart.dose),
  commented('the visit', (chart) => chart.encounter),
  commented('the patient', (chart) => chart.all('Patient').find(({ id }) => `Patient/${id}` === chart.patient)),
  commented('the coverage', (chart) => chart.originalMedicare),
  extended('the dose', 'effectiveDateTime', ({ dose }) => (dose.effectiveDateTime === undefined ? undefined : dose)),
  extended('the dose', 'status', ({ dose }) => dose),
  extended('the coverage', 'status', ({ originalMedicare }) => originalMedicare),
]

/** And in records that only another caller sends. */
export const READ_IN_OTHER_TYPES: readonly Spoiler[] = [
  ...inProse,
  {
    name: 'a note of the day whose words came in a resource of their own',
    spoil: (chart) =>
      chart.add({
        resourceType: 'DocumentReference',
        id: 'a-person-reads-it',
        status: 'current',
        subject: { reference: chart.patient },
        type: { text: 'Nursing note' },
        date: chart.day,
        content: [{ attachment: { contentType: 'text/plain', url: 'Binary/words' } }],
      }) &&
      chart.add({ resourceType: 'Binary', id: 'words', contentType: 'text/plain', data: btoa('Patient refused it.') }),
    says: REPORTED,
  },
  ...[
    'Death certificate',
    'Inpatient admission H&P',
    'Workers’ compensation first report of injury',
    'Insurance card - Humana Gold Plus HMO',
    'Refusal of treatment form',
    'Medication variance report',
    'Good faith estimate (self-pay)',
  ].map(title),
  answer('Administration outcome', { valueString: 'Refused' }),
  answer('Dose given', { valueQuantity: { value: 3, unit: 'mg' } }),
  answer('NDC scanned', { valueString: '99999-240-63' }),
  answer('Living situation', { valueCodeableConcept: { text: 'Nursing home, Medicare Part A stay' } }),
  answer('Insurance verification', { valueString: 'Inactive' }),
  answer('Drug acquisition', { valueString: 'Consignment' }),
  record('a group of patients of a hospice that holds the patient', (chart) => ({
    resourceType: 'Group',
    subject: undefined,
    type: 'person',
    actual: true,
    name: 'Hospice census',
    member: [{ entity: { reference: chart.patient } }],
  })),
  record('a contract by which the patient pays alone', (chart) => ({
    resourceType: 'Contract',
    status: 'executed',
    subject: [{ reference: chart.patient }],
    title: 'Private contract',
  })),
  record('a record of no type of its own that says not to bill', () => ({
    resourceType: 'Basic',
    code: { text: 'Billing note' },
    extension: [{ url: 'https://ehr.example/text', valueString: 'Do not bill' }],
  })),
  record('an answer of a payer that coverage has ended', () => ({
    resourceType: 'EnrollmentResponse',
    subject: undefined,
    status: 'active',
    disposition: 'Disenrolled from Part B',
  })),
  record('a notice of a payment for the drug', (chart) => ({
    resourceType: 'PaymentNotice',
    subject: undefined,
    status: 'active',
    created: chart.day,
    request: { display: 'self-pay' },
  })),
  earlier('a note of that day', (date, brand) => ({
    resourceType: 'Composition',
    status: 'final',
    title: 'Progress note',
    type: { text: 'Progress note' },
    date,
    section: [{ text: { status: 'generated', div: `<div>${brand} given today</div>` } }],
  })),
  earlier('the words of a problem', (date, brand) => {
    const [year, month, day] = date.split('-').map(Number)
    return {
      resourceType: 'Condition',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: { text: `On ${brand}, last dose ${month}/${day}/${year}` },
    }
  }),
]

const harmless = (name: string, more: (chart: SpoiledChart) => object): Harmless => ({
  name,
  change: (chart) => chart.add({ id: 'read-by-nobody', subject: { reference: chart.patient }, ...more(chart) }),
})
const USUAL = [
  'Patient tolerated injection well. No adverse reaction.',
  'Injection site clean and dry, bandage applied. Discharged home in stable condition.',
] as const

/** What is as usual, and what a person has read. */
export const READ_AS_USUAL: readonly Harmless[] = [
  ...USUAL.flatMap((words) =>
    WAYS.map(([where, make]) => harmless(`${where} that says “${words}”`, (chart) => make(chart, words))),
  ),
  {
    name: 'a note of the day that a person read, and states not to bear on the dose',
    change: (chart) => {
      chart.request.attested = {
        ...chart.request.attested,
        [chart.request.focus]: {
          by: 'A biller',
          at: '2026-11-23T10:00:00Z',
          ...chart.stated,
          reviewed: ['DocumentReference/read'],
        },
      }
      return chart.add({
        resourceType: 'DocumentReference',
        id: 'read',
        status: 'current',
        subject: { reference: chart.patient },
        type: { text: 'Progress note' },
        date: chart.day,
        content: [attached('She told us of her garden and of a cousin in Ohio.')],
      })
    },
  },
  ...['Nursing note', 'Infusion Flowsheet 03/02/2026', 'After Visit Summary', 'Medication Administration Record'].map(
    (called) =>
      harmless(`a document of the day that is called “${called}”`, (chart) => ({
        resourceType: 'DocumentReference',
        status: 'current',
        description: called,
        date: chart.day,
        content: [{ attachment: { title: called, url: 'https://ehr.example/document' } }],
      })),
  ),
  harmless('a result of the day with a remark of the laboratory', (chart) => ({
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { text: 'Basic metabolic panel' },
    effectiveDateTime: chart.day,
    note: [{ text: 'Specimen slightly hemolyzed; potassium may be high.' }],
  })),
  {
    name: 'an extension of the edition of a country beside the patient',
    change: (chart) => {
      const patient = chart.all('Patient').find(({ id }) => `Patient/${id}` === chart.patient)
      const { extension = [] } = patient ?? {}
      return set(patient, 'extension', [
        ...extension,
        {
          url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity',
          extension: [{ url: 'text', valueString: 'Not Hispanic or Latino' }],
        },
      ])
    },
  },
]
