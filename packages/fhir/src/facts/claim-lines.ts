import type { ExistingCharge } from '@doseline/dose'
import type {
  Claim,
  ClaimItem,
  ClaimResponse,
  ClaimResponseAddItem,
  CodeableConcept,
  ExplanationOfBenefit,
  ExplanationOfBenefitAddItem,
  ExplanationOfBenefitItem,
  Period,
} from 'fhir/r4'
import { allOf, type Keyed } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { firstCode } from '../concepts.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import { knownAs } from './charge-codes.ts'
import { type Days, dated, daysOfDressedPeriod, daysOfMoment, daysWithout } from './charge-days.ts'
import { NameCollector } from './name-collector.ts'
import type { Reading } from './reading.ts'

type Bill = Claim | ExplanationOfBenefit | ClaimResponse
type Item = ClaimItem | ExplanationOfBenefitItem | ExplanationOfBenefitAddItem | ClaimResponseAddItem

const STATUSES = ['active', 'cancelled', 'draft', 'entered-in-error'] as const
const BILLS_NOTHING: ReadonlySet<string> = new Set(['cancelled', 'entered-in-error'])
const USES = ['claim', 'preauthorization', 'predetermination'] as const

/**
 * The lines of a Claim, or of the payer’s answer to one: each item as something that bills. A draft
 * bills nothing yet and may be sent at any time; an authorization bills nothing at all. A line that was denied was billed all the same: who corrects it does not send it again as new.
 * @see https://hl7.org/fhir/R4/claim.html
 * @see https://hl7.org/fhir/R4/explanationofbenefit.html
 */
export function claimLines(reading: Reading, bill: Keyed<Claim | ExplanationOfBenefit>): readonly ExistingCharge[] {
  const { resource } = bill
  const billed = isBilled(bill) ?? answeredAllTheSame(reading, bill)
  if (!billed) return []
  const items = [...list<Item>(resource.item), ...('addItem' in resource ? list<Item>(resource.addItem) : [])]
  const lines = items.map((item, at) => lineFrom(reading, bill, item, at + 1, billed.doubt))
  return lines.length > 0 ? lines : [wholeBill(reading, bill, billed.doubt)]
}

/**
 * What a payer answered to a claim: its own lines, as far as the answer names them. What it only numbers stands in the
 * claim; where the chart does not hold that, the answer may be about any line.
 * @see https://hl7.org/fhir/R4/claimresponse.html
 */
export function answeredLines(reading: Reading, answer: Keyed<ClaimResponse>): readonly ExistingCharge[] {
  const { resource } = answer
  const billed = isBilled(answer)
  if (!billed) return []
  const lines = list<Item>(resource.addItem).map((item, at) => lineFrom(reading, answer, item, at + 1, billed.doubt))
  const isClaim = resource.use === 'claim' && resource.outcome !== 'error'
  const holdsTheClaim = reading.chart.resources.has(keyOf(reading.chart, resource.request) ?? '')
  if (lines.length > 0 || !isClaim || holdsTheClaim) return lines
  return [wholeBill(reading, answer, billed.doubt)]
}

/** Whether a bill bills something, or may, and why that is not certain. */
function isBilled(bill: Keyed<Bill>): { readonly doubt?: string | undefined } | undefined {
  const { key, resource } = bill
  const status = codedIn(key, resource, 'status', STATUSES)
  const use = codedIn(key, resource, 'use', USES)
  if ('code' in status && BILLS_NOTHING.has(status.code)) return undefined
  if ('code' in use && use.code !== 'claim') return undefined
  const isDraft = 'code' in status && status.code === 'draft'
  const doubts = [
    ...[status, use].flatMap((coded) => ('doubt' in coded ? [coded.doubt] : [])),
    ...(isDraft ? [`${key} is a draft that may still be sent.`] : []),
  ]
  return { doubt: doubts[0] ?? failedIn(bill) }
}

