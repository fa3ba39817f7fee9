import type { ReadOutcome } from '@doseline/contract'
import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import type { ReadingOptions } from '../chart.ts'
import { chartFrom } from '../chart-from.ts'
import { HCPCS, ICD_10_CM } from '../code-systems.ts'
import { CHARGE_ID, CHARGE_MODIFIER } from '../systems.ts'
import { anAdministration, told } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

interface Around {
  readonly given?: object
  readonly others?: readonly object[]
  readonly reads?: Record<string, ReadOutcome>
  readonly options?: ReadingOptions
}
const around = ({ given = {}, others = [], reads, options }: Around) =>
  chartedDose(
    chartFrom([anAdministration(given), ...(others as FhirResource[])], reads),
    'MedicationAdministration/ma-1',
    options,
  )

const PATIENT = { reference: 'Patient/p1' }
const status = (code: string) => ({ coding: [{ code }] })
const clinical = (code: string, system = 'http://terminology.hl7.org/CodeSystem/condition-clinical') => ({
  coding: [{ system, code }],
})
const verified = (code: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code }],
})
const condition = (id: string, code: string, differs: object = {}) => ({
  resourceType: 'Condition',
  id,
  subject: PATIENT,
  clinicalStatus: clinical('active'),
  code: { coding: [{ system: ICD_10_CM, code }] },
  ...differs,
})
const diagnoses = (having: Around): string[] => {
  const { diagnoses } = around(having)
  if (!diagnoses.known) return [told(diagnoses)]
  return diagnoses.value.map(({ icd10cm, codes, from, stands, because, doubt }) =>
    [icd10cm ?? codes[0]?.display, from, stands ? 'stands' : (because ?? `doubted: ${doubt}`)].join(', '),
  )
}

test('diagnoses come in the order reason, encounter, problem list, each condition once', () => {
  const encounter = {
    resourceType: 'Encounter',
    id: 'e1',
    diagnosis: [
      { condition: { reference: 'Condition/c' }, use: status('AD'), rank: 2 },
      { condition: { reference: 'Condition/d' }, use: status('billing'), rank: 2 },
      { condition: { reference: 'Condition/b' }, rank: 1 },
    ],
  }
  const ofEncounter = { encounter: { reference: 'Encounter/e1' }, category: [status('encounter-diagnosis')] }
  expect(
    diagnoses({
      given: {
        reasonReference: [{ reference: 'Condition/b' }],
        reasonCode: [{ coding: [{ system: 'urn:oid:2.16.840.1.113883.6.90', code: 'm810' }] }],
      },
      others: [
        encounter,
        condition('a', 'I10'),
        condition('b', 'C79.51'),
        condition('c', 'E11.9'),
        condition('d', 'C50911'),
        condition('z', 'Z79.83', ofEncounter),
      ],
    }),
  ).toEqual([
    'C79.51, reason, stands',
    'M81.0, reason, stands',
    'C50.911, encounter, stands',
    'E11.9, encounter, stands',
    'Z79.83, encounter, stands',
    'I10, problem-list, stands',
  ])
})

const ABSENT = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
}
const NO_CODE = 'which is not a code of http://terminology.hl7.org/CodeSystem/condition'

