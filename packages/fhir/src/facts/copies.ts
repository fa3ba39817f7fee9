import type { ChartGap } from '@doseline/dose'
import type { Reference } from 'fhir/r4'
import { isRead } from '../chart/reads.ts'
import type { Chart } from '../chart.ts'
import { keyOf } from '../references.ts'
import { isObject } from '../shape.ts'

/**
 * Whether a record of which the chart holds copies that disagree may bear on a dose: every one of a type that is read, for a
 * request is about one patient; of what patients share, what their records lead to. Which copy is taken decides nothing, for
 * it may be the wrong one.
 */
export const copiesMayBear = (gap: ChartGap, chart: Chart): boolean => {
  const { key = '', type = '', differsIn = [] } = gap
  const isReadIn =
    differsIn.length === 0 || differsIn.some((element) => !NOT_READ[type]?.has(element.replace(/^_/, '')))
  return isRead(type) && isReadIn && (!SHARED.has(type) || ledTo(chart).has(key))
}

const elements = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Elements of which no fact is read, in the types whose copies differ in them most. */
const NOT_READ: Readonly<Record<string, ReadonlySet<string>>> = {
  Condition: elements('note recordedDate recorder asserter severity bodySite stage evidence'),
  Location: elements('telecom hoursOfOperation availabilityExceptions position description mode endpoint'),
  Organization: elements('telecom contact endpoint'),
  Patient: elements('telecom address contact communication generalPractitioner photo maritalStatus'),
  Coverage: elements('costToBeneficiary'),
  Encounter: elements('participant length priority'),
  Observation: elements('note performer method device'),
}

/** Types that are of no one patient. The patient's own record is what all others lead to. */
const SHARED: ReadonlySet<string> = new Set(['Location', 'Medication', 'Organization', 'Patient', 'ResearchStudy'])

/** Made once a chart, and only where copies of something shared disagree. */
const led = new WeakMap<Chart, ReadonlySet<string>>()

/** Everything that the records of patients lead to, by reference, over however many others. */
function ledTo(chart: Chart): ReadonlySet<string> {
  const before = led.get(chart)
  if (before) return before
  const found = new Set<string>()
  const open = [...chart.resources].flatMap(([key, { resourceType }]) => (SHARED.has(resourceType) ? [] : [key]))
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue
    found.add(key)
    for (const reference of referencesIn(chart.resources.get(key))) {
      const target = keyOf(chart, reference)
      if (target !== undefined) open.push(target)
    }
  }
  led.set(chart, found)
  return found
}

/** By address, or by identifier alone. */
function* referencesIn(value: unknown): Generator<Reference> {
  if (Array.isArray(value)) for (const each of value) yield* referencesIn(each)
  if (!isObject(value)) return
  if ('reference' in value || 'identifier' in value) yield value as Reference
  for (const inner of Object.values(value)) yield* referencesIn(inner)
}