/** A claim that was cancelled, and that the payer answered all the same: whether it was taken back, the chart does not say. */
function answeredAllTheSame(
  { chart }: Reading,
  { key, resource }: Keyed<Claim | ExplanationOfBenefit>,
): { readonly doubt: string } | undefined {
  if (resource.status !== 'cancelled' || resource.use !== 'claim') return undefined
  const answers: readonly Keyed<ClaimResponse | ExplanationOfBenefit>[] = [
    ...allOf(chart, 'ClaimResponse').filter((each) => keyOf(chart, each.resource.request) === key),
    ...allOf(chart, 'ExplanationOfBenefit').filter((each) => keyOf(chart, each.resource.claim) === key),
  ]
  const standing = answers.find((each) => {
    const { status, outcome } = each.resource
    return status !== 'cancelled' && status !== 'entered-in-error' && (outcome === 'complete' || outcome === 'partial')
  })
  return standing && { doubt: `${key} is cancelled, and ${standing.key} says that the payer answered it.` }
}

/** A payer that could not process a claim has no line of it on file. */
function failedIn({ key, resource }: Keyed<Bill>): string | undefined {
  if (resource.resourceType === 'Claim' || resource.outcome !== 'error') return undefined
  return `${key} has the outcome error.`
}

function lineFrom(
  { chart, timeZone, options }: Reading,
  { key, resource }: Keyed<Bill>,
  item: Item,
  at: number,
  doubt: string | undefined,
): ExistingCharge {
  const concepts = conceptsOf(item)
  const { written, ...known } = knownAs(concepts, drugOf(concepts, key, at), options.chargeCodes ?? {})
  const visits = 'encounter' in item ? list(item.encounter).map((reference) => keyOf(chart, reference)) : []
  const encounter = visits.length === 1 ? visits[0] : undefined
  const days = servedIn(item, resource, timeZone) ?? daysWithout(chart, encounter, resource.created, timeZone)
  const stated = list(item.modifier).flatMap((concept) => firstCode(concept)?.toUpperCase() ?? [])
  const modifiers = [...new Set([...stated, ...written])]
  const units = item.quantity?.value
  const shown = [known.codes.map(({ code, display }) => code ?? display)[0], ...modifiers]
  const status = text(resource.status) ?? 'no status'
  return {
    reference: key,
    item: at,
    status,
    ...(doubt !== undefined && { doubt }),
    ...known,
    ...(typeof units === 'number' && { units }),
    modifiers,
    services: [],
    ...dated(days),
    ...(encounter !== undefined && { encounter }),
    place: {
      resource: key,
      element: `${resource.resourceType === 'ClaimResponse' ? 'addItem' : 'item'}[${at - 1}].productOrService`,
      shows: `${shown.filter((part) => part !== undefined).join('-')}${units === undefined ? '' : ` × ${units}`}, ${status}`,
    },
  }
}

/** A bill that came without its items may hold any line of its days. */
function wholeBill(
  { chart, timeZone }: Reading,
  { key, resource }: Keyed<Bill>,
  doubt: string | undefined,
): ExistingCharge {
  const days =
    daysOfDressedPeriod(periodOf(resource), timeZone) ?? daysWithout(chart, undefined, resource.created, timeZone)
  return {
    reference: key,
    status: text(resource.status) ?? 'no status',
    ...(doubt !== undefined && { doubt }),
    codes: [],
    knownBy: 'no item',
    modifiers: [],
    services: [],
    ...dated(days),
    place: { resource: key, element: 'item' },
  }
}

/** An item’s own code, and those of its details: the NDC of a drug stands there. */
function conceptsOf(item: Item): readonly CodeableConcept[] {
  const details = list<{ productOrService?: CodeableConcept; subDetail?: { productOrService?: CodeableConcept }[] }>(
    item.detail as never,
  )
  return [
    item.productOrService,
    ...details.flatMap((detail) => [
      detail.productOrService,
      ...list(detail.subDetail).map((subDetail) => subDetail.productOrService),
    ]),
  ].filter((concept) => concept !== undefined)
}

function drugOf(concepts: readonly CodeableConcept[], key: string, at: number): NameCollector {
  const names = new NameCollector()
  for (const concept of concepts) names.addConcept(concept, { resource: key, element: `item[${at - 1}]` })
  return names
}

function servedIn({ servicedDate, servicedPeriod }: Item, bill: Bill, timeZone: string | undefined): Days | undefined {
  return (
    daysOfMoment(servicedDate, timeZone) ??
    daysOfDressedPeriod(servicedPeriod, timeZone) ??
    daysOfDressedPeriod(periodOf(bill), timeZone)
  )
}

const periodOf = (bill: Bill): Period | undefined => ('billablePeriod' in bill ? bill.billablePeriod : undefined)
