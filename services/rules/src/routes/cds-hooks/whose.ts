import { type Chart, type NamedPatient, namedPatientsIn } from '@doseline/fhir'
import { HttpProblem } from '../../middleware/problem.ts'
import { isSameBase } from '../../tenants.ts'
import type { HookRequest } from './hook-request.ts'

/** Something of a hook with resources in it: a prefetch key, or the draft orders. */
interface Part {
  readonly key: string
  readonly value?: object
  readonly chart?: Chart
}

/**
 * Refuses a hook that brings a record of another patient than its context names: a card about one patient must not stand
 * in the chart of another. Every element that names a patient is compared. Throws 422 naming the prefetch key.
 */
export function refuseOtherPatients(hook: HookRequest, parts: readonly Part[]): void {
  for (const { key, value, chart } of parts) {
    const other = chart && namedPatientsIn(chart).find((named) => isOther(named, hook, chart))
    if (!other) continue
    const pointer = `/prefetch/${key}`
    throw another(other, hook, `${pointer}${pathTo(value, other.resource)}/${other.element}`, `prefetch key ${key}`)
  }
}

/** The same of the orders that are to be signed. */
export function refuseOrdersOfOthers(hook: HookRequest, chart: Chart): void {
  const other = namedPatientsIn(chart).find((named) => isOther(named, hook, chart))
  if (!other) return
  const path = pathTo(hook.context.draftOrders, other.resource)
  throw another(other, hook, `/context/draftOrders${path}/${other.element}`, 'draftOrders')
}

function another(
  { key, element, written }: NamedPatient,
  hook: HookRequest,
  pointer: string,
  where: string,
): HttpProblem {
  const { patientId } = hook.context
  const whose = element === 'id' ? `${where} holds ${key}` : `${key} (${where}) is of ${written}`
  const says = `The hook is about Patient/${patientId}, and ${whose}.`
  return new HttpProblem('another-patient', says, [
    { pointer, detail: says, remedy: 'Send the prefetch of the patient that context.patientId names.' },
  ])
}

function isOther({ patient, written }: NamedPatient, { context, fhirServer }: HookRequest, chart: Chart): boolean {
  if (patient === undefined) return false
  return patient !== `Patient/${context.patientId}` || isElsewhere(written, fhirServer, chart)
}

/** Whether an absolute reference leads to another server than the one that called, and not by a name of its own. */
function isElsewhere(written: string, fhirServer: string | undefined, chart: Chart): boolean {
  const base = /^(https?:\/\/\S{1,500})\/Patient\/[^/]+(?:\/_history\/[^/]+)?$/i.exec(written)?.[1]
  if (base === undefined || fhirServer === undefined || isSameBase(base, fhirServer)) return false
  return ![...(chart.addresses?.keys() ?? [])].some((url) => url.startsWith(`${base}/`))
}

/** What names its patient in a way that cannot be compared, one sentence each. */
export function notComparable(named: readonly NamedPatient[], { context }: HookRequest): string[] {
  return named.flatMap(({ key, patient, written }) =>
    patient === undefined
      ? [
          `${key} names its patient as “${written.slice(0, 80)}”, which cannot be compared with Patient/${context.patientId}.`,
        ]
      : [],
  )
}

/** JSON pointer from a value to a resource inside it; empty for the value itself, and where it cannot be found. */
function pathTo(value: unknown, wanted: object, depth = 0): string {
  return searched(value, wanted, depth) ?? ''
}

const DEEPEST = 40

function searched(value: unknown, wanted: object, depth: number): string | undefined {
  if (value === wanted) return ''
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const found = searched(inner, wanted, depth + 1)
    if (found !== undefined) return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}${found}`
  }
  return undefined
}
