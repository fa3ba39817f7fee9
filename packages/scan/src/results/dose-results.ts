import type { DoseAnswer, FindingAnswer, LineAnswer, WorklistEntry } from '@doseline/contract'
import type { DoseResult, PatientResult } from './patient-result.ts'

/** What was judged of a patient, as results: sorted by dose, each charge line once. */
export function doseResults(
  answers: readonly DoseAnswer[],
  worklist: readonly WorklistEntry[],
  withAnswer: boolean,
): Pick<PatientResult, 'doses' | 'lines'> {
  const sorted = answers.toSorted((a, b) => (a.focus < b.focus ? -1 : 1))
  const entries = new Map(worklist.map((entry) => [entry.dose, entry]))
  const lines = new Map<string, LineAnswer>()
  for (const { lines: own } of sorted) for (const line of own) lines.set(JSON.stringify(line), line)
  return {
    doses: sorted.map((answer) => doseResult(answer, entries.get(answer.focus), withAnswer)),
    lines: [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line),
  }
}

function doseResult(answer: DoseAnswer, entry: WorklistEntry | undefined, withAnswer: boolean): DoseResult {
  const { focus, encounter, dateOfService, drug, payer, supported, verdict, sentence, edition, atStake } = answer
  const ofTheDrug = answer.lines.filter(({ role }) => role === 'drug' || role === 'discarded drug')
  // Doses of a day share their lines.
  const first = ofTheDrug.flatMap(({ doses }) => doses).toSorted()[0]
  return {
    dose: focus,
    ...(encounter && { encounter }),
    ...(dateOfService && { dateOfService }),
    ...(drug && { drug }),
    ...(payer && { payer }),
    supported,
    verdict,
    sentence,
    open: openIn(answer.findings),
    ...(ofTheDrug.length > 0 && { units: ofTheDrug.reduce((sum, { units }) => sum + units, 0) }),
    ...(atStake && { expectedPayment: atStake.dollars }),
    ...(first !== undefined && first !== focus && { linesOf: first }),
    edition,
    ...(entry && { entry }),
    ...(withAnswer && { answer }),
  }
}

const openIn = (findings: readonly FindingAnswer[]): DoseResult['open'] =>
  findings
    .filter(({ outcome }) => outcome === 'fails' || outcome === 'cannot-tell')
    .map(({ id, outcome, severity, text, remedy, who }) => ({
      id,
      outcome,
      severity,
      text,
      ...(remedy && { remedy }),
      ...(who && { who }),
    }))
