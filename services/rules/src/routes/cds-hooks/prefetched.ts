import { readChart } from '@doseline/assessment'
import type { ReadOutcome } from '@doseline/contract'
import { type Chart, namedPatientsIn } from '@doseline/fhir'
import { HttpProblem } from '../../middleware/problem.ts'
import type { HookRequest } from './hook-request.ts'
import { type CdsService, TYPE_OF_KEY } from './services.ts'
import { notComparable, refuseOtherPatients } from './whose.ts'
import { type Resource, withoutPaging } from './without-paging.ts'

/** The chart a hook brought along. */
export interface Prefetched {
  /** Resources, and Bundles of them. */
  readonly resources: readonly Resource[]
  /** How well each type could be read. */
  readonly reads: Readonly<Record<string, ReadOutcome>>
  /** Why, by type, for the rules. */
  readonly readNotes: Readonly<Record<string, string>>
  /** What was not read to the end, for the card. */
  readonly unread: readonly Unread[]
  /** Prefetch keys that came as null: the EHR says that there is none. */
  readonly none: readonly string[]
  /** Everything that came, by reference. */
  readonly chart: Chart
}

/** A type that was not read to the end: why, and what would bring the rest. */
export interface Unread {
  readonly type: string
  readonly key: string
  readonly outcome: 'partial' | 'failed'
  /** Why, as part of a sentence that names the prefetch key. */
  readonly why: string
}

/**
 * What the prefetch holds, key by key: a resource, a Bundle, `null` (there is none), an OperationOutcome (it failed), or no
 * key at all (not looked at). A key that came in part, or holds something else, counts as not read to the end. Throws 412
 * where the administrations were not sent, and 422 where something is of another patient than the hook is about.
 * @see https://cds-hooks.hl7.org/2.0/#prefetch-template
 */
export function prefetched(hook: HookRequest, { prefetch: asked, hook: name }: CdsService): Prefetched {
  const keys = Object.keys(asked).flatMap((key) => {
    const type = TYPE_OF_KEY[key]
    return type === undefined ? [] : [{ key, type }]
  })
  if (name !== 'order-sign' && !Object.hasOwn(hook.prefetch, 'administrations')) throw administrationsMissing()
  const read = keys.map((each) => readKey(each, hook))
  refuseOtherPatients(hook, read)
  const resources = read.flatMap(({ value }) => value ?? [])
  const chart = readChart({ resources: [...resources], reads: {} })
  const unread = read.flatMap((one) => unreadIn(one, hook, chart) ?? [])
  return {
    resources: resources.map(withoutPaging),
    reads: Object.fromEntries(read.map(({ type }) => [type, outcomeOf(type, unread)])),
    readNotes: Object.fromEntries(unread.map(({ type, why }) => [type, why.slice(0, MOST_SAID)])),
    unread,
    none: keys.flatMap(({ key }) => (hook.prefetch[key] === null && !isUnread(key, unread) ? [key] : [])),
    chart,
  }
}

const isUnread = (key: string, unread: readonly Unread[]): boolean => unread.some((each) => each.key === key)

/** As much as the contract takes. */
const MOST_SAID = 300

const outcomeOf = (type: string, unread: readonly Unread[]): ReadOutcome =>
  unread.find((each) => each.type === type)?.outcome ?? 'complete'

/** What came under one key. */
export interface KeyRead {
  readonly key: string
  readonly type: string
  /** Absent where nothing came that could be read. */
  readonly value?: Resource
  readonly chart?: Chart
  readonly unread?: Pick<Unread, 'outcome' | 'why'>
}

function readKey({ key, type }: { key: string; type: string }, { prefetch }: HookRequest): KeyRead {
  const not = (outcome: Unread['outcome'], why: string): KeyRead => ({ key, type, unread: { outcome, why } })
  if (!Object.hasOwn(prefetch, key)) return not('partial', `the EHR did not send the prefetch key ${key}`)
  const value = prefetch[key]
  if (value === null) return { key, type }
  if (!isResource(value)) return not('failed', `what came under the prefetch key ${key} is no FHIR resource`)
  if (value.resourceType === 'OperationOutcome') {
    return not('failed', `the EHR could not send the prefetch key ${key}: ${saidIn(value)}`)
  }
  return { key, type, value, chart: readChart({ resources: [{ ...value }], reads: {} }) }
}

/** Why a key was not read to the end; undefined where it was. */
function unreadIn({ key, type, value, chart, unread }: KeyRead, hook: HookRequest, all: Chart): Unread | undefined {
  const as = (outcome: Unread['outcome'], why: string): Unread => ({ type, key, outcome, why })
  if (unread) return as(unread.outcome, unread.why)
  if (!value || !chart) {
    // There is none of what is searched for; but the patient and the visit the hook is about exist.
    const isThere = !SINGLE.has(type) || [...all.resources.values()].some(({ resourceType }) => resourceType === type)
    return isThere ? undefined : as('failed', `the prefetch key ${key} is null`)
  }
  const types = [...new Set([...chart.resources.values()].map(({ resourceType }) => resourceType))]
  if (types.length > 0 && !types.some((each) => each === type)) {
    return as('failed', `the prefetch key ${key} holds ${types.join(', ')} and no ${type}`)
  }
  const visit = `Encounter/${hook.context.encounterId}`
  if (type === 'Encounter' && types.length > 0 && !chart.resources.has(visit)) {
    return as('failed', `the prefetch key ${key} does not hold ${visit}`)
  }
  const gaps = chart.gaps.filter(({ kind, key: of }) => LEAVES_OUT.has(kind) && of === undefined)
  const says = [...gaps.map((gap) => gap.says), ...notComparable(namedPatientsIn(chart), hook)]
  return says.length === 0 ? undefined : as('partial', `of the prefetch key ${key} not all came. ${says.join(' ')}`)
}

/** Gaps by which something that came was not read; the others are of what was. */
const LEAVES_OUT: ReadonlySet<string> = new Set(['not read', 'not understood'])

/** Types of which a hook asks for exactly one. */
const SINGLE = new Set(['Patient', 'Encounter'])

function administrationsMissing(): HttpProblem {
  return new HttpProblem('prefetch-missing', 'Without the administrations nothing can be said.', [
    {
      pointer: '/prefetch/administrations',
      detail: 'The prefetch holds no administrations.',
      remedy: 'Send the prefetch key administrations, or null where the patient has none.',
    },
  ])
}

/** What an OperationOutcome says, in the EHR's words shortened. */
function saidIn({ issue }: Resource): string {
  const [first] = (Array.isArray(issue) ? issue : []) as { details?: { text?: unknown }; diagnostics?: unknown }[]
  const said = [first?.details?.text, first?.diagnostics].find((each) => typeof each === 'string')
  return said === undefined ? 'it gave no reason' : `“${String(said).slice(0, 150)}”`
}

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  'resourceType' in value &&
  typeof value.resourceType === 'string'
