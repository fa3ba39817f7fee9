import { expect, test } from 'vitest'
import { aDose, aFailure, aFinding, notReady } from '../testing/an-answer.ts'
import { checksState, coverageState, dosingState, factsState, historyState } from './row-states.ts'

test('the checks are counted, and one that holds the dose back opens them', () => {
  const findings = [aFinding(), aFailure, aFinding({ id: 'a/b', outcome: 'fails', severity: 'advisory' })]
  expect(checksState(aDose({ findings }))).toEqual({ says: '1 not met, 1 met, 1 to review', isProblem: true })
  expect(checksState(aDose({ findings: [aFinding()] }))).toEqual({ says: '1 met', isProblem: false })
})

test('the primary coverage is active or not, and a coverage rule that holds the dose back opens it', () => {
  const coverage = { reference: 'Coverage/c1', status: 'active', payer: 'Medicare Part B', active: true, first: true }
  expect(coverageState(aDose({ coverages: [coverage] }))).toEqual({
    says: 'Active · Medicare Part B',
    isProblem: false,
  })
  const findings = [aFinding({ id: 'coverage/was-active-that-day', outcome: 'fails' })]
  expect(coverageState(aDose({ coverages: [{ ...coverage, active: false }], findings }))).toEqual({
    says: 'Not active · Medicare Part B',
    isProblem: true,
  })
})

test('the interval says what its rule found, and without a rule that none applies', () => {
  const findings = [aFinding({ id: 'necessity/enough-time-has-passed' })]
  expect(dosingState(aDose({ findings })).says).toMatch(/^Met/)
  expect(dosingState(aDose({ findings: [] })).says).toBe('N/A')
})

test('facts and history are counted', () => {
  const facts = [
    { fact: 'administeredAmount', known: true, shows: '88 mg', places: [] },
    { fact: 'discardedAmount', known: true, shows: '2 mg', places: [], attestedBy: 'Jordan Ellis' },
    { fact: 'weight', known: false, shows: '–', places: [] },
  ]
  expect(factsState(notReady({ facts })).says).toBe('2 known, 1 missing, 1 entered')
  expect(historyState({ kind: 'read', events: [] }).says).toBe('0 entries')
  expect(historyState({ kind: 'loading' }).says).toBe('')
})
