import type { DoseAnswer, FindingAnswer, LineAnswer, Verdict, WorklistEntry } from '@doseline/contract'

/** What came of one dose. */
export interface DoseResult {
  readonly dose: string
  readonly encounter?: string
  readonly dateOfService?: string
  readonly drug?: string
  readonly payer?: string
  readonly supported: boolean
  readonly verdict: Verdict
  readonly sentence: string
  /** Every finding that is not in order, advisory ones too. */
  readonly open: readonly Pick<FindingAnswer, 'id' | 'outcome' | 'severity' | 'text' | 'remedy' | 'who'>[]
  /** Units of the drug lines together. */
  readonly units?: number
  /** Dollars and cents, as decimal text. */
  readonly expectedPayment?: string
  /** The dose whose lines these are, too: units and money of both are counted with that one. */
  readonly linesOf?: string
  readonly edition: string
  /** What it is on a worklist; absent for a drug that is not supported, and for a demonstration code book. */
  readonly entry?: WorklistEntry
  readonly answer?: DoseAnswer
}

/** What came of one patient: the same from the same chart, moment and code book, byte for byte. */
export interface PatientResult {
  readonly patient: string
  /** SHA-256 of what was judged; absent where nothing was. */
  readonly digest?: string
  readonly asOf: string
  readonly forSubmission?: boolean
  readonly doses: readonly DoseResult[]
  /** Each charge line once, also where several doses share it. */
  readonly lines: readonly LineAnswer[]
  /** Why the chart could not be judged. */
  readonly refused?: { readonly code: string; readonly says: string }
}

/** Whether the chart shows that a dose is charged already. */
export const isCharged = ({ entry }: DoseResult): boolean => entry?.status === 'charged'

/** What keeps a dose from being billed. */
export const blockingOf = (dose: DoseResult): DoseResult['open'] =>
  dose.verdict === 'ready' || isCharged(dose) ? [] : dose.open.filter(({ severity }) => severity === 'required')
