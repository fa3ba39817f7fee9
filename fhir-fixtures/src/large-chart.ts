import type { Bundle } from 'fhir/r4'
import { requestFor } from './request.ts'
import { scenario } from './scenarios.ts'

interface Entry {
  fullUrl?: string
  resource: { resourceType: string; id: string; effectiveDateTime?: string }
}

/** A chart of Prolia that holds so many administrations of it, every third day, and so many copies of its other types. */
export function largeChart(doses: number, copies: Readonly<Record<string, number>> = {}): { bundle: Bundle } {
  const { bundle } = structuredClone(requestFor(scenario('medicare-prolia-in-order')))
  const { entry } = bundle as unknown as { entry: Entry[] }
  const [first, ...others] = entry.filter(({ resource }) => resource.resourceType === 'MedicationAdministration')
  const rest = entry.filter(({ resource }) => resource.resourceType !== 'MedicationAdministration')
  if (!first) throw new Error('the scenario has a dose')
  const given = Array.from({ length: Math.max(0, doses - 1 - others.length) }, (_, at): Entry => {
    const day = new Date(Date.UTC(2026, 1, 27) - at * 3 * 86_400_000).toISOString().slice(0, 10)
    return { resource: { ...first.resource, id: `dose-${at}`, effectiveDateTime: `${day}T15:00:00Z` } }
  })
  const more = Object.entries(copies).flatMap(([type, count]) => {
    const one = rest.find(({ resource }) => resource.resourceType === type)
    if (!one) throw new Error(`the scenario has no ${type}`)
    return Array.from({ length: count }, (_, at): Entry => ({ resource: { ...one.resource, id: `${type}-${at}` } }))
  })
  return { bundle: { ...bundle, entry: [...rest, first, ...others.slice(0, doses - 1), ...given, ...more] } as Bundle }
}
