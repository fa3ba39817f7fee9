import type { RequestProblem } from '@doseline/assessment'
import {
  type AssessmentRequest,
  PROBLEMS,
  type Problem,
  type ProblemCode,
  type ProblemPart,
  type ProblemStatus,
  pageOf,
  REASON_PHRASES,
} from '@doseline/contract'
import { inWords, kindOf, remedyForName } from '@doseline/contract/issue-words'
import type { z } from 'zod'
import type { RefusedBecause } from '../security/refused-because.ts'

/** A refusal, as every API answers it in its own form. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly code: ProblemCode
  readonly errors: readonly ProblemPart[]
  readonly headers: Readonly<Record<string, string>>
  /** Why a sign-in was refused: for the log alone. */
  reason: RefusedBecause | undefined = undefined
  /** Members beside those of RFC 9457. */
  readonly extensions: Readonly<Record<string, unknown>>

  constructor(
    code: ProblemCode,
    detail: string,
    errors: readonly ProblemPart[] = [],
    headers: Readonly<Record<string, string>> = {},
    extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail)
    this.code = code
    this.errors = errors
    this.headers = headers
    this.extensions = extensions
  }

  get status(): ProblemStatus {
    return PROBLEMS[this.code].status
  }

  /** As problem details. */
  toProblem(requestId: string): Problem {
    return {
      type: pageOf(this.code),
      title: REASON_PHRASES[this.status],
      status: this.status,
      code: this.code,
      detail: this.message,
      errors: this.errors,
      requestId,
      ...this.extensions,
    }
  }
}

/** A problem as plain data, to be handed from a worker to the main thread. */
export type PlainProblem = Pick<HttpProblem, 'code' | 'message' | 'errors' | 'headers' | 'extensions'>

export const plainProblem = ({ code, message, errors, headers, extensions }: HttpProblem): PlainProblem => ({
  code,
  message,
  errors,
  headers,
  extensions,
})

export const problemFrom = ({ code, message, errors, headers, extensions }: PlainProblem): HttpProblem =>
  new HttpProblem(code, message, errors, headers, extensions)

/** A request that contradicts itself. */
export function fromRequestProblem(
  { code, pointer, message, remedy }: RequestProblem,
  request?: AssessmentRequest,
): HttpProblem {
  const expression = request && expressionOf(pointer, request)
  const part = { pointer, ...(expression && { expression }), detail: message, remedy }
  return new HttpProblem(code, message, [part])
}

/** FHIRPath of a pointer that leads into a resource of the request; undefined for every other. */
function expressionOf(pointer: string, { resources }: AssessmentRequest): string | undefined {
  const [, first, second, ...rest] = pointer.split('/')
  if (first === 'bundle') return fhirPath('Bundle', second === undefined ? [] : [second, ...rest])
  const type = first === 'resources' ? resources?.[Number(second)]?.resourceType : undefined
  return type && fhirPath(type, rest)
}

/** `Bundle` and `entry`, `3`, `resource` as `Bundle.entry[3].resource`. */
export const fhirPath = (root: string, path: readonly string[]): string =>
  root + path.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')

/** A body may be wrong in a hundred thousand places; whoever mends the first of them sees the next. */
const MOST_ERRORS = 100

/** A body as its schema has it. Throws {@link HttpProblem} that names each element which is otherwise. */
export function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const read = shape.safeParse(body, { reportInput: true })
  if (read.success) return read.data
  const known = 'shape' in shape ? Object.keys(shape.shape as object) : []
  const whole = notABody(body, known)
  throw notOfTheContract(whole ? [whole] : partsOf(read.error, known))
}

/** A body that is no request at all: its elements are not worth naming. */
function notABody(body: unknown, known: readonly string[]): ProblemPart | undefined {
  const remedy = known.includes('resources')
    ? 'Send an object with the resources of the chart, {"resources": […]}, or a FHIR Bundle as “bundle”.'
    : `Send an object. Its elements are ${known.join(', ')}.`
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { pointer: '', detail: `It is ${kindOf(body)}, but must be an object.`, remedy }
  const type = 'resourceType' in body ? body.resourceType : undefined
  if (typeof type !== 'string' || !/^[A-Z][A-Za-z]{1,40}$/.test(type)) return undefined
  return { pointer: '', detail: `It is a resource (${type}), but must be a request.`, remedy }
}

/** The elements that are not of the contract’s shape. A wrong name also explains what is missing of the whole. */
function partsOf({ issues }: z.ZodError, known: readonly string[]): readonly ProblemPart[] {
  const hasWrongName = issues.some(({ code, path }) => code === 'unrecognized_keys' && path.length === 0)
  const told = issues.filter(({ code, path }) => !(hasWrongName && code === 'custom' && path.join('/') === 'bundle'))
  return told.slice(0, MOST_ERRORS).flatMap((issue): ProblemPart[] => {
    const pointer = pointerOf(issue.path)
    if (issue.code !== 'unrecognized_keys') return [{ pointer, ...inWords(issue) }]
    return issue.keys.map((key) => ({
      pointer: `${pointer}${pointerOf([key])}`,
      detail: 'There is no such element.',
      remedy: remedyForName(key, issue.path.length === 0 ? known : []),
    }))
  })
}

/** A body that is not of the contract’s shape: the elements that are wrong, by their pointers; the first hundred of them. */
function notOfTheContract(errors: readonly ProblemPart[]): HttpProblem {
  const [first] = errors
  return new HttpProblem(
    'not-of-the-contract',
    `${first?.pointer || 'The body'}: ${first?.detail ?? 'It is not as expected.'}`,
    errors.slice(0, MOST_ERRORS),
  )
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
