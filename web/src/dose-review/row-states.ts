import type { DoseAnswer, FindingAnswer } from '@doseline/contract'
import { dayText, words } from '../words.ts'
import type { History } from './review-state.ts'

/** What a closed row says, and whether it opens by itself. */
export interface RowState {
  readonly says: string
  readonly isProblem: boolean
}

const isOpen = ({ outcome }: FindingAnswer): boolean => outcome === 'fails' || outcome === 'cannot-tell'
const holdsBack = (finding: FindingAnswer): boolean => finding.severity === 'required' && isOpen(finding)

/** `32 met, 2 to review` */
export function checksState({ findings }: DoseAnswer): RowState {
  const count = (is: (finding: FindingAnswer) => boolean): number => findings.filter(is).length
  const required = (outcome: FindingAnswer['outcome']): number =>
    count((finding) => finding.severity === 'required' && finding.outcome === outcome)
  const counts = words.rows.checks({
    notMet: required('fails'),
    unknown: required('cannot-tell'),
    met: count(({ outcome }) => outcome === 'passes'),
    review: count((finding) => finding.severity === 'advisory' && isOpen(finding)),
  })
  return { says: counts, isProblem: findings.some(holdsBack) }
}

/** `Active · Medicare Part B` */
export function coverageState({ coverages = [], findings, payer }: DoseAnswer): RowState {
  const primary = coverages.find(({ first }) => first)
  const { active, inactive, cannotTell } = words.coverage
  const word = primary?.active === undefined ? cannotTell : primary.active ? active : inactive
  return {
    says: [word, primary?.payer ?? payer].filter(Boolean).join(' · '),
    isProblem: findings.some((finding) => finding.id.startsWith('coverage/') && holdsBack(finding)),
  }
}

/** `Met, next due Mar 2, 2027`: of the amounts the lines say the rest. */
export function dosingState({ findings, interval }: DoseAnswer): RowState {
  const finding = findings.find(({ id }) => id === 'necessity/enough-time-has-passed')
  if (!finding) return { says: words.findings.outcome['does-not-apply'], isProblem: false }
  const look = finding.outcome === 'fails' && finding.severity === 'advisory' ? 'advises' : finding.outcome
  const word = words.findings.outcome[look]
  return { says: interval ? words.rows.interval(word, dayText(interval.next)) : word, isProblem: holdsBack(finding) }
}

/** `12 known, 3 missing` */
export function factsState({ facts = [] }: DoseAnswer): RowState {
  const entered = facts.filter(({ attestedBy }) => attestedBy !== undefined).length
  const known = facts.filter((fact) => fact.known).length
  return { says: words.rows.facts(known, facts.length - known, entered), isProblem: false }
}

export function historyState(history: History | undefined): RowState {
  return { says: history?.kind === 'read' ? words.rows.history(history.events.length) : '', isProblem: false }
}
