import type { SpoiledChart, Spoiler } from './spoiler.ts'

const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const CPT = 'http://www.ama-assn.org/go/cpt'
const ORACLE = 'https://fhir-ehr.cerner.com/r4/StructureDefinition'

/** The code that bills the product by the words of the dose: enough for the scenarios. */
function codeOf(chart: SpoiledChart): string | undefined {
  const words = JSON.stringify([chart.dose, chart.all('Medication')]).toLowerCase()
  if (words.includes('vestronidase')) return 'J3397'
  if (words.includes('denosumab-')) return undefined
  if (words.includes('denosumab')) return 'J0897'
  return words.includes('zoledron') ? 'J3489' : undefined
}
function ndcOf(chart: SpoiledChart): string | undefined {
  const [, id] = (chart.dose.medicationReference?.reference ?? '').split('/')
  const medication = chart.all('Medication').find((each) => each.id === id)
  const codings = [...(medication?.code?.coding ?? []), ...(chart.dose.medicationCodeableConcept?.coding ?? [])]
  return codings.find(({ system }) => system === 'http://hl7.org/fhir/sid/ndc')?.code
}

/** A charge of the patient and day, under a code that bills the dose. */
function charge(chart: SpoiledChart, differs: object): boolean {
  const code = codeOf(chart)
  // Whoever states that the billing system was looked at has answered these.
  if (code === undefined || !chart.day || chart.isStatedAsNotCharged) return false
  return chart.add({
    resourceType: 'ChargeItem',
    id: 'charged-before',
    status: 'billed',
    code: { coding: [{ system: HCPCS, code }] },
    subject: { reference: chart.patient },
    occurrenceDateTime: chart.day,
    quantity: { value: 60 },
    ...differs,
  })
}
const isCharged = (
  name: string,
  differs: object | ((chart: SpoiledChart) => object),
  says = /already-charged/,
): Spoiler => ({
  name,
  spoil: (chart) => charge(chart, typeof differs === 'function' ? differs(chart) : differs),
  says,
})
/** Of the visit of the dose, on the day after; nothing was given then. */
const dayAfter = ({ day }: SpoiledChart): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
const visitNextDay = (chart: SpoiledChart) => ({
  context: chart.dose.context,
  occurrenceDateTime: dayAfter(chart),
})
/** A claim of the patient and day. */
const claimed =
  (resourceType: 'Claim' | 'ExplanationOfBenefit', differs: object): Spoiler['spoil'] =>
  (chart) => {
    const code = codeOf(chart)
    if (code === undefined || !chart.day || chart.isStatedAsNotCharged) return false
    return chart.add({
      resourceType,
      id: 'claimed-before',
      status: 'active',
      use: 'claim',
      type: { coding: [{ code: 'professional' }] },
      outcome: 'complete',
      patient: { reference: chart.patient },
      created: '2026-03-03',
      insurer: { display: 'Medicare' },
      provider: { display: 'Tar Bend' },
      priority: { text: 'normal' },
      insurance: [],
      item: [
        {
          sequence: 1,
          productOrService: { coding: [{ system: HCPCS, code }] },
          servicedDate: chart.day,
          quantity: { value: 60 },
        },
      ],
      ...differs,
    })
  }

/** A payer's answer to a claim of the patient. */
const answered =
  (differs: object): Spoiler['spoil'] =>
  (chart) => {
    if (codeOf(chart) === undefined || !chart.day || chart.isStatedAsNotCharged) return false
    return chart.add({
      resourceType: 'ClaimResponse',
      id: 'answered-before',
      status: 'active',
      use: 'claim',
      type: { coding: [{ code: 'professional' }] },
      patient: { reference: chart.patient },
      created: '2026-03-03',
      insurer: { display: 'Medicare' },
      outcome: 'complete',
      ...differs,
    })
  }

