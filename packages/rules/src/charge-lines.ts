import type { Edition, Hcpcs, Product } from '@doseline/codebook'
import { type ChargeLine, type Exact, exactText, type LineNdc, wholePartsUp } from '@doseline/dose'
import { administrationUnits } from './administration.ts'
import { authorizationFor } from './authorization.ts'
import { type Discard, discardOf, policyIn } from './discard.ts'
import type { DoseFacts } from './dose-facts.ts'
import { mg, units } from './shows.ts'
import { supportFor } from './support.ts'

const POINTERS_PER_LINE = 4

/** Who supplied the drug bears its cost: only giving it is charged. */
const NOT_CHARGED = new Set(['supplied', 'free'])

/**
 * The lines of one day and code: the drug, the discarded drug where a discard is due and written down, and giving it.
 * Empty while the code, the amount or the day is unknown. JW and JZ are stated from the same facts the discard rule judges, which is
 * how a modifier cannot be forgotten; where that rule cannot decide, the drug line carries neither.
 */
export function chargeLines(facts: DoseFacts, edition: Edition): ChargeLine[] {
  const { product, day, givenOn } = facts
  if (!product.known || !day.known || !givenOn.known) return []
  const values = edition.values(product.value.product)
  if (!values.hcpcs.known) return []
  const hcpcs = values.hcpcs.value
  const given = wholePartsUp(day.value.givenMg, hcpcs.unitMg)
  if (given < 1n || given > BigInt(Number.MAX_SAFE_INTEGER)) return []
  const policy = values.discard.known
    ? policyIn(values.discard.value, values.discardNotIn.known ? values.discardNotIn.value : [], facts.setting)
    : undefined
  const discard = policy
    ? discardOf({
        product: product.value.product,
        hcpcs,
        policy,
        givenMg: day.value.givenMg,
        openedMg: facts.openedMg,
        discardedMg: facts.discardedMg,
      })
    : undefined
  const isAsked = !values.priorAuthorization.known || values.priorAuthorization.value === 'required'
  const authorization = isAsked ? authorizationFor(facts, hcpcs) : undefined
  const jz = discard?.kind === 'nothing left' && policy === 'JW or JZ'
  const common = {
    code: hcpcs.code,
    dateOfService: givenOn.value,
    diagnoses: diagnosesOf(facts, edition, product.value.product),
    doses: day.value.doses,
    forSubmission: edition.book.forSubmission,
  }
  const drug: ChargeLine = {
    ...common,
    role: 'drug',
    units: Number(given),
    modifiers: [...(jz ? ['JZ'] : []), ...modifier340B(facts, values)],
    ...(authorization !== undefined && { authorization }),
    ...lineNdc(day.value.ndc, product.value.product, day.value.givenMg),
    working: workingOf(day.value.givenMg, hcpcs, given),
  }
  const giving = administrationLines(facts, edition, common)
  if (facts.acquired.known && NOT_CHARGED.has(facts.acquired.value)) return giving
  const waste =
    discard?.kind === 'discarded'
      ? [
          {
            ...discardedLine(drug, discard, product.value.product, hcpcs, facts.discardedMg),
            modifiers: ['JW', ...modifier340B(facts, values)],
          },
        ]
      : []
  return [drug, ...waste, ...giving]
}

/** A drug bought under 340B says so, where the payer has a modifier for it. */
function modifier340B({ acquired }: DoseFacts, { modifier340B: modifier }: ReturnType<Edition['values']>): string[] {
  return acquired.known && acquired.value === '340B' && modifier.known ? [modifier.value] : []
}

/** Giving the drug, unless a charge in the chart already bills that. */
function administrationLines(
  { product, minutes, charges }: DoseFacts,
  edition: Edition,
  common: Omit<ChargeLine, 'role' | 'units' | 'modifiers' | 'working'>,
): ChargeLine[] {
  const { administration } = edition.values(product.known ? product.value.product : undefined)
  if (!administration.known) return []
  const charged = new Set(
    charges.known
      ? charges.value
          .filter(({ perhaps }) => perhaps === undefined)
          .flatMap(({ codes }) => codes.flatMap(({ code }) => code?.trim().toUpperCase() ?? []))
      : [],
  )
  return administrationUnits(administration.value, minutes.known ? minutes.value : undefined)
    .filter(({ code }) => !charged.has(code))
    .map((each) => ({ ...common, ...each, modifiers: [] }))
}

function discardedLine(
  drug: ChargeLine,
  discard: Extract<Discard, { kind: 'discarded' }>,
  product: Product,
  hcpcs: Hcpcs,
  discardedMg: DoseFacts['discardedMg'],
): ChargeLine {
  const by = discardedMg.known ? discardedMg.attested?.by : undefined
  const recorded = by === undefined ? 'written down as discarded' : `stated as discarded by ${by}, not in the chart`
  return {
    ...drug,
    role: 'discarded drug',
    units: Number(discard.units),
    ...lineNdc(drug.ndc?.ndc, product, discard.leftMg),
    working: `${mg(discard.leftMg)} ${recorded}; opened units − given units = ${units(discard.units)} of ${hcpcs.unitText}`,
  }
}

function workingOf(givenMg: Exact, hcpcs: Hcpcs, given: bigint): string {
  const exact = givenMg.div(hcpcs.unitMg)
  const rounded = exact.equals(given) ? '' : ` ${exactText(exact)}, rounded up to`
  return `${mg(givenMg)} ÷ ${hcpcs.unitText} per unit =${rounded} ${units(given)}`
}

/** The NDC as charted, and how much of it in the claim’s own unit; absent where the chart names none. */
function lineNdc(ndc: string | undefined, product: Product, amountMg: Exact): { ndc?: LineNdc } {
  if (!ndc) return {}
  const amount =
    product.ndcUnit === 'ML'
      ? amountMg.mul(product.mlPerContainer).div(product.mgPerContainer)
      : amountMg.div(product.mgPerContainer)
  return { ndc: { ndc, quantity: toThreePlaces(amount), unit: product.ndcUnit } }
}

/** A claim's NDC quantity carries at most three decimals. */
const toThreePlaces = (amount: Exact): string => exactText(amount.round(3))

/** Diagnosis pointers: what a person chose, what supports the product, then the administration's own reasons. */
function diagnosesOf(facts: DoseFacts, edition: Edition, product: Product): string[] {
  if (!facts.diagnoses.known) return []
  const { indications } = edition.values(product)
  const support = indications.known ? supportFor(facts.diagnoses.value, indications.value) : undefined
  const supporting = support?.kind === 'supported' ? support.codes : []
  const standing = facts.diagnoses.value.filter(({ stands }) => stands)
  const codesOf = (those: typeof standing): string[] => those.flatMap(({ icd10cm }) => icd10cm ?? [])
  const chosen = codesOf(standing.filter((diagnosis) => diagnosis.chosen))
  const reasons = codesOf(standing.filter(({ from }) => from === 'reason'))
  return [...new Set([...chosen, ...supporting, ...reasons])].slice(0, POINTERS_PER_LINE)
}
