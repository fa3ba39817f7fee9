import type { AssessmentAnswer } from '@doseline/contract'
import { sha256 } from './digest.ts'

/** An answer as it is kept: what is said of each dose is a part of its own, which other answers may share. */
export interface SplitAnswer {
  readonly head: StoredHead
  readonly parts: readonly Part[]
}

/** An answer without its parts. */
export interface StoredHead {
  /** Its JSON, with an empty list of assessments. */
  readonly text: string
  /** SHA-256 of each part, in order. */
  readonly parts: readonly string[]
  /** Whom the parts are about, as `Patient/id`; null where that is not known. */
  readonly patients: readonly (string | null)[]
}

/** The JSON of one dose’s assessment, as UTF-8: bytes go from thread to thread without being copied. */
export interface Part {
  /** SHA-256 in hex. */
  readonly hash: string
  readonly text: Uint8Array<ArrayBuffer>
}

/** Where the assessments of an answer stand. In a string the quotes would be escaped, so it is found nowhere else. */
const PLACE = '"assessments":[]'

/** `parts`: those of the same doses, where they were made before. */
export function split(
  answer: Pick<AssessmentAnswer, 'assessments'>,
  parts: readonly Part[] = answer.assessments.map(partOf),
): SplitAnswer {
  const { assessments } = answer
  return {
    head: {
      text: JSON.stringify({ ...answer, assessments: [] }),
      parts: parts.map(({ hash }) => hash),
      patients: assessments.map(({ patient }) => patient ?? null),
    },
    parts,
  }
}

/** What is kept of one dose’s assessment. */
export function partOf(dose: AssessmentAnswer['assessments'][number]): Part {
  const text = new TextEncoder().encode(JSON.stringify(dose))
  return { hash: sha256(text), text }
}

/** The JSON of an answer again, from its parts. Throws where the head is of no answer. */
export function joined({ text }: StoredHead, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const at = text.indexOf(PLACE)
  if (at < 0) throw new TypeError('a stored answer has no place for its assessments')
  const start = at + PLACE.length - 1
  const between = parts.flatMap((part, index) => (index === 0 ? [part] : [COMMA, part]))
  return Buffer.concat([Buffer.from(text.slice(0, start)), ...between, Buffer.from(text.slice(start))])
}

const COMMA = Buffer.from(',')
