import type { PlanAnswer, WriteUnderWay } from '@doseline/contract'
import { isOurs } from '@doseline/ehr-client'
import type { ChargeItem, FhirResource } from 'fhir/r4'
import { type Recorded, whoLeft } from './recorded.ts'
import type { Act, Plans } from './review-state.ts'
import { shownResource } from './shown-resource.ts'

/** Something in the chart that is not as Doseline wrote it, or no longer as the dose supports it. */
export interface Difference {
  readonly kind: 'missing' | 'arriving' | 'twin' | 'amended' | 'retracted' | 'theirs'
  /** What stands in the chart, or stood there. */
  readonly stands: readonly string[]
  /** What Doseline would have there; for `theirs` what it leaves alone. */
  readonly wanted: readonly string[]
  /** What sets it right; absent where nothing should be done by us. */
  readonly act?: Act
  /** The earlier write-backs a person says are gone. */
  readonly overrideEarlier?: readonly string[]
  /** Of what is arriving: who writes it, and since when; an instant. */
  readonly by?: { readonly who: string; readonly since: string }
}

export interface ReconcileInput {
  readonly resources: readonly FhirResource[]
  /** The dose: `MedicationAdministration/…`. */
  readonly focus: string
  readonly plans: Plans
  /** What the ledger knows to be written, newest first. */
  readonly recorded: readonly Recorded[]
  /** Who writes the dose now, or just did. */
  readonly underWay?: WriteUnderWay | undefined
  /** When the chart was read; what was written later cannot be in it. */
  readonly readAt?: Date | undefined
}

/** How what Doseline wrote for a dose differs from what should stand there. Nothing, before it wrote anything. */
export function differencesOf(input: ReconcileInput): Difference[] {
  const { resources, focus, plans } = input
  const live = liveCharges(resources, focus, systemOf(plans))
  const act = live.some(({ status }) => status !== 'planned') ? 'approve' : 'suggest'
  const plan = plans[act]
  const theirs = theirsIn(plan, resources)
  if (isRetracted(resources, focus) && live.length > 0) {
    return [{ kind: 'retracted', stands: live.map(textOf), wanted: [], act: 'void' }, ...theirs]
  }
  return [...twinsAmong(live, plan, act), ...amendedIn(live, plan, act), ...missingFrom(live, act, input), ...theirs]
}

/** Under one code book only: the lines of the other are not wanted here, and not ours to judge. */
const systemOf = ({ approve, suggest }: Plans): string | undefined =>
  [...approve.writes, ...suggest.writes].find(({ what }) => what === 'ChargeItem')?.identifier?.system

const GONE: ReadonlySet<string | undefined> = new Set(['entered-in-error', 'aborted'])

function liveCharges(resources: readonly FhirResource[], focus: string, system: string | undefined): ChargeItem[] {
  return resources
    .filter((resource) => resource.resourceType === 'ChargeItem')
    .filter((charge) => isOurs(charge) && !GONE.has(charge.status))
    .filter(({ identifier = [] }) => identifier.some((one) => one.system === system))
    .filter(({ service = [] }) => service.some(({ reference }) => isAt(reference, focus)))
}

const isAt = (reference: string | undefined, key: string): boolean =>
  reference === key || (reference?.endsWith(`/${key}`) ?? false)

const textOf = ({ code, id, status }: ChargeItem): string => `${code.text ?? `ChargeItem/${id}`} (${status})`

const RETRACTED: ReadonlySet<string> = new Set(['entered-in-error', 'not-done'])

const isRetracted = (resources: readonly FhirResource[], focus: string): boolean =>
  resources.some(
    (dose) =>
      dose.resourceType === 'MedicationAdministration' &&
      `MedicationAdministration/${dose.id}` === focus &&
      RETRACTED.has(dose.status),
  )

const identityOf = ({ identifier = [] }: ChargeItem): string | undefined => identifier[0]?.value

const lines = ({ writes }: PlanAnswer) => writes.filter(({ what }) => what === 'ChargeItem')

/** Of two charges with one identifier one stays; the plan voids the others. */
function twinsAmong(live: readonly ChargeItem[], plan: PlanAnswer, act: Act): Difference[] {
  const byIdentity = Map.groupBy(live, identityOf)
  const twins = [...byIdentity.values()].filter((same) => same.length > 1)
  if (twins.length === 0 || !plan.transaction) return []
  return twins.map((same): Difference => {
    const [first] = same
    return {
      kind: 'twin',
      stands: same.map((one) => `${textOf(one)} ChargeItem/${one.id}`),
      wanted: first ? [textOf(first)] : [],
      act,
    }
  })
}

