import { HttpProblem } from '../middleware/problem.ts'

/** Names that hold one value of the request as it is. */
const PLAIN = new Set(['codebook', 'asOf', 'dateOfService', 'edition', 'timeZone', 'server', 'draftClaims'])
/** Parts that may repeat, by the name of the list they make. */
const REPEATED: Readonly<Record<string, string>> = {
  modifier: 'modifiers',
  earlierTreatment: 'earlierTreatments',
  diagnosis: 'diagnoses',
}
/** Names that hold a record of the request, keyed by the administration in their `focus` part. */
const KEYED = new Set(['attested', 'proposed'])

/** Where in what was sent each element of the request stood. */
export interface Places {
  /** JSON pointer into the body for a pointer into the request. */
  of(pointer: string): string
}

/**
 * The assessment request inside a FHIR body: a Parameters resource whose names mirror the REST contract (`data` holds
 * the resources), or a bare Bundle. Values are passed on as they are; the contract’s own schema judges them.
 */
export function requestFrom(body: unknown): { readonly request: Record<string, unknown>; readonly places: Places } {
  if (isRecord(body) && body.resourceType === 'Bundle') return { request: { bundle: body }, places: placesOf([]) }
  if (!isRecord(body) || body.resourceType !== 'Parameters' || !Array.isArray(body.parameter)) {
    throw new HttpProblem(
      400,
      'not-parameters',
      'The body is neither a Parameters resource with parameters nor a Bundle.',
      [
        {
          pointer: '/parameter',
          detail: 'Expected Parameters.parameter.',
          remedy: 'Send the chart in parameters named data.',
        },
      ],
    )
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
    } else if (KEYED.has(name)) {
      const focus = addKeyed(request, name, parameter, at)
      stood.push([`/${name}/${segment(focus)}`, here], ...partPlaces(`/${name}/${segment(focus)}`, here, parameter))
    } else if (name === 'read') stood.push([`/reads/${addRead(request, parameter)}`, here])
    else if (name === 'writeBack') {
      stood.push(['/writeBack', here], ...partPlaces('/writeBack', here, parameter))
      request.writeBack = writeBackIn(parameter)
    } else if (name !== 'subject') throw unknownParameter(at, `“${name}”`) // the chart names its patient itself
  })
  return { request: { ...request, resources }, places: placesOf(stood) }
}

const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const partPlaces = (inside: string, here: string, parameter: Record<string, unknown>): [string, string][] =>
  partsOf(parameter).map(({ name }, part) => [`${inside}/${String(name)}`, `${here}/part/${part}`])

/** The longest beginning that is known decides; what is known nowhere is the body’s own fault. */
function placesOf(stood: readonly (readonly [string, string])[]): Places {
  const longestFirst = stood.toSorted(([a], [b]) => b.length - a.length)
  return {
    of(pointer) {
      const found = longestFirst.find(([start]) => pointer === start || pointer.startsWith(`${start}/`))
      return found ? found[1] + pointer.slice(found[0].length) : '/parameter'
    },
  }
}

function unknownParameter(at: number, what: string): HttpProblem {
  return new HttpProblem(400, 'parameter-unknown', `The operation takes no ${what}.`, [
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
    throw new HttpProblem(400, 'focus-missing', `“${name}” does not say which dose it is about.`, [
      {
        pointer: `/parameter/${at}`,
        detail: 'A part named focus is missing.',
        remedy: 'Add the reference of the MedicationAdministration.',
      },
    ])
  }
  const values: Record<string, unknown> = {}
  for (const part of parts) {
    if (part === focus || typeof part.name !== 'string') continue
    const value = part.part
      ? Object.fromEntries(partsOf(part).map((each) => [String(each.name), valueIn(each)]))
      : valueIn(part)
    const list = REPEATED[part.name]
    if (list) values[list] = [...((values[list] as unknown[] | undefined) ?? []), value]
    else values[part.name] = value
  }
  const about = String(referenceIn(focus))
  request[name] = { ...(request[name] as object | undefined), [about]: values }
  return about
}

function addRead(request: Record<string, unknown>, parameter: Record<string, unknown>): string {
  const parts = partsOf(parameter)
  const type = parts.find(({ name }) => name === 'type')
  const outcome = parts.find(({ name }) => name === 'outcome')
  const read = String(type && valueIn(type))
  request.reads = { ...(request.reads as object | undefined), [read]: outcome && valueIn(outcome) }
  return read
}

function writeBackIn(parameter: Record<string, unknown>): Record<string, unknown> {
  const request: Record<string, unknown> = {}
  const overrides: unknown[] = []
  const forms: unknown[] = []
  const gone: unknown[] = []
  for (const part of partsOf(parameter)) {
    if (part.name === 'by') request.by = byIn(part)
    else if (part.name === 'form') forms.push(valueIn(part))
    else if (part.name === 'gone') gone.push(valueIn(part))
    else if (part.name === 'override')
      overrides.push(Object.fromEntries(partsOf(part).map((each) => [String(each.name), valueIn(each)])))
    else request[String(part.name)] = valueIn(part)
  }
  return {
    ...request,
    ...(overrides.length > 0 && { overrides }),
    ...(forms.length > 0 && { forms }),
    ...(gone.length > 0 && { gone }),
  }
}

function byIn(part: Record<string, unknown>): Record<string, unknown> {
  const value = part.valueReference
  if (!isRecord(value)) return { display: valueIn(part) }
  return {
    ...(value.reference === undefined ? {} : { reference: value.reference }),
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
