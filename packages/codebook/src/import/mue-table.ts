import { type Bulletin, ImportProblem, type MueTable } from './bulletin.ts'
import { csvRows } from './csv-rows.ts'

const CODE = 'HCPCS/ CPT Code'
const VALUES = {
  name: 'Practitioner (Outpatient Hospital, DME Supplier) Services MUE Values',
  like: /^(Practitioner|Outpatient Hospital|DME Supplier) Services MUE Values$/,
}
const INDICATOR = 'MUE Adjudication Indicator'

const WANTED = [CODE, VALUES, INDICATOR]

/** The NCCI table: a copyright notice of several lines comes first, and the header’s first cell holds a line break. */
export function mueTable(text: string): Bulletin {
  const records = csvRows(text, WANTED, [...WANTED, 'MUE Rationale']).map(({ line, cell, at }) => {
    const [code, units] = [cell(CODE), cell(VALUES.name)]
    if (!/^[A-Z0-9]{5}$/.test(code)) throw new ImportProblem(line, at(CODE), 'a HCPCS or CPT code', code)
    if (!/^\d{1,6}$/.test(units)) throw new ImportProblem(line, at(VALUES.name), 'a whole number of units', units)
    const mai = Number(cell(INDICATOR)[0])
    if (mai !== 1 && mai !== 2 && mai !== 3) {
      throw new ImportProblem(line, at(INDICATOR), '1, 2 or 3 with its meaning', cell(INDICATOR))
    }
    return { code, units: Number(units), mai: mai as 1 | 2 | 3, line }
  })
  return { kind: 'MUE table', of: tableOf(text), records }
}

/** By the words of its column, which the first {@link BEGINNING} characters hold. */
function tableOf(text: string): MueTable {
  const beginning = text.slice(0, BEGINNING)
  if (beginning.includes('Outpatient Hospital')) return 'outpatient'
  return beginning.includes('DME Supplier') ? 'dme' : 'practitioner'
}

const BEGINNING = 6_000
