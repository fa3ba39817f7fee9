import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { population, requestFor, scenarios } from '@doseline/fhir-fixtures'
import type { Bundle, FhirResource, MedicationAdministration } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const NOW = '2026-11-24T10:00:00Z'

/** Every scenario and 240 invented patients: each law is tried on all of them. */
interface Tried {
  readonly name: string
  readonly request: object
  readonly bundle: Bundle<FhirResource>
  readonly focus: string
}
const invented = population(20261124, 240)
const TRIED: readonly Tried[] = [
  ...scenarios().map((each) => ({
    name: each.name,
    request: requestFor(each),
    bundle: each.chart,
    focus: each.focus,
  })),
  ...invented.map(({ name, chart, focus, asOf }) => ({
    name,
    request: { bundle: chart, focus, asOf },
    bundle: chart,
    focus,
  })),
]

function judged({ request, focus }: Tried, bundle: Bundle<FhirResource>): DoseAnswer {
  const answer = assess(AssessmentRequest.parse({ ...request, bundle }), codebook, NOW)
  const dose = answer.assessments.find((each) => each.focus === focus) ?? answer.assessments[0]
  if (!dose) throw new Error('no dose was judged')
  return dose
}

/** What must not depend on how a chart is written. */
const told = ({ verdict, findings, lines }: DoseAnswer) => ({
  verdict,
  findings: findings.map(({ id, outcome, severity }) => [id, outcome, severity]),
  lines: lines.map(({ code, modifiers, units, role, ndc, diagnoses }) => ({
    code,
    modifiers,
    units,
    role,
    ndc,
    diagnoses,
  })),
})

/** The chart with one administration changed. */
function withDose(
  { bundle, focus }: Tried,
  change: (dose: MedicationAdministration) => MedicationAdministration,
): Bundle<FhirResource> {
  const entry = (bundle.entry ?? []).map((each) =>
    each.resource?.resourceType === 'MedicationAdministration' &&
    `MedicationAdministration/${each.resource.id}` === focus
      ? { ...each, resource: change(each.resource) }
      : each,
  )
  return { ...bundle, entry }
}

describe('the population', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(JSON.stringify(population(7, 5))).toBe(JSON.stringify(population(7, 5)))
    expect(JSON.stringify(population(7, 5))).not.toBe(JSON.stringify(population(8, 5)))
  })

  test('holds doses of every verdict, and most of them in order', () => {
    const verdicts = Map.groupBy(
      invented.map(
        (each) =>
          judged({ ...each, request: { focus: each.focus, asOf: each.asOf }, bundle: each.chart }, each.chart).verdict,
      ),
      (verdict) => verdict,
    )
    const count = (verdict: string) => [...verdicts].find(([name]) => name === verdict)?.[1].length ?? 0
    expect(count('ready')).toBeGreaterThan(invented.length / 3)
    for (const verdict of ['not-ready', 'needs-information', 'not-billable']) expect(count(verdict)).toBeGreaterThan(5)
  })
})

/** A value with every text in it changed, keys too: attested facts stand under a reference. */
function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((each) => withTexts(each, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [change(key), withTexts(each, change)]))
}

test('other ids change nothing', () => {
  for (const each of TRIED) {
    const ids = (each.bundle.entry ?? []).flatMap(({ resource }) =>
      resource?.id ? [{ id: resource.id, key: `${resource.resourceType}/${resource.id}` }] : [],
    )
    const renamed = new Map(ids.map(({ key }, at) => [key, `${key.split('/')[0]}/renamed-${ids.length - at}`]))
    const newId = new Map(ids.map(({ id, key }) => [id, renamed.get(key)?.split('/')[1] ?? id]))
    const rename = (text: string): string => renamed.get(text) ?? text
    const { request, bundle, focus } = withTexts(each, rename) as Tried
    const entry = (bundle.entry ?? []).map(({ resource }) => ({
      resource: { ...resource, id: newId.get(resource?.id ?? '') } as FhirResource,
    }))
    expect(told(judged({ ...each, request, focus }, { ...bundle, entry })), each.name).toEqual(
      told(judged(each, each.bundle)),
    )
  }
})

test('the same dose in another unit gives the same lines', () => {
  let tried = 0
  for (const each of TRIED) {
    for (const [unit, factor] of [
      ['g', 0.001],
      ['ug', 1000],
    ] as const) {
      const changed = withDose(each, (dose) => {
        const { value, code } = dose.dosage?.dose ?? {}
        if (value === undefined || code !== 'mg') return dose
        tried += 1
        const { dosage } = dose
        // Rounded to what a double holds, so that 0.088 g is written as charts write it.
        const inUnit = Number((value * factor).toPrecision(12))
        return { ...dose, dosage: { ...dosage, dose: { value: inUnit, unit, code: unit, system: UCUM } } }
      })
      expect(told(judged(each, changed)), each.name).toEqual(told(judged(each, each.bundle)))
    }
  }
  expect(tried).toBeGreaterThan(400)
})

const UCUM = 'http://unitsofmeasure.org'

test('what is no part of the question changes nothing', () => {
  const noise = [
    { resourceType: 'Immunization', id: 'n1', status: 'completed', vaccineCode: { text: 'Influenza' } },
    { resourceType: 'Condition', id: 'n2', code: { text: 'Gout' } },
    { resourceType: 'DiagnosticReport', id: 'n4', status: 'final', code: { text: 'Chest x-ray' } },
    { resourceType: 'Practitioner', id: 'n5', name: [{ family: 'Nobody' }] },
  ] as unknown as FhirResource[]
  for (const each of TRIED) {
    const entry = [...noise.map((resource) => ({ resource })), ...(each.bundle.entry ?? [])]
    expect(told(judged(each, { ...each.bundle, entry })), each.name).toEqual(told(judged(each, each.bundle)))
  }
})

test('more drug is never fewer units', () => {
  for (const each of TRIED) {
    let last = 0
    for (const more of [1, 1.01, 1.5, 2, 7]) {
      const changed = withDose(each, (dose) => {
        const { value } = dose.dosage?.dose ?? {}
        if (value === undefined) return dose
        const { text: _, ...dosage } = dose.dosage ?? {}
        const amount = Number((value * more).toPrecision(12))
        return { ...dose, dosage: { ...dosage, dose: { ...dosage.dose, value: amount } } }
      })
      const units = judged(each, changed).lines.find(({ role }) => role === 'drug')?.units ?? 0
      expect(units, each.name).toBeGreaterThanOrEqual(last)
      last = units
    }
  }
})

test.each(['not-done', 'entered-in-error', 'in-progress', 'on-hold', 'unknown'] as const)(
  'a dose that is %s never bills',
  (status) => {
    for (const each of TRIED) {
      const { verdict, lines } = judged(
        each,
        withDose(each, (dose) => ({ ...dose, status })),
      )
      expect(verdict, each.name).not.toBe('ready')
      if (status === 'not-done' || status === 'entered-in-error') expect(lines, each.name).toEqual([])
    }
  },
)

test('what would make it ready names each cause once, and nothing of what is ready', () => {
  for (const each of TRIED) {
    const { verdict, wouldMakeReady, supported } = judged(each, each.bundle)
    const remedies = wouldMakeReady.map(({ remedy }) => remedy)
    expect(new Set(remedies).size, each.name).toBe(remedies.length)
    expect(remedies.length > 0, each.name).toBe(
      supported && (verdict === 'not-ready' || verdict === 'needs-information'),
    )
  }
})
