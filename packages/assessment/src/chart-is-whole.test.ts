import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const each = scenario('medicare-prolia-in-order')
const usual = requestFor(each)
const judged = (change: object) => assess(AssessmentRequest.parse({ ...usual, ...change }), codebook, each.asOf)
const doseOf = (change: object) => {
  const [dose] = judged(change).assessments
  if (!dose) throw new Error('no dose was judged')
  return dose
}
const withMore = (...entry: object[]) => ({
  bundle: { ...usual.bundle, entry: [...(usual.bundle.entry ?? []), ...entry] },
})

describe('a chart that was not wholly read', () => {
  const reads = { reads: { Coverage: 'partial' } }

  test('holds the dose, and a person who looked in the EHR can say that nothing is missing', () => {
    expect(doseOf({}).verdict).toBe('ready')
    expect(doseOf(reads).verdict).toBe('needs-information')
    const attested = { [usual.focus]: { wholeChart: true, by: 'Ana', at: '2026-03-03T09:00:00Z' } }
    const dose = doseOf({ ...reads, attested })
    expect(dose.verdict).toBe('ready')
    expect(dose.sentence).toContain('Not in the chart: that nothing left out bears on the dose, stated by Ana.')
  })

  test('has another digest than one that was', () => {
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', diagnostics: 'Coverage was left out' }],
    }
    expect(judged(withMore({ resource: outcome })).digest).not.toBe(judged({}).digest)
  })

  test('is said type by type', () => {
    const rows = judged(reads).reads
    expect(rows.find(({ type }) => type === 'Coverage')).toEqual({ type: 'Coverage', outcome: 'partial', resources: 1 })
    expect(rows.find(({ type }) => type === 'Claim')).toEqual({ type: 'Claim', outcome: 'complete', resources: 0 })
  })
})

test('an answer says of each data set where it is from, from when, and how much of it is loaded', () => {
  const { data } = judged({})
  expect(data.find(({ set }) => set === 'mue')).toMatchObject({
    edition: expect.any(String),
    day: expect.stringMatching(/^\d{4}-/),
  })
  expect(data.filter(({ values }) => values === 0).map(({ set }) => set)).toEqual([
    'cms-mue-practitioner',
    'cms-mue-outpatient',
    'cms-mue-dme',
    'cms-opps-addendum-b',
    'cms-ptp-practitioner',
    'cms-ptp-outpatient',
    'fda-ndc-directory',
    'nlm-rxnorm-ndc',
  ])
})

test('a dose that was deleted in the EHR is answered: no charge arises', () => {
  const deletion = {
    request: { method: 'DELETE', url: usual.focus },
    response: { status: '204', lastModified: '2027-01-01T00:00:00Z' },
  }
  const entry = (usual.bundle.entry ?? []).map((one) => ({
    ...one,
    response: { status: '200', lastModified: '2026-03-02T20:00:00Z' },
  }))
  const dose = doseOf({ bundle: { ...usual.bundle, type: 'history', entry: [deletion, ...entry] } })
  expect([dose.verdict, dose.lines, dose.sentence]).toEqual([
    'not-billable',
    [],
    'Prolia: The administration was deleted in the EHR: no charge arises.',
  ])
})

test.each([
  ['entry is no list', { bundle: { resourceType: 'Bundle', type: 'collection', entry: 'MedicationAdministration' } }],
  [
    'the only dose is mistyped',
    { bundle: undefined, resources: [{ resourceType: 'medicationAdministration', id: 'a' }] },
  ],
])('a chart of which nothing is left to judge is refused: %s', (_, change) => {
  expect(() => judged({ focus: undefined, ...change })).toThrow(/holds no MedicationAdministration that could be read/)
})
