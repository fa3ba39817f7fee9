import type { Edition, Hcpcs, Product } from '@doseline/codebook'
import type { Measure } from '@doseline/contract'
import {
  amountText,
  type ChargeLine,
  type Exact,
  exactText,
  type Fact,
  type LineNdc,
  readableText,
} from '@doseline/dose'
import { administrationBilled } from './administration.ts'
import { authorizationFor } from './authorization.ts'
import { unitsGiven } from './billed-units.ts'
import { type Discard, discardOf, policyIn } from './discard.ts'
import type { DoseCharge, DoseFacts } from './dose-facts.ts'
import { isCounted, units } from './format.ts'
import { labelledRoute } from './labelled-route.ts'
import { narrativeOf } from './narrative.ts'
import { proposedModifiers } from './proposed-modifiers.ts'
import { codesOnTheLine } from './support.ts'

/** Who supplied the drug bears its cost: only giving it is charged. */
const NOT_CHARGED = new Set(['supplied', 'free'])

/**
 * The lines of one day and code: the drug, the discarded drug where a discard is due and written down, and giving it.
 * Empty while the code, the amount or the day is unknown. JW and JZ are stated from the same facts the discard rule judges, which is
 * how a modifier cannot be forgotten; where that rule cannot decide, the drug line carries neither.
 */
export function chargeLines(facts: DoseFacts, edition: Edition): ChargeLine[] {
  const { product, dailyAmount, administeredOn } = facts
  if (!product.known || !dailyAmount.known || !administeredOn.known) return []
  const values = edition.values(product.value.product)
  if (!values.hcpcs.known) return []
  const hcpcs = values.hcpcs.value
  const given = unitsGiven(dailyAmount.value.administeredAmount, hcpcs)
  if (given < 1n || given > BigInt(Number.MAX_SAFE_INTEGER)) return []
  const policy = values.discard.known
    ? policyIn(values.discard.value, values.discardNotIn.known ? values.discardNotIn.value : [], facts.setting)
    : undefined
  const discard = policy
    ? discardOf({
        product: product.value.product,
        hcpcs,
        policy,
        administeredAmount: dailyAmount.value.administeredAmount,
        openedAmount: facts.openedAmount,
        discardedAmount: facts.discardedAmount,
        fewestAmount: dailyAmount.value.fewest.amount,
        extraContainersReason: facts.extraContainersReason,
      })
    : undefined
  const isAsked = !values.priorAuthorization.known || values.priorAuthorization.value === 'required'
  const authorization = isAsked ? authorizationFor(facts, hcpcs) : undefined
  const jz = discard?.kind === 'nothing left' && policy === 'JW or JZ'
  const own = modifier340B(facts, values)
  const charted = facts.documentation.known ? facts.documentation.value.route : undefined
  const labeled = values.route.known ? labelledRoute(values.route.value) : undefined
  const route = charted ?? labeled
  const proposed = proposedModifiers(facts, { route, isAcquisition: own.length > 0 })
  const beside = [...own, ...proposed.ofTheDrug, ...proposed.ofThePlace]
  const common = {
    code: hcpcs.code,
    dateOfService: administeredOn.value,
    diagnoses: diagnosesOf(facts.diagnoses, edition, product.value.product),
    doses: dailyAmount.value.doses,
    forSubmission: edition.book.forSubmission,
  }
  // An unclassified line says in its narrative what it bills.
  const narrative = hcpcs.unclassified && narrativeOf(product.value.product, dailyAmount.value, route)
  const drug: ChargeLine = {
    ...common,
    role: 'drug',
    units: Number(given),
    modifiers: [...(jz ? ['JZ'] : []), ...beside],
    ...(authorization !== undefined && { authorization }),
    ...lineNdc(dailyAmount.value.ndc, product.value.product, dailyAmount.value.administeredAmount),
    ...(narrative !== undefined && { narrative }),
    working: [
      workingOf(dailyAmount.value.administeredAmount, product.value.product.measure, hcpcs, given),
      statedBy(dailyAmount, '; the amount given'),
      reasonOf(facts),
      narrative === undefined ? '' : `; narrative: ${narrative}`,
    ].join(''),
  }
  const giving = administrationLines(facts, edition, common, proposed.ofThePlace)
  if (facts.acquired.known && NOT_CHARGED.has(facts.acquired.value)) return giving
  const waste =
    discard?.kind === 'discarded'
      ? [
          {
            ...discardedLine(drug, discard, product.value.product, hcpcs, facts),
            modifiers: ['JW', ...beside],
          },
        ]
      : []
  return [drug, ...waste, ...giving]
}

/** A drug bought under 340B says so, where the payer has a modifier for it. */
function modifier340B({ acquired }: DoseFacts, { modifier340B: modifier }: ReturnType<Edition['values']>): string[] {
  return acquired.known && acquired.value === '340B' && modifier.known ? [modifier.value] : []
}

/**
 * Giving the drug, unless a charge in the chart already bills that. Where it was charged by a code that is not ours, such
 * as one of complex administration, any line of ours would charge the same giving twice.
 */
