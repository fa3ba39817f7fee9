import type { RequestProblem } from '@doseline/assessment'
import {
  type AssessmentRequest,
  PROBLEMS,
  type Problem,
  type ProblemCode,
  type ProblemPart,
  pageOf,
} from '@doseline/contract'
import { inWords, remedyForName } from '@doseline/contract/issue-words'
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

  get status(): number {
    return PROBLEMS[this.code].status
  }

  /** As problem details. */
  toProblem(requestId: string): Problem {
    return {
      type: pageOf(this.code),
      title: PROBLEMS[this.code].title,
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
  if (!read.success) throw fromZodError(read.error, 'shape' in shape ? Object.keys(shape.shape as object) : [])
  return read.data
}

/** A body that is not of the contract’s shape: the elements that are wrong, by their pointers; the first hundred of them. */
function fromZodError({ issues }: z.ZodError, known: readonly string[]): HttpProblem {
  const errors = issues.slice(0, MOST_ERRORS).flatMap((issue): ProblemPart[] => {
    const pointer = pointerOf(issue.path)
    if (issue.code !== 'unrecognized_keys') return [{ pointer, ...inWords(issue) }]
    return issue.keys.map((key) => ({
      pointer: `${pointer}${pointerOf([key])}`,
      detail: 'There is no such element.',
      remedy: remedyForName(key, issue.path.length === 0 ? known : []),
    }))
  })
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
