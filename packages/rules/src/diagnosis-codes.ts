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

const OF_MEN =
  /^(A18\.1[45]|C6[0-3]|D07\.[4-6]|D17\.6|D29|D40|E29|E89\.5|F52\.(21|32)|I86\.1|N4[0-9]|N5[0-3]|N99\.11|Q5[3-5]|R86|R97\.2|Z12\.5|Z85\.4[5-9])/
const OF_WOMEN =
  /^(A18\.1[78]|A34|C5[1-8]|C79\.6|D06|D07\.[0-3]|D2[5-8]|D39|E28|E89\.4|F52\.(22|31)|I86\.3|N7[0-7]|N8|N9[0-8]|N99\.(12|[23]|8[35])|O|Q5[0-2]|R87|Z3[3479A]|Z78\.0|Z79\.890|Z85\.4[0-4]|Z87\.5|Z90\.71)/

/** Pregnancy, childbirth or the weeks after, at an age at which nobody has them: editors of claims take 9 to 64 years. */
export const isPregnancyOutside = (code: string, age: number): boolean => code.startsWith('O') && (age < 9 || age > 64)

/**
 * Conditions of the newborn (chapter 16, and the birth itself), in a grown-up: its codes are for newborn records only, and a child may carry on
 * what began then. Editors of claims take eighteen as grown up.
 * @see https://www.cdc.gov/nchs/icd/icd-10-cm/files.html the notes of chapter 16 and of Z38
 */
export const isOfNewbornsOutside = (code: string, age: number): boolean => /^(P|Z38)/.test(code) && age >= 18

/**
 * What no drug is given for by itself: a session of radiation, chemotherapy or immunotherapy (“code also condition requiring care”), the long use of a
 * drug, a history of the patient or of the family, and what caused an injury from outside (“used secondary to a code from another chapter”).
 * @see https://www.cdc.gov/nchs/icd/icd-10-cm/files.html the notes of Z51 and of chapter 20; Official Guidelines, sections I.C.2 and I.C.21
 */
export const namesNoCondition = (code: string): boolean => /^(Z51\.[01]|Z79|Z8[0-7]|[V-Y])/.test(code)

/** What a disease or an injury left: the seventh character says so. The condition itself is coded first. */
export const isSequela = (code: string): boolean => /^[A-Z]\w{2}\.\w{3}S$/.test(code)

/** Examination in a clinical research program: its claim names the study. */
export const OF_A_STUDY = 'Z00.6'

const BREAST: Readonly<Record<string, 'female' | 'male'>> = { 1: 'female', 2: 'male' }