function administrationLines(
  facts: DoseFacts,
  edition: Edition,
  common: Omit<ChargeLine, 'role' | 'units' | 'modifiers' | 'working'>,
  modifiers: readonly string[],
): ChargeLine[] {
  const { minutes, charges } = facts
  const charged = new Set((charges.known ? charges.value : []).flatMap(givingCodes))
  const ours = administrationBilled(facts, edition)
  if ([...charged].some((code) => !ours.some((line) => line.code === code))) return []
  const by = statedBy(minutes, '; the time')
  return ours
    .filter(({ code }) => !charged.has(code))
    .map(({ role, code, units: count, working }) => ({
      ...common,
      role,
      code,
      units: count,
      working: `${working}${by}`,
      modifiers: [...modifiers],
    }))
}

/** Who states what a line rests on, where the chart does not say it. */
const statedBy = (fact: Fact<unknown>, what: string): string =>
  fact.known && fact.attested ? `${what} is stated by ${fact.attested.by}, not in the chart` : ''

/** The codes by which a charge certainly bills giving the dose. */
const givingCodes = ({ perhaps, giving, codes }: DoseCharge): string[] =>
  perhaps !== undefined || giving === undefined
    ? []
    : codes.flatMap(({ code }) => (code !== undefined && CPT_NUMBER.test(code.trim()) ? [code.trim()] : []))

const CPT_NUMBER = /^\d{5}$/

function discardedLine(
  drug: ChargeLine,
  discard: Extract<Discard, { kind: 'discarded' }>,
  product: Product,
  hcpcs: Hcpcs,
  { discardedAmount, openedAmount, dailyAmount, extraContainersReason }: DoseFacts,
): ChargeLine {
  const by = discardedAmount.known ? discardedAmount.attested?.by : undefined
  const recorded = by === undefined ? 'written down as discarded' : `stated as discarded by ${by}, not in the chart`
  const isExtra =
    dailyAmount.known &&
    openedAmount.known &&
    dailyAmount.value.fewest.amount &&
    openedAmount.value.gt(dailyAmount.value.fewest.amount)
  const why = extraContainersReason
  const extra =
    isExtra && why.known
      ? `; more was opened than the ${dailyAmount.value.fewest.text} that hold the dose: ${why.value}${why.attested ? ` (stated by ${why.attested.by}, not in the chart)` : ''}`
      : ''
  return {
    ...drug,
    role: 'discarded drug',
    units: Number(discard.units),
    ...lineNdc(drug.ndc?.ndc, product, discard.leftAmount),
    working: `${amountText(discard.leftAmount, product.measure)} ${recorded}; opened units − given units = ${units(discard.units)} of ${hcpcs.unitText}${extra}`,
  }
}

function workingOf(administeredAmount: Exact, measure: Measure, hcpcs: Hcpcs, given: bigint): string {
  const shown = amountText(administeredAmount, measure)
  if (hcpcs.unclassified) return `${shown}: one unit of ${hcpcs.code}, whatever the amount`
  if (isCounted(measure)) return `${shown} given = ${units(given)}`
  const exact = administeredAmount.div(hcpcs.unitAmount)
  const rounded = exact.equals(given) ? '' : ` ${readableText(exact)}, rounded up to`
  return `${shown} ÷ ${hcpcs.unitText} per unit =${rounded} ${units(given)}`
}

/** Why more was given that day than is labeled, as a person stated it: who audits the line asks for it. */
const reasonOf = ({ dailyDoseReason }: DoseFacts): string =>
  dailyDoseReason.known ? `; stated by ${dailyDoseReason.attested?.by ?? 'a person'}: “${dailyDoseReason.value}”` : ''

/** The NDC as charted, and how much of it in the claim’s own unit; absent where the chart names none. */
function lineNdc(ndc: string | undefined, product: Product, amount: Exact): { ndc?: LineNdc } {
  if (!ndc) return {}
  const { ndcUnit, amountPerContainer, mlPerContainer, measure } = product
  if (measure === 'mL') return { ndc: { ndc, quantity: toThreePlaces(amount), unit: 'ML' } }
  const perUnit = ndcUnit === 'ML' ? mlPerContainer && amountPerContainer?.div(mlPerContainer) : amountPerContainer
  if (!ndcUnit || !perUnit) return { ndc: { ndc } }
  return { ndc: { ndc, quantity: toThreePlaces(amount.div(perUnit)), unit: ndcUnit } }
}

/** A claim's NDC quantity carries at most three decimals. */
const toThreePlaces = (amount: Exact): string => exactText(amount.round(3))

/** Diagnosis pointers of a line of the product. */
export function diagnosesOf(diagnoses: DoseFacts['diagnoses'], edition: Edition, product: Product): string[] {
  if (!diagnoses.known) return []
  const { indications } = edition.values(product)
  return [...codesOnTheLine(diagnoses.value, indications.known ? indications.value : [])]
}
