import type { Diagnosis } from '@doseline/dose'

/**
 * A standing diagnosis with which a code is never reported: an osteoporosis with a current fracture is M80, not M81.
 * @see https://www.cdc.gov/nchs/icd/icd-10-cm/files.html ICD-10-CM tabular list, Excludes1 at M80 and M81
 */
export const excluding = (code: string, diagnoses: readonly Diagnosis[]): string | undefined =>
  code.startsWith('M81.')
    ? diagnoses.find(({ stands, icd10cm }) => stands && icd10cm?.startsWith('M80.'))?.icd10cm
    : undefined

/**
 * Cancer of the prostate is a diagnosis of men; of the breast, the fifth character says of whom: 1 of women, 2 of men.
 * @see https://www.cdc.gov/nchs/icd/icd-10-cm/files.html
 */
export function sexOf(code: string): 'female' | 'male' | undefined {
  if (code === 'C61') return 'male'
  return code.startsWith('C50.') ? BREAST[code.charAt('C50.'.length + 1)] : undefined
}

const BREAST: Readonly<Record<string, 'female' | 'male'>> = { 1: 'female', 2: 'male' }
