import type { Codebook } from '@doseline/codebook'
import type { AssessmentAnswer, AssessmentRequest, PlansAnswer, PlansRequest, WorklistEntry } from '@doseline/contract'
import { allOf, calendarDate } from '@doseline/dose'
import { administrationsIn, type Chart, chartedDose, chartFrom, readsOf } from '@doseline/fhir'
import { chargeLines, type DerivedDose, deriveFacts, judge, questioner } from '@doseline/rules'
import { answerFor } from './answer.ts'
import { refuseLargeAnswer } from './answer-size.ts'
import { digestOf } from './digest.ts'
import { draftClaims } from './draft-claims.ts'
import type { JudgedDose } from './judged-dose.ts'
import { checkRequest, RequestProblem } from './problem.ts'
import { worklistEntries } from './worklist-entries.ts'
import { planWriteBack } from './write-back.ts'

/**
 * From what a chart says to what may be charged, in one pass: read → facts → rules → verdict → lines → write-back.
 * Pure: the same request, moment and code book give the same answer, byte for byte. `asOf` is the moment of judging
 * (ISO instant), used where the request names none; `tenant` is part of the identity of what is written; `chart` is that
 * of the request, where somebody has read it already. Throws {@link RequestProblem} where the request contradicts itself.
 */
export function assess(
  request: AssessmentRequest,
  codebook: Codebook,
  asOf: string,
  tenant = 'default',
  chart = readChart(request),
): AssessmentAnswer {
  return assessed(request, codebook, asOf, tenant, chart).answer
}

/** An answer, and what its doses are on a worklist. */
export interface Assessed {
  readonly answer: AssessmentAnswer
  /** Entries for the doses of this FHIR server; the answer of each is in `answer`. */
  readonly worklist: (server: string) => WorklistEntry[]
}

/**
 * As {@link assess}, with what the judging hands over to a worklist.
 *
 * @example
 * const { answer, worklist } = assessed(request, codebook, '2026-03-03T10:00:00Z')
 * console.log(answer.assessments.length >= worklist('our-ehr').length) // true
 */
export function assessed(
  request: AssessmentRequest,
  codebook: Codebook,
  asOf: string,
  tenant = 'default',
  chart = readChart(request),
): Assessed {
  const { moment, shown, ...judgment } = judgeChart(request, codebook, asOf, chart)
  const { digest, book } = judgment
  const planned = request.writeBack && planWriteBack(request.writeBack, { ...judgment, shown, asOf: moment }, tenant)
  const answer: AssessmentAnswer = {
    // What is kept under an id is what was answered: more of the same verdict is another answer.
    id: ['assessment', digest.slice(0, 32), ...[...new Set(request.include)].toSorted()].join('-'),
    digest,
    codebook: book,
    forSubmission: book.forSubmission,
    asOf: moment,
    assessments: shown.map((dose) => answerFor(dose, request.include)),
    warnings: [...chart.warnings, ...(shown.length > 0 ? [] : [NO_DOSE])],
    reads: readsOf(chart),
    data: codebook.data.map((set) => ({ ...set })),
    ...(request.draftClaims ? { claims: draftClaims(shown, moment).map((claim) => ({ ...claim })) } : {}),
    ...(planned ? { plans: [...planned.plans] } : {}),
  }
  return { answer, worklist: (server) => worklistEntries({ ...judgment, shown, moment }, server) }
}

/** A chart without any dose is answered; one without a dose of the day that is asked about was refused before. */
const NO_DOSE =
  'The chart holds no MedicationAdministration: there is no dose to judge. An order, a dispense or a charge alone is none.'

/**
 * What the acts on a dose would write, and no decision: the plans that {@link assess} gives beside one. Pure, and throws as
 * it does.
 */
export function planActs(
  request: PlansRequest,
  codebook: Codebook,
  asOf: string,
  tenant = 'default',
  chart = readChart(request),
): PlansAnswer {
  const { moment, ...judgment } = judgeChart(request, codebook, asOf, chart)
  return { digest: judgment.digest, ...planWriteBack(request.writeBack, { ...judgment, asOf: moment }, tenant) }
}

