import { HttpProblem } from '../middleware/problem.ts'
import { LISTS } from './operation-parts.ts'

/** Names that hold one value of the request as it is. */
const PLAIN = new Set(['codebook', 'asOf', 'dateOfService', 'edition', 'timeZone', 'server', 'draftClaims'])
/** Names that hold a record of the request, keyed by the administration in their `focus` part. */
const KEYED = new Set(['attested', 'proposed'])
/** Names that may repeat: all of their values make a list of the request. */
const REPEATED = new Set(['include'])

/** Where in what was sent each element of the request stood. */
export interface Places {
  /** JSON pointer into the body for a pointer into the request. */
  of(pointer: string): string
}

/** A request that came as a FHIR resource. */
export interface FromFhir {
  readonly request: Record<string, unknown>
  readonly places: Places
  /** The type of the body, which FHIRPath of its elements starts with. */
  readonly root: string
}

/** Whether a body is a chart as it is, or the input of the operation: every route takes both, whatever type the Bundle says. */
export const isFhir = (body: unknown): body is { readonly resourceType: 'Bundle' | 'Parameters' } =>
  isRecord(body) && (body.resourceType === 'Bundle' || body.resourceType === 'Parameters')

/**
 * The assessment request inside a FHIR body: a Parameters resource whose names mirror the REST contract (`data` holds
 * the resources), or the chart itself as a Bundle. Values are passed on as they are; the contract’s
 * own schema judges them, and the one reader of charts whatever the Bundle holds.
 */
export function requestFrom(body: unknown): FromFhir {
  if (isRecord(body) && body.resourceType === 'Bundle') {
    return { request: { bundle: body }, places: placesOf([['/bundle', '']], ''), root: 'Bundle' }
  }
  if (!isRecord(body) || body.resourceType !== 'Parameters' || !Array.isArray(body.parameter)) {
    throw new HttpProblem('not-parameters', 'The body is neither a Parameters resource with parameters nor a Bundle.', [
      {
        pointer: '/parameter',
        detail: 'Expected Parameters.parameter.',
        remedy: 'Send the chart in parameters named data.',
      },
    ])
  }
  const request: Record<string, unknown> = {}
  const resources: unknown[] = []
  const stood: [string, string][] = []
  body.parameter.forEach((parameter: unknown, at) => {
    const name = isRecord(parameter) ? parameter.name : undefined
    if (!isRecord(parameter) || typeof name !== 'string') throw unknownParameter(at, 'a parameter without a name')
    const here = `/parameter/${at}`
    if (name === 'data') {
      stood.push([`/resources/${resources.length}`, `${here}/resource`])
      resources.push(parameter.resource)
    } else if (name === 'focus' || PLAIN.has(name)) {
      stood.push([`/${name}`, `${here}/value`])
      request[name] = name === 'focus' ? referenceIn(parameter) : valueIn(parameter)
    } else if (REPEATED.has(name)) {
      const values = (request[name] as unknown[] | undefined) ?? []
      stood.push([`/${name}/${values.length}`, `${here}/value`], [`/${name}`, here])
      request[name] = [...values, valueIn(parameter)]
    } else if (KEYED.has(name)) {
      const focus = addKeyed(request, name, parameter, at)
      stood.push([`/${name}/${segment(focus)}`, here], ...partPlaces(`/${name}/${segment(focus)}`, here, parameter))
    } else if (name === 'read') stood.push([`/reads/${addRead(request, parameter)}`, here])
    else if (name === 'writeBack') {
      stood.push(['/writeBack', here], ...partPlaces('/writeBack', here, parameter))
      request.writeBack = writeBackIn(parameter)
    } else if (name !== 'subject') throw unknownParameter(at, `“${name}”`) // the chart names its patient itself
  })
  return { request: { ...request, resources }, places: placesOf(stood, '/parameter'), root: 'Parameters' }
}

const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const partPlaces = (inside: string, here: string, parameter: Record<string, unknown>): [string, string][] =>
  partsOf(parameter).map(({ name }, part) => [`${inside}/${String(name)}`, `${here}/part/${part}`])

