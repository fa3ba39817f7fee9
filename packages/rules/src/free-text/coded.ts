import type { Fact } from '@doseline/dose'
import type { AdministeredProduct, DoseFacts } from '../dose-facts.ts'
import type { Coded } from './concerns.ts'

/** The facts that texts are held against. */
export const CODED = [
  'drug',
  'administeredAmount',
  'openedAmount',
  'discardedAmount',
  'documentation',
  'acquired',
  'status',
  'administeredOn',
  'minutes',
] as const satisfies readonly (keyof DoseFacts)[]

/** The coded facts of a dose, as far as they are known, as texts are held against them. */
export function codedOf(
  { product }: AdministeredProduct,
  texts: Pick<Coded, 'stated'>,
  facts: Pick<DoseFacts, (typeof CODED)[number]>,
): Coded {
  const named = valueIn(facts.drug)?.text ?? []
  const ran = valueIn(facts.minutes)
  const acquired = valueIn(facts.acquired)
  return {
    product,
    // What a drug is mixed from is no name of it.
    names: named.filter(({ place }) => !place.element.startsWith('ingredient')).map(({ name }) => name),
    strengths: (valueIn(facts.drug)?.strengths ?? []).map(({ name }) => name),
    administeredAmount: valueIn(facts.administeredAmount),
    openedAmount: valueIn(facts.openedAmount),
    discardedAmount: valueIn(facts.discardedAmount),
    route: valueIn(facts.documentation)?.route,
    lot: valueIn(facts.documentation)?.lot,
    administeredOn: valueIn(facts.administeredOn),
    minutes: ran && [ran.minutes, ...ran.intervals],
    isStopped: valueIn(facts.status) === 'stopped',
    is340B: acquired === '340B',
    isNotCharged: acquired === 'supplied' || acquired === 'free',
    stated: texts.stated,
  }
}

const valueIn = <T>(fact: Fact<T>): T | undefined => (fact.known ? fact.value : undefined)
