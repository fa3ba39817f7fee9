import type { ReadOutcome } from '@doseline/contract'
import type { ExistingCharge } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import type { ReadingOptions } from '../chart.ts'
import { chartFrom } from '../chart-from.ts'
import { chartedDose } from './charted-dose.ts'

const patient = { reference: 'Patient/p1' }
const visit = { reference: 'Encounter/e1' }
const dose = {
  resourceType: 'MedicationAdministration',
  id: 'ma',
  status: 'completed',
  medicationCodeableConcept: { text: 'Prolia' },
  subject: patient,
  context: visit,
  request: { reference: 'MedicationRequest/o' },
  effectiveDateTime: '2026-03-02T09:00:00-05:00',
}
const charge = (differs: object = {}) => ({
  resourceType: 'ChargeItem',
  id: 'c',
  status: 'billable',
  subject: patient,
  code: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J0897' }] },
  quantity: { value: 60 },
  occurrenceDateTime: '2026-03-02T09:10:00-05:00',
  ...differs,
})
const claim = (differs: object = {}) => ({
  resourceType: 'Claim',
  id: 'cl',
  status: 'active',
  use: 'claim',
  patient,
  created: '2026-03-03',
  item: [
    {
      sequence: 1,
      productOrService: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: 'J0897' }] },
      servicedDate: '2026-03-02',
      quantity: { value: 60 },
      modifier: [{ coding: [{ code: 'jz' }] }],
    },
  ],
  ...differs,
})
const oracle = (name: string) => `https://fhir-ehr.cerner.com/r4/StructureDefinition/${name}`
const CDM = { system: 'https://fhir.cerner.com/1/CodeSystem/BillCodes-CDM_SCHED', code: '4471203' }

function read(others: readonly object[], options: ReadingOptions = {}, reads: Record<string, ReadOutcome> = {}) {
  const chart = chartFrom([dose, ...others] as never, reads)
  return chartedDose(chart, 'MedicationAdministration/ma', options)
}
function charges(others: readonly object[], options: ReadingOptions = {}): readonly ExistingCharge[] {
  const found = read(others, options).charges
  if (!found.known) throw new Error(found.says)
  return found.value
}
const codes = (others: readonly object[], options: ReadingOptions = {}) =>
  charges(others, options).map(({ codes: all, knownBy }) => knownBy ?? all[0]?.code)