/** The doses of a request, judged, and what they were judged by. `shown` are those that it asks about. */
function judgeChart(request: AssessmentRequest, codebook: Codebook, asOf: string, chart: Chart) {
  checkRequest(request, chart, codebook)
  if (request.focus === undefined && request.dateOfService === undefined)
    refuseLargeAnswer({ supported: 0, others: administrationsIn(chart).length }, request, chart)
  const moment = request.asOf ?? asOf
  const worked = workAll(chart, request, codebook, moment)
  const wanted = askedFor(worked, request)
  const supported = wanted.filter((dose) => dose.supported).length
  const { acts = [], focus } = request.writeBack ?? {}
  const planned = acts.length * (focus === undefined ? supported : 1)
  refuseLargeAnswer(
    { supported, others: wanted.length - supported, planned, ofOneDay: ofOneDay(wanted) },
    request,
    chart,
  )
  const asked = new Set(wanted.map(({ charted }) => charted))
  // A write-back speaks of the whole visit; without one only the doses that are asked for are judged.
  const doses = worked.filter((dose) => request.writeBack !== undefined || asked.has(dose.charted)).map(judging(worked))
  const shown = doses.filter(({ charted }) => asked.has(charted))
  const digest = digestOf(request, chart, codebook.version, judgedAtIn(doses, moment))
  const book = codebook.books.find(({ id }) => id === request.codebook)
  if (!book) throw new TypeError('the request was checked to name a code book')
  return {
    chart,
    moment,
    doses,
    shown,
    book,
    digest,
    postedCharges: request.postedCharges ?? [],
    sentMessages: request.sentMessages ?? [],
  }
}

/** Of each dose the others of its day, together. */
function ofOneDay(doses: readonly DerivedDose[]): number {
  const days = doses.flatMap(({ charted: { administeredOn } }) => (administeredOn.known ? [administeredOn.value] : []))
  const counts = Map.groupBy(days, (day) => day)
  return [...counts.values()].reduce((sum, { length }) => sum + length * (length - 1), 0)
}

/** The day of judging; the very moment where a dose is of a time after it, because a later moment finds it given. */
function judgedAtIn(doses: readonly JudgedDose[], moment: string): string {
  const isEarly = doses.some(({ findings }) =>
    findings.some(({ rule, outcome }) => rule === 'administration/is-not-in-the-future' && outcome === 'fails'),
  )
  return isEarly ? moment : moment.slice(0, 10)
}

/** The doses the request is about. Throws where there is none of that day, or where another edition is in force. */
function askedFor(doses: readonly DerivedDose[], { focus, dateOfService, edition }: AssessmentRequest): DerivedDose[] {
  const shown = doses.filter(
    // Of the doses that nobody asks for no fact is worked out.
    ({ charted: { administration, administeredOn } }) =>
      (focus === undefined || administration === focus) &&
      (dateOfService === undefined || (administeredOn.known && administeredOn.value === dateOfService)),
  )
  if (dateOfService !== undefined && shown.length === 0) {
    throw new RequestProblem(
      'no-dose-that-day',
      '/dateOfService',
      `No dose that is asked for was given on ${dateOfService}.`,
      'Send another day, or none for every day.',
    )
  }
  const other = edition === undefined ? undefined : shown.find((dose) => dose.edition.id !== edition)
  if (!other) return shown
  throw new RequestProblem(
    'edition-not-in-force',
    '/edition',
    `For ${other.charted.administration} the edition ${other.edition.id} is in force, not ${edition}.`,
    'Leave edition out to judge by what is in force, and look at the answer again.',
  )
}

/** The doses that are asked about, judged and no more: for the command line, which prints the stations one by one. */
export function judgeAsked(chart: Chart, request: AssessmentRequest, codebook: Codebook, asOf: string): JudgedDose[] {
  const worked = workAll(chart, request, codebook, asOf)
  return askedFor(worked, request).map(judging(worked))
}

/** Every dose of the chart, with its facts: one dose can bear on another, so all of them are read. */
function workAll(chart: Chart, request: AssessmentRequest, codebook: Codebook, asOf: string): DerivedDose[] {
  const charted = administrationsIn(chart).map((reference) =>
    chartedDose(chart, reference, {
      timeZone: request.timeZone,
      attested: request.attested[reference],
      proposed: request.proposed[reference],
      postedCharges: request.postedCharges,
      ...request.charging,
    }),
  )
  return deriveFacts(charted, codebook, request.codebook, calendarDate(asOf.slice(0, 10)), asOf)
}

/** Judges the doses of a chart one by one; what they share is asked once. */
function judging(all: readonly DerivedDose[]): (dose: DerivedDose) => JudgedDose {
  const questioned = questioner(all)
  return (dose) => {
    const { facts, findings } = questioned(dose)
    const verdict = judge(findings, dose.supported)
    const lines = verdict === 'not-billable' ? [] : chargeLines(facts, dose.edition)
    return { ...allOf(dose), facts, findings, verdict, lines }
  }
}

/**
 * The chart of a request, in whatever shape it came. Whoever asks about a request’s doses starts from it: nothing else
 * looks for resources in a request.
 */
export function readChart({ bundle, resources, reads, readNotes }: ChartOfRequest): Chart {
  // The border reads each element defensively; only `resourceType` is promised here.
  return chartFrom((bundle ?? resources) as Parameters<typeof chartFrom>[0], reads, readNotes)
}

type ChartOfRequest = Pick<AssessmentRequest, 'bundle' | 'resources' | 'reads' | 'readNotes'>
