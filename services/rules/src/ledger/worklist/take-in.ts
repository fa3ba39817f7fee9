import type { DoseAnswer, WorklistEntry, WorklistStored } from '@doseline/contract'
import type { Kysely } from 'kysely'
import { keepParts } from '../answers.ts'
import { type AuditEntry, recorded } from '../audit.ts'
import { partOf } from '../stored-answer.ts'
import type { Tables } from '../tables.ts'
import { fill } from './fill.ts'

type Actor = Omit<AuditEntry, 'act' | 'about' | 'subject'>

/**
 * Puts what somebody else judged on the worklist, all or nothing, as decisions: the audit says of each patient what was
 * judged, as it does of what the service judges itself.
 */
export async function takeIn(
  db: Kysely<Tables>,
  entries: readonly WorklistEntry[],
  actor: Actor,
): Promise<WorklistStored> {
  const filled = entries.map((entry) => {
    const part = entry.answer && partOf(entry.answer as DoseAnswer)
    return { entry, part }
  })
  const parts = filled.flatMap(({ part }) => part ?? [])
  // Before the end of the audit is locked: nobody waits for its bytes.
  await keepParts(db, [{ entry: actor, answer: { parts } }])
  return recorded(db, async (trx, record) => {
    const stored = await fill(
      trx,
      filled.map(({ entry, part }) => ({ entry, part: part?.hash ?? '' })),
      actor,
    )
    await record(decisionsIn(entries, actor))
    return stored
  })
}

/** One act for each patient, FHIR server, chart and code book. */
function decisionsIn(entries: readonly WorklistEntry[], actor: Actor): AuditEntry[] {
  const together = Map.groupBy(entries, ({ server, patient, digest, codebook }) =>
    JSON.stringify([server, patient, digest, codebook]),
  )
  return [...together.values()].flatMap((ofOne) => {
    const [first] = ofOne
    if (!first) return []
    const { server, patient = '', digest, codebook } = first
    const doses = ofOne.map(({ dose, status, edition, lines }) => ({
      focus: dose,
      verdict: status,
      edition,
      lines: lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`),
    }))
    return [
      {
        ...actor,
        act: 'assessed' as const,
        subject: patient,
        about: { digest, codebook, api: 'worklist', server, doses },
        dosesOf: { server, doses: doses.map(({ focus }) => focus) },
      },
    ]
  })
}
