import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import type { Bundle, Coverage } from 'fhir/r4'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

/** Coverages as registrations and Medicare's own API hand them out, in a chart that is otherwise in order. */
const codebook = loadCodebook()
const IN_ORDER = scenario('medicare-prolia-in-order')
const SENT = requestFor(IN_ORDER)
const ENTRIES = (SENT.bundle as Bundle).entry ?? []
const OWN = ENTRIES.map(({ resource }) => resource).find((one): one is Coverage => one?.resourceType === 'Coverage')

const CLASS = 'http://terminology.hl7.org/CodeSystem/coverage-class'

function coverage(id: string, differs: Partial<Coverage>): Coverage {
  if (!OWN) throw new Error('the scenario has a coverage')
  const { beneficiary } = OWN
  return {
    resourceType: 'Coverage',
    id,
    status: 'active',
    beneficiary,
    payor: [{ display: 'Medicare Part B' }],
    ...differs,
  }
}

/** As Blue Button hands out one part of Medicare. */
const part = (plan: string): Coverage =>
  coverage(plan.toLowerCase().replace(' ', '-'), {
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'SUBSIDIZ' }] },
    payor: [{ identifier: { value: 'Centers for Medicare and Medicaid Services' } }],
    class: [
      { type: { coding: [{ system: CLASS, code: 'group' }] }, value: 'Medicare' },
      { type: { coding: [{ system: CLASS, code: 'plan' }] }, value: plan },
    ],
  })

function judged(coverages: readonly Coverage[], stated?: object) {
  const others = ENTRIES.filter(({ resource }) => resource?.resourceType !== 'Coverage')
  const bundle = { ...SENT.bundle, entry: [...others, ...coverages.map((resource) => ({ resource }))] }
  const attested = stated ? { [SENT.focus]: { ...stated, by: 'Ana Ruiz', at: SENT.asOf } } : {}
  const { assessments } = assess(AssessmentRequest.parse({ ...SENT, bundle, attested }), codebook, SENT.asOf)
  const [dose] = assessments
  const open = dose?.findings.filter(
    ({ outcome, severity }) => severity === 'required' && /^(fails|cannot)/.test(outcome),
  )
  return [dose?.verdict, open?.map(({ text }) => text).join(' ')]
}

test.each<[string, readonly Coverage[]]>([
  ['the usual set of Original Medicare', ['Part A', 'Part B', 'Part D'].map(part)],
  [
    'a named coverage beside empty rows',
    [coverage('c', {}), coverage('e', { payor: [] }), coverage('f', { payor: [{}] })],
  ],
  ['Part B before Medicaid', [part('Part B'), coverage('m', { payor: [{ display: 'Medicaid' }] })]],
  [
    'Part B beside a card that was entered in error',
    [part('Part B'), coverage('x', { status: 'entered-in-error', payor: [] })],
  ],
  [
    'a coverage without a status that comes second',
    [
      coverage('c', { order: 1 }),
      { ...coverage('d', { order: 2, payor: [{ display: 'Aetna' }] }), status: undefined as never },
    ],
  ],
  ['a coverage that ends on the day', [coverage('c', { period: { start: '2020-01-01', end: '2026-03-02' } })]],
])('%s is ready', (_, coverages) => expect(judged(coverages)).toEqual(['ready', '']))

