import { HttpProblem } from '../middleware/problem.ts'

/** Names that hold one value of the request as it is. */
const PLAIN = new Set(['codebook', 'asOf', 'timeZone', 'draftClaims'])
/** Parts that may repeat, by the name of the list they make. */
const REPEATED: Readonly<Record<string, string>> = { modifier: 'modifiers', earlierTreatment: 'earlierTreatments' }
/** Names that hold a record of the request, keyed by the administration in their `focus` part. */
const KEYED = new Set(['attested', 'proposed'])

/**
 * The assessment request inside a FHIR body: a Parameters resource whose names mirror the REST contract (`data` holds
 * the resources), or a bare Bundle. Values are passed on as they are; the contract’s own schema judges them.
 */
export function requestFrom(body: unknown): Record<string, unknown> {
  if (isRecord(body) && body.resourceType === 'Bundle') return { bundle: body }
  if (!isRecord(body) || body.resourceType !== 'Parameters' || !Array.isArray(body.parameter)) {
    throw new HttpProblem(
      400,
      'not-parameters',
      'The body is neither a Parameters resource with parameters nor a Bundle.',
      [{ pointer: '', detail: 'Expected Parameters.parameter.', remedy: 'Send the chart in parameters named data.' }],
    )
  }
  const request: Record<string, unknown> = {}
  const resources: unknown[] = []
  body.parameter.forEach((parameter: unknown, at) => {
    const name = isRecord(parameter) ? parameter.name : undefined
    if (!isRecord(parameter) || typeof name !== 'string') throw unknownParameter(at, 'a parameter without a name')
    if (name === 'data') resources.push(parameter.resource)
    else if (name === 'focus' || name === 'subject') request[name] = referenceIn(parameter)
    else if (PLAIN.has(name)) request[name] = valueIn(parameter)
    else if (KEYED.has(name)) addKeyed(request, name, parameter, at)
    else if (name === 'read') addRead(request, parameter)
    else if (name === 'writeBack') request.writeBack = writeBackIn(parameter)
    else throw unknownParameter(at, `“${name}”`)
  })
  delete request.subject // the chart names its patient itself
  return { ...request, resources }
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
): void {
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
  request[name] = { ...(request[name] as object | undefined), [String(referenceIn(focus))]: values }
}

function addRead(request: Record<string, unknown>, parameter: Record<string, unknown>): void {
  const parts = partsOf(parameter)
  const type = parts.find(({ name }) => name === 'type')
  const outcome = parts.find(({ name }) => name === 'outcome')
  request.reads = {
    ...(request.reads as object | undefined),
    [String(type && valueIn(type))]: outcome && valueIn(outcome),
  }
}

function writeBackIn(parameter: Record<string, unknown>): Record<string, unknown> {
  const request: Record<string, unknown> = {}
  const overrides: unknown[] = []
  for (const part of partsOf(parameter)) {
    if (part.name === 'by') request.by = byIn(part)
    else if (part.name === 'override')
      overrides.push(Object.fromEntries(partsOf(part).map((each) => [String(each.name), valueIn(each)])))
    else request[String(part.name)] = valueIn(part)
  }
  return overrides.length > 0 ? { ...request, overrides } : request
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
