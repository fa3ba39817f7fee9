import type { BookInfo } from '@doseline/codebook'
import type { ActsRequest, PlanAnswer, PostedCharge, SentMessage } from '@doseline/contract'
import type { ChargeLine } from '@doseline/dose'
import {
  type Chart,
  channelFor,
  identifiedAdministrationsIn,
  type PlannedWrite,
  type WriteBackInput,
  writeBack,
} from '@doseline/fhir'
import { sentenceOf } from './answer.ts'
import type { JudgedDose } from './judged-dose.ts'
import { RequestProblem } from './problem.ts'

interface Judged {
  readonly chart: Chart
  /** Every dose of the chart. */
  readonly doses: readonly JudgedDose[]
  /** The doses asked about. */
  readonly shown: readonly JudgedDose[]
  readonly book: BookInfo
  readonly digest: string
  readonly asOf: string
  readonly postedCharges: readonly PostedCharge[]
  readonly sentMessages: readonly SentMessage[]
}

/** The plans of one visit. */
interface Planned {
  readonly patient: string
  /** In the order of the acts. */
  readonly plans: readonly PlanAnswer[]
}

/**
 * What each act would send to the EHR for one encounter, or for one patient and day where there is none, in the order of
 * the acts. The Flag speaks of every dose Doseline supports there; a line is planned only for the doses asked about, and
 * where all of its doses may be charged. Throws where the request names several encounters, or a dose without a patient.
 */
export function planWriteBack(request: ActsRequest, judged: Judged, tenant: string): Planned {
  const { chart, book, digest, asOf, postedCharges, sentMessages } = judged
  const { acts, focus, overrides } = request
  const about = focus === undefined ? judged.shown : judged.doses.filter((dose) => isOf(dose, focus))
  const first = oneVisit(about)
  const visit = judged.doses.filter((dose) => dose.supported && visitOf(dose) === visitOf(first))
  const { patient, encounter } = first.charted
  if (!patient.known) {
    throw new RequestProblem(
      'patient-unknown',
      '/focus',
      `${first.charted.administration} names no patient.`,
      'Send the administration with its subject.',
    )
  }
  refuseUnnamed(chart, [...about, ...visit])
  if (visit.length === 0) {
    const warnings = ['Doseline supports no drug of this visit: nothing is written.']
    const [channel = 'transaction'] = request.channels
    return { patient: patient.value, plans: acts.map((act) => ({ act, writes: [], warnings, channel, lost: [] })) }
  }
  const doses = visit.map((dose) => ({
    administration: dose.charted.administration,
    verdict: dose.verdict,
    sentence: sentenceOf(dose),
    mayBeCharged: mayBeCharged(dose, isTheOneAsked(dose, about) ? overrides : []),
  }))
  const chargeable = new Set(doses.filter((dose) => dose.mayBeCharged).map(({ administration }) => administration))
  const input: Omit<WriteBackInput, 'act'> = {
    by: request.by,
    asOf,
    tenant,
    server: request.server,
    codebook: book,
    edition: first.edition.id,
    digest,
    patient: patient.value,
    ...(encounter.known ? { encounter: encounter.value } : {}),
    dateOfService: first.facts.administeredOn.known ? first.facts.administeredOn.value : asOf.slice(0, 10),
    doses,
    about: about.map(({ charted }) => charted.administration),
    lines: linesOf(visit).filter((line) => line.doses.every((dose) => chargeable.has(dose))),
    supporting: supportingOf(visit),
    postedCharges,
    sentMessages,
    overrides: overrides.map((each) => ({ ...each, asks: questionOf(each.rule, first) })),
  }
  return { patient: patient.value, plans: acts.map((act) => planAct({ ...input, act }, chart, request)) }
}

const isOf = ({ charted }: JudgedDose, focus: string): boolean => charted.administration === focus

