import type { Hcpcs, Product } from '@doseline/codebook'
import type { DiscardPolicy, SettingKind } from '@doseline/contract'
import {
  type Exact,
  type Fact,
  isNegative,
  isNothing,
  type Missing,
  wholePartsDown,
  wholePartsUp,
} from '@doseline/dose'
import { fewestContainers } from './containers.ts'
import type { AdministrationSetting } from './dose-facts.ts'

/** What becomes of the drug left in the container: the one place that decides between JW, JZ and neither. */
export type Discard =
  /** No modifier is asked: by the payer, or because the container serves several doses. */
  | { readonly kind: 'not asked' }
  | { readonly kind: 'multi-dose' }
  /** No source says whether the container is for one dose or for several. */
  | { readonly kind: 'container not known' }
  | { readonly kind: 'opened not known'; readonly missing: Missing }
  /** The record says something about the discard that cannot be taken at its word; not the same as saying nothing. */
  | { readonly kind: 'discarded not known'; readonly missing: Missing }
  | { readonly kind: 'more than opened' }
  /** Containers were opened that the dose did not need: what they held is no waste of the dose, unless a person says why. */
  | { readonly kind: 'more than needed'; readonly fewestAmount: Exact | undefined }
  /** A part of the container was discarded, and the one unit of an unclassified code is all of the dose: no units tell the two apart. */
  | { readonly kind: 'part of one unit'; readonly leftAmount: Exact }
  /** As much as a container holds was discarded, and nobody says that any of it was given: that is no rest of a dose. */
  | { readonly kind: 'none given of it'; readonly reason: string }
  /** Less than one whole unit is left once the given units are rounded up: JZ from the day it is required. */
  | { readonly kind: 'nothing left'; readonly leftAmount: Exact }
  | { readonly kind: 'not written down'; readonly leftAmount: Exact }
  | { readonly kind: 'does not add up'; readonly leftAmount: Exact }
  | { readonly kind: 'discarded'; readonly leftAmount: Exact; readonly units: bigint }

/**
 * Decides from what was given, opened and written down as discarded. Units are rounded up once; what the rounded units
 * already cover is not left over, and the two lines together never exceed the labeled content (CMS, JW/JZ rounding).
 * Nor does what is discarded exceed what the fewest containers leave that hold the dose, unless a person states why.
 */
export function discardOf(amounts: {
  readonly product: Product
  readonly hcpcs: Hcpcs
  readonly policy: DiscardPolicy
  readonly administeredAmount: Exact
  readonly openedAmount: Fact<Exact>
  readonly discardedAmount: Fact<Exact>
  /** What the fewest containers that hold the dose hold; of this product alone where it is not given. */
  readonly fewestAmount?: Exact | undefined
  /** Why more were opened, as a person states it. */
  readonly extraContainersReason?: Fact<string> | undefined
}): Discard {
  const { product, hcpcs, policy, administeredAmount, openedAmount, discardedAmount, extraContainersReason } = amounts
  if (policy === 'not asked') return { kind: 'not asked' }
  if (product.singleDose === undefined) return { kind: 'container not known' }
  if (!product.singleDose) return { kind: 'multi-dose' }
  if (!openedAmount.known) return { kind: 'opened not known', missing: openedAmount }
  const leftAmount = openedAmount.value.sub(administeredAmount)
  if (isNegative(leftAmount)) return { kind: 'more than opened' }
  const fewestAmount = amounts.fewestAmount ?? fewestContainers([{ product, administeredAmount }]).amount
  // Without its content nobody can tell how many were needed.
  const isMore = fewestAmount === undefined || openedAmount.value.gt(fewestAmount)
  if (isMore && !isNothing(leftAmount) && !extraContainersReason?.known)
    return { kind: 'more than needed', fewestAmount }
  const { value: reason = undefined } = extraContainersReason?.known ? extraContainersReason : {}
  const isWholeOne = !product.amountPerContainer?.gt(leftAmount)
  if (reason !== undefined && isMore && isWholeOne && !saysPartWasGiven(reason)) {
    return { kind: 'none given of it', reason }
  }
  if (!discardedAmount.known && discardedAmount.because !== 'not-recorded') {
    return { kind: 'discarded not known', missing: discardedAmount }
  }
  const written = discardedAmount.known ? discardedAmount.value : undefined
  if (hcpcs.unclassified) return discardOfOneUnit(leftAmount, written)
  const units =
    wholePartsDown(openedAmount.value, hcpcs.unitAmount) - wholePartsUp(administeredAmount, hcpcs.unitAmount)
  if (written && !written.equals(leftAmount)) return { kind: 'does not add up', leftAmount }
  if (units < 1n) return { kind: 'nothing left', leftAmount }
  if (!written || isNothing(written)) return { kind: 'not written down', leftAmount }
  return { kind: 'discarded', leftAmount, units }
}

/** Of an unclassified code, whose one unit is all that was given: no units tell what was discarded. */
function discardOfOneUnit(leftAmount: Exact, written: Exact | undefined): Discard {
  if (written && !written.equals(leftAmount)) return { kind: 'does not add up', leftAmount }
  if (isNothing(leftAmount)) return { kind: 'nothing left', leftAmount }
  return { kind: written ? 'part of one unit' : 'not written down', leftAmount }
}

/** A share of it that went in, or something that happened while it did. */
const PARTLY_GIVEN = [
  /\b(part|half|some|partly|partially|\d{1,6}(\.\d{1,4})? ?(mg|ml))( of (it|the \w{1,20}))?( was| were| had| has)?( been| already)? (given|administered|injected|infused|gone in|went in)\b/i,
  /\b(while|as) (it|the (dose|drug|infusion|injection)) (was )?(being )?(given|administered|injected|infused|running|ran)\b/i,
  /\bduring (the )?(infusion|injection|administration)\b/i,
  /\b(infusion|injection) (was )?(stopped|interrupted)\b/i,
]
const NONE_GIVEN = /\b(none|nothing|not|no|never)\b/i

/**
 * JW pays what is left of a container after a dose of it was given to the patient, not one that broke before: the reason
 * has to say that a part was given.
 * @see https://www.cms.gov/regulations-and-guidance/guidance/manuals/downloads/clm104c17.pdf section 40
 */
const saysPartWasGiven = (reason: string): boolean =>
  PARTLY_GIVEN.some((words) => words.test(reason)) && !NONE_GIVEN.test(reason)

/** What is asked about discarded drug where it was given; what is not known of the setting changes nothing. */
export const policyIn = (
  policy: DiscardPolicy,
  notIn: readonly SettingKind[],
  setting: Fact<AdministrationSetting>,
): DiscardPolicy => (setting.known && notIn.includes(setting.value.kind) ? 'not asked' : policy)
