import { type Bulletin, ImportProblem } from './bulletin.ts'

const ROW = /^([A-Z]\d[0-9A-Z])([0-9A-Z]{0,4})\s+\S/

/** `icd10cm_codes_<year>.txt`: a code without its dot, blanks, its description. Full-length codes only. */
export function icd10cmList(text: string): Extract<Bulletin, { kind: 'ICD-10-CM code list' }> {
  const records = new Set<string>()
  for (const [index, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue
    const [, category = '', rest = ''] = ROW.exec(row) ?? []
    if (category === '')
      throw new ImportProblem(index + 1, 1, 'an ICD-10-CM code without its dot, then its description', row)
    records.add(rest === '' ? category : `${category}.${rest}`)
  }
  return { kind: 'ICD-10-CM code list', records }
}