/** What bills the day already, or may. */
export const CHARGES: readonly Spoiler[] = [
  isCharged(
    'the day after, when nothing was given',
    (chart) => ({ occurrenceDateTime: dayAfter(chart) }),
    /No dose is charted/,
  ),
  isCharged('a billed charge of the dose', ({ request }) => ({ service: [{ reference: request.focus }] })),
  isCharged('a billed charge of the visit', ({ dose }) => ({ context: dose.context })),
  isCharged('a billed charge of the day that names no visit', {}),
  isCharged('a billed charge of the day in another visit', { context: { reference: 'Encounter/another' } }),
  isCharged('a billed charge of an episode of care', { context: { reference: 'EpisodeOfCare/e' } }),
  isCharged('a charge on dispense', { service: [{ reference: 'MedicationDispense/d' }] }),
  isCharged('a charge of the procedure', { service: [{ reference: 'Procedure/p' }] }),
  isCharged(
    'a charge of the dose that is not billable',
    ({ request }) => ({
      status: 'not-billable',
      service: [{ reference: request.focus }],
      overrideReason: 'Patient supplied medication',
    }),
    /not-already-charged.*not billable: “Patient supplied medication”/,
  ),
  isCharged('a charge of the visit that is not billable', ({ dose }) => ({
    status: 'not-billable',
    context: dose.context,
  })),
  isCharged('a planned charge', { status: 'planned' }),
  ...['unknown', 'Billed', 'posted'].map((status) => isCharged(`a charge with the status “${status}”`, { status })),
  isCharged('a charge without a status', { status: undefined }),
  isCharged('a charge of one unit instead of sixty', ({ request }) => ({
    service: [{ reference: request.focus }],
    quantity: { value: 1 },
  })),
  isCharged('an Oracle charge whose HCPCS code is nested', (chart) => ({
    context: chart.dose.context,
    code: { coding: [{ system: 'https://fhir.example/cdm', code: '4471122' }] },
    extension: [
      {
        url: `${ORACLE}/procedure-code`,
        extension: [
          { url: 'code', valueCodeableConcept: { coding: [{ system: HCPCS, code: codeOf(chart) }] } },
          { url: 'priority', valueInteger: 1 },
        ],
      },
    ],
  })),
  isCharged('an Oracle charge known by its NDC only', (chart) => ({
    context: chart.dose.context,
    code: { coding: [{ system: 'https://fhir.example/cdm', code: '4471122' }] },
    extension: [
      {
        url: `${ORACLE}/national-drug-product`,
        extension: [
          {
            url: 'code',
            valueCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: ndcOf(chart) }] },
          },
        ],
      },
    ],
  })),
  isCharged('a charge coded by the charge master alone', (chart) => ({
    context: chart.dose.context,
    code: { coding: [{ system: 'https://fhir.example/cdm', code: '4471122' }] },
  })),
  isCharged('a charge without a day and without a visit', { occurrenceDateTime: undefined }),
  isCharged('a charge over several days', (chart) => ({
    occurrenceDateTime: undefined,
    occurrencePeriod: { start: '2020-01-01', end: `${chart.day}T23:00:00-05:00` },
  })),
  isCharged('a charge of the visit at midnight UTC, a day that was dressed as a time', (chart) => ({
    context: chart.dose.context,
    occurrenceDateTime: `${chart.day}T00:00:00Z`,
  })),
  {
    name: 'a charge that only a planned credit would take back',
    spoil: (chart) =>
      charge(chart, {}) && charge(chart, { id: 'planned-credit', status: 'planned', quantity: { value: -60 } }),
    says: /already-charged/,
  },
  {
    name: 'a charge, and a credit of another dose of the visit',
    spoil: (chart) =>
      charge(chart, {}) &&
      charge(chart, {
        id: 'credit',
        quantity: { value: -60 },
        service: [{ reference: 'MedicationAdministration/another' }],
      }),
    says: /already-charged/,
  },
  {
    name: 'a charge, and a credit that names neither day nor visit',
    spoil: (chart) =>
      charge(chart, {}) &&
      charge(chart, { id: 'credit', quantity: { value: -60 }, occurrenceDateTime: undefined, status: 'billed' }),
    says: /already-charged/,
  },
  {
    name: 'a charge, and a credit of nobody',
    spoil: (chart) =>
      charge(chart, {}) && charge(chart, { id: 'credit', quantity: { value: -60 }, subject: undefined }),
    says: /already-charged/,
  },
  {
    name: 'a charge, and a credit of another visit',
    spoil: (chart) =>
      charge(chart, {}) &&
      charge(chart, { id: 'credit', quantity: { value: -60 }, context: { reference: 'Encounter/another' } }),
    says: /already-charged/,
  },
  {
    name: 'a billed charge whose credit is only billable',
    spoil: (chart) =>
      charge(chart, {}) && charge(chart, { id: 'credit', quantity: { value: -60 }, status: 'billable' }),
    says: /already-charged/,
  },
  {
    name: 'a credit of the day, and no charge that it takes back',
    spoil: (chart) => charge(chart, { quantity: { value: -60 } }),
    says: /cannot-tell: charges\/not-already-charged.*is a credit/,
  },
  ...['J1100', 'A9270', '99070'].map((code) =>
    isCharged(`a charge of the dose by ${code}, which bills another drug or none`, ({ request }) => ({
      service: [{ reference: request.focus }],
      code: { coding: [{ system: HCPCS, code }] },
    })),
  ),
  {
    name: 'a charge of the visit, entered under the day after',
    spoil: (chart) => chart.encounter !== undefined && charge(chart, visitNextDay(chart)),
    says: /names the visit of this dose/,
  },
  {
    name: 'a charge of giving it, entered under the day after',
    spoil: (chart) => {
      if (!chart.encounter) return false
      const code = { coding: [{ system: CPT, code: chart.dose.effectivePeriod ? '96365' : '96372' }] }
      return charge(chart, { ...visitNextDay(chart), code })
    },
    says: /names the visit of this dose/,
  },
  {
    name: 'a claim for the visit, served the day after',
    spoil: (chart) => {
      if (!chart.encounter) return false
      const productOrService = { coding: [{ system: HCPCS, code: codeOf(chart) }] }
      const encounter = [chart.dose.context]
      const { occurrenceDateTime: servicedDate } = visitNextDay(chart)
      return claimed('Claim', { item: [{ sequence: 1, productOrService, servicedDate, encounter }] })(chart)
    },
    says: /names the visit of this dose/,
  },
  {
    name: 'a charge of the visit that names Xgeva by its NDC, where Prolia was given',
    spoil: (chart) =>
      /Prolia/.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
      charge(chart, {
        context: chart.dose.context,
        code: { coding: [{ system: 'https://fhir.example/cdm', code: '4471122' }] },
        productCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-730-01' }] },
      }),
    says: /already-charged/,
  },
  {
    name: 'denosumab charged as J3397 on the day',
    spoil: (chart) =>
      codeOf(chart) === 'J0897' &&
      chart.request.codebook === 'cms' &&
      charge(chart, { code: { coding: [{ system: HCPCS, code: 'J3397' }] }, context: chart.dose.context }),
    says: /fits-the-product/,
  },
  {
    name: 'denosumab claimed as J3397 on the day',
    spoil: (chart) => {
      if (codeOf(chart) !== 'J0897' || chart.request.codebook !== 'cms') return false
      const item = [
        { sequence: 1, productOrService: { coding: [{ system: HCPCS, code: 'J3397' }] }, servicedDate: chart.day },
      ]
      return claimed('Claim', { item })(chart)
    },
    says: /J3397/,
  },
  { name: 'a claim sent for the day and code', spoil: claimed('Claim', {}), says: /[cC]laim/ },
  { name: 'a draft claim of the day and code', spoil: claimed('Claim', { status: 'draft' }), says: /is a draft/ },
  {
    name: 'a payer’s answer to a claim of the day and code',
    spoil: (chart) => {
      const productOrService = { coding: [{ system: HCPCS, code: codeOf(chart) }] }
      const addItem = [{ productOrService, servicedDate: chart.day, quantity: { value: 60 }, adjudication: [] }]
      return answered({ addItem })(chart)
    },
    says: /ClaimResponse\/answered-before/,
  },
  {
    name: 'a payer’s answer that numbers the lines of a claim which the chart does not hold',
    spoil: answered({
      request: { reference: 'Claim/elsewhere' },
      item: [{ itemSequence: 1, adjudication: [] }],
      created: '2026-12-01',
    }),
    says: /ClaimResponse\/answered-before/,
  },
  {
    name: 'a claim with a status in another case',
    spoil: claimed('Claim', { status: 'Active' }),
    says: /[cC]laim/,
  },
  {
    name: 'an explanation of benefit for the day and code',
    spoil: claimed('ExplanationOfBenefit', {}),
    says: /ExplanationOfBenefit/,
  },
  {
    name: 'charges that could not be read',
    spoil: ({ request, isStatedAsNotCharged }) => {
      if (isStatedAsNotCharged) return false
      request.reads = { ...request.reads, ChargeItem: 'refused' }
      return true
    },
    says: /already-charged/,
  },
]