test.each<[string, readonly Coverage[], string, RegExp]>([
  ['Part A alone', [part('Part A')], 'not-ready', /Part A .* does not fit|hospital stays/],
  ['Part A and Part D', [part('Part A'), part('Part D')], 'not-ready', /does not fit|hospital stays/],
  [
    'a plan of Part C beside Part B',
    ['Part A', 'Part B', 'H1234-001', 'S5678-002'].map(part),
    'needs-information',
    /Part C \(Coverage\/h1234-001\)/,
  ],
  [
    'hospice beside Part B',
    [coverage('c', { order: 1 }), coverage('h', { order: 2, payor: [{ display: 'Hospice' }] })],
    'needs-information',
    /the Medicare hospice benefit pays in place of Medicare Part B, unless .* \(GW\)/,
  ],
  [
    'a name that may be a plan of Part C beside Part B',
    [coverage('c', { order: 1 }), coverage('u', { order: 2, payor: [{ display: 'UHC MCR ADV' }] })],
    'needs-information',
    /a Medicare plan of Part C pays in place of Medicare Part B/,
  ],
  [
    'a draft of a plan of Part C beside Part B',
    [part('Part B'), coverage('d', { status: 'draft', order: 1, payor: [{ display: 'Humana Medicare Advantage' }] })],
    'needs-information',
    /is a draft of that day, and a Medicare plan of Part C pays in place/,
  ],
  [
    'Railroad Medicare beside Medicare',
    [coverage('c', { order: 1 }), coverage('r', { order: 1, payor: [{ display: 'Railroad Medicare' }] })],
    'needs-information',
    /Railroad Medicare \(Coverage\/r\)/,
  ],
  ['Medicare that pays second, alone', [coverage('c', { order: 2 })], 'needs-information', /number 2 to pay/],
  ['a draft alone', [coverage('c', { status: 'draft' })], 'not-ready', /Coverage\/c, .* is a draft/],
  [
    'one that was entered in error alone',
    [coverage('c', { status: 'entered-in-error' })],
    'not-ready',
    /entered in error/,
  ],
  [
    'a status in another case',
    [coverage('c', { status: 'ACTIVE' as never })],
    'needs-information',
    /Coverage\/c has the status “ACTIVE”/,
  ],
  ['no status', [coverage('c', { status: undefined as never })], 'needs-information', /Coverage\/c has no status/],
  [
    'one without a status that may pay first',
    [coverage('c', {}), coverage('d', { status: undefined as never, payor: [{ display: 'Aetna' }] })],
    'needs-information',
    /Coverage\/d has no status/,
  ],
  [
    'a payor that is another company',
    [coverage('c', { payor: [{ display: 'Medicare' }, { display: 'Humana' }] })],
    'needs-information',
    /“Medicare” and “Humana”/,
  ],
  ['a type that says Medicaid', [coverage('c', { type: { text: 'Medicaid' } })], 'needs-information', /“Medicaid”/],
  [
    'a coverage that ended the day before',
    [coverage('c', { period: { end: '2026-03-01' } })],
    'not-ready',
    /was not active/,
  ],
])('%s is not', (_, coverages, verdict, says) => {
  const [found, text] = judged(coverages)
  expect([found, text]).toEqual([verdict, expect.stringMatching(says)])
})

test('what the chart leaves open about the payer, a person states', () => {
  const parts = ['Part A', 'Part B', 'H1234-001'].map(part)
  expect(judged(parts, { coverage: 'Coverage/part-b' })).toEqual(['ready', ''])
  const second = [part('Part B'), coverage('s', { order: 2, payor: [{ display: 'AARP MEDICARECOMPLETE' }] })]
  expect(judged(second)[0]).toBe('needs-information')
  expect(judged(second, { coverage: 'Coverage/part-b' })).toEqual(['ready', ''])
  const partBId = [coverage('c', { payor: [{ display: 'Medicare Part B - ID' }] })]
  expect(judged(partBId)[0]).toBe('needs-information')
  // Part B-ID pays for immunosuppressive drugs alone: what a coverage says of itself is not overruled.
  expect(judged(partBId, { payer: 'Medicare Part B' })[0]).toBe('needs-information')
  const person = [
    coverage('c', { payor: [{ reference: OWN?.beneficiary.reference ?? '' }], type: { text: 'Medicare Part B' } }),
  ]
  expect(judged(person)[0]).toBe('needs-information')
  expect(judged(person, { payer: 'Medicare Part B' })).toEqual(['ready', ''])
  const unclear = [coverage('c', { payor: [{ display: 'Medicare' }], type: { text: 'Gov 4' } })]
  expect(judged(unclear)[0]).toBe('needs-information')
  expect(judged(unclear, { payer: 'Medicare Part B' })).toEqual(['ready', ''])
  const noStatus = [coverage('c', { status: undefined as never })]
  expect(judged(noStatus, { coverage: 'Coverage/c' })).toEqual(['ready', ''])
  const draft = [coverage('c', { status: 'draft' })]
  expect(judged(draft, { coverage: 'Coverage/c' })[0]).toBe('not-ready')
})