test.each([
  [{ verificationStatus: verified('confirmed') }, 'stands'],
  [{ clinicalStatus: clinical('recurrence') }, 'stands'],
  [{ clinicalStatus: clinical('relapse') }, 'stands'],
  [{ clinicalStatus: clinical('inactive') }, 'it is inactive'],
  [{ clinicalStatus: clinical('remission') }, 'it is in remission'],
  [{ clinicalStatus: clinical('resolved') }, 'it is resolved'],
  [{ clinicalStatus: clinical('resolved'), abatementDateTime: '2026-05-01' }, 'stands'],
  [{ clinicalStatus: undefined }, 'doubted: Condition/a has no clinicalStatus.'],
  [{ clinicalStatus: ABSENT }, 'doubted: Condition/a says that its clinicalStatus is absent (unknown).'],
  [{ clinicalStatus: 'active' }, `doubted: Condition/a has the clinicalStatus “active”, ${NO_CODE}-clinical.`],
  [{ clinicalStatus: status('active') }, `doubted: Condition/a has the clinicalStatus “active”, ${NO_CODE}-clinical.`],
  [
    { clinicalStatus: clinical('Active') },
    `doubted: Condition/a has the clinicalStatus “Active”, ${NO_CODE}-clinical.`,
  ],
  [
    { clinicalStatus: clinical('current') },
    `doubted: Condition/a has the clinicalStatus “current”, ${NO_CODE}-clinical.`,
  ],
  [
    { clinicalStatus: clinical('active', 'urn:ours') },
    `doubted: Condition/a has the clinicalStatus “active”, ${NO_CODE}-clinical.`,
  ],
  [
    { clinicalStatus: { text: 'Active' } },
    `doubted: Condition/a has the clinicalStatus “Active”, ${NO_CODE}-clinical.`,
  ],
  [
    { clinicalStatus: { coding: [...clinical('active').coding, ...clinical('resolved').coding] } },
    'doubted: Condition/a has two codes for its clinicalStatus, which differ.',
  ],
  [{ clinicalStatus: { coding: [{ system: 'urn:ours', code: '1' }, ...clinical('active').coding] } }, 'stands'],
  [{ verificationStatus: undefined }, 'stands'],
  [{ verificationStatus: ABSENT }, 'doubted: Condition/a says that its verificationStatus is absent (unknown).'],
  [
    { verificationStatus: verified('Confirmed') },
    `doubted: Condition/a has the verificationStatus “Confirmed”, ${NO_CODE}-ver-status.`,
  ],
  [{ verificationStatus: verified('provisional') }, 'it is not confirmed (provisional)'],
  [{ verificationStatus: verified('refuted') }, 'it was refuted'],
  [
    { modifierExtension: [{ url: 'urn:not' }] },
    'Condition/a has a modifierExtension (urn:not), which may change what it means',
  ],
  [{ verificationStatus: verified('entered-in-error') }, 'it was entered in error'],
  [{ abatementDateTime: '2026-02' }, 'it ended 2026-02-28, before the dose'],
  [
    { abatementDateTime: '2026' },
    'doubted: Condition/a is active and ended between 2026-01-01 and 2026-12-31, before the dose or after it.',
  ],
  [{ onsetDateTime: '2026-03-03' }, 'it began 2026-03-03, after the dose'],
  [{ onsetDateTime: '2026' }, 'stands'],
])('a condition with %o', (differs, says) => {
  expect(diagnoses({ others: [condition('a', 'M81.0', differs)] })).toEqual([`M81.0, problem-list, ${says}`])
})

