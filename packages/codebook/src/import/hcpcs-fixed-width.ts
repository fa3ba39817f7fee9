import { type Bulletin, type HcpcsRecord, ImportProblem } from './bulletin.ts'
import { hcpcsDay } from './days.ts'

/** The layout of 2019 is 320 columns wide, that of 2026 drops the filler after 293. */
const WIDTH = 293

/** Columns of the record layout CMS ships with each release, first and last, counted from 1. */
const COLUMN = {
  code: [1, 5],
  recordId: [11, 11],
  long: [12, 91],
  added: [269, 276],
  ended: [285, 292],
} as const satisfies Record<string, readonly [number, number]>

/** A record begins with 3 (code) or 7 (modifier); 4 and 8 go on with its long description. */
export function hcpcsFixedWidth(text: string): Bulletin {
  const records: HcpcsRecord[] = []
  for (const [index, written] of text.split('\n').entries()) {
    const line = index + 1
    const row = written.replace(/\r$/, '')
    if (row.trim() === '') continue
    const cell = ([first, last]: readonly [number, number]) => row.slice(first - 1, last)
    const [code, id] = [cell(COLUMN.code).trim(), cell(COLUMN.recordId)]
    const last = records.at(-1)
    // What goes on in the next row is not padded in the files of 2026.
    const least = id === '4' || id === '8' ? COLUMN.long[0] : WIDTH
    if (row.length < least) throw new ImportProblem(line, row.length + 1, `at least ${least} columns`, row.slice(-20))
    if (id === '3' || id === '7') {
      records.push({
        code,
        line,
        description: cell(COLUMN.long).trimEnd(),
        added: hcpcsDay(cell(COLUMN.added), line, COLUMN.added[0]),
        ended: hcpcsDay(cell(COLUMN.ended), line, COLUMN.ended[0]),
      })
    } else if ((id === '4' || id === '8') && last?.code === code) {
      records[records.length - 1] = { ...last, description: `${last.description} ${cell(COLUMN.long).trim()}` }
    } else {
      throw new ImportProblem(line, COLUMN.recordId[0], '3, 4, 7 or 8, and 4 or 8 only below its own record', id)
    }
  }
  return { kind: 'HCPCS release', records }
}
