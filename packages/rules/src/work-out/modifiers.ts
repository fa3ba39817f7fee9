import type { Codebook, Edition } from '@doseline/codebook'
import { type ChartedDose, type Fact, known } from '@doseline/dose'
import type { DoseCharge, NamedModifiers } from '../dose-facts.ts'

/** Modifiers on the drug lines of this dose: on charges in the chart, and proposed in the request. */
export function modifiersNamed(
  charted: ChartedDose,
  charges: Fact<readonly DoseCharge[]>,
  edition: Edition,
  codebook: Codebook,
): Fact<readonly NamedModifiers[]> {
  const meant = (codes: readonly string[]) =>
    codes.map((code) => code.trim().toUpperCase()).map((code) => ({ code, meaning: edition.modifier(code) }))
  const onCharges = (charges.known ? charges.value : [])
    .filter(({ perhaps }) => perhaps === undefined)
    .filter(({ codes }) => codes.some(({ code }) => code !== undefined && codebook.meaningOf(code)))
    .map(({ modifiers, place }): NamedModifiers => ({ by: 'a charge', modifiers: meant(modifiers), place }))
  const { proposed } = charted
  const [place = { resource: 'request', element: 'proposed' }] = proposed.places
  const inTheRequest: NamedModifiers[] = proposed.known
    ? [{ by: 'the request', modifiers: meant(proposed.value.modifiers), place }]
    : []
  const named = [...onCharges, ...inTheRequest].filter(({ modifiers }) => modifiers.length > 0)
  return known(named, ...named.map((each) => each.place))
}
