import type { Codebook, Edition } from '@doseline/codebook'
import { type ChartedDose, type Fact, known } from '@doseline/dose'
import type { DoseCharge, NamedModifiers } from '../dose-facts.ts'

/** Modifiers on the drug lines of these doses, which share their lines: on charges in the chart, and proposed in the request. */
export function modifiersNamed(
  charted: readonly ChartedDose[],
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
  const inTheRequest = charted.flatMap(({ proposed }): NamedModifiers[] => {
    const [place = { resource: 'request', element: 'proposed' }] = proposed.places
    return proposed.known ? [{ by: 'the request', modifiers: meant(proposed.value.modifiers), place }] : []
  })
  const stated = charted.flatMap(({ departmentModifier }): NamedModifiers[] => {
    if (!departmentModifier?.known) return []
    const [place = { resource: 'request', element: 'attested.departmentModifier' }] = departmentModifier.places
    return [{ by: 'a statement', modifiers: meant([departmentModifier.value]), place }]
  })
  const named = [...onCharges, ...inTheRequest, ...stated].filter(({ modifiers }) => modifiers.length > 0)
  return known(named, ...named.map((each) => each.place))
}
