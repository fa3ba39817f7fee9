import { expect, test } from 'vitest'
import { FIRST_STATE, type ReviewState } from '../dose-review/review-state.ts'
import { aDose, anAnswer, aPlan } from '../testing/an-answer.ts'
import { lettersOf } from './full-record.ts'
import { recordOf } from './record-of.ts'

const NOW = new Date('2026-03-03T10:00:00Z')
const dose = aDose({
  containers: { each: '10', opened: '90', administered: '88', discarded: '2' },
  interval: {
    every: '14 days',
    previous: '2026-02-16',
    next: '2026-03-16',
    source: { id: 's', title: 'Label', confidence: 'confirmed' },
  },
})
const state: ReviewState = {
  ...FIRST_STATE,
  phase: 'done',
  plans: { approve: aPlan('approve'), suggest: aPlan('suggest'), void: aPlan('void') },
  focus: dose.focus,
  answer: anAnswer({ assessments: [dose] }),
  history: {
    kind: 'read',
    events: [
      { at: '2026-03-03T09:00:00Z', who: 'Ana Petrov', act: 'assessed', verdict: 'ready', lines: ['J3397 × 88'] },
    ],
  },
  attested: { [dose.focus]: { discardedMg: '2', by: 'Jordan Ellis', at: '2026-03-03T10:00:00Z' } },
}
const record = recordOf(state, dose, NOW)
const said = (at: number): string => JSON.stringify(record.parts[at])

test('the cover says whose dose it is, what is billed, and whether it is approved', () => {
  const cover = Object.fromEntries(record.cover.map(([name, value]) => [name, lettersOf(value)]))
  expect(cover).toMatchObject({
    Payer: 'Medicare Part B',
    'Date of service': 'Mar 2, 2026',
    Dose: 'Mepsevii 88 mg',
    Status: 'Ready to bill',
    'Charge lines': 'J3397 × 88\nJ3397-JW × 2',
    Approved: 'not approved',
  })
})

test('thousands of units are easy to read', () => {
  const [line] = dose.lines
  if (!line) throw new Error('the dose has a line')
  const { cover, parts } = recordOf(state, { ...dose, lines: [{ ...line, code: 'J7211', units: 2000 }] }, NOW)
  expect(lettersOf(Object.fromEntries(cover)['Charge lines'] ?? '')).toBe('J7211 × 2,000')
  expect(JSON.stringify(parts[3])).toContain('J7211 × 2,000')
})

test('what is not known yet is not denied: whether it is approved, and what happened to it', () => {
  const { plans: _, history: __, ...early } = state
  const { cover, parts } = recordOf({ ...early, plans: undefined, history: undefined }, dose, NOW)
  expect(Object.fromEntries(cover).Approved).toBe('could not be determined when this was prepared')
  expect(JSON.stringify(parts.at(-1))).toContain('The history of this dose was not read')
  expect(said(4)).not.toContain('was not read')
})

test('facts, checks, sources, calculation and approvals come in this order, each with what it rests on', () => {
  expect(record.parts.map(({ title }) => title)).toEqual([
    'Chart facts',
    'Billing checks',
    'Sources',
    'Calculation',
    'Approvals and history',
  ])
  expect(said(0)).toContain('MedicationAdministration/d1 dosage.dose')
  expect(said(1)).toContain('88 mg given and 2 mg discarded make the 90 mg opened.')
  expect(said(2)).toContain('https://www.cms.gov/manual')
  expect(said(3)).toContain('88 mg ÷ 1 mg per unit = 88 units')
  expect(said(3)).toContain('Opened: 90 mg; Administered: 88 mg; Discarded: 2 mg')
  expect(said(4)).toMatch(/Ana Petrov.*J3397 × 88.*Entered by Jordan Ellis/)
})

test('what the service, the chart and the EHR say is marked as English; names of facts and results are not', () => {
  const [facts, checks] = record.parts
  expect(facts?.table?.rows[0]?.map((cell) => typeof cell)).toEqual(['string', 'object', 'string'])
  expect(checks?.table?.rows[0]?.map((cell) => typeof cell)).toEqual(['string', 'object', 'string', 'string'])
})

test('every fact of the dose is in it', () => {
  const facts = [...(dose.facts ?? []), ...(dose.furtherFacts ?? [])]
  expect(record.parts[0]?.table?.rows).toHaveLength(facts.length)
})
