import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import type { ReadingOptions, ReadOutcome } from '../chart.ts'
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
const condition = (id: string, code: string, differs: object = {}) => ({
  resourceType: 'Condition',
  id,
  subject: PATIENT,
  code: { coding: [{ system: ICD_10_CM, code }] },
  ...differs,
})
const diagnoses = (having: Around): string[] => {
  const { diagnoses } = around(having)
  if (!diagnoses.known) return [told(diagnoses)]
  return diagnoses.value.map(({ icd10cm, codes, from, stands, because }) =>
    [icd10cm ?? codes[0]?.display, from, stands ? 'stands' : because].join(', '),
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

test.each([
  [{ clinicalStatus: status('active'), verificationStatus: status('confirmed') }, 'stands'],
  [{ clinicalStatus: status('inactive') }, 'it is inactive'],
  [{ clinicalStatus: status('remission') }, 'it is in remission'],
  [{ clinicalStatus: status('resolved') }, 'it is resolved'],
  [{ clinicalStatus: status('resolved'), abatementDateTime: '2026-05-01' }, 'stands'],
  [{ clinicalStatus: 'active' }, 'stands'],
  [{ clinicalStatus: status('current') }, 'its clinical status “current” is not one of R4’s'],
  [{ verificationStatus: status('provisional') }, 'it is not confirmed (provisional)'],
  [{ verificationStatus: status('refuted') }, 'it was refuted'],
  [{ modifierExtension: [{ url: 'urn:not' }] }, 'it carries a modifier extension (urn:not)'],
  [{ verificationStatus: status('entered-in-error') }, 'it was entered in error'],
  [{ abatementDateTime: '2026-02' }, 'it ended 2026-02-28, before the dose'],
  [{ abatementDateTime: '2026' }, 'stands'],
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
    otherDoses.known && otherDoses.value.map(({ administration, givenOn }) => [administration, told(givenOn)]),
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
  return authorizations.value.map(({ number, outcome, from, until, codes }) =>
    [number, outcome, `${from ?? ''}..${until ?? ''}`, codes.map(({ code }) => code).join('+')].join(' '),
  )
}
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
  [{ preAuthPeriod: { end: 'June' } }, ['PA-77 unknown .. ']],
  [{ disposition: 'Denied: not medically necessary' }, ['PA-77 denied .. ']],
  [{ outcome: 'queued' }, ['PA-77 pending .. ']],
  [{ outcome: 'partial' }, ['PA-77 unknown .. ']],
  [{ preAuthRef: undefined }, [' unknown .. ']],
  [{ status: 'cancelled' }, []],
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
  [{ addItem: [{ ...product('J3397'), ...decided('A6') }] }, ['N-A6 unknown .. J3397']],
  [{ request: { reference: 'Claim/cl' }, item: [{ itemSequence: 1 }] }, ['PA-77 approved .. J3397']],
])('an authorization with %o', (differs, says) => {
  const claim = { resourceType: 'Claim', id: 'cl', item: [{ sequence: 1, ...product('J3397') }] }
  expect(authorizations({ others: [answer(differs), claim] })).toEqual(says)
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
  const others = [condition('a', 'I10'), condition('b', 'E21.0', { clinicalStatus: status('resolved') })]
  const given = { reasonCode: [{ coding: [{ system: ICD_10_CM, code: 'M81.0' }] }] }
  expect(diagnoses({ given, others, options: { attested } }).slice(0, expected.length)).toEqual(expected)
  expect(around({ given, others, options: { attested } }).diagnoses).toMatchObject({
    attested: { by: 'Practitioner/biller', at: '2026-03-03T09:00:00Z' },
  })
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
    const { charges } = around({ given: { context }, others, options: { given: [given] } })
    return charges.known ? charges.value.map((each) => each.ours?.identity) : undefined
  }

  test('is known by its visit, code and units', () => expect(ours(loose())).toEqual(['abc']))
  test('is one charge: a second like it is somebody else’s', () =>
    expect(ours(loose(), loose({ id: 'other' }))).toEqual(['abc', undefined]))
  test.each([
    ['of another visit', { context: { reference: 'Encounter/e2' } }],
    ['of another day of the visit', { occurrenceDateTime: '2026-03-09' }],
    ['that was withdrawn there', { status: 'entered-in-error' }],
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