/** A dispense of Jubbonti, where Prolia is charted. */
function dispensed(chart: SpoiledChart, differs: object): boolean {
  if (codeOf(chart) !== 'J0897' || !chart.day) return false
  if (!/Prolia/.test(JSON.stringify([chart.dose, chart.all('Medication')]))) return false
  if (!chart.dose.request || 'drugChangeReason' in chart.stated) return false
  return chart.add({
    resourceType: 'MedicationDispense',
    id: 'dispensed',
    status: 'completed',
    subject: { reference: chart.patient },
    context: chart.dose.context,
    medicationCodeableConcept: {
      coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '61314-240-63' }],
      text: 'denosumab-bbdz (Jubbonti) 60 mg/mL syringe',
    },
    whenHandedOver: chart.day,
    ...differs,
  })
}

/** The same dose twice, or two of one molecule. */
export const SAME_DOSE: readonly Spoiler[] = [
  { name: 'the same dose twice in the same minute', spoil: (chart) => chart.addDose({}), says: /second-dose/ },
  {
    name: 'the same dose twice, the second without a patient',
    spoil: (chart) => chart.addDose({ subject: undefined }),
    says: /second-dose does not say whose dose/,
  },
  {
    name: 'the same dose twice, two minutes apart',
    spoil: (chart) => {
      const { effectiveDateTime, effectivePeriod } = chart.dose
      const [start, end] = [effectiveDateTime ?? effectivePeriod?.start, effectivePeriod?.end]
      if (!start?.includes('T')) return false
      const later = start.replace(
        /T(\d\d):(\d\d)/,
        (_, hour: string, minute: string) =>
          `T${hour}:${minute === '59' ? '57' : String(Number(minute) + 1).padStart(2, '0')}`,
      )
      return chart.addDose(
        effectiveDateTime ? { effectiveDateTime: later } : { effectivePeriod: { start: later, end } },
      )
    },
    says: /second-dose/,
  },
  {
    name: 'the same dose charted again on the day after, in the same visit',
    spoil: (chart) => {
      // What is given every day is due on the day after.
      if (
        codeOf(chart) === undefined ||
        !chart.encounter ||
        !chart.dose.effectiveDateTime?.includes('T') ||
        'dailyDoseReason' in chart.stated
      )
        return false
      const later = chart.dose.effectiveDateTime.replace(chart.day, dayAfter(chart))
      return chart.addDose({ effectiveDateTime: later })
    },
    says: /second-dose may be another record of this dose|second-dose/,
  },
  {
    name: 'Jubbonti dispensed for the order of Prolia',
    spoil: (chart) => dispensed(chart, { authorizingPrescription: [chart.dose.request] }),
    says: /Jubbonti \(MedicationDispense\/dispensed\) was dispensed/,
  },
  {
    name: 'Jubbonti dispensed on the day of Prolia, for no order',
    spoil: (chart) => dispensed(chart, { context: undefined }),
    says: /Jubbonti \(MedicationDispense\/dispensed\) was dispensed/,
  },
  {
    name: 'the same dose in two visits of the day',
    spoil: (chart) => {
      if (!chart.encounter) return false
      chart.add({ ...structuredClone(chart.encounter), id: 'second-visit' })
      return chart.addDose({ context: { reference: 'Encounter/second-visit' } })
    },
    says: /second-dose/,
  },
  {
    name: 'the same dose twice, the second charted with a status that FHIR does not have',
    spoil: (chart) => chart.addDose({ status: 'given' }),
    says: /second-dose|status/,
  },
  {
    name: 'Xgeva on the day of Prolia',
    spoil: (chart) => {
      const words = JSON.stringify([chart.dose, chart.all('Medication')])
      if (!/Prolia/.test(words)) return false
      return chart.addDose({
        medicationReference: undefined,
        medicationCodeableConcept: {
          coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-730-01' }],
          text: 'denosumab (Xgeva) 120 mg/1.7 mL',
        },
        dosage: { dose: { value: 120, unit: 'mg' } },
      })
    },
    says: /second-dose/,
  },
]
