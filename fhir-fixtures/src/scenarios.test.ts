import type { Bundle, FhirResource } from 'fhir/r4'
import { describe, expect, it, test } from 'vitest'
import { Expected } from './scenario.ts'
import { scenario, scenarios } from './scenarios.ts'
import { problemsIn } from './testing/problems-in.ts'

const all = scenarios()

const resourcesOf = ({ entry = [] }: Bundle<FhirResource>): FhirResource[] =>
  entry.flatMap(({ resource }) => (resource ? [resource] : []))
const keyOf = ({ resourceType, id }: FhirResource): string => `${resourceType}/${id}`

describe('the list', () => {
  it('opens with J3397 as CMS means it, then Prolia', () => {
    expect(all.slice(0, 2).map(({ name, then: { lines } }) => [name, lines])).toEqual([
      ['medicare-mepsevii-discard-recorded', ['J3397 × 88', 'J3397-JW × 2']],
      ['medicare-prolia-in-order', ['J0897-JZ × 60']],
    ])
  })

  it('holds at least sixty scenarios, and at least twenty charts nobody generated', () => {
    expect(all.length).toBeGreaterThanOrEqual(60)
    expect(all.filter(({ handWritten }) => handWritten).length).toBeGreaterThanOrEqual(20)
    for (const { handWritten, shape } of all) expect(shape !== undefined).toBe(handWritten)
  })

  it('is read once', () => expect(scenarios()).toBe(all))

  it('names what it does not hold', () => {
    expect(() => scenario('medicare-nothing')).toThrow('There is no scenario “medicare-nothing”')
  })

  it('gives every scenario its own name, title and patient', () => {
    for (const of of [
      all.map(({ name }) => name),
      all.map(({ title }) => title),
      all.map(({ chart }) => JSON.stringify(resourcesOf(chart).find((each) => each.resourceType === 'Patient')?.name)),
    ]) {
      expect(new Set(of).size).toBe(of.length)
    }
  })

  it('shares a resource between charts only where it is the same', () => {
    const seen = new Map<string, string>()
    for (const { chart, name } of all) {
      for (const resource of resourcesOf(chart)) {
        const text = JSON.stringify(resource)
        expect(seen.get(keyOf(resource)) ?? text, `${keyOf(resource)} of ${name}`).toBe(text)
        seen.set(keyOf(resource), text)
      }
    }
  })

  it('shares no resource of a patient', () => {
    const ofAPatient = all.flatMap(({ chart }) =>
      resourcesOf(chart)
        .filter((resource) => ['subject', 'patient', 'beneficiary'].some((element) => element in resource))
        .map(keyOf),
    )
    expect(new Set(ofAPatient).size).toBe(ofAPatient.length)
  })

  it('lets no id tell which scenario it belongs to', () => {
    for (const { chart, name } of all) {
      const words = name.split('-').filter((word) => word.length > 5)
      for (const { resourceType, id = '' } of resourcesOf(chart)) {
        if (['Medication', 'Organization', 'Practitioner', 'Location'].includes(resourceType)) continue
        for (const word of words) expect(id).not.toContain(word)
      }
    }
  })
})

describe.each(all.map((each) => [each.name, each] as const))('%s', (_, { chart, sent, focus, then, because, asOf }) => {
  const resources = resourcesOf(chart)

  it('says what is expected, and why', () => {
    expect(Expected.parse(then)).toEqual(then)
    expect(because.length).toBeGreaterThan(60)
  })

  it('agrees with itself', () => {
    const wants = then['written back']
    const fails = Object.keys(then.fails).length
    if (then.verdict === 'needs-information')
      expect([fails, Object.keys(then['cannot tell']).length > 0]).toEqual([0, true])
    if (then.verdict === 'not-ready') expect(fails).toBeGreaterThan(0)
    if (then.verdict === 'not-billable') expect(then.lines).toEqual([])
    const written = wants.charges.map((charge) => charge.replace(/ (not-)?billable$/, ''))
    expect(written).toEqual(then.verdict === 'ready' ? then.lines : [])
  })

  it('is one patient’s collection with every id and address', () => {
    expect(chart.type).toBe('collection')
    expect(resources.filter(({ resourceType }) => resourceType === 'Patient')).toHaveLength(1)
    for (const { fullUrl, resource } of chart.entry ?? [])
      expect(fullUrl).toMatch(new RegExp(`/${resource && keyOf(resource)}$`))
    expect(new Set(resources.map(keyOf)).size).toBe(resources.length)
    expect(resources.map(keyOf)).toContain(focus)
  })

  it('is valid R4, as held and as sent', () => {
    expect(resources.flatMap(problemsIn)).toEqual([])
    expect(problemsIn(sent)).toEqual([])
  })

  it('leads every local reference to a resource', () => {
    const keys = new Set(resources.map(keyOf))
    for (const resource of resources) {
      for (const reference of referencesIn(resource)) {
        if (reference.startsWith('#')) expect(containedIn(resource)).toContain(reference.slice(1))
        else expect(keys, `${keyOf(resource)} → ${reference}`).toContain(reference)
      }
    }
  })

  it('is judged after the dose and within days of it', () => {
    const dose = resources.find((resource) => keyOf(resource) === focus)
    const given =
      dose?.resourceType === 'MedicationAdministration' &&
      (dose.effectiveDateTime ?? dose.effectivePeriod?.end ?? dose.effectivePeriod?.start)
    const days = (Date.parse(asOf) - Date.parse(given || '')) / 86_400_000
    expect(days).toBeGreaterThan(0)
    expect(days).toBeLessThan(14)
  })
})

test('no chart carries a Social Security number', () => {
  for (const { sent } of all) expect(JSON.stringify(sent)).not.toContain('us-ssn')
})

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'reference' in value && typeof value.reference === 'string' ? [value.reference] : []
  return [...own, ...Object.values(value).flatMap(referencesIn)]
}

function containedIn(resource: FhirResource): (string | undefined)[] {
  return 'contained' in resource ? (resource.contained ?? []).map(({ id }) => id) : []
}
