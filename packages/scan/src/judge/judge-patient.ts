import { type Assessed, assessed, RequestProblem, readChart } from '@doseline/assessment'
import type { Codebook } from '@doseline/codebook'
import { AssessmentRequest, type ReadOutcome } from '@doseline/contract'
import { administrationsIn, READ_TYPES } from '@doseline/fhir'
import { doseResults } from '../results/dose-results.ts'
import type { PatientResult } from '../results/patient-result.ts'
import type { PartContext } from './messages.ts'

/** The chart of one patient, as it was gathered. */
export interface PatientChart {
  readonly patient: string
  /** Resources, as JSON text. */
  readonly lines: readonly string[]
  readonly unread: readonly { readonly type?: string | undefined; readonly says: string }[]
  /** Lines that did not come, because the chart is too large. */
  readonly left: number
}

/**
 * Judges every dose of a patient. A chart that the engine refuses is a result that says why, never a failure of the scan.
 */
export function judgePatient(chart: PatientChart, context: PartContext, codebook: Codebook): PatientResult {
  const { patient, lines, left } = chart
  const empty = { patient, asOf: context.asOf, doses: [], lines: [] }
  if (left > 0) {
    const says = `The chart has ${left} lines; that is more than are judged at once.`
    return { ...empty, refused: { code: 'too-many-resources', says } }
  }
  const resources = lines.map((line): { resourceType: string } => JSON.parse(line))
  if (!resources.some(({ resourceType }) => resourceType === 'MedicationAdministration')) return empty
  try {
    return judged(resources, chart, context, codebook)
  } catch (error) {
    if (error instanceof RequestProblem)
      return { ...empty, refused: { code: error.code, says: `${error.message} ${error.remedy}` } }
    const says = 'Doseline failed on this chart. This is a fault of Doseline: please report it.'
    console.error(error instanceof Error ? `${error.name} ${error.stack?.split('\n')[1]?.trim()}` : 'a fault')
    return { ...empty, refused: { code: 'failed', says } }
  }
}

function judged(
  resources: readonly { resourceType: string }[],
  chart: PatientChart,
  context: PartContext,
  codebook: Codebook,
): PatientResult {
  const request = AssessmentRequest.parse({
    resources,
    codebook: context.codebook,
    ...(context.timeZone && { timeZone: context.timeZone }),
    ...readsOf(chart, context),
  })
  const all = allAnswers(request, context, codebook)
  const [first] = all
  if (!first) return { patient: chart.patient, asOf: context.asOf, doses: [], lines: [] }
  return {
    patient: chart.patient,
    digest: first.answer.digest,
    asOf: context.asOf,
    forSubmission: first.answer.forSubmission,
    ...doseResults(
      all.flatMap(({ answer }) => answer.assessments),
      all.flatMap(({ worklist }) => worklist(context.server)),
      context.answers,
    ),
  }
}

/** All doses in one answer; one by one where that would be larger than is answered at once. */
function allAnswers(request: AssessmentRequest, { asOf }: PartContext, codebook: Codebook): Assessed[] {
  const chart = readChart(request)
  try {
    return [assessed(request, codebook, asOf, 'scan', chart)]
  } catch (error) {
    if (!(error instanceof RequestProblem) || error.code !== 'answer-too-large') throw error
    return administrationsIn(chart).map((focus) => assessed({ ...request, focus }, codebook, asOf, 'scan', chart))
  }
}

/** How each type was read: what was not exported, and of what a line could not be read. */
function readsOf({ unread }: PatientChart, { types, notes }: PartContext) {
  const missing = types === 'all' ? [] : READ_TYPES.filter((type) => !types.includes(type))
  const reads: Record<string, ReadOutcome> = Object.fromEntries(missing.map((type) => [type, 'not-offered']))
  const readNotes: Record<string, string> = {}
  const tell = (type: string, says: string): void => {
    reads[type] = 'partial'
    readNotes[type] = (readNotes[type] ? `${readNotes[type]}; ${says}` : says).slice(0, MOST_SAID)
  }
  for (const [type, says] of Object.entries(notes)) tell(type, says)
  for (const { type, says } of unread) for (const each of type ? [type] : READ_TYPES) tell(each, says)
  return { reads, readNotes }
}

/** Characters a note of a request may have. */
const MOST_SAID = 300