describe('what bills a day', () => {
  test.each<[string, object, string[]]>([
    ['its code', charge(), ['J0897']],
    ['a code without a system, where it looks like one', charge({ code: { coding: [{ code: 'j0897' }] } }), ['j0897']],
    ['a code of the site alone', charge({ code: { coding: [CDM] } }), ['the code 4471203']],
    ['words alone', charge({ code: { text: 'Injection' } }), ['the words “Injection”']],
    ['nothing', charge({ code: undefined }), ['no code']],
    [
      'Oracle Health’s procedure code, by itself',
      charge({
        code: { coding: [CDM] },
        extension: [{ url: oracle('procedure-code'), valueCodeableConcept: { coding: [{ code: 'J0897' }] } }],
      }),
      ['J0897'],
    ],
    [
      'Oracle Health’s procedure code, nested',
      charge({
        code: { coding: [CDM] },
        extension: [
          {
            url: oracle('procedure-code'),
            extension: [
              {
                url: 'code',
                valueCodeableConcept: {
                  coding: [{ system: 'https://fhir.cerner.com/1/CodeSystem/BillCodes-HCPCS', code: 'J3397' }],
                },
              },
              { url: oracle('priority'), valueUnsignedInt: 1 },
            ],
          },
        ],
      }),
      ['J3397'],
    ],
  ])('is known by %s', (_, one, expected) => expect(codes([one])).toEqual(expected))

  test.each([
    [
      'Oracle Health’s, nested',
      {
        extension: [
          {
            url: oracle('national-drug-product'),
            extension: [
              {
                url: 'national-drug-product-code',
                valueCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-710-21' }] },
              },
            ],
          },
        ],
      },
    ],
    [
      'ours',
      {
        extension: [
          {
            url: 'https://doseline.example/fhir/StructureDefinition/billed-ndc',
            extension: [{ url: 'ndc', valueCoding: { system: 'http://hl7.org/fhir/sid/ndc', code: '55513071021' } }],
          },
        ],
      },
    ],
    [
      'its product',
      { productCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-710-21' }] } },
    ],
  ])('by an NDC: %s', (_, differs) => {
    const [found] = charges([charge({ code: { coding: [CDM] }, ...differs })])
    expect([found?.drug?.ndc[0]?.name, found?.knownBy]).toEqual(['55513071021', undefined])
  })

  test('by what the site’s own code charges', () => {
    const own = charge({ code: { coding: [CDM] } })
    expect(codes([own], { chargeCodes: { '4471203': 'J0897' } })).toEqual(['J0897'])
    expect(codes([own], { chargeCodes: { '99': 'J0897' } })).toEqual(['the code 4471203'])
  })

  test.each([
    ['planned', []],
    ['billed', []],
    ['unknown', ['ChargeItem/c has the status unknown.']],
    [undefined, ['ChargeItem/c has no status.']],
    ['Billable', ['ChargeItem/c has the status “Billable”, which is not one that FHIR R4 has there.']],
  ])('with the status %s is a charge, or may be one', (status, doubts) => {
    expect(charges([charge({ status })]).map(({ doubt }) => doubt ?? [])).toEqual(doubts.length > 0 ? doubts : [[]])
  })

  test('with the status not-billable says that somebody determined so, and why', () => {
    const reason = [{ text: 'Study drug' }]
    expect(charges([charge({ status: 'not-billable', reason })])).toMatchObject([
      { notBillable: true, doubt: 'ChargeItem/c says that it is not billable: “Study drug”.' },
    ])
    expect(charges([charge({ status: 'not-billable', quantity: { value: -60 } })])).toEqual([])
  })

  test.each(['aborted', 'entered-in-error'])('with the status %s is none', (status) =>
    expect(charges([charge({ status })])).toEqual([]),
  )

  test.each(['J0897-JZ', 'J0897JZ', 'j0897:jz'])('by its code with a modifier behind it: %s', (code) => {
    const [found] = charges([charge({ code: { coding: [{ code }] } })])
    expect([found?.codes[0]?.code?.toUpperCase(), found?.modifiers]).toEqual(['J0897', ['JZ']])
  })

  test.each([
    ['no patient', undefined],
    ['a patient by an identifier alone', { identifier: { value: '1' } }],
    ['an address nobody knows', { reference: 'urn:uuid:0b1f9a52-2f5b-4a37-9a3e-3f8f0a5d1c77' }],
  ])('of %s may be of the patient', (_, subject) =>
    expect(charges([charge({ subject })])[0]?.doubt).toBe('ChargeItem/c does not say which patient it is for.'),
  )
  test('of another patient is none', () =>
    expect(charges([charge({ subject: { reference: 'Patient/p2' } })])).toEqual([]))

  test('is no image and no result that only a code of the site names', () => {
    const own = { code: { coding: [CDM] }, service: [{ reference: 'DiagnosticReport/1' }] }
    expect(codes([charge(own)])).toEqual([])
    expect(codes([charge({ service: own.service })])).toEqual(['J0897'])
  })
})

describe('the day of a charge', () => {
  test.each<[string, object, object]>([
    ['a moment', {}, { on: '2026-03-02' }],
    [
      'a period of one day',
      { occurrenceDateTime: undefined, occurrencePeriod: { start: '2026-03-02', end: '2026-03-02' } },
      { on: '2026-03-02' },
    ],
    [
      'a period of several',
      { occurrenceDateTime: undefined, occurrencePeriod: { start: '2026-03-01', end: '2026-03-04' } },
      { between: { from: '2026-03-01', until: '2026-03-04' } },
    ],
    [
      'several moments',
      { occurrenceDateTime: undefined, occurrenceTiming: { event: ['2026-03-04', '2026-03-02'] } },
      { between: { from: '2026-03-02', until: '2026-03-04' } },
    ],
    [
      'none, entered later',
      { occurrenceDateTime: undefined, enteredDate: '2026-03-05' },
      { between: { until: '2026-03-05' } },
    ],
    ['none at all', { occurrenceDateTime: undefined }, {}],
  ])('%s', (_, differs, expected) => {
    const [{ on, between } = {}] = charges([charge(differs)])
    expect({ ...(on && { on }), ...(between && { between }) }).toEqual(expected)
  })

  test('without one it is of the days of its visit', () => {
    const encounter = {
      resourceType: 'Encounter',
      id: 'e2',
      status: 'finished',
      subject: patient,
      period: { start: '2025-09-01', end: '2025-09-01' },
    }
    const undated = charge({ occurrenceDateTime: undefined, context: { reference: 'Encounter/e2' } })
    expect(charges([encounter, undated])[0]?.on).toBe('2025-09-01')
  })
})

describe('a charge that was credited', () => {
  const offset = (id: string) => [{ url: oracle('offset-by'), valueReference: { reference: `ChargeItem/${id}` } }]
  const credit = (differs: object = {}) => charge({ id: 'cr', quantity: { value: -60 }, ...differs })
  test.each<[string, object[], string[]]>([
    ['is none, nor is the credit that it names', [charge({ extension: offset('cr') }), credit()], []],
    ['is none where the credit names it', [charge(), credit({ extension: offset('c') })], []],
    ['is none where its credit is not in the chart', [charge({ extension: offset('cr') })], []],
    ['is none after one of as many units less', [charge(), credit()], []],
    [
      'stands where it was credited in part',
      [charge({ extension: offset('cr') }), credit({ quantity: { value: -20 } })],
      ['ChargeItem/c', 'ChargeItem/cr'],
    ],
    [
      'stands where the credit was voided',
      [charge({ extension: offset('cr') }), credit({ status: 'entered-in-error' })],
      ['ChargeItem/c'],
    ],
    [
      'stands beside a credit of another code',
      [charge(), credit({ code: { coding: [{ code: 'J3397' }] } })],
      ['ChargeItem/c', 'ChargeItem/cr'],
    ],
    ['is one: a second like it stands', [charge(), charge({ id: 'd' }), credit()], ['ChargeItem/d']],
    [
      'stands where the credit is of another dose',
      [
        charge({ service: [{ reference: 'MedicationAdministration/ma' }] }),
        credit({ service: [{ reference: 'MedicationAdministration/before' }] }),
      ],
      ['ChargeItem/c', 'ChargeItem/cr'],
    ],
    [
      'stands where the credit names neither day nor visit',
      [charge({ context: visit }), credit({ occurrenceDateTime: undefined })],
      ['ChargeItem/c', 'ChargeItem/cr'],
    ],
    [
      'stands where the credit is of another visit',
      [charge({ context: visit }), credit()],
      ['ChargeItem/c', 'ChargeItem/cr'],
    ],
    [
      'stands where the credit does not say whom it is for',
      [charge(), credit({ subject: undefined })],
      ['ChargeItem/c', 'ChargeItem/cr'],
    ],
    [
      'stands where it was billed and its credit was not',
      [charge({ status: 'billed' }), credit()],
      ['ChargeItem/c', 'ChargeItem/cr'],
    ],
    [
      'stands where it was billed and the credit that it names was not',
      [charge({ status: 'billed', extension: offset('cr') }), credit()],
      ['ChargeItem/c', 'ChargeItem/cr'],
    ],
  ])('%s', (_, others, expected) => expect(charges(others).map(({ reference }) => reference)).toEqual(expected))
})

describe('what a charge is for', () => {
  const dispense = (differs: object = {}) => ({
    resourceType: 'MedicationDispense',
    id: 'd',
    status: 'completed',
    subject: patient,
    medicationCodeableConcept: { text: 'Prolia' },
    ...differs,
  })
  const of = (service: string, ...others: object[]) =>
    charges([charge({ service: [{ reference: service }] }), ...others])[0]?.services
  const ours = ['MedicationAdministration/ma']
  const order = { authorizingPrescription: [{ reference: 'MedicationRequest/o' }] }

  test('is the administration it names, also one that is not in the chart', () => {
    expect(of('MedicationAdministration/ma')).toEqual(ours)
    expect(of('MedicationAdministration/x')).toEqual(['MedicationAdministration/x'])
  })
  test('is the doses of the order it names', () => expect(of('MedicationRequest/o')).toEqual(ours))
  test('is the dose of the procedure it names', () =>
    expect(
      of('Procedure/pr', {
        resourceType: 'Procedure',
        id: 'pr',
        status: 'completed',
        subject: patient,
        partOf: [{ reference: 'MedicationAdministration/ma' }],
      }),
    ).toEqual(ours))
  test('is the dose of the dispense it names', () => {
    expect(of('MedicationDispense/d', dispense(order))).toEqual(ours)
    expect(
      of('MedicationDispense/d', dispense({ supportingInformation: [{ reference: 'MedicationAdministration/ma' }] })),
    ).toEqual(ours)
    expect(of('MedicationDispense/d', dispense())).toEqual([])
  })
  test('is the next dose of an order with several', () => {
    const before = { ...dose, id: 'before', effectiveDateTime: '2026-02-02' }
    const later = { ...dose, id: 'later', effectiveDateTime: '2026-03-30' }
    expect(of('MedicationDispense/d', dispense({ ...order, whenHandedOver: '2026-02-27' }), before, later)).toEqual(
      ours,
    )
  })
})

describe('a claim', () => {
  test('bills each of its items', () => {
    expect(charges([claim()])).toMatchObject([
      { reference: 'Claim/cl', item: 1, status: 'active', units: 60, modifiers: ['JZ'], on: '2026-03-02' },
    ])
  })
  test('names the drug in a detail', () => {
    const detail = [
      { sequence: 1, productOrService: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-710-21' }] } },
    ]
    const [line] = charges([claim({ item: [{ sequence: 1, productOrService: { text: 'drug' }, detail }] })])
    expect(line?.drug?.ndc[0]?.name).toBe('55513071021')
  })
  test('is of the days it is billed for where its items name none', () => {
    const item = [{ sequence: 1, productOrService: { coding: [{ code: 'J0897' }] } }]
    expect(charges([claim({ item, billablePeriod: { start: '2026-03-01', end: '2026-03-31' } })])[0]?.between).toEqual({
      from: '2026-03-01',
      until: '2026-03-31',
    })
  })
  test.each([
    ['one that was cancelled', { status: 'cancelled' }],
    ['a question for authorization', { use: 'preauthorization' }],
  ])('%s bills nothing', (_, differs) => expect(charges([claim(differs)])).toEqual([]))
  test.each([
    ['of no use', { use: undefined }, 'Claim/cl has no use.'],
    [
      'of a status nobody knows',
      { status: 'ACTIVE' },
      'Claim/cl has the status “ACTIVE”, which is not one that FHIR R4 has there.',
    ],
    ['that is a draft', { status: 'draft' }, 'Claim/cl is a draft that may still be sent.'],
  ])('%s may bill something', (_, differs, doubt) => expect(charges([claim(differs)])[0]?.doubt).toBe(doubt))
  test('answered by a payer bills what the answer names', () => {
    const answer = { ...claim(), resourceType: 'ClaimResponse', id: 'cr', outcome: 'complete', item: undefined }
    const addItem = [{ productOrService: { coding: [{ code: 'J0897' }] }, servicedDate: '2026-03-02' }]
    expect(charges([{ ...answer, addItem }])).toMatchObject([{ reference: 'ClaimResponse/cr', on: '2026-03-02' }])
    expect(charges([{ ...answer, addItem, use: 'preauthorization' }])).toEqual([])
    // What it only numbers stands in the claim.
    const numbered = { ...answer, request: { reference: 'Claim/cl' }, item: [{ itemSequence: 1, adjudication: [] }] }
    expect(charges([numbered, claim()]).map(({ reference }) => reference)).toEqual(['Claim/cl'])
    expect(charges([numbered])).toMatchObject([{ knownBy: 'no item', between: { until: '2026-03-03' } }])
  })
  test('without its items may bill anything', () => expect(codes([claim({ item: undefined })])).toEqual(['no item']))

  test('and the payer’s answer to it are two places of one charge', () => {
    const answer = { ...claim(), resourceType: 'ExplanationOfBenefit', id: 'eob', outcome: 'complete' }
    expect(charges([claim(), answer]).map(({ reference }) => reference)).toEqual([
      'Claim/cl',
      'ExplanationOfBenefit/eob',
    ])
    expect(charges([{ ...answer, outcome: 'error' }])[0]?.doubt).toBe('ExplanationOfBenefit/eob has the outcome error.')
  })

  const ours = { identifier: [{ system: 'https://doseline.example/fhir/sid/charge', value: 'abc' }] }
  const jz = {
    url: 'https://doseline.example/fhir/StructureDefinition/charge-modifier',
    extension: [{ url: 'code', valueCodeableConcept: { coding: [{ code: 'JZ' }] } }],
  }
  test('that bills what Doseline charged is that charge, further along', () => {
    const line = charge({ ...ours, extension: [jz] })
    expect(charges([line, claim()]).map(({ reference }) => reference)).toEqual(['ChargeItem/c'])
    expect(charges([charge({ ...ours, status: 'planned' }), claim()])).toHaveLength(2)
    expect(charges([charge({ ...ours, quantity: { value: 1 } }), claim()])).toHaveLength(2)
  })
  test('that bills what Doseline gave to the EHR is that charge too', () => {
    const given = {
      identity: 'abc',
      code: 'J0897',
      units: 60,
      modifiers: ['JZ'],
      dateOfService: '2026-03-02',
      doses: ['MedicationAdministration/ma'],
    }
    expect(charges([claim()], { postedCharges: [given] })).toEqual([])
  })
})

describe('what could not be read', () => {
  const unread = (type: string, outcome: ReadOutcome, options: ReadingOptions = {}) =>
    read([], options, { [type]: outcome }).chargesUnread?.because
  test.each<[string, ReadOutcome, string | undefined]>([
    ['ChargeItem', 'not-offered', 'not-offered'],
    ['ChargeItem', 'refused', 'refused'],
    ['Claim', 'failed', 'failed'],
    ['ExplanationOfBenefit', 'failed', 'failed'],
    ['Claim', 'not-offered', undefined],
    ['ExplanationOfBenefit', 'refused', undefined],
    ['MedicationDispense', 'refused', undefined],
  ])('%s that is %s: %s', (type, outcome, because) => expect(unread(type, outcome)).toBe(because))

  test('is shown where it holds nothing', () => {
    expect(read([], {}, { Claim: 'not-offered' }).charges.places).toEqual([
      { resource: 'request', element: 'reads.Claim', shows: 'not offered by the EHR, so not looked at' },
    ])
  })
  test('are dispenses too, where the site charges on dispense', () =>
    expect(unread('MedicationDispense', 'refused', { chargesOn: 'dispense' })).toBe('refused'))
  test('nothing is, where somebody looked in the billing system', () =>
    expect(
      unread('Claim', 'failed', { attested: { notCharged: true, by: 'Ana', at: '2026-03-03T10:00:00Z' } }),
    ).toBeUndefined())
})

describe('a site that charges on dispense', () => {
  const dispense = (differs: object = {}) => ({
    resourceType: 'MedicationDispense',
    id: 'd',
    status: 'completed',
    subject: patient,
    medicationCodeableConcept: { text: 'Prolia' },
    whenHandedOver: '2026-03-02T08:00:00-05:00',
    ...differs,
  })
  const onDispense = { chargesOn: 'dispense' } as const
  test('has a charge wherever a drug was dispensed', () => {
    expect(charges([dispense()], onDispense)).toMatchObject([
      {
        reference: 'MedicationDispense/d',
        on: '2026-03-02',
        doubt: 'This site charges on dispense, and MedicationDispense/d dispensed Prolia.',
      },
    ])
    expect(charges([dispense()])).toEqual([])
    expect(codes([dispense({ medicationCodeableConcept: undefined })], onDispense)).toEqual(['no drug'])
  })
  test.each(['cancelled', 'entered-in-error', 'stopped', 'declined'])('has none where it was %s', (status) =>
    expect(charges([dispense({ status })], onDispense)).toEqual([]),
  )
})
