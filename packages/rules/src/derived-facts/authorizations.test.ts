import { loadCodebook } from '@doseline/codebook'
import { type Authorization, type CoverageRecord, type Diagnosis, day, known } from '@doseline/dose'
import { expect, it } from 'vitest'
import { aChartedDose, aCoverage } from '../testing/a-charted-dose.ts'
import { deriveFacts } from './derive-facts.ts'

const codebook = loadCodebook()
const payor = (name: string, ...identifiers: { system: string; code: string }[]) => ({ name, identifiers })
const OURS = aCoverage({ reference: 'Coverage/ours', payors: [payor('Blue Cross NC', { system: 'urn:p', code: '7' })] })
const TWIN = { ...OURS, reference: 'Coverage/card' }
const OLD: CoverageRecord = { ...OURS, reference: 'Coverage/old', until: day('2025-12-31') }
const THEIRS = aCoverage({ reference: 'Coverage/theirs', payors: [payor('Aetna')], order: 2 })

const M81_0: Diagnosis = {
  icd10cm: 'M81.0',
  codes: [],
  from: 'reason',
  stands: true,
  place: { resource: 'Condition/c', element: 'code' },
}

/** What is said of an authorization beside the coverage that pays. */
function elsewhere(authorization: Partial<Authorization>, ...coverages: CoverageRecord[]): string | undefined {
  const authorizations = known([
    {
      reference: 'ClaimResponse/r',
      outcome: 'approved' as const,
      codes: [],
      place: { resource: 'ClaimResponse/r', element: 'outcome' },
      ...authorization,
    },
  ])
  const all = known([{ ...OURS, order: 1 }, ...coverages])
  const [dose] = deriveFacts(
    [aChartedDose({ authorizations, coverages: all, diagnoses: known([M81_0]) })],
    codebook,
    'cms',
  )
  const [found] = dose?.facts.authorizations.known ? dose.facts.authorizations.value : []
  return found ? (found.elsewhere ?? found.otherDiagnosis) : 'not known'
}

it.each<[string, Partial<Authorization>, CoverageRecord[]]>([
  ['no insurer', {}, []],
  ['the payer under another of its names', { insurer: payor('BCBSNC') }, []],
  ['the payer by its identifier', { insurer: payor('Medical policy', { system: 'urn:p', code: '7' }) }, []],
  ['the coverage that pays', { coverages: ['Coverage/ours'] }, [THEIRS]],
  ['the diagnosis of the dose', { diagnoses: ['M81.0', 'Z79.83'] }, []],
  ['the category of the diagnosis of the dose', { diagnoses: ['M81'] }, []],
  ['a second card of the payer', { coverages: ['Coverage/card'] }, [TWIN]],
])('an authorization that names %s is held to be of who pays', (_, authorization, coverages) => {
  expect(elsewhere(authorization, ...coverages)).toBeUndefined()
})

it.each<[string, Partial<Authorization>, CoverageRecord[], string]>([
  ['another payer', { insurer: payor('Aetna') }, [], 'is by Aetna, and Blue Cross NC pays'],
  ['a stranger', { insurer: payor('Acme') }, [], 'is by “Acme”, and Blue Cross NC pays'],
  [
    'a coverage of another payer',
    { coverages: ['Coverage/theirs'] },
    [THEIRS],
    'was given under Coverage/theirs, and Coverage/ours pays',
  ],
  [
    'another diagnosis',
    { diagnoses: ['C79.51'] },
    [],
    'was asked for the diagnosis C79.51, and the dose is charged for M81.0',
  ],
  [
    'another category',
    { diagnoses: ['M80'] },
    [],
    'was asked for the diagnosis M80, and the dose is charged for M81.0',
  ],
  [
    'another organization',
    { askedBy: { provider: 'Organization/a', given: 'Organization/b' } },
    [],
    'was asked for by Organization/a, and the dose was given at Organization/b',
  ],
  [
    'a coverage that had ended',
    { coverages: ['Coverage/old'] },
    [OLD],
    'was given under Coverage/old, and Coverage/ours pays',
  ],
  [
    'a coverage that is not in the chart',
    { coverages: ['Coverage/x'] },
    [],
    'was given under Coverage/x, and Coverage/ours pays',
  ],
])('an authorization that names %s says so', (_, authorization, coverages, says) => {
  expect(elsewhere(authorization, ...coverages)).toBe(says)
})
