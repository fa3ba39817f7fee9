import { type SpoiledChart, type Spoiler, set, setOnAll } from './spoiler.ts'

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode'
const POS = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
const V2_CLASS = 'http://terminology.hl7.org/CodeSystem/v2-0004'
const THEIR_OWN = 'urn:oid:1.2.840.114350.1.72.1.7.7.10.696784.13260'

const STAY = 'the-stay'
const LONG_BEFORE = '2015-01-05'
const addStay = (chart: SpoiledChart, differs: object = {}): true =>
  chart.add({
    resourceType: 'Encounter',
    id: STAY,
    status: 'in-progress',
    class: { system: ACT_CODE, code: 'IMP' },
    subject: { reference: chart.patient },
    period: { start: LONG_BEFORE },
    ...differs,
  })

const DISCHARGE = 'http://terminology.hl7.org/CodeSystem/discharge-disposition'
const day = (chart: SpoiledChart, days: number): string =>
  new Date(Date.parse(`${chart.day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const isStatedWhere = (chart: SpoiledChart): boolean => 'setting' in chart.stated
const state = (chart: SpoiledChart, differs: object): true => {
  const stated = { by: 'Practitioner/n1', at: `${day(chart, 1)}T12:00:00Z`, ...chart.stated, ...differs }
  chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
  return true
}
/** A stay that ended before the dose. */
const leftBefore = (chart: SpoiledChart, disposition: object): true =>
  addStay(chart, {
    status: 'finished',
    period: { start: day(chart, -9), end: day(chart, -3) },
    hospitalization: { dischargeDisposition: disposition },
  })

/** The place of the visit becomes one of this type; false where the dose has no visit. */
const moveTo = (chart: SpoiledChart, type: object): boolean =>
  set(chart.encounter, 'location', [{ location: { reference: 'Location/another-place' } }]) &&
  chart.add({ resourceType: 'Location', id: 'another-place', status: 'active', name: 'Site', type: [type] })

const at = (name: string, type: object, says: RegExp): Spoiler => ({
  name,
  spoil: (chart) => moveTo(chart, type),
  says,
})
const classed = (name: string, code: object, says: RegExp): Spoiler => ({
  name,
  spoil: ({ encounter }) => set(encounter, 'class', code),
  says,
})

/** Of which a person states that the drug is charged by itself at home. */
const isChargedAtHome = (stated: object): boolean => 'chargedAt' in stated && stated.chargedAt === 'home'
/** A place of the home: a dose that is charged there is in order in it. */
const unlessAtHome = (spoiler: Spoiler): Spoiler => ({
  ...spoiler,
  spoil: (chart) => !isChargedAtHome(chart.stated) && spoiler.spoil(chart),
})

const NOT_KNOWN = /setting-is-billable: .*no kind of place that is known here/
const NOT_PAID = /setting-is-billable: Given in .* no source/
const CONTRADICTS = /setting-is-billable: .*, and (Location|Encounter)\//
const NOT_KNOWN_OR_CONTRADICTS = /setting-is-billable|is no usual visit/

const typed = (type: object, says: RegExp): Spoiler => ({
  name: `Encounter.type ${JSON.stringify(type)}`,
  spoil: ({ encounter }) => set(encounter, 'type', [type]),
  says,
})
const CPT = 'http://www.ama-assn.org/go/cpt'
const SNOMED = 'http://snomed.info/sct'
const IN_AN_OFFICE = { coding: [{ system: POS, code: '11' }] }

/** What else the chart says of the visit, and of stays around it. */
const AROUND: readonly Spoiler[] = [
  ...['99308', '99223', '99348', '90960', '99442'].map((code) =>
    typed({ coding: [{ system: CPT, code }] }, NOT_KNOWN_OR_CONTRADICTS),
  ),
  ...['Nursing home visit', 'Home visit', 'E-visit', 'RHC visit', 'LTACH admission', 'Swing bed'].map((text) =>
    typed({ text }, NOT_KNOWN_OR_CONTRADICTS),
  ),
  typed({ coding: [{ system: SNOMED, code: '439708006' }] }, NOT_KNOWN_OR_CONTRADICTS),
  typed(
    { coding: [{ system: 'https://www.nubc.org/CodeSystem/RevenueCodes', code: '0521' }] },
    NOT_KNOWN_OR_CONTRADICTS,
  ),
  ...[
    'No show',
    'Left without being seen',
    'Erroneous Encounter - Disregard',
    'Orders Only',
    'Documentation',
    'Abstract',
    'Research visit',
  ].map((text) => typed({ text }, /visit-took-place: .*in which no drug is given/)),
  typed({ coding: [{ system: SNOMED, code: '185468002' }] }, /visit-took-place/),
  ...['OBSENC', 'SS'].map(
    (code): Spoiler => ({
      name: `Encounter.class ${code} in an office`,
      spoil: (chart) => moveTo(chart, IN_AN_OFFICE) && set(chart.encounter, 'class', { system: ACT_CODE, code }),
      says: CONTRADICTS,
    }),
  ),
  ...(
    [
      ['Maple Skilled Nursing', undefined],
      ['Maple Clinic', [{ text: 'Rural Health Clinic' }]],
      ['Veterans Affairs', undefined],
    ] as const
  ).flatMap(([name, type]): Spoiler[] => {
    const organization = { resourceType: 'Organization', id: 'who-runs-it', name, ...(type && { type }) }
    const reference = { reference: 'Organization/who-runs-it' }
    return [
      {
        name: `an office that ${type?.[0].text ?? name} provides`,
        spoil: (chart) =>
          moveTo(chart, IN_AN_OFFICE) && set(chart.encounter, 'serviceProvider', reference) && chart.add(organization),
        says: /setting-is-billable: .*Organization\/who-runs-it/,
      },
      {
        name: `an office that ${type?.[0].text ?? name} manages`,
        spoil: (chart) =>
          moveTo(chart, IN_AN_OFFICE) &&
          setOnAll(chart.all('Location'), 'managingOrganization', reference) &&
          chart.add(organization),
        says: /setting-is-billable: .*Organization\/who-runs-it/,
      },
    ]
  }),
  {
    name: 'an office that is called a dialysis unit',
    spoil: (chart) =>
      moveTo(chart, IN_AN_OFFICE) && setOnAll(chart.all('Location'), 'name', 'Greenfield Dialysis Unit'),
    says: CONTRADICTS,
  },
  {
    name: 'an office that is part of a hospital’s ward',
    spoil: (chart) =>
      moveTo(chart, IN_AN_OFFICE) &&
      setOnAll(chart.all('Location'), 'partOf', { reference: 'Location/ward' }) &&
      chart.add({ resourceType: 'Location', id: 'ward', type: [{ coding: [{ system: POS, code: '21' }] }] }),
    says: CONTRADICTS,
  },
  {
    name: 'an admission the day after a dose in a hospital’s outpatient department',
    spoil: (chart) =>
      chart.originalMedicare !== undefined &&
      /"22"|"19"/.test(JSON.stringify(chart.all('Location'))) &&
      addStay(chart, { period: { start: day(chart, 1) } }),
    says: /was-not-before-an-admission: .*was admitted on/,
  },
  ...['snf', 'hosp', 'rehab'].map(
    (code): Spoiler => ({
      name: `a discharge to ${code} three days before`,
      spoil: (chart) => leftBefore(chart, { coding: [{ system: DISCHARGE, code }] }) && !isStatedWhere(chart),
      says: /patient-was-not-admitted: .*was discharged to/,
    }),
  ),
  {
    name: 'a discharge to hospice, and a visit to an office from which the patient went home since',
    spoil: (chart) =>
      !isStatedWhere(chart) &&
      leftBefore(chart, { coding: [{ system: DISCHARGE, code: 'hosp' }] }) &&
      chart.encounter !== undefined &&
      chart.add({
        ...chart.encounter,
        id: 'since',
        period: { start: day(chart, -2), end: day(chart, -2) },
        hospitalization: { dischargeDisposition: { coding: [{ system: DISCHARGE, code: 'home' }] } },
      }),
    says: /patient-was-not-admitted: .*was discharged to hospice care/,
  },
  {
    name: 'a discharge to hospice in words, three days before',
    spoil: (chart) => leftBefore(chart, { text: 'Hospice - home' }) && !isStatedWhere(chart),
    says: /patient-was-not-admitted: .*was discharged to hospice care/,
  },
  {
    name: 'a death in an earlier visit',
    spoil: (chart) => leftBefore(chart, { coding: [{ system: DISCHARGE, code: 'exp' }] }),
    says: /patient-was-alive: .*after the patient’s death/,
  },
  {
    name: 'an observation of the day of the death, before the dose',
    spoil: (chart) =>
      chart.add({
        resourceType: 'Observation',
        id: 'death',
        status: 'final',
        code: { coding: [{ system: 'http://loinc.org', code: '81956-5' }] },
        subject: { reference: chart.patient },
        valueDateTime: day(chart, -3),
      }),
    says: /patient-was-alive: .*after the patient’s death/,
  },
  ...(
    [
      ['0120', /an inpatient stay \(Claim\/room-and-board/],
      ['0651', /hospice care \(Claim\/room-and-board/],
      ['0022', /skilled nursing facility \(Claim\/room-and-board/],
    ] as const
  ).map(
    ([code, says]): Spoiler => ({
      name: `a claim with revenue code ${code} over the day, which does not charge the dose`,
      spoil: (chart) =>
        chart.add({
          resourceType: 'Claim',
          id: 'room-and-board',
          status: 'active',
          use: 'claim',
          type: { coding: [{ code: 'institutional' }] },
          patient: { reference: chart.patient },
          created: chart.day,
          billablePeriod: { start: day(chart, -3), end: day(chart, 3) },
          item: [{ sequence: 1, revenue: { coding: [{ code }] }, productOrService: { coding: [{ code }] } }],
        }),
      says,
    }),
  ),
  ...(
    [
      [
        'a place of service on no list',
        (chart: SpoiledChart) => moveTo(chart, { coding: [{ system: POS, code: '41' }] }),
      ],
      [
        'a class of the visit that contradicts it',
        (chart: SpoiledChart) => set(chart.encounter, 'classHistory', [{ class: { system: ACT_CODE, code: 'IMP' } }]),
      ],
    ] as const
  ).map(
    ([name, spoil]): Spoiler => ({
      name: `an office that is stated against ${name}`,
      spoil: (chart) => state(chart, { setting: 'office' }) && spoil(chart),
      says: /setting-is-billable/,
    }),
  ),
]

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/medication-admin-category'
const unreadable = (chart: SpoiledChart): boolean =>
  set(chart.encounter, 'class', { system: THEIR_OWN, code: '5', display: 'Appointment' })

/** A place that a person states where the class of the visit cannot be read, against what else the chart says. */
const STATED: readonly Spoiler[] = (
  [
    ['a place of service', (chart) => moveTo(chart, { coding: [{ system: POS, code: '22' }] }), /setting-is-billable/],
    [
      'the type of the visit',
      (chart) => moveTo(chart, IN_AN_OFFICE) && set(chart.encounter, 'type', [{ text: 'SNF visit' }]),
      /setting-is-billable/,
    ],
    [
      'the category of the dose',
      (chart) => set(chart.dose, 'category', { coding: [{ system: CATEGORY, code: 'inpatient' }] }),
      /setting-is-billable/,
    ],
    [
      'an episode of care',
      (chart) =>
        chart.add({
          resourceType: 'EpisodeOfCare',
          id: 'its-episode',
          status: 'active',
          type: [{ text: 'Workers compensation' }],
          patient: { reference: chart.patient },
          period: { start: LONG_BEFORE },
        }),
      /patient-was-not-admitted: EpisodeOfCare\/its-episode/,
    ],
    [
      'a discharge to a skilled nursing facility',
      (chart) => leftBefore(chart, { coding: [{ system: DISCHARGE, code: 'snf' }] }),
      /patient-was-not-admitted: .*was discharged to/,
    ],
    [
      'an admission the day after',
      (chart) => {
        set(chart.encounter, 'location', undefined)
        return chart.originalMedicare !== undefined && addStay(chart, { period: { start: day(chart, 1) } })
      },
      /was-not-before-an-admission: .*was admitted on/,
    ],
  ] as const satisfies readonly (readonly [string, (chart: SpoiledChart) => boolean, RegExp])[]
).map(([name, spoil, says]) => ({
  name: `a visit of an unreadable class, and an office that is stated against ${name}`,
  spoil: (chart) => unreadable(chart) && state(chart, { setting: 'office' }) && spoil(chart),
  says,
}))

const ended = (disposition: object): Spoiler => ({
  name: `a visit that ended with ${JSON.stringify(disposition)}`,
  spoil: ({ encounter }) => set(encounter, 'hospitalization', { dischargeDisposition: disposition }),
  says: /visit-took-place: Encounter\/.* ended with|patient-was-alive/,
})
const diagnosed = (code: string, differs: (chart: SpoiledChart) => object | undefined): Spoiler => ({
  name: `a diagnosis of the visit by which something was not done: ${code}`,
  spoil: (chart) => {
    const made = differs(chart)
    return (
      made !== undefined &&
      chart.add({
        resourceType: 'Condition',
        id: 'not-done',
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
        },
        code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }] },
        subject: { reference: chart.patient },
        ...made,
      })
    )
  },
  says: /visit-took-place: Condition\/not-done/,
})

/** What of the visit says that its service did not take place. */
const NOT_SERVED: readonly Spoiler[] = [
  ended({ text: 'Left without being seen' }),
  ended({ text: 'Eloped' }),
  ended({ coding: [{ system: DISCHARGE, code: 'exp' }] }),
  ended({ coding: [{ system: DISCHARGE, code: 'aadvice', display: 'Home' }] }),
  ended({ coding: [{ system: 'https://www.nubc.org/CodeSystem/PatDischargeStatus', code: '07' }] }),
  ended({ coding: [{ system: THEIR_OWN, code: 'LWBS' }] }),
  ended({ text: 'Appointment cancelled by patient' }),
  diagnosed('Z53.20', ({ dose }) => (dose.context?.reference ? { encounter: dose.context } : undefined)),
  diagnosed('Z53.09', ({ dose, encounter }) => {
    if (!encounter) return undefined
    encounter.diagnosis = [...(encounter.diagnosis ?? []), { condition: { reference: 'Condition/not-done' } }]
    return dose.context && {}
  }),
]

/** Where the dose was given: stays, classes and places in which a drug is not charged by itself, and what nobody can read. */
export const PLACES: readonly Spoiler[] = [
  ...AROUND,
  ...STATED,
  ...NOT_SERVED,
  {
    name: 'a visit that is part of an inpatient stay',
    spoil: (chart) =>
      set(chart.encounter, 'partOf', { reference: `Encounter/${STAY}` }) && addStay(chart, { period: undefined }),
    says: /patient-was-not-admitted: .*part of an inpatient stay/,
  },
  {
    name: 'an inpatient stay that spans the dose',
    spoil: (chart) => addStay(chart),
    says: /patient-was-not-admitted: .*in an inpatient stay/,
  },
  {
    name: 'an inpatient stay that spans the dose, which names no visit',
    spoil: (chart) => set(chart.dose, 'context', undefined) && addStay(chart),
    says: /patient-was-not-admitted: .*in an inpatient stay/,
  },
  {
    name: 'an inpatient stay that is over and has no end',
    spoil: (chart) => addStay(chart, { status: 'finished' }),
    says: /patient-was-not-admitted: .*may have been in an inpatient stay/,
  },
  {
    name: 'an inpatient stay whose period cannot be read',
    spoil: (chart) => addStay(chart, { period: { start: 'last week', end: 'soon' } }),
    says: /patient-was-not-admitted: .*may have been in an inpatient stay/,
  },
  {
    name: 'a hospice visit that spans the dose',
    spoil: (chart) => addStay(chart, { class: { system: THEIR_OWN, code: '7', display: 'Hospice' } }),
    says: /patient-was-not-admitted: .*in hospice care/,
  },
  {
    name: 'a visit of an unknown class that spans the dose',
    spoil: (chart) => addStay(chart, { class: { system: THEIR_OWN, code: '7', display: 'LTAC' } }),
    says: /patient-was-not-admitted: .*“LTAC”/,
  },
  {
    name: 'a visit that was inpatient at the time of the dose',
    spoil: ({ encounter }) => set(encounter, 'classHistory', [{ class: { system: ACT_CODE, code: 'IMP' } }]),
    says: CONTRADICTS,
  },
  ...['inpatient', 'community'].map(
    (code): Spoiler => ({
      name: `MedicationAdministration.category ${code} beside an outpatient visit`,
      spoil: ({ dose, encounter, stated }) =>
        encounter !== undefined &&
        !(code === 'community' && isChargedAtHome(stated)) &&
        set(dose, 'category', {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medication-admin-category', code }],
        }),
      says: NOT_KNOWN_OR_CONTRADICTS,
    }),
  ),
  classed('Encounter.class I of HL7 v2, without a display', { system: V2_CLASS, code: 'I' }, NOT_PAID),
  classed('Encounter.class outside its code system', { system: ACT_CODE, code: 'AMB2' }, NOT_KNOWN),
  classed('Encounter.class before an admission', { system: ACT_CODE, code: 'PRENC' }, NOT_KNOWN),
  classed('Encounter.class virtual', { system: ACT_CODE, code: 'VR' }, NOT_KNOWN_OR_CONTRADICTS),
  unlessAtHome(classed('Encounter.class home health', { system: ACT_CODE, code: 'HH' }, NOT_KNOWN_OR_CONTRADICTS)),
  ...['Swing Bed', 'LTAC', 'SNF', 'Nursing Home', 'IP', 'Hospital Encounter of some sort'].map((display) =>
    classed(`Encounter.class of the EHR’s own: ${display}`, { system: THEIR_OWN, code: '9', display }, NOT_KNOWN),
  ),
  ...['Telephone encounter', 'Hospital admission'].map(
    (display): Spoiler => ({
      name: `Encounter.type ${display}`,
      spoil: ({ encounter }) =>
        set(encounter, 'type', [{ coding: [{ system: 'http://snomed.info/sct', code: '0', display }] }]),
      says: CONTRADICTS,
    }),
  ),
  ...['02', '10'].map((code) =>
    at(
      `place of service ${code}, telehealth`,
      { coding: [{ system: POS, code }] },
      /telehealth visit, in which nothing/,
    ),
  ),
  ...['01', '05', '09', '12', '13', '21', '24', '26', '31', '32', '33', '34', '50', '51', '61', '65', '72'].map(
    (code) => {
      const spoiler = at(
        `place of service ${code}, with rules of its own`,
        { coding: [{ system: POS, code }] },
        NOT_PAID,
      )
      return code === '12' ? unlessAtHome(spoiler) : spoiler
    },
  ),
  ...['03', '41', '99', 'X'].map((code) =>
    at(`place of service ${code}, of which nothing is known`, { coding: [{ system: POS, code }] }, NOT_KNOWN),
  ),
  ...['SNF', 'PHARM', 'HD'].map((code) =>
    at(`a place of the role ${code}`, { coding: [{ system: ROLE_CODE, code }] }, NOT_PAID),
  ),
  unlessAtHome(at('a place of the role PTRES', { coding: [{ system: ROLE_CODE, code: 'PTRES' }] }, NOT_PAID)),
  ...['ICU', 'HU', 'AMB', 'SCHOOL'].map((code) =>
    at(`a place of the role ${code}`, { coding: [{ system: ROLE_CODE, code }] }, NOT_KNOWN),
  ),
  {
    name: 'an off-campus department, without PO or PN',
    spoil: (chart) => chart.originalMedicare !== undefined && moveTo(chart, { coding: [{ system: POS, code: '19' }] }),
    says: /agree-with-the-chart: .*PO or PN/,
  },
  {
    name: 'a visit of another patient',
    spoil: ({ encounter }) => set(encounter, 'subject', { reference: 'Patient/somebody-else' }),
    says: /visit-took-place: .*Patient\/somebody-else/,
  },
  ...['not-done', 'entered-in-error', 'preparation', 'Completed'].map(
    (status): Spoiler => ({
      name: `a dose that is part of a procedure that is ${status}`,
      spoil: (chart) =>
        set(chart.dose, 'partOf', [{ reference: 'Procedure/the-injection' }]) &&
        chart.add({ resourceType: 'Procedure', id: 'the-injection', status, subject: { reference: chart.patient } }),
      says: /is-wholly-read: .*Procedure\/the-injection/,
    }),
  ),
  {
    name: 'a dose that the patient gave',
    spoil: (chart) => set(chart.dose, 'performer', [{ actor: { reference: chart.patient } }]),
    says: /is-documented: .*gave the dose/,
  },
  {
    name: 'a dose that a daughter gave',
    spoil: ({ dose }) => set(dose, 'performer', [{ actor: { reference: 'RelatedPerson/daughter' } }]),
    says: /is-documented: .*RelatedPerson\/daughter gave the dose/,
  },
  at('a place in words that are not known', { text: 'Hospital ward' }, NOT_KNOWN),
]
