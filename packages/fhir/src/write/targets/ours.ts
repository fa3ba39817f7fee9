import type { ChargeItem, Flag } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { allOf, type Keyed } from '../../chart-index.ts'
import { byText, list, text } from '../../shape.ts'
import { ARTICLE_CHARGE_ID, CHARGE_ID } from '../../systems.ts'
import { isEdited, type Written } from '../resources/content.ts'

/** A resource in the chart that Doseline wrote. */
export interface Ours<T extends Written> {
  /** `ChargeItem/123` */
  readonly key: string
  readonly resource: T
  readonly identity: string
  /** True where somebody changed it after us: then it is theirs. */
  readonly edited: boolean
}

/** Our charges under one identifier system, oldest first. */
export const ourCharges = (chart: Chart, system: string): readonly Ours<ChargeItem>[] =>
  oursAmong(allOf(chart, 'ChargeItem'), system)

/** Our Flags under one identifier system, oldest first. */
export const ourFlags = (chart: Chart, system: string): readonly Ours<Flag>[] => oursAmong(allOf(chart, 'Flag'), system)

/** Whether a charge is voided. */
export const isVoid = ({ resource }: Ours<ChargeItem>): boolean =>
  resource.status === 'entered-in-error' || resource.status === 'aborted'

/** Identities of ours that the chart shows voided and nowhere live: what they charged may be charged again. */
export function voidedCharges(chart: Chart): string[] {
  const ours = [CHARGE_ID, ARTICLE_CHARGE_ID].flatMap((system) => ourCharges(chart, system))
  const live = new Set(ours.filter((charge) => !isVoid(charge)).map(({ identity }) => identity))
  return [...new Set(ours.map(({ identity }) => identity))].filter((identity) => !live.has(identity))
}

function oursAmong<T extends Written>(resources: readonly Keyed<T>[], system: string): readonly Ours<T>[] {
  const ours: Ours<T>[] = []
  for (const { key, resource } of resources) {
    const identifier = list(resource.identifier).find((one) => text(one.system) === system)
    const identity = text(identifier?.value)
    if (identity !== undefined) ours.push({ key, resource, identity, edited: isEdited(resource) })
  }
  const written = ({ resource }: Ours<T>): string => text(resource.meta?.lastUpdated) ?? ''
  return ours.toSorted((a, b) => byText(written(a), written(b)) || byText(a.key, b.key))
}