/** The longest beginning that is known decides; what is known nowhere is the body’s own fault. */
function placesOf(stood: readonly (readonly [string, string])[], otherwise: string): Places {
  const longestFirst = stood.toSorted(([a], [b]) => b.length - a.length)
  return {
    of(pointer) {
      const found = longestFirst.find(([start]) => pointer === start || pointer.startsWith(`${start}/`))
      return found ? found[1] + pointer.slice(found[0].length) : otherwise
    },
  }
}

function unknownParameter(at: number, what: string): HttpProblem {
  return new HttpProblem('parameter-unknown', `The operation takes no ${what}.`, [
    {
      pointer: `/parameter/${at}`,
      detail: `The operation takes no ${what}.`,
      remedy: 'Leave it out, or see the OperationDefinition.',
    },
  ])
}

function addKeyed(
  request: Record<string, unknown>,
  name: string,
  parameter: Record<string, unknown>,
  at: number,
): string {
  const parts = partsOf(parameter)
  const focus = parts.find((part) => part.name === 'focus')
  if (!focus) {
    throw new HttpProblem('focus-missing', `“${name}” does not say which dose it is about.`, [
      {
        pointer: `/parameter/${at}`,
        detail: 'A part named focus is missing.',
        remedy: 'Add the reference of the MedicationAdministration.',
      },
    ])
  }
  const about = String(referenceIn(focus))
  request[name] = {
    ...(request[name] as object | undefined),
    [about]: recordIn(
      parts.filter((part) => part !== focus),
      LISTS[name],
    ),
  }
  return about
}

function addRead(request: Record<string, unknown>, parameter: Record<string, unknown>): string {
  const parts = partsOf(parameter)
  const type = parts.find(({ name }) => name === 'type')
  const outcome = parts.find(({ name }) => name === 'outcome')
  const because = parts.find(({ name }) => name === 'because')
  const read = String(type && valueIn(type))
  request.reads = { ...(request.reads as object | undefined), [read]: outcome && valueIn(outcome) }
  if (because) request.readNotes = { ...(request.readNotes as object | undefined), [read]: valueIn(because) }
  return read
}

function writeBackIn(parameter: Record<string, unknown>): Record<string, unknown> {
  const parts = partsOf(parameter)
  const by = parts.findLast(({ name }) => name === 'by')
  return { ...recordIn(parts, LISTS.writeBack), ...(by && { by: byIn(by) }) }
}

/** Parts by their names; those that may repeat as lists. */
function recordIn(
  parts: readonly Record<string, unknown>[],
  lists: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const part of parts) {
    if (typeof part.name !== 'string') continue
    const value = part.part
      ? recordIn(partsOf(part), LISTS[part.name])
      : part.valueReference
        ? referenceIn(part)
        : valueIn(part)
    const list = lists[part.name]
    if (list) record[list] = [...((record[list] as unknown[] | undefined) ?? []), value]
    else record[part.name] = value
  }
  return record
}

function byIn(part: Record<string, unknown>): Record<string, unknown> {
  const value = part.valueReference
  if (!isRecord(value)) return { display: valueIn(part) }
  return {
    ...(value.reference === undefined ? {} : { reference: value.reference }),
    ...(isRecord(value.identifier) && value.identifier.value !== undefined
      ? { identifier: value.identifier.value }
      : {}),
    ...(value.display === undefined ? {} : { display: value.display }),
  }
}

function partsOf(parameter: Record<string, unknown>): Record<string, unknown>[] {
  return Array.isArray(parameter.part) ? parameter.part.filter(isRecord) : []
}

function referenceIn(parameter: Record<string, unknown>): unknown {
  const value = parameter.valueReference
  return isRecord(value) ? value.reference : valueIn(parameter)
}

/** The value of a parameter, whatever its type. */
function valueIn(parameter: Record<string, unknown>): unknown {
  const name = Object.keys(parameter).find((key) => key.startsWith('value'))
  return name === undefined ? undefined : parameter[name]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
