import type { Attested, DoseAnswer } from '@doseline/contract'
import type { Statement } from '../events/facts-attested.ts'

/** What a person states of the visit rather than of one dose: what the EHR cannot show is looked up once. */
export const VISIT_WIDE = [
  'wholeChart',
  'notCharged',
  'setting',
  'departmentModifier',
  'coverage',
  'payer',
] as const satisfies readonly (keyof Statement)[]

/** The other doses of the visit that are checked. */
export const othersOfVisit = (doses: readonly DoseAnswer[], focus: string): readonly DoseAnswer[] => {
  const { encounter } = doses.find((dose) => dose.focus === focus) ?? {}
  return encounter === undefined
    ? []
    : doses.filter((dose) => dose.supported && dose.focus !== focus && dose.encounter === encounter)
}

/** What was stated by dose, with what a statement says of the visit taken over to the others of it. */
export function statedOfVisit(
  attested: Readonly<Record<string, Attested>>,
  stated: Attested,
  others: readonly DoseAnswer[],
): Readonly<Record<string, Attested>> {
  const ofVisit = Object.fromEntries(
    VISIT_WIDE.flatMap((key) => (stated[key] === undefined ? [] : [[key, stated[key]]])),
  )
  if (Object.keys(ofVisit).length === 0) return attested
  const { by, at } = stated
  return {
    ...attested,
    ...Object.fromEntries(others.map(({ focus }) => [focus, { ...attested[focus], ...ofVisit, by, at }])),
  }
}
