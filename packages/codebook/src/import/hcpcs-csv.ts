import type { Bulletin } from './bulletin.ts'
import { csvRows } from './csv-rows.ts'
import { hcpcsDay } from './days.ts'

/** The CSV form: long descriptions are joined already, modifiers carry leading blanks. */
export function hcpcsCsv(text: string): Bulletin {
  const rows = csvRows(text, ['HCPC', 'LONG DESCRIPTION', 'ADD DT', 'TERM DT'])
  const records = rows.map(({ line, cell, at }) => ({
    code: cell('HCPC'),
    line,
    description: cell('LONG DESCRIPTION'),
    added: hcpcsDay(cell('ADD DT'), line, at('ADD DT')),
    ended: hcpcsDay(cell('TERM DT'), line, at('TERM DT')),
  }))
  return { kind: 'HCPCS release', records }
}
