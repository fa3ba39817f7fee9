import type { Assessed } from '@doseline/assessment'
import type { CardRule } from '../ledger/feedback.ts'
import { split } from '../ledger/stored-answer.ts'
import type { Asker } from '../security/who.ts'
import type { Api, ToRecord } from './task.ts'

/** What goes with the record of an answer. */
interface With {
  readonly api: Api
  readonly asker: Asker
  /** Key of the FHIR server the chart is of; undefined where nobody says. */
  readonly server?: string | undefined
  readonly idempotency?: ToRecord['idempotency']
  readonly cards?: readonly CardRule[]
}

/** What is recorded of an answer; plans are not: that of a claim is kept with it. */
export function toRecord(
  { answer, worklist }: Assessed,
  { api, asker, server, idempotency, cards = [] }: With,
): ToRecord {
  const { plans: _, claims: __, ...kept } = answer
  const { assessments } = answer
  const parts = split(kept)
  const partOf = new Map(assessments.map(({ focus }, at) => [focus, parts.head.parts[at] ?? '']))
  // What a patient’s own app has judged is no work of the clinic.
  const entries = server !== undefined && asker.reach === 'all' ? worklist(server) : []
  return {
    id: answer.id,
    answer: parts,
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
    ...(entries.length > 0 && { worklist: entries.map((entry) => ({ entry, part: partOf.get(entry.dose) ?? '' })) }),
    cards,
    codebook: answer.codebook.id,
    verdicts: assessments.map(({ verdict }) => verdict),
  }
}

/** An answer as UTF-8. */
export const encoded = (answer: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(answer))
