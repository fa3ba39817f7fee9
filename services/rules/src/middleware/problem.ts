import type { AssessmentRequest, RequestProblem } from '@doseline/assessment'
import type { z } from 'zod'

/** One thing wrong with a request: where, and what to do. */
export interface ProblemPart {
  /** JSON pointer (RFC 6901) into the request body; empty for the body itself. */
  readonly pointer: string
  /** FHIRPath of the element, where it lies in a resource. */
  readonly expression?: string
  readonly detail: string
  readonly remedy?: string
}

/** RFC 9457 problem details. `code` is stable; texts may change. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors: readonly ProblemPart[]
  readonly requestId?: string
}

const TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Nobody is signed in',
  403: 'Not allowed here',
  404: 'There is nothing at this address',
  405: 'This address does not answer that method',
  406: 'No such representation',
  409: 'Somebody else was here first',
  410: 'This is kept no longer',
  412: 'What this needs was not sent',
  413: 'The request is too large',
  415: 'The request is in a form this address does not read',
  422: 'The request contradicts itself or what it is about',
  429: 'Too many requests',
  500: 'The service failed',
  503: 'The service cannot answer now',
}

/** A fault with its status, as every face answers it in its own form. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly status: number
  readonly code: string
  readonly errors: readonly ProblemPart[]
  readonly headers: Readonly<Record<string, string>>
  /** Members beside those of RFC 9457. */
  readonly extensions: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    code: string,
    detail: string,
    errors: readonly ProblemPart[] = [],
    headers: Readonly<Record<string, string>> = {},
    extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = errors
    this.headers = headers
    this.extensions = extensions
  }

  /** As problem details. */
  toProblem(requestId: string): Problem {
    return {
      type: `https://doseline.example/problems/${this.code}`,
      title: TITLES[this.status] ?? 'The request failed',
      status: this.status,
      code: this.code,
      detail: this.message,
      errors: this.errors,
      requestId,
      ...this.extensions,
    }
  }
}

/** A request that contradicts itself. */
export function fromRequestProblem(
  { code, pointer, message, remedy }: RequestProblem,
  request?: AssessmentRequest,
): HttpProblem {
  const expression = request && expressionOf(pointer, request)
  const part = { pointer, ...(expression && { expression }), detail: message, remedy }
  return new HttpProblem(STATUS[code] ?? 422, code, message, [part])
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

/** What an address names wrongly, and what is too much; everything else contradicts the chart that was sent. */
const STATUS: Partial<Record<RequestProblem['code'], number>> = {
  'day-unknown': 400,
  'code-unknown': 404,
  'payer-unknown': 404,
  'too-many-resources': 413,
  'too-many-doses': 413,
}

/** A body that is not of the contract’s shape: every element that is wrong, by its pointer. */
export function fromZodError({ issues }: z.ZodError): HttpProblem {
  const errors = issues.flatMap((issue): ProblemPart[] => {
    const pointer = pointerOf(issue.path)
    if (issue.code !== 'unrecognized_keys') return [{ pointer, detail: issue.message }]
    return issue.keys.map((key) => ({
      pointer: `${pointer}${pointerOf([key])}`,
      detail: 'There is no such element.',
      remedy: 'Leave it out.',
    }))
  })
  const [first] = errors
  return new HttpProblem(
    400,
    'not-of-the-contract',
    `${first?.pointer || 'The body'}: ${first?.detail ?? 'not as expected'}`,
    errors,
  )
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
