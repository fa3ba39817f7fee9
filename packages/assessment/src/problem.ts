import type { Codebook } from '@doseline/codebook'
import { isTimeZone } from '@doseline/dose'
import type { Chart } from '@doseline/fhir'
import type { AssessmentRequest } from './contract.ts'

/** Something the caller can mend: a stable code, where in their input, and what to do. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem'
  readonly code: ProblemCode
  /** JSON pointer into the request. */
  readonly pointer: string
  readonly remedy: string

  constructor(code: ProblemCode, pointer: string, detail: string, remedy: string) {
    super(detail)
    this.code = code
    this.pointer = pointer
    this.remedy = remedy
  }
}

export type ProblemCode =
  | 'focus-not-in-chart'
  | 'attested-not-in-chart'
  | 'codebook-unknown'
  | 'time-zone-unknown'
  | 'no-administration'
  | 'focus-needed'
  | 'patient-unknown'
  | 'day-unknown'
  | 'code-unknown'
  | 'payer-unknown'

/** Refuses a request that names what is not there, before anything is judged. */
export function checkRequest(request: AssessmentRequest, chart: Chart, codebook: Codebook): void {
  if (!codebook.books.some(({ id }) => id === request.codebook)) {
    const books = codebook.books.map(({ id }) => id).join(', ')
    throw new RequestProblem(
      'codebook-unknown',
      '/codebook',
      `There is no code book “${request.codebook}”.`,
      `Name one of: ${books}.`,
    )
  }
  if (request.timeZone !== undefined && !isTimeZone(request.timeZone)) {
    throw new RequestProblem(
      'time-zone-unknown',
      '/timeZone',
      `“${request.timeZone}” is no known time zone.`,
      'Use an IANA name such as America/New_York.',
    )
  }
  const { focus } = request
  if (focus !== undefined && !isAdministration(chart, focus)) {
    throw new RequestProblem(
      'focus-not-in-chart',
      '/focus',
      `The chart holds no ${focus}.`,
      'Send the MedicationAdministration with the chart.',
    )
  }
  for (const kind of ['attested', 'proposed'] as const) {
    for (const reference of Object.keys(request[kind])) {
      if (isAdministration(chart, reference)) continue
      throw new RequestProblem(
        'attested-not-in-chart',
        `/${kind}/${reference.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        `The chart holds no ${reference}.`,
        'Key what you state by the MedicationAdministration it is about.',
      )
    }
  }
}

const isAdministration = (chart: Chart, reference: string): boolean =>
  chart.resources.get(reference)?.resourceType === 'MedicationAdministration'
