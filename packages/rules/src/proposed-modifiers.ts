import type { ModifierMeaning } from '@doseline/codebook'
import type { SettingKind } from '@doseline/contract'
import type { DoseFacts } from './dose-facts.ts'

/** Modifiers that are proposed in the request, or that a person states, and that stand on the lines. */
export interface ProposedModifiers {
  /** On lines of the drug. */
  readonly ofTheDrug: readonly string[]
  /** On every line of the visit: they state the place. */
  readonly ofThePlace: readonly string[]
}

/** What Doseline states itself, from the record. */
const OWN = new Set(['JW', 'JZ'])

/** What the lines state without what is proposed. */
interface Stated {
  /** By the chart, or by the label where the chart names none. */
  readonly route: string | undefined
  readonly isAcquisition: boolean
}

/**
 * What is proposed for a dose and belongs on a drug line stands there, as it was proposed: nobody's modifier is dropped
 * unsaid. JW and JZ follow from the record, what states how the drug was acquired is not said twice, and what states another
 * route or place than the chart stands on no line: a question of its own says so.
 */
export function proposedModifiers({ modifiersNamed, setting }: DoseFacts, stated: Stated): ProposedModifiers {
  const place = setting.known ? setting.value.kind : undefined
  const proposed = (modifiersNamed.known ? modifiersNamed.value : [])
    .filter(({ by }) => by !== 'a charge')
    .flatMap(({ modifiers }) => modifiers)
    .filter(({ code, meaning }) => meaning?.onDrugLines === 'taken' && !OWN.has(code))
    .filter(({ meaning }) => !(stated.isAcquisition && meaning?.states?.acquired !== undefined))
    .filter(({ meaning }) => isTrueOf(meaning, { route: stated.route, place }))
  const codes = (those: typeof proposed): readonly string[] => [...new Set(those.map(({ code }) => code))]
  const [ofThePlace, ofTheDrug] = [true, false].map((isPlace) =>
    codes(proposed.filter(({ meaning }) => (meaning?.states?.settings !== undefined) === isPlace)),
  )
  return { ofTheDrug: ofTheDrug ?? [], ofThePlace: ofThePlace ?? [] }
}

/** Whether what a modifier states of route and place is what is known of them. */
function isTrueOf(
  meaning: ModifierMeaning | undefined,
  { route, place }: { readonly route: string | undefined; readonly place: SettingKind | undefined },
): boolean {
  const { route: statedRoute, settings, perhapsIn = [] } = meaning?.states ?? {}
  const isOfRoute = statedRoute === undefined || route === undefined || statedRoute === route
  const isOfPlace = !settings || place === undefined || [...settings, ...perhapsIn].includes(place)
  return isOfRoute && isOfPlace
}