test('a diagnosis without ICD-10-CM keeps its codes; another patient’s is not read; a lost one does not stand', () => {
  const snomed = condition('a', '', {
    code: { coding: [{ system: 'http://snomed.info/sct', code: '64859006', display: 'Osteoporosis' }] },
  })
  expect(diagnoses({ others: [snomed, condition('b', 'M81.0', { subject: { reference: 'Patient/p2' } })] })).toEqual([
    'Osteoporosis, problem-list, stands',
  ])
  const lost = { reasonReference: [{ reference: 'Condition/gone', display: 'Osteoporosis' }] }
  expect(diagnoses({ given: lost })).toEqual(['Osteoporosis, reason, Condition/gone is not in the chart'])
  expect(
    diagnoses({
      given: {
        reasonCode: [
          { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/reason-medication-given', code: 'b' }] },
        ],
      },
    }),
  ).toEqual([])
})

test.each(['refused', 'not-offered', 'failed'] as const)(
  'nothing found and the reading %s is a missing fact, never none',
  (outcome) => {
    const reads = {
      Condition: outcome,
      Coverage: outcome,
      MedicationAdministration: outcome,
      ClaimResponse: outcome,
      ChargeItem: outcome,
    }
    const read = around({ reads })
    expect(read.chargesUnread?.because).toBe(outcome)
    for (const fact of [read.diagnoses, read.coverages, read.otherDoses, read.authorizations]) {
      expect(fact.known ? 'known' : fact.because).toBe(outcome)
    }
  },
)

test('nothing found and everything read is known to be nothing', () => {
  const { diagnoses, coverages, otherDoses, authorizations, charges } = around({})
  expect([diagnoses, coverages, otherDoses, authorizations, charges].map(told)).toEqual(['[]', '[]', '[]', '[]', '[]'])
})

const DATA_ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'
const coverage = (differs: object) => ({
  resourceType: 'Coverage',
  id: 'c1',
  status: 'active',
  beneficiary: PATIENT,
  ...differs,
})
const coverages = (having: Around) => {
  const { coverages } = around(having)
  return coverages.known ? coverages.value : []
}
test.each([
  [
    { start: '2025', end: '2025' },
    { from: '2025-01-01', until: '2025-12-31' },
  ],
  [
    { start: '2024-02', end: '2024-02' },
    { from: '2024-02-01', until: '2024-02-29' },
  ],
  [
    { start: '2025-01-01T00:00:00Z', end: '2025-12-31T23:59:59Z' },
    { from: '2025-01-01', until: '2025-12-31' },
  ],
  [{ start: '2025-06-31' }, { unreadablePeriod: '2025-06-31 to …' }],
  [
    { start: '2026-01-01', end: '2025-01-01' },
    { from: '2026-01-01', until: '2025-01-01', unreadablePeriod: '2026-01-01 to 2025-01-01' },
  ],
])('coverage period %o', (period, days) => {
  expect(coverages({ others: [coverage({ period })] })[0]).toMatchObject(days)
})

test('midnight UTC is the day written, another UTC time the day in the zone of the place', () => {
  const period = { start: '2025-01-01T00:00:00.000+00:00', end: '2026-01-01T04:59:59Z' }
  const [record] = coverages({ others: [coverage({ period })], options: { timeZone: 'America/New_York' } })
  expect([record?.from, record?.until]).toEqual(['2025-01-01', '2025-12-31'])
})

test('names the payer from its Organization, a contained one, a display, or an identifier', () => {
  const payer = {
    resourceType: 'Organization',
    id: 'o',
    name: 'Aetna',
    identifier: [{ system: 'urn:payer', value: '60054' }],
  }
  const payor = [
    { reference: 'Organization/o' },
    { reference: '#in' },
    { display: 'Medicare' },
    { identifier: { value: '77' } },
  ]
  const contained = [{ resourceType: 'Organization', id: 'in', name: 'Cigna' }]
  expect(coverages({ others: [payer, coverage({ payor, contained })] })[0]?.payors).toEqual([
    { name: 'Aetna', identifiers: [{ system: 'urn:payer', code: '60054' }] },
    { name: 'Cigna', identifiers: [] },
    { name: 'Medicare', identifiers: [] },
    { identifiers: [{ code: '77' }] },
  ])
})

test('reads only the patient’s own coverages, in their order', () => {
  const records = coverages({
    others: [
      coverage({ order: 2 }),
      coverage({ id: 'c0', order: 1 }),
      coverage({ id: 'x', beneficiary: { reference: 'Patient/p2' } }),
    ],
  })
  expect(records.map(({ reference, order }) => [reference, order])).toEqual([
    ['Coverage/c0', 1],
    ['Coverage/c1', 2],
  ])
})

test('other doses: all of the same patient, but only from a complete reading', () => {
  const earlier = anAdministration({ id: 'ma-0', effectivePeriod: { start: '2026-02-16' } })
  const stranger = anAdministration({ id: 'ma-9', subject: { reference: 'Patient/p2' } })
  const { otherDoses } = around({ others: [earlier, stranger] })
  expect(
    otherDoses.known &&
      otherDoses.value.map(({ administration, administeredOn }) => [administration, told(administeredOn)]),
  ).toEqual([['MedicationAdministration/ma-0', '"2026-02-16"']])
  expect(told(around({ others: [earlier], reads: { MedicationAdministration: 'failed' } }).otherDoses)).toMatch(
    /^failed/,
  )
})

const answer = (differs: object) => ({
  resourceType: 'ClaimResponse',
  id: 'pa',
  status: 'active',
  use: 'preauthorization',
  patient: PATIENT,
  outcome: 'complete',
  preAuthRef: 'PA-77',
  ...differs,
})
const authorizations = (having: Around): string[] => {
  const { authorizations } = around(having)
  if (!authorizations.known) return [told(authorizations)]
  return authorizations.value.map(({ number, outcome, from, until, codes, units, visits, doubt }) => {
    const amount = units === undefined ? (visits === undefined ? '' : ` ${visits} doses`) : ` × ${units}`
    const names = `${codes.map(({ code }) => code).join('+')}${amount}`
    return `${[number, outcome, `${from ?? ''}..${until ?? ''}`, names].join(' ')}${doubt ? `: ${doubt}` : ''}`
  })
}
const REQUEST = { resourceType: 'Claim', id: 'cl', status: 'active', use: 'preauthorization' }
const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition'
const decided = (code: string) => ({
  adjudication: [
    {
      extension: [
        {
          url: `${PAS}/extension-reviewAction`,
          extension: [
            { url: `${PAS}/extension-reviewActionCode`, valueCodeableConcept: { coding: [{ code }] } },
            { url: 'number', valueString: `N-${code}` },
          ],
        },
      ],
    },
  ],
})
const product = (code: string) => ({ productOrService: { coding: [{ system: HCPCS, code }] } })

test.each([
  [{ preAuthPeriod: { start: '2026-01-01', end: '2026-06-30' } }, ['PA-77 approved 2026-01-01..2026-06-30 ']],
  [{ preAuthPeriod: { end: 'June' } }, ['PA-77 approved .. : The period of ClaimResponse/pa cannot be read.']],
  [{ disposition: 'Denied: not medically necessary' }, ['PA-77 denied .. ']],
  [{ outcome: 'queued' }, ['PA-77 pending .. ']],
  [{ outcome: 'partial' }, ['PA-77 unknown .. ']],
  [{ preAuthRef: undefined }, [' unknown .. ']],
  [{ status: 'cancelled' }, ['PA-77 cancelled .. ']],
  [{ status: 'draft' }, ['PA-77 pending .. ']],
  [{ status: 'entered-in-error' }, []],
  [{ disposition: 'Certified in total' }, ['PA-77 approved .. ']],
  [{ disposition: 'Approved as requested (PA-77).' }, ['PA-77 approved .. ']],
  [{ disposition: 'Cancelled' }, ['PA-77 cancelled .. ']],
  [{ disposition: 'Void' }, ['PA-77 cancelled .. ']],
  [{ disposition: 'Contact Payer' }, ['PA-77 unknown .. ']],
  [{ disposition: 'No Action Required' }, ['PA-77 unknown .. ']],
  [{ disposition: 'Request for approval received' }, ['PA-77 unknown .. ']],
  [{ use: 'claim' }, []],
  [{ patient: { reference: 'Patient/p2' } }, []],
  [
    {
      addItem: [
        { ...product('J3397'), ...decided('A1') },
        { ...product('J0897'), ...decided('A3') },
      ],
    },
    ['N-A1 approved .. J3397', 'N-A3 denied .. J0897'],
  ],
  [{ addItem: [{ ...product('J3397'), ...decided('A6') }] }, ['N-A6 modified .. J3397']],
  [{ request: { reference: 'Claim/cl' }, item: [{ itemSequence: 1 }] }, ['PA-77 approved .. J3397']],
])('an authorization with %o', (differs, says) => {
  const claim = { ...REQUEST, item: [{ sequence: 1, ...product('J3397') }] }
  expect(authorizations({ others: [answer(differs), claim] })).toEqual(says)
})

/** An answer about the first item of a request for 60 units of J0897, in January. */
const aboutItem = (item: object, asked: object = {}, differs: object = {}) => {
  const request = { ...REQUEST, item: [{ sequence: 1, ...product('J0897'), quantity: { value: 60 }, ...asked }] }
  const items = { request: { reference: 'Claim/cl' }, item: [{ itemSequence: 1, ...item }], ...differs }
  return authorizations({ others: [answer(items), request] })
}
const certified = (...parts: object[]) => ({
  extension: [{ url: `${PAS}/extension-itemAuthorizedDetail`, extension: parts }],
})
const quantity = (value: number, unit?: string) => ({ url: 'quantity', valueQuantity: { value, unit } })
const JANUARY = { start: '2026-01-01', end: '2026-01-31' }
const FEBRUARY = { start: '2026-02-01', end: '2026-02-28' }
const itemPeriod = (valuePeriod: object) => ({
  extension: [{ url: `${PAS}/extension-itemPreAuthPeriod`, valuePeriod }],
})

test.each<[string, object, object, string]>([
  ['as it was asked for', decided('A1'), {}, 'N-A1 approved .. J0897 × 60'],
  [
    'as it was asked for, with its NDC',
    decided('A1'),
    { detail: [ndcDetail()] },
    'N-A1 approved .. J0897+55513071001 × 60',
  ],
  [
    'for the days that were asked for',
    decided('A1'),
    { servicedPeriod: JANUARY },
    'N-A1 approved 2026-01-01..2026-01-31 J0897 × 60',
  ],
  [
    'for the day that was asked for',
    decided('A1'),
    { servicedDate: '2026-01-10' },
    'N-A1 approved 2026-01-10..2026-01-10 J0897 × 60',
  ],
  ['of fewer units', { ...decided('A2'), ...certified(quantity(30)) }, {}, 'N-A2 approved .. J0897 × 30'],
  [
    'modified to fewer units',
    { ...decided('A6'), ...certified(quantity(30, 'UN')) },
    {},
    'N-A6 approved .. J0897 × 30',
  ],
  ['modified, stating the same', { ...decided('A6'), ...certified(quantity(60)) }, {}, 'N-A6 modified .. J0897 × 60'],
  ['modified, stating nothing', decided('A6'), {}, 'N-A6 modified .. J0897 × 60'],
  [
    'modified to other days',
    { ...decided('A6'), ...itemPeriod(FEBRUARY) },
    { servicedPeriod: JANUARY },
    'N-A6 approved 2026-02-01..2026-02-28 J0897 × 60',
  ],
  [
    'modified to another product',
    {
      ...decided('A6'),
      ...certified({ url: 'productOrServiceCode', valueCodeableConcept: product('Q5136').productOrService }),
    },
    {},
    'N-A6 approved .. Q5136 × 60',
  ],
  ['of visits', { ...decided('A1'), ...certified(quantity(2, 'VS')) }, {}, 'N-A1 approved .. J0897 2 doses'],
  [
    'of milligrams',
    { ...decided('A1'), ...certified(quantity(60, 'mg')) },
    {},
    'N-A1 approved .. J0897: ClaimResponse/pa states the amount “60 mg”, which is neither units nor doses.',
  ],
  [
    'of half a unit',
    { ...decided('A1'), ...certified(quantity(0.5)) },
    {},
    'N-A1 approved .. J0897: ClaimResponse/pa states the amount “0.5”.',
  ],
  [
    'of several amounts',
    { ...decided('A1'), ...certified(quantity(30), quantity(60)) },
    {},
    'N-A1 approved .. J0897: ClaimResponse/pa states the amount several quantities.',
  ],
  [
    'of an item that the chart does not hold',
    { ...decided('A1'), itemSequence: 2 },
    {},
    'N-A1 approved .. : ClaimResponse/pa answers item 2 of a request, and the chart does not hold what was asked for there.',
  ],
])('an item certified %s', (_, item, asked, says) => expect(aboutItem(item, asked)).toEqual([says]))

function ndcDetail() {
  return { sequence: 1, productOrService: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513071001' }] } }
}

const added = (item: object, asked?: object) => {
  const addItem = [{ itemSequence: [1], ...product('J0897'), ...item }]
  const request = { ...REQUEST, item: [{ sequence: 1, ...product('J0897'), quantity: { value: 60 } }], ...asked }
  return authorizations({ others: [answer({ request: { reference: 'Claim/cl' }, addItem }), request] })
}
const adjudicated = (code: string, more: object = {}) => ({
  adjudication: [{ category: { coding: [{ code }] }, ...more }],
})

test.each<[string, object, object, string]>([
  ['as it was asked for', {}, {}, 'PA-77 approved .. J0897 × 60'],
  ['that is eligible', adjudicated('eligible'), {}, 'PA-77 approved .. J0897 × 60'],
  [
    'that is eligible for nothing',
    adjudicated('eligible', { amount: { value: 0 } }),
    {},
    'PA-77 approved .. J0897 × 60: ClaimResponse/pa says “eligible” of 0 in addItem[0].adjudication[0].',
  ],
  [
    'with a reason',
    adjudicated('eligible', { reason: { coding: [{ code: 'ar001', display: 'Not covered' }] } }),
    {},
    'PA-77 approved .. J0897 × 60: ClaimResponse/pa says “Not covered” in addItem[0].adjudication[0].',
  ],
  [
    'in a category that is not known',
    { detail: [adjudicated('noncovered')] },
    {},
    'PA-77 approved .. J0897 × 60: ClaimResponse/pa says “noncovered”, which is not known to approve, in addItem[0].detail[0].adjudication[0].',
  ],
  ['for days of its own', { servicedPeriod: JANUARY }, {}, 'PA-77 approved 2026-01-01..2026-01-31 J0897 × 60'],
  ['for one day', { servicedDate: '2026-02-02' }, {}, 'PA-77 approved 2026-02-02..2026-02-02 J0897 × 60'],
  [
    'of which fewer units were asked for',
    {},
    { item: [{ sequence: 1, ...product('J0897'), quantity: { value: 30 } }] },
    'PA-77 approved .. J0897 × 30',
  ],
  [
    'that was asked for by its NDC',
    {},
    { item: [{ sequence: 1, ...product('J0897'), detail: [ndcDetail()] }] },
    'PA-77 approved .. J0897+55513071001',
  ],
  [
    'whose request was cancelled',
    {},
    { status: 'cancelled' },
    'PA-77 approved .. J0897 × 60: ClaimResponse/pa answers Claim/cl, which has the status “cancelled”.',
  ],
  [
    'whose request asks for a predetermination',
    {},
    { use: 'predetermination' },
    'PA-77 approved .. J0897 × 60: ClaimResponse/pa answers Claim/cl, which has the use “predetermination”.',
  ],
])('an item that a payer adds %s', (_, item, asked, says) => expect(added(item, asked)).toEqual([says]))

test.each<[string, object, string]>([
  ['no status', { status: undefined }, 'ClaimResponse/pa has no status.'],
  [
    'a status in another case',
    { status: 'Active' },
    'ClaimResponse/pa has the status “Active”, which is not one that FHIR R4 has there.',
  ],
  ['no use', { use: undefined }, 'ClaimResponse/pa has no use.'],
  ['no outcome', { outcome: undefined }, 'ClaimResponse/pa has no outcome.'],
  [
    'items decided and the answer queued',
    { outcome: 'queued' },
    'ClaimResponse/pa decides its items and has the outcome “queued”.',
  ],
  ['no patient', { patient: undefined }, 'ClaimResponse/pa does not say which patient it is about.'],
])('an answer with %s is kept, in doubt', (_, differs, doubt) => {
  expect(aboutItem(decided('A1'), {}, differs)).toEqual([`N-A1 approved .. J0897 × 60: ${doubt}`])
})

test('an authorization says who gave it, and under which coverage', () => {
  const of = (answered: object, asked: object = {}) => {
    const request = { ...REQUEST, ...asked }
    const { authorizations } = around({
      others: [answer({ request: { reference: 'Claim/cl' }, ...answered }), request],
    })
    const [one] = authorizations.known ? authorizations.value : []
    return [one?.insurer?.name, one?.coverages]
  }
  const under = (reference: string, focal?: boolean) => ({ focal, coverage: { reference } })
  expect(of({ insurer: { display: 'Aetna' }, insurance: [under('Coverage/a')] })).toEqual(['Aetna', ['Coverage/a']])
  expect(of({ insurance: [under('Coverage/a', false), under('Coverage/b', true)] })[1]).toEqual(['Coverage/b'])
  expect(of({}, { insurer: { display: 'Cigna' }, insurance: [under('Coverage/c')] })).toEqual(['Cigna', ['Coverage/c']])
  expect(of({})).toEqual([undefined, undefined])
})

test.each([
  ['no status', { status: undefined }, 'Coverage/c1 has no status.'],
  [
    'a status that is said to be absent',
    { status: undefined, _status: { extension: [{ url: DATA_ABSENT, valueCode: 'unknown' }] } },
    'Coverage/c1 says that its status is absent (unknown).',
  ],
  [
    'a status in another case',
    { status: 'Cancelled' },
    'Coverage/c1 has the status “Cancelled”, which is not one that FHIR R4 has there.',
  ],
  ['no beneficiary', { beneficiary: undefined }, 'Coverage/c1 does not say whose coverage it is.'],
  ['a status of the list', { status: 'cancelled' }, undefined],
])('a coverage with %s', (_, differs, doubt) => {
  expect(coverages({ others: [coverage(differs)] }).map((each) => each.doubt)).toEqual([doubt])
})

test('a coverage that says nothing but whose it is is an empty row', () => {
  const isEmpty = (differs: object) => coverages({ others: [coverage(differs)] })[0]?.isEmpty
  expect([{}, { payor: [] }].map(isEmpty)).toEqual([true, true])
  expect([{ payor: [{ display: 'Aetna' }] }, { order: 2 }, { period: { start: '2026' } }].map(isEmpty)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('everything that a coverage calls itself is read', () => {
  const [record] = coverages({
    others: [
      { resourceType: 'Organization', id: 'o', name: 'CMS' },
      coverage({
        type: { coding: [{ system: 'urn:x', code: '1', display: 'Government' }], text: 'Medicaid' },
        class: [{ type: { coding: [{ code: 'plan' }] }, name: 'Gold', value: 'H1234' }, { type: { text: 'group' } }],
        network: 'HMO',
        payor: [{ reference: 'Organization/o', display: 'Humana' }, { reference: 'Patient/p1' }],
      }),
    ],
  })
  expect(record?.types.map(({ display }) => display)).toEqual(['Government', 'Medicaid', 'Gold', 'H1234', 'HMO'])
  expect(record?.payors).toEqual([
    { name: 'CMS', alsoNamed: ['Humana'], identifiers: [] },
    { isPerson: true, identifiers: [] },
  ])
})

test.each([
  ['a charted one, which keeps its place', ['I10'], ['I10, problem-list, stands', 'M81.0, reason, stands']],
  ['in the person’s order', ['I10', 'm810'], ['I10, problem-list, stands', 'M81.0, reason, stands']],
  [
    'one that the chart lacks, which is stated and not charted',
    ['M80.08XA'],
    ['M80.08XA, attested, stands', 'M81.0, reason, stands', 'I10, problem-list, stands'],
  ],
  [
    'one that the chart calls resolved, which does not stand by being chosen',
    ['E21.0'],
    ['E21.0, problem-list, it is resolved', 'M81.0, reason, stands', 'I10, problem-list, stands'],
  ],
])('a person chooses %s', (_, chosen, expected) => {
  const attested = { diagnoses: chosen, by: 'Practitioner/biller', at: '2026-03-03T09:00:00Z' }
  const others = [condition('a', 'I10'), condition('b', 'E21.0', { clinicalStatus: clinical('resolved') })]
  const given = { reasonCode: [{ coding: [{ system: ICD_10_CM, code: 'M81.0' }] }] }
  expect(diagnoses({ given, others, options: { attested } }).slice(0, expected.length)).toEqual(expected)
  expect(around({ given, others, options: { attested } }).diagnoses).toMatchObject({
    attested: { by: 'Practitioner/biller', at: '2026-03-03T09:00:00Z' },
  })
})

test('a person who chooses a diagnosis settles what its record leaves open', () => {
  const attested = { diagnoses: ['M81.0'], by: 'me', at: '2026-03-02T00:00:00Z' }
  const others = [condition('a', 'M81.0', { clinicalStatus: undefined })]
  expect(diagnoses({ others })).toEqual(['M81.0, problem-list, doubted: Condition/a has no clinicalStatus.'])
  expect(diagnoses({ others, options: { attested } })).toEqual(['M81.0, problem-list, stands'])
})

test('a diagnosis can be stated where the EHR refuses to show conditions', () => {
  const attested = { diagnoses: ['M81.0'], by: 'me', at: '2026-03-02T00:00:00Z' }
  expect(diagnoses({ reads: { Condition: 'refused' }, options: { attested } })).toEqual(['M81.0, attested, stands'])
})

test('an authorization attested, and one that CRD left on the order', () => {
  const attested = { authorization: { number: 'A-1', until: '2026-12-31' }, by: 'me', at: '2026-03-02T00:00:00Z' }
  expect(authorizations({ options: { attested } })).toEqual(['A-1 approved ..2026-12-31 '])
  const information = {
    url: 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information',
    extension: [
      { url: 'pa-needed', valueCode: 'satisfied' },
      { url: 'satisfied-pa-id', valueString: 'S-9' },
      { url: 'billingCode', valueCoding: { system: HCPCS, code: 'J3397' } },
    ],
  }
  const order = { resourceType: 'MedicationRequest', id: 'mr', extension: [information] }
  expect(authorizations({ given: { request: { reference: 'MedicationRequest/mr' } }, others: [order] })).toEqual([
    'S-9 approved .. J3397',
  ])
})

test('what a payer answers on the order is read with its day, its codes and its coverage', () => {
  const information = {
    url: 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information',
    extension: [
      { url: 'coverage', valueReference: { reference: 'Coverage/c1' } },
      { url: 'covered', valueCode: 'not-covered' },
      { url: 'pa-needed', valueCode: 'auth-needed' },
      { url: 'billingCode', valueCoding: { system: HCPCS, code: 'J3397' } },
      { url: 'date', valueDate: '2026-02-28' },
    ],
  }
  const order = { resourceType: 'MedicationRequest', id: 'mr', extension: [information] }
  const having = { given: { request: { reference: 'MedicationRequest/mr' } }, others: [order, coverage({})] }
  expect(around(having).coverageStatements).toMatchObject({
    value: [
      {
        reference: 'MedicationRequest/mr',
        covered: 'not-covered',
        authorization: 'auth-needed',
        on: '2026-02-28',
        coverage: 'Coverage/c1',
        codes: [{ code: 'J3397' }],
      },
    ],
  })
})

const charge = (differs: object) => ({
  resourceType: 'ChargeItem',
  id: 'ch',
  status: 'billable',
  subject: PATIENT,
  code: { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.285', code: 'J3397' }] },
  service: [{ reference: 'MedicationAdministration/ma-1' }],
  quantity: { value: 60 },
  occurrenceDateTime: '2026-03-02T09:00:00-05:00',
  ...differs,
})
const modifier = (sequence: number, code: string) => ({
  url: CHARGE_MODIFIER,
  extension: [
    { url: 'sequence', valuePositiveInt: sequence },
    { url: 'code', valueCodeableConcept: { coding: [{ code }] } },
  ],
})

test('reads a charge with its code, units, day and service, and knows its own', () => {
  const { charges } = around({ others: [charge({ identifier: [{ system: CHARGE_ID, value: 'abc' }] })] })
  expect(charges.known && charges.value[0]).toMatchObject({
    codes: [{ system: HCPCS, code: 'J3397' }],
    units: 60,
    on: '2026-03-02',
    services: ['MedicationAdministration/ma-1'],
    ours: { codebook: 'cms', identity: 'abc' },
    place: { resource: 'ChargeItem/ch', element: 'code', shows: 'J3397 × 60, billable' },
  })
})

test.each([
  ['ours', [modifier(2, 'JW'), modifier(1, 'TB')], ['TB', 'JW']],
  [
    'Oracle Health’s',
    [
      {
        url: 'https://fhir-ehr.cerner.com/r4/StructureDefinition/modifier-code',
        extension: [
          { url: 'code', valueCodeableConcept: { coding: [{ code: 'jw' }] } },
          { url: 'https://fhir-ehr.cerner.com/r4/StructureDefinition/priority', valueUnsignedInt: 1 },
        ],
      },
    ],
    ['JW'],
  ],
  [
    'Medplum’s',
    [
      {
        url: 'https://medplum.com/fhir/StructureDefinition/chargeitem-modifier',
        valueCodeableConcept: { coding: [{ code: 'JZ' }] },
      },
    ],
    ['JZ'],
  ],
])('reads modifiers in %s extension', (_, extension, modifiers) => {
  const { charges } = around({ others: [charge({ extension })] })
  expect(charges.known && charges.value[0]?.modifiers).toEqual(modifiers)
})

test('an incomplete reading keeps what it shows, and says that there may be more', () => {
  const { charges, chargesUnread } = around({ others: [charge({})], reads: { ChargeItem: 'failed' } })
  expect([charges.known && charges.value.length, chargesUnread?.because]).toEqual([1, 'failed'])
})

test('whoever looked in the billing system answers for what could not be read', () => {
  const attested = { notCharged: true, by: 'Ana', at: '2026-03-03T10:00:00Z' } as const
  const { charges, chargesUnread } = around({ reads: { ChargeItem: 'not-offered' }, options: { attested } })
  expect([charges, chargesUnread]).toMatchObject([{ known: true, value: [], attested: { by: 'Ana' } }, undefined])
})

describe('a charge that Doseline gave to an EHR which says nothing of the dose', () => {
  const context = { reference: 'Encounter/e1' }
  const loose = (differs: object = {}) => charge({ service: [], context, ...differs })
  const given = {
    identity: 'abc',
    code: 'J3397',
    units: 60,
    modifiers: [],
    dateOfService: '2026-03-02',
    doses: ['MedicationAdministration/ma-1'],
  }
  const ours = (...others: object[]) => {
    const { charges } = around({ given: { context }, others, options: { postedCharges: [given] } })
    return charges.known ? charges.value.map((each) => each.ours?.identity) : undefined
  }

  test('is known by its visit, code and units', () => expect(ours(loose())).toEqual(['abc']))
  test('is one charge: a second like it is somebody else’s', () =>
    expect(ours(loose(), loose({ id: 'other' }))).toEqual(['abc', undefined]))
  test.each([
    ['of another visit', { context: { reference: 'Encounter/e2' } }],
    ['of another day of the visit', { occurrenceDateTime: '2026-03-09' }],
    ['of other units', { quantity: { value: 61 } }],
    ['of another code', { code: { coding: [{ code: 'J0897' }] } }],
    ['that names its dose', { service: [{ reference: 'MedicationAdministration/ma-1' }] }],
  ])('is not one %s', (_, differs) => expect(ours(loose(differs))).toEqual([undefined]))
})

test('carries what the request proposes', () => {
  expect(told(around({ options: { proposed: { code: 'J3397', modifiers: ['50'] } } }).proposed)).toBe(
    '{"code":"J3397","modifiers":["50"]}',
  )
})
