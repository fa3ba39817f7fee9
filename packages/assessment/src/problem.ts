import type { Codebook } from '@doseline/codebook'
import type { AssessmentRequest, ProblemCode } from '@doseline/contract'
import { isTimeZone } from '@doseline/dose'
import { administrationsIn, type Chart, otherPatients } from '@doseline/fhir'

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
  refuseTooMuch(request, chart)
  refuseWithoutAnyDose(request, chart)
  refuseOtherPatients(request, chart)
  const focuses = { '/focus': request.focus, '/writeBack/focus': request.writeBack?.focus }
  for (const [pointer, focus] of Object.entries(focuses)) {
    if (focus === undefined || isAdministration(chart, focus)) continue
    throw new RequestProblem(
      'focus-not-in-chart',
      pointer,
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

/** What one request may hold. One dose of 5,000 is judged in half a second; how many are answered at once is up to the size of the answer. */
const MOST_RESOURCES = 50_000
const MOST_DOSES = 5000

/** Refuses a chart that would keep the service from everybody else for longer than anybody waits. */
function refuseTooMuch({ bundle }: AssessmentRequest, chart: Chart): void {
  const pointer = bundle ? '/bundle' : '/resources'
  const remedy = 'Send the resources of one patient and fewer days.'
  const { size } = chart.resources
  if (size > MOST_RESOURCES) {
    const says = `The chart holds ${size} resources; ${MOST_RESOURCES} are judged at once.`
    throw new RequestProblem('too-many-resources', pointer, says, remedy)
  }
  const doses = administrationsIn(chart).length
  if (doses > MOST_DOSES) {
    const says = `The chart holds ${doses} administrations; ${MOST_DOSES} are judged at once.`
    throw new RequestProblem('too-many-doses', pointer, says, remedy)
  }
}

/** Nothing can be answered of a chart without a dose, and where part of it was not understood that may be why. */
function refuseWithoutAnyDose({ bundle }: AssessmentRequest, chart: Chart): void {
  const lost = chart.gaps.find(({ kind }) => kind === 'not understood')
  if (!lost || administrationsIn(chart).length > 0) return
  throw new RequestProblem(
    'no-administration',
    bundle ? '/bundle' : '/resources',
    `The chart holds no MedicationAdministration that could be read. ${lost.says}`,
    'Send FHIR R4 resources, each with its resourceType spelled as FHIR spells it.',
  )
}

/** An answer is about one patient: what belongs to another one must not stand beside it, read or not. */
function refuseOtherPatients(request: AssessmentRequest, chart: Chart): void {
  const [stranger] = otherPatients(chart, request.focus)
  if (!stranger) return
  const { key, resource, element, patient, expected } = stranger
  throw new RequestProblem(
    'another-patient',
    `${pointerTo(request, resource)}/${element}`,
    `${key} is of ${patient}, the doses are of ${expected}.`,
    'Send the resources of one patient.',
  )
}

/** JSON pointer to a resource of the request; to the whole chart where it cannot be found again. */
function pointerTo({ bundle, resources }: AssessmentRequest, wanted: object): string {
  const found = pathTo(bundle ?? resources, wanted, 0)
  return `/${bundle ? 'bundle' : 'resources'}${found?.map((part) => `/${part}`).join('') ?? ''}`
}

/** Resources lie in entries, Parameters and Bundles of Bundles: none deeper than this. */
const DEEPEST = 40

function pathTo(value: unknown, wanted: object, depth: number): readonly string[] | undefined {
  if (value === wanted) return []
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const found = pathTo(inner, wanted, depth + 1)
    if (found) return [name, ...found]
  }
  return undefined
}
