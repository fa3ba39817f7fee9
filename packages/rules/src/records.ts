import type { RecordBeside, RecordKind } from '@doseline/dose'

const MOST_SHOWN = 3

/** What records of a kind say, each once, as `{says}`, and which records those are; undefined where there is none. */
export function saidBy(
  kind: RecordKind,
  records: readonly RecordBeside[],
): { readonly says: string; readonly references: string } | undefined {
  const own = records.filter((record) => record.kind === kind)
  if (own.length === 0) return undefined
  const says = [...new Set(own.map((record) => record.says))]
  const more = says.length > MOST_SHOWN ? ` (and ${says.length - MOST_SHOWN} more)` : ''
  return {
    says: `${says.slice(0, MOST_SHOWN).join(' ')}${more}`,
    references: [...new Set(own.map(({ reference }) => reference))].slice(0, MOST_SHOWN).join(', '),
  }
}
