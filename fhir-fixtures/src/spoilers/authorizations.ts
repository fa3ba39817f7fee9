import type { ExplanationOfBenefit } from 'fhir/r4'
import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

/** The dose needs an authorization and has one; it is changed, and `more` may add to the chart. */
const answered = (
  name: string,
  spoil: (answer: object, chart: SpoiledChart) => void,
  says = /coverage\/prior-authorization-is-on-file/,
): Spoiler => ({
  name: `an authorization ${name}`,
  spoil: (chart) => {
    const [answer] = chart.all('ClaimResponse')
    if (!answer) return false
    set(answer, 'item', undefined)
    spoil(answer, chart)
    return true
  },
  says,
})

/** A newer answer of the payer with the same number. */
const newer = (name: string, change: (newer: object) => void): Spoiler =>
  answered(`that a newer answer with its number ${name}`, (answer, chart) => {
    const second = { ...structuredClone(answer), id: 'newer-answer', created: chart.day }
    change(second)
    chart.add(second)
  })

const item = (differs: object) => (answer: object) => {
  const items: unknown = Reflect.get(answer, 'addItem')
  for (const each of Array.isArray(items) ? items : []) Object.assign(each, differs)
}
const POS = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
const HL7 = 'http://terminology.hl7.org/CodeSystem/adjudication'
const adjudication = (code: string, differs: object = {}, system = HL7) =>
  item({ adjudication: [{ category: { coding: [{ system, code }] }, ...differs }] })
const AT_HOME = { coding: [{ system: POS, code: '12' }], text: 'Home' }
/** What an approved item itself adds: for another place, or for another than who gave it. */
const ADDED: readonly Spoiler[] = [
  answered('for the home of the patient, by what it adds', item({ locationCodeableConcept: AT_HOME })),
  answered('for a place in words, by what it adds', item({ locationCodeableConcept: { text: 'Specialty home site' } })),
  answered('for another provider, by what it adds', item({ provider: [{ display: 'Duke Specialty Infusion' }] })),
]

