import type { PartContext } from '../judge/messages.ts'
import { type DoseResult, isCharged, type PatientResult } from './patient-result.ts'

type Context = Omit<PartContext, 'part'>

/** A row of `doses`: what a dose comes to. Money and other decimals are text. */
export const doseRow = ({ server }: Context, { patient, digest }: PatientResult, dose: DoseResult) => ({
  server,
  patient,
  dose: dose.dose,
  encounter: dose.encounter ?? null,
  dateOfService: dose.dateOfService ?? null,
  drug: dose.drug ?? null,
  code: dose.entry?.code ?? null,
  payer: dose.payer ?? null,
  supported: dose.supported,
  verdict: dose.verdict,
  charged: isCharged(dose),
  sentence: dose.sentence,
  units: dose.units ?? null,
  postedUnits: dose.entry?.postedUnits ?? null,
  linesOf: dose.linesOf ?? null,
  expectedPayment: dose.expectedPayment ?? null,
  atRisk: atRisk(dose) ?? null,
  fileBy: dose.entry?.fileBy ?? null,
  edition: dose.edition,
  digest: digest ?? null,
})

/** A row of `findings`: what is not in order about a dose, advisory findings too. */
export const findingRows = ({ server }: Context, { patient }: PatientResult, dose: DoseResult) =>
  dose.open.map(({ id, outcome, severity, text, remedy, who }) => ({
    server,
    patient,
    dose: dose.dose,
    dateOfService: dose.dateOfService ?? null,
    drug: dose.drug ?? null,
    payer: dose.payer ?? null,
    verdict: dose.verdict,
    rule: id,
    outcome,
    severity,
    says: text,
    remedy: remedy ?? null,
    who: who ?? null,
  }))

/** A row of `lines`: a charge line that is suggested, each once, with the doses it is for. */
export const lineRows = ({ server }: Context, { patient, lines, doses }: PatientResult) =>
  lines.map((line) => ({
    server,
    patient,
    doses: [...line.doses].toSorted(),
    verdict: doses.find(({ dose }) => line.doses.includes(dose))?.verdict ?? null,
    role: line.role,
    code: line.code,
    units: line.units,
    modifiers: line.modifiers,
    dateOfService: line.dateOfService,
    ndc: line.ndc?.ndc ?? null,
    ndcQuantity: line.ndc?.quantity ?? null,
    ndcUnit: line.ndc?.unit ?? null,
    diagnoses: line.diagnoses,
    authorization: line.authorization ?? null,
    narrative: line.narrative ?? null,
    working: line.working,
    forSubmission: line.forSubmission,
  }))

/** Of the expected payment of a dose, what is not ready to be billed; with one dose where several share their lines. */
function atRisk(dose: DoseResult): string | undefined {
  const { verdict, expectedPayment, linesOf } = dose
  const isStuck = !isCharged(dose) && (verdict === 'not-ready' || verdict === 'needs-information')
  return isStuck && linesOf === undefined ? expectedPayment : undefined
}

/** A row of the worklist, with its answer where results hold that. */
export const worklistRow = ({ entry, answer }: DoseResult): object | undefined =>
  entry && { ...entry, ...(answer && { answer }) }
