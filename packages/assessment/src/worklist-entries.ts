import type { BlockingIssue, DoseAnswer, LineRole, Money, WorklistEntry, WorklistStatus } from '@doseline/contract'
import { type Chart, facilityName, identifiedAdministrationsIn, patientName } from '@doseline/fhir'
import { lastDayToFile } from '@doseline/rules'
import { answerFor } from './answer.ts'
import type { JudgedDose } from './judged-dose.ts'

/** What a judging came to, as far as a worklist takes it over. */
export interface JudgedDoses {
  readonly chart: Chart
  readonly shown: readonly JudgedDose[]
  readonly digest: string
  readonly book: { readonly id: string; readonly forSubmission: boolean }
  /** The moment of judging, as an ISO instant. */
  readonly moment: string
}

/**
 * What a judging hands over to the worklist: an entry for each dose of a drug that is supported, without its answer, which
 * whoever sends it adds. A demonstration code book hands over nothing; nor does a dose that its chart gives no name of its
 * own, because in the next chart that name is another dose.
 */
export function worklistEntries(judged: JudgedDoses, server: string): WorklistEntry[] {
  const { chart, shown, book } = judged
  if (!book.forSubmission) return []
  const named = new Set(identifiedAdministrationsIn(chart))
  return shown
    .filter(({ supported, charted }) => supported && named.has(charted.administration))
    .map((dose) => entryOf(dose, judged, server))
}

function entryOf(dose: JudgedDose, { chart, digest, book, moment }: JudgedDoses, server: string): WorklistEntry {
  const answer = answerFor(dose, [])
  const { focus, patient, encounter, dateOfService, drug, payer, sentence, edition } = answer
  const posted = postedUnits(dose)
  const suggested = suggestedUnits(answer)
  const status = statusOf(answer, posted, suggested)
  const payment = paymentOf(answer)
  const isOpen = status === 'not-ready' || status === 'needs-information'
  const code = answer.lines.find(({ role }) => role === 'drug')?.code ?? dose.hcpcs?.code
  const fileBy = fileByOf(dose)
  const name = patient === undefined ? undefined : patientName(chart, patient)
  const facility = encounter === undefined ? undefined : facilityName(chart, encounter)
  return {
    server,
    dose: focus,
    ...(patient !== undefined && { patient }),
    ...(name !== undefined && { patientName: name }),
    ...(encounter !== undefined && { encounter }),
    ...(facility !== undefined && { facility }),
    ...(dateOfService !== undefined && { dateOfService }),
    ...(drug !== undefined && { drug: drug.slice(0, 300) }),
    ...(code !== undefined && { code }),
    ...(payer !== undefined && { payer: payer.slice(0, 300) }),
    status,
    sentence: sentence.slice(0, 4000),
    blocking: isOpen ? blockingIn(answer) : [],
    lines: answer.lines.map(({ role, code, modifiers, units }) => ({ role, code, modifiers, units })),
    ...(suggested !== undefined && { suggestedUnits: suggested }),
    ...(posted !== undefined && { postedUnits: posted }),
    ...(payment && { expectedPayment: payment }),
    ...(payment && isOpen && { atRisk: payment }),
    ...(fileBy !== undefined && { fileBy }),
    edition,
    codebook: book.id,
    digest,
    judgedAt: moment,
  }
}

const OF_THE_DRUG: ReadonlySet<string> = new Set<LineRole>(['drug', 'discarded drug'])

/** What is expected for a dose. What several doses are charged with together is expected once, for the first of them. */
function paymentOf({ focus, lines, atStake }: DoseAnswer): Money | undefined {
  const [first = focus] = lines.flatMap(({ role, doses }) => (OF_THE_DRUG.has(role) ? doses : [])).toSorted()
  return atStake && { amount: first === focus ? atStake.dollars : '0.00', currency: 'USD' }
}

/** A dose that only lacks nothing because its charge is there already, with the units that would be charged, is charged. */
function statusOf(
  { verdict, findings }: DoseAnswer,
  posted: number | undefined,
  suggested: number | undefined,
): WorklistStatus {
  if (verdict !== 'not-ready' || (posted !== undefined && posted !== suggested)) return verdict
  const against = findings.filter(({ severity, outcome }) => severity === 'required' && isAgainst(outcome))
  const isOnlyCharged = against.every(({ id, outcome }) => id === ALREADY_CHARGED && outcome === 'fails')
  return isOnlyCharged ? 'charged' : verdict
}

const ALREADY_CHARGED = 'charges/not-already-charged'
const isAgainst = (outcome: string): boolean => outcome === 'fails' || outcome === 'cannot-tell'

const blockingIn = ({ findings }: DoseAnswer): BlockingIssue[] =>
  findings
    .filter(({ severity, outcome }) => severity === 'required' && isAgainst(outcome))
    .map(({ id, text, remedy, who }) => ({
      rule: id,
      says: text.slice(0, 2000),
      ...(remedy !== undefined && { remedy: remedy.slice(0, 2000) }),
      ...(who !== undefined && { who }),
    }))

const isOfDrug = ({ role }: DoseAnswer['lines'][number]): boolean => role === 'drug' || role === 'discarded drug'

function suggestedUnits({ lines }: DoseAnswer): number | undefined {
  const ofDrug = lines.filter(isOfDrug)
  return ofDrug.length > 0 ? ofDrug.reduce((sum, { units }) => sum + units, 0) : undefined
}

/** What charges of the chart bill of the drug. A claim shows what was charged again, so one kind of record counts. */
function postedUnits({ facts: { charges } }: JudgedDose): number | undefined {
  if (!charges.known) return undefined
  const certain = charges.value.filter(({ perhaps, forDrug }) => perhaps === undefined && forDrug)
  const [kind] = Map.groupBy(certain, ({ reference }) => reference.split('/')[0]).values()
  if (!kind || kind.some(({ units }) => units === undefined)) return undefined
  return kind.reduce((sum, { units = 0 }) => sum + units, 0)
}

/** The last day on which the payer takes the claim, where a source says how long that is. */
function fileByOf({ facts: { administeredOn, product }, edition }: JudgedDose): string | undefined {
  const { timelyFiling } = edition.values(product.known ? product.value.product : undefined)
  if (!administeredOn.known || !timelyFiling.known || timelyFiling.value.isOfOthers) return undefined
  return lastDayToFile(administeredOn.value, timelyFiling.value)
}