/** The request that the answer is about. */
const asked =
  (differs: object, ofItem: object = {}) =>
  (answer: object, chart: SpoiledChart) => {
    const J0897 = { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J0897' }] }
    set(answer, 'request', { reference: 'Claim/asked' })
    chart.add({
      resourceType: 'Claim',
      id: 'asked',
      status: 'active',
      use: 'preauthorization',
      patient: { reference: chart.patient },
      created: '2026-01-10',
      item: [{ sequence: 1, productOrService: J0897, ...ofItem }],
      ...differs,
    })
  }

/** What the payer answered beforehand about a drug, to a request of its own. */
const refusal = (chart: SpoiledChart, use: string, differs: object = {}): true => {
  asked({ use })({}, chart)
  const payor = chart.coverages[0]?.payor[0]
  return chart.add({
    resourceType: 'ClaimResponse',
    id: 'refusal',
    status: 'active',
    use,
    patient: { reference: chart.patient },
    insurer: payor,
    created: chart.day,
    outcome: 'complete',
    disposition: 'Denied - not medically necessary',
    request: { reference: 'Claim/asked' },
    ...differs,
  })
}
const isPaidWithoutAsking = (chart: SpoiledChart): boolean =>
  chart.originalMedicare !== undefined &&
  chart.request.codebook !== 'article' &&
  /prolia|xgeva/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
  !/jubbonti/i.test(JSON.stringify(chart.dose))

const EXTENSIONS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition'

/** What a payer answered on the order of the dose, as Da Vinci CRD writes it. */
const onOrder = (name: string, parts: readonly object[], says = /coverage\/was-not-declined/): Spoiler => ({
  name: `an order on which the payer answers ${name}`,
  spoil: (chart) => {
    const [, id] = (chart.dose.request?.reference ?? '').split('/')
    const order = chart.all('MedicationRequest').find((each) => each.id === id)
    const url = 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information'
    const [only, ...others] = chart.coverages
    if (!order || !only || others.length > 0) return false
    const about = { url: 'coverage', valueReference: { reference: `Coverage/${only.id}` } }
    return set(order, 'extension', [...(order.extension ?? []), { url, extension: [about, ...parts] }])
  },
  says,
})
const code = (url: string, valueCode: string) => ({ url, valueCode })

/** Answers that deny a drug, or that are no approval of it where it is given. */
const ANSWERS: readonly Spoiler[] = [
  ...['preauthorization', 'predetermination'].map(
    (use): Spoiler => ({
      name: `a ${use} that the payer denied, where it asks for none`,
      spoil: (chart) => isPaidWithoutAsking(chart) && refusal(chart, use),
      says: /coverage\/was-not-declined: ClaimResponse\/refusal/,
    }),
  ),
  {
    name: 'a denial that does not say of what',
    spoil: (chart) => isPaidWithoutAsking(chart) && refusal(chart, 'preauthorization', { request: undefined }),
    says: /coverage\/was-not-declined: ClaimResponse\/refusal/,
  },
  ...['This authorization was voided', 'Approved for home administration only', 'Must use specialty pharmacy'].map(
    (words) =>
      answered(`with the note “${words}”`, (answer) => set(answer, 'processNote', [{ text: words }]), /in a note/),
  ),
  answered(
    'that waits for records',
    (answer) => set(answer, 'communicationRequest', [{ display: 'Records required' }]),
    /asks for more/,
  ),
  answered('with the reference of a call in the place of its number', (answer) =>
    set(answer, 'preAuthRef', 'REF# 4455 CALL REP'),
  ),
  answered(
    'under the pharmacy benefit',
    (answer) => set(answer, 'type', { coding: [{ code: 'pharmacy' }] }),
    /“pharmacy”, and not of the medical benefit/,
  ),
  answered(
    'under the pharmacy benefit, in its second coding',
    (answer) =>
      set(answer, 'type', {
        coding: [
          { system: 'https://payer.example/types', code: 'professional' },
          { system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'pharmacy' },
        ],
      }),
    /not of the medical benefit/,
  ),
  answered('asked for under the pharmacy benefit', asked({ type: { text: 'Pharmacy' } }), /not of the medical benefit/),
  answered(
    'given to one provider',
    item({
      extension: [
        { url: `${EXTENSIONS}/extension-itemAuthorizedProvider`, valueReference: { display: 'Other clinic' } },
      ],
    }),
    /one provider only/,
  ),
  answered(
    'asked for care at home',
    asked({}, { locationCodeableConcept: { coding: [{ system: POS, code: '12' }] } }),
    /“home”, and the dose was given/,
  ),
  answered(
    'asked for another diagnosis',
    asked({
      diagnosis: [
        {
          sequence: 1,
          diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M05.9' }] },
        },
      ],
    }),
    /was asked for the diagnosis M05\.9, and the dose is charged for/,
  ),
  answered(
    'asked for by another organization',
    (answer, chart) => {
      asked({ provider: { reference: 'Organization/of-somebody' } })(answer, chart)
      set(chart.encounter, 'serviceProvider', { reference: 'Organization/ours' })
    },
    /was asked for by Organization\/of-somebody/,
  ),
  answered('that is yet to come', (answer) => set(answer, 'created', '2099-01-01'), /yet to come/),
  answered(
    'asked for the category of another diagnosis',
    asked({
      diagnosis: [
        {
          sequence: 1,
          diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E85' }] },
        },
      ],
    }),
    /was asked for the diagnosis/,
  ),
  answered(
    'asked of another insurance',
    asked({ insurance: [{ sequence: 1, focal: true, coverage: { display: 'Aetna' } }] }),
    /another insurance/,
  ),
  ...(['item', 'addItem'] as const).map((where) =>
    answered(
      `that an explanation of benefits denies in its ${where}`,
      (answer, chart) => {
        const { preAuthRef }: { preAuthRef?: string } = answer
        const { insurer, addItem, patient } = chart.all('ClaimResponse')[0] ?? {}
        chart.add({
          resourceType: 'ExplanationOfBenefit',
          id: 'denial',
          status: 'active',
          use: 'preauthorization',
          patient,
          insurer,
          created: chart.day,
          outcome: 'complete',
          disposition: 'Denied',
          preAuthRef: [preAuthRef],
          [where]: addItem?.map(({ productOrService }, at) => ({ sequence: at + 1, productOrService })),
        } as unknown as ExplanationOfBenefit)
      },
      /was-not-declined|prior-authorization/,
    ),
  ),
]

/** What a payer answered about the drug reads approved at first sight, and a coder stops. */
export const AUTHORIZATIONS: readonly Spoiler[] = [
  ...ADDED,
  ...ANSWERS,
  onOrder('that the drug is not covered', [code('covered', 'not-covered')]),
  onOrder('that the drug is not covered, with a number', [
    code('covered', 'not-covered'),
    code('pa-needed', 'satisfied'),
    { url: 'satisfied-pa-id', valueString: 'A1' },
  ]),
  onOrder('that coverage is conditional', [code('covered', 'conditional')]),
  onOrder('in a code that nobody knows', [code('covered', 'maybe')]),
  onOrder('nothing about coverage', [code('pa-needed', 'no-auth')]),
  newer('cancels', (second) => set(second, 'status', 'cancelled')),
  newer('withdraws in words', (second) => set(second, 'disposition', 'Cancelled')),
  newer('ends before the dose', (second) => {
    const { preAuthPeriod }: { preAuthPeriod?: { start?: string } } = second
    set(second, 'preAuthPeriod', { start: preAuthPeriod?.start, end: preAuthPeriod?.start })
  }),
  newer('grants fewer units', (second) => item({ quantity: { value: 3 } })(second)),
  ...['Cancelled', 'Void', 'Contact Payer', 'No action required', 'Received'].map((words) =>
    answered(`whose disposition says “${words}”`, (answer) => set(answer, 'disposition', words)),
  ),
  ...['PENDING', 'N/A', 'NPR', 'none', '0000'].map((number) =>
    answered(`with “${number}” in the place of its number`, (answer) => set(answer, 'preAuthRef', number)),
  ),
  answered('that names no product', (answer) => set(answer, 'addItem', undefined)),
  answered('of which the item that was asked for is denied, and what was added is not', (answer) => {
    const items: unknown = Reflect.get(answer, 'addItem')
    for (const each of Array.isArray(items) ? items : []) Object.assign(each, { itemSequence: [1] })
    set(answer, 'item', [
      { itemSequence: 1, adjudication: [{ category: { coding: [{ system: HL7, code: 'denied' }] } }] },
    ])
  }),
  answered('without days', (answer) => set(answer, 'preAuthPeriod', undefined)),
  answered('in which nothing is eligible', adjudication('eligible', { amount: { value: 0, currency: 'USD' } })),
  answered('with a reason of not being covered', adjudication('eligible', { reason: { text: 'Not covered' } })),
  answered(
    'whose item is denied by a code of the payer',
    adjudication('denied', {}, 'https://payer.example/adjudication'),
  ),
  answered('whose item is not covered, as CARIN writes it', adjudication('noncovered')),
  answered('whose item ran before the dose', item({ servicedPeriod: { start: '2020-08-01', end: '2020-09-01' } })),
  answered('whose item is for another day', item({ servicedDate: '2020-02-02' })),
  answered('whose words name another product', (answer, chart) => {
    const text = /xgeva/i.test(JSON.stringify(chart.dose)) ? 'Prolia (denosumab) 60 mg' : 'Xgeva (denosumab) 120 mg'
    const items: unknown = Reflect.get(answer, 'addItem')
    for (const each of Array.isArray(items) ? items : []) each.productOrService.text = text
  }),
  answered('of which fewer units were asked for', asked({}, { quantity: { value: 3 } })),
  answered('whose request was cancelled', asked({ status: 'cancelled' })),
  answered(
    'that was asked for by another NDC',
    asked(
      {},
      {
        detail: [
          {
            sequence: 1,
            productOrService: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-000-01' }] },
          },
        ],
      },
    ),
  ),
]
