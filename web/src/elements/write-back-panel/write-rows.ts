import type { PlanAnswer } from '@doseline/contract'

type PlannedWrite = PlanAnswer['writes'][number]

/** One thing that would be written, by either act. */
export interface WriteRow {
  readonly what: PlannedWrite['what']
  readonly text: string
  readonly approve: PlannedWrite | undefined
  readonly suggest: PlannedWrite | undefined
}

/** Both plans side by side: what one identity would become by either act. */
export function rowsOf(approve: PlanAnswer, suggest: PlanAnswer): WriteRow[] {
  const rows = new Map<string, WriteRow>()
  for (const [act, { writes }] of [['approve', approve] as const, ['suggest', suggest] as const]) {
    for (const write of writes) {
      const key = `${write.what} ${write.identifier?.value ?? ''} ${write.act === 'void' ? 'void' : ''}`
      const { what, text } = write
      const row = rows.get(key) ?? {
        what,
        text: what === 'Provenance' ? '' : text,
        approve: undefined,
        suggest: undefined,
      }
      rows.set(key, { ...row, [act]: write })
    }
  }
  return [...rows.values()]
}