/** What is charged has changed: the dose was amended, or another fact is known today. */
function amendedIn(live: readonly ChargeItem[], plan: PlanAnswer, act: Act): Difference[] {
  const count = (identity: string | undefined): number => live.filter((one) => identityOf(one) === identity).length
  const changed = lines(plan).filter(
    (write) => (write.act === 'void' || write.act === 'update') && count(write.identifier?.value) === 1,
  )
  if (changed.length === 0) return []
  const stands = live.filter((one) => changed.some(({ identifier }) => identifier?.value === identityOf(one)))
  const wanted = lines(plan).filter((write) => write.act === 'create' || write.act === 'update')
  return [{ kind: 'amended', stands: stands.map(textOf), wanted: wanted.map(({ text }) => text), act }]
}

/**
 * A line the ledger knows to be written, or one beside others of ours, that the chart does not show. While somebody writes
 * the dose, and as long as what they wrote may not be found yet, it is not missing: then nothing is offered.
 */
function missingFrom(live: readonly ChargeItem[], act: Act, input: ReconcileInput): Difference[] {
  const { plans, recorded } = input
  const plan = live.length > 0 ? plans[act === 'void' ? 'approve' : act] : plans.approve
  if (lines(plan).some((write) => write.act === 'void' || write.act === 'update')) return []
  const created = lines(plan).filter((write) => write.act === 'create')
  const left = created.map((write) => whoLeft(recorded, write.identifier?.value ?? ''))
  const gone = created.filter((_, at) => left[at] !== undefined)
  const missing = live.length > 0 ? created : gone
  if (missing.length === 0 || left.some((writeBack) => writeBack && isMessage(writeBack))) return []
  const by = arrivingBy(left, input)
  if (by) return [{ kind: 'arriving', stands: [], wanted: missing.map(({ text }) => text), by }]
  const overrideEarlier = [...new Set(left.flatMap((writeBack) => writeBack?.id ?? []))]
  const wasApproved = gone.some(({ identifier }) =>
    left.some((one) =>
      one?.writes.some(({ identity, status }) => identity === identifier?.value && status === 'billable'),
    ),
  )
  return [
    {
      kind: 'missing',
      stands: [],
      wanted: missing.map(({ text }) => text),
      act: live.length > 0 ? act : wasApproved ? 'approve' : 'suggest',
      ...(overrideEarlier.length > 0 && { overrideEarlier }),
    },
  ]
}

/** An EHR may show late what it stored, and the clocks of two machines differ. */
const SETTLES_MS = 120_000

/** Whoever writes the dose now, or wrote it so shortly before the chart was read, or after it, that it cannot show it. */
function arrivingBy(
  left: readonly (Recorded | undefined)[],
  { underWay, readAt }: ReconcileInput,
): Difference['by'] | undefined {
  if (underWay) return { who: underWay.who, since: underWay.since }
  const isNew = ({ at }: Recorded): boolean => readAt !== undefined && Date.parse(at) > readAt.getTime() - SETTLES_MS
  const recent = left.find((one) => one !== undefined && isNew(one))
  return recent && { who: recent.who, since: recent.at }
}

/** What was told by a message or given to an operation is not expected in the chart. */
const isMessage = ({ channel }: Recorded): boolean =>
  channel !== undefined && channel !== 'transaction' && channel !== 'single'

/** What somebody edited after us: it stays, and both are shown. */
function theirsIn(plan: PlanAnswer, resources: readonly FhirResource[]): Difference[] {
  return plan.warnings.flatMap((warning): Difference[] => {
    const [, type, id] = /^(ChargeItem|Flag)\/(\S+) was (?:edited|voided)/.exec(warning) ?? []
    const theirs = resources.find((one) => one.resourceType === type && one.id === id)
    if (!theirs) return []
    return [{ kind: 'theirs', stands: [shownResource(theirs)], wanted: wantedFor(theirs, plan) }]
  })
}

const wantedFor = (theirs: FhirResource, plan: PlanAnswer): string[] => {
  const identities = 'identifier' in theirs && Array.isArray(theirs.identifier) ? theirs.identifier : []
  return plan.writes
    .filter(
      ({ identifier, what }) => what !== 'Provenance' && identities.some((one) => one.value === identifier?.value),
    )
    .map(({ text }) => text)
}
