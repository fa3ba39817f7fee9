import type { ReadOutcome } from '@doseline/contract'
import { type ChartGap, withoutEnding } from '@doseline/dose'
import type { Chart } from '../chart.ts'
import { byText, quoted } from '../shape.ts'
import { called } from './called.ts'

/** The types that facts of a dose are read from. */
export const READ_TYPES = [
  'Account',
  'AdverseEvent',
  'AllergyIntolerance',
  'ChargeItem',
  'Claim',
  'ClaimResponse',
  'Communication',
  'Condition',
  'Consent',
  'Coverage',
  'CoverageEligibilityResponse',
  'DetectedIssue',
  'Encounter',
  'EpisodeOfCare',
  'ExplanationOfBenefit',
  'Flag',
  'Location',
  'Medication',
  'MedicationAdministration',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Organization',
  'Patient',
  'Procedure',
  'ResearchStudy',
  'ResearchSubject',
  'Task',
] as const

const READ: ReadonlySet<string> = new Set(READ_TYPES)

/** Whether facts are read from resources of the type. */
export const isRead = (type: string): boolean => READ.has(type)

/**
 * How well each type was read, as the caller says and as the chart itself shows: a type of which something was left out
 * was read in part, whatever the caller believes. What was left out without its type may be of any.
 */
export function readsWith(
  said: Readonly<Record<string, ReadOutcome>>,
  gaps: readonly ChartGap[],
): Readonly<Record<string, ReadOutcome>> {
  const reads: Record<string, ReadOutcome> = { ...said }
  for (const { kind, type, key } of gaps) {
    if ((kind !== 'not read' && kind !== 'not understood') || key !== undefined) continue
    for (const each of type === undefined ? READ_TYPES : [type]) {
      if ((reads[each] ?? 'complete') === 'complete') reads[each] = 'partial'
    }
  }
  return reads
}

const SAYS: Readonly<Partial<Record<ReadOutcome, (type: string) => string>>> = {
  partial: (type) => `Not all ${called(type)} were read.`,
  failed: (type) => `Reading ${called(type)} from the EHR failed.`,
}

/** What the caller says of types that were not read to the end, in the caller's words. */
export function gapsOfNotes(
  reads: Readonly<Record<string, ReadOutcome>>,
  notes: Readonly<Record<string, string>>,
): ChartGap[] {
  return Object.entries(notes).flatMap(([type, note]) => {
    const says = SAYS[reads[type] ?? 'complete']?.(type)
    const why = withoutEnding(quoted(note, MOST_SAID).trim(), '.')
    return says === undefined || why === ''
      ? []
      : [{ kind: 'not read' as const, type, says: `${says.slice(0, -1)}: ${why}.` }]
  })
}

const MOST_SAID = 300

/** What the reading of each type left out, beside what the chart itself shows. */
export function gapsOfReads({ reads, gaps }: Pick<Chart, 'reads' | 'gaps'>): ChartGap[] {
  const isNamed = (type: string): boolean =>
    gaps.some((gap) => gap.kind === 'not read' && gap.key === undefined && (gap.type ?? type) === type)
  return Object.entries(reads).flatMap(([type, outcome]) => {
    const says = SAYS[outcome]?.(type)
    return says === undefined || isNamed(type) ? [] : [{ kind: 'not read' as const, type, says }]
  })
}

/** Charts as they are read where a person states that nothing left out bears on a dose: made once a chart. */
const wholeOf = new WeakMap<Chart, Chart>()

/** The same chart, with every type that was read in part counted as read. */
export function takenAsWhole(chart: Chart): Chart {
  const reads = Object.entries(chart.reads).filter(([, outcome]) => outcome !== 'partial' && outcome !== 'failed')
  const whole = wholeOf.get(chart) ?? {
    ...chart,
    reads: Object.fromEntries(reads),
    gaps: chart.gaps.filter(({ kind }) => kind !== 'not read'),
  }
  wholeOf.set(chart, whole)
  return whole
}

/** How one type was read. */
export interface ReadOfType {
  readonly type: string
  readonly outcome: ReadOutcome
  readonly resources: number
}

/** How each type was read that facts are read from, or that the caller named, by name. */
export function readsOf({ resources, reads }: Pick<Chart, 'resources' | 'reads'>): ReadOfType[] {
  const counts = new Map<string, number>()
  for (const { resourceType } of resources.values()) counts.set(resourceType, (counts.get(resourceType) ?? 0) + 1)
  return [...new Set([...READ_TYPES, ...Object.keys(reads)])].toSorted(byText).map((type) => ({
    type,
    outcome: reads[type] ?? 'complete',
    resources: counts.get(type) ?? 0,
  }))
}
