import type { Attested, DoseAnswer } from '@doseline/contract'
import type { Statement } from '../events/facts-attested.ts'

/**
 * What a person states of the visit rather than of one dose: what the EHR cannot show is looked up once. What was left out of the chart may
 * be of one dose alone, so that is stated of each.
 */
export const VISIT_WIDE = [
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

/** What is stated by dose, before and after a person states something of one, or takes it back. */
interface Change {
  readonly attested: Readonly<Record<string, Attested>>
  readonly focus: string
  /** Undefined where it is taken back. */
  readonly stated: Attested | undefined
  /** The other doses that it holds for as well. */
  readonly others: readonly DoseAnswer[]
}

/**
 * What is stated by dose afterwards. What a statement says of the visit holds for the others of it, and goes with the statement it came from. A dose
 * of which somebody stated something themselves keeps that as it is, author and time too.
 */
export function statedOfVisit({ attested, focus, stated, others }: Change): Readonly<Record<string, Attested>> {
  const { [focus]: previous, ...rest } = attested
  const came = (own: Attested | undefined): boolean =>
    own !== undefined && previous !== undefined && own.by === previous.by && own.at === previous.at
  const kept = Object.entries(rest).filter(([, own]) => !came(own))
  const theirs = new Set(kept.map(([key]) => key))
  const ofVisit = stated && visitWide(stated)
  const given = ofVisit
    ? others.flatMap((dose) => (theirs.has(dose.focus) ? [] : [[dose.focus, ofVisit] as const]))
    : []
  return Object.fromEntries([...kept, ...given, ...(stated ? [[focus, stated] as const] : [])])
}

/** Undefined where it says nothing of the visit. */
function visitWide(stated: Attested): Attested | undefined {
  const said = VISIT_WIDE.flatMap((key) => (stated[key] === undefined ? [] : [[key, stated[key]]]))
  return said.length === 0 ? undefined : { ...Object.fromEntries(said), by: stated.by, at: stated.at }
}
