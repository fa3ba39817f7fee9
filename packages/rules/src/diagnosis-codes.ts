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
 * Diseases of the organs of one sex, pregnancy and menopause are diagnoses of that sex; of a cancer of the breast, the
 * fifth character says of whom: 1 of women, 2 of men.
 * @see https://www.cdc.gov/nchs/icd/icd-10-cm/files.html chapters 2, 14, 15 and 21
 */
export function sexOf(code: string): 'female' | 'male' | undefined {
  if (OF_MEN.test(code)) return 'male'
  if (OF_WOMEN.test(code)) return 'female'
  return code.startsWith('C50.') ? BREAST[code.charAt('C50.'.length + 1)] : undefined
}

const OF_MEN = /^(C6[0-3]|D07\.[4-6]|D29|N4[0-9]|N5[0-3]|Z85\.4[5-9]|Z12\.5)/
const OF_WOMEN = /^(C5[1-8]|D06|D07\.[0-3]|D2[5-8]|N7[0-7]|N8|N9[0-8]|O|Z3[34A]|Z78\.0|Z85\.4[0-4]|Z79\.890)/

/** Pregnancy, childbirth or the weeks after, at an age at which nobody has them: editors of claims take 9 to 64 years. */
export const isPregnancyOutside = (code: string, age: number): boolean => code.startsWith('O') && (age < 9 || age > 64)

/** What a disease or an injury left: the seventh character says so. The condition itself is coded first. */
export const isSequela = (code: string): boolean => /^[A-Z]\w{2}\.\w{3}S$/.test(code)

/** Examination in a clinical research program: its claim names the study. */
export const OF_A_STUDY = 'Z00.6'

const BREAST: Readonly<Record<string, 'female' | 'male'>> = { 1: 'female', 2: 'male' }
