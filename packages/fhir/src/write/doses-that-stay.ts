import type { JudgedDose, WriteBackInput } from '../write-back-request.ts'

/** The doses of the visit that a withdrawal is not about. */
export const dosesThatStay = ({ about, doses }: WriteBackInput): readonly JudgedDose[] =>
  doses.filter(({ administration }) => !about.includes(administration))
