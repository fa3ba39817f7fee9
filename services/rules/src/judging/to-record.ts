import type { AssessmentAnswer } from '@doseline/contract'
import type { CardRule } from '../ledger/feedback.ts'
import { split } from '../ledger/stored-answer.ts'
import type { Api, ToRecord } from './task.ts'

/** What goes with the record of an answer. */
interface With {
  readonly api: Api
  /** Key of the FHIR server the chart is of; undefined where nobody says. */
  readonly server?: string | undefined
  readonly idempotency?: ToRecord['idempotency']
  readonly cards?: readonly CardRule[]
}

/** What is recorded of an answer; plans are not: that of a claim is kept with it. */
export function toRecord(answer: AssessmentAnswer, { api, server, idempotency, cards = [] }: With): ToRecord {
  const { plans: _, claims: __, ...kept } = answer
  const { assessments } = answer
  return {
    id: answer.id,
    answer: split(kept),
    subject: assessments[0]?.patient ?? '',
    about: {
      assessment: answer.id,
      digest: answer.digest,
      codebook: answer.codebook.id,
      api,
      ...(server !== undefined && { server }),
      doses: assessments.map(({ focus, verdict, edition, lines, stated }) => ({
        focus,
        verdict,
        edition,
        lines: lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`),
        // So that the history can say what an answer rested on.
        ...(stated && { stated: stated.map(({ fact, shows, by }) => ({ fact, shows, by })) }),
      })),
    },
    ...(server !== undefined && { dosesOf: { server, doses: assessments.map(({ focus }) => focus) } }),
    ...(idempotency && { idempotency }),
    cards,
    codebook: answer.codebook.id,
    verdicts: assessments.map(({ verdict }) => verdict),
  }
}

/** An answer as UTF-8. */
export const encoded = (answer: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(answer))
