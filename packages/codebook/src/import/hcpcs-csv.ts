import type { Bulletin } from './bulletin.ts'
import { csvRows } from './csv-rows.ts'
import { hcpcsDay } from './days.ts'

/** Every column that the layout of 2026 has. */
const KNOWN = (
  'HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,MULT_PI,CIM1,CIM2,CIM3,MCM1,MCM2,MCM3,' +
  'STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,LABCERT5,LABCERT6,LABCERT7,LABCERT8,XREF1,XREF2,XREF3,XREF4,XREF5,' +
  'COV,ASC_GRP,ASC_DT,OPPS,OPPS_PI,OPPS_DT,PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,ANEST_BU,ADD DT,ACT EFF DT,TERM DT,ACTION CD'
).split(',')

/** The CSV form: long descriptions are joined already, modifiers carry leading blanks. */
export function hcpcsCsv(text: string): Bulletin {
  const rows = csvRows(text, ['HCPC', 'LONG DESCRIPTION', 'ADD DT', 'TERM DT'], KNOWN)
  const records = rows.map(({ line, cell, at }) => ({
    code: cell('HCPC'),
    line,
    description: cell('LONG DESCRIPTION'),
    added: hcpcsDay(cell('ADD DT'), line, at('ADD DT')),
    ended: hcpcsDay(cell('TERM DT'), line, at('TERM DT')),
  }))
  return { kind: 'HCPCS release', records }
}
