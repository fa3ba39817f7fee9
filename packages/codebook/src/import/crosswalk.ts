import { ndc11 } from '@doseline/dose'
import { type Bulletin, ImportProblem } from './bulletin.ts'
import { csvRows } from './csv-rows.ts'
import { spanIn } from './days.ts'

/** The first column is renamed every year: `_2026_CODE`. */
const CODE = /^_\d{4}_CODE$/

/** The NDC–HCPCS crosswalk. Its package sizes mean millilitres for one drug and vials for another: they are not read. */
export function crosswalk(text: string): Bulletin {
  const passedOver: ImportProblem[] = []
  const records = csvRows(text, [CODE, 'NDC2', 'Drug Name']).flatMap(({ line, cell, at }) => {
    const ndc = ndc11(cell('NDC2'))
    if (ndc) return [{ ndc, code: cell(String(CODE)), drug: cell('Drug Name'), line }]
    passedOver.push(new ImportProblem(line, at('NDC2'), 'an NDC in 5-4-2', cell('NDC2')))
    return []
  })
  return { kind: 'NDC–HCPCS crosswalk', records, span: spanIn(text.slice(0, 2_000)), passedOver }
}