function planAct(input: WriteBackInput, chart: Chart, offer: ActsRequest): PlanAnswer {
  const plan = writeBack(input, chart)
  const { channel, lost, requests, isSettled } = channelFor(input, plan, offer)
  return {
    act: input.act,
    visit: plan.visit,
    writes: plan.steps.map(({ write: { charges, doses: about, ...write } }) => ({
      ...write,
      ...(charges && { charges: charged(charges) }),
      ...(about && { doses: [...about] }),
    })),
    warnings: [...plan.warnings],
    ...(plan.postedCharges.length > 0 && { postedCharges: plan.postedCharges.map((each) => ({ ...each })) }),
    doses: input.doses.map(({ administration }) => administration),
    channel,
    lost: [...lost],
    ...(requests && { requests: requests.map((each) => ({ ...each, body: { ...each.body } })) }),
    // What is given already leaves nothing to send.
    ...(plan.transaction && requests?.length !== 0 && !isSettled ? { transaction: { ...plan.transaction } } : {}),
  }
}

/** A dose that goes by its position is another one in the next chart: what is written for it could not be found again. */
function refuseUnnamed(chart: Chart, doses: readonly JudgedDose[]): void {
  const named = new Set(identifiedAdministrationsIn(chart))
  const unnamed = doses.find(({ charted }) => !named.has(charted.administration))
  if (!unnamed) return
  throw new RequestProblem(
    'dose-unnamed',
    '/focus',
    `${unnamed.charted.administration} goes by its position in what was sent: the administration has no id.`,
    'Send the administration with its id, or in a Bundle entry whose fullUrl names it.',
  )
}

/** A person gives reasons for the dose on their screen; they say nothing of the others of the visit. */
const isTheOneAsked = (dose: JudgedDose, shown: readonly JudgedDose[]): boolean =>
  shown.length === 1 && shown[0] === dose

/** Ready, or every required finding that is not in order was overridden with a reason; never what was not given. */
function mayBeCharged({ verdict, findings, lines }: JudgedDose, overrides: ActsRequest['overrides']): boolean {
  if (verdict === 'ready') return true
  if (verdict === 'not-billable' || lines.length === 0) return false
  const overridden = new Set(overrides.map(({ rule }) => rule))
  return findings
    .filter(({ severity, outcome }) => severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell'))
    .every(({ rule }) => overridden.has(rule))
}

const charged = ({ modifiers, doses, billing: _, ...rest }: NonNullable<PlannedWrite['charges']>) => ({
  ...rest,
  modifiers: [...modifiers],
  doses: [...doses],
})

const questionOf = (rule: string, { findings }: JudgedDose): string =>
  findings.find((finding) => finding.rule === rule)?.asks ?? rule

/** Doses of one day and code share their lines: each line once. */
function linesOf(doses: readonly JudgedDose[]): ChargeLine[] {
  const lines = doses.flatMap((dose) =>
    dose.lines.map((line) => [`${line.role}|${line.code}|${line.doses.join(' ')}`, line] as const),
  )
  return [...new Map(lines).values()]
}

function supportingOf(doses: readonly JudgedDose[]): string[] {
  const references = doses.flatMap(({ facts }) => [
    ...(facts.coverage.known ? facts.coverage.places.map(({ resource }) => resource) : []),
    ...(facts.diagnoses.known
      ? facts.diagnoses.value.filter(({ stands }) => stands).map(({ place }) => place.resource)
      : []),
  ])
  return [...new Set(references)].filter(
    (reference) => reference.startsWith('Coverage/') || reference.startsWith('Condition/'),
  )
}

function oneVisit(shown: readonly JudgedDose[]): JudgedDose {
  const [first] = shown
  if (!first) {
    throw new RequestProblem(
      'no-administration',
      '/bundle',
      'The chart holds no MedicationAdministration.',
      'Send the administration that is to be charged.',
    )
  }
  if (shown.some((dose) => visitOf(dose) !== visitOf(first))) {
    throw new RequestProblem(
      'focus-needed',
      '/focus',
      'The chart holds doses of several visits.',
      'Name the MedicationAdministration to write back in focus.',
    )
  }
  return first
}

function visitOf({ charted, facts }: JudgedDose): string {
  if (charted.encounter.known) return charted.encounter.value
  const day = facts.administeredOn.known ? facts.administeredOn.value : charted.administration
  return `${charted.patient.known ? charted.patient.value : ''} ${day}`
}
