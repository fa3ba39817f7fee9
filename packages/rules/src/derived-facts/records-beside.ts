import type { Codebook, PayerInfo } from '@doseline/codebook'
import {
  type ChartedDose,
  type CoverageRecord,
  type Fact,
  known,
  mapFact,
  type PaysByRecord,
  type RecordBeside,
} from '@doseline/dose'
import type { AdministeredProduct, DoseFacts } from '../dose-facts.ts'
import { codedOf } from '../free-text/coded.ts'
import { isUnusualProse } from '../free-text/concerns.ts'
import { wasActive } from '../was-active.ts'
import { otherInsurer } from './authorizations.ts'

interface Paid {
  readonly product: Fact<AdministeredProduct>
  readonly coverage: Fact<CoverageRecord>
  readonly payer: Fact<PayerInfo>
}

/** What records beside the dose say outright against charging it. No statement beside the chart settles that. */
export const recordsAgainst = (charted: ChartedDose, paid: Paid, codebook: Codebook): Fact<readonly RecordBeside[]> =>
  only(recordsOf(charted, paid, codebook), ({ isCertain }) => isCertain === true)

/** What records beside the dose may say against it, without those of which a person states that they do not bear on it. */
export function recordsInDoubt(
  charted: ChartedDose,
  paid: Paid,
  codebook: Codebook,
  facts: DoseFacts,
): Fact<readonly RecordBeside[]> {
  const { reviewed } = charted
  const open = mapFact(
    only(recordsOf(charted, paid, codebook), ({ isCertain }) => !isCertain),
    (all) => [...all, ...recordsToRead(charted, facts)],
  )
  if (!reviewed?.known || !open.known) return open
  const left = open.value.filter(({ reference }) => !reviewed.value.includes(reference))
  const fact = placed(known(left, ...reviewed.places))
  return fact.known && reviewed.attested ? { ...fact, attested: reviewed.attested } : fact
}

/** Records in which somebody wrote more than what is usual of a dose in order: a person reads them. */
function recordsToRead({ proseBeside }: ChartedDose, facts: DoseFacts): readonly RecordBeside[] {
  const { product, texts } = facts
  if (!proseBeside?.known || proseBeside.value.length === 0 || !product.known) return []
  const coded = codedOf(product.value, texts.known ? texts.value : { stated: [] }, facts)
  return proseBeside.value
    .filter(({ words }) => isUnusualProse(words, coded))
    .map(({ reference, words, place }) => {
      const says = `${reference} reads “${shown(words)}”, which a person has to read.`
      return { reference, kind: 'report' as const, says, place: { ...place, shows: says } }
    })
}

const MOST_SHOWN = 120
const shown = (words: string): string => {
  const line = words.replaceAll(/\s+/g, ' ').trim()
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN - 1)}…` : line
}

/** Those of the records, read where they stand; where none is left, not where the others stand. */
function only(
  fact: Fact<readonly RecordBeside[]>,
  isOne: (record: RecordBeside) => boolean,
): Fact<readonly RecordBeside[]> {
  if (!fact.known) return fact
  const others = new Set(fact.value.filter((each) => !isOne(each)).map(({ place }) => place))
  const left = { ...fact, value: fact.value.filter(isOne), places: fact.places.filter((each) => !others.has(each)) }
  return placed(left)
}

/**
 * Stays that may pay for the dose, without those of which a person states that they do not bear on it. One that surely held
 * the dose is corrected in the chart.
 */
export function staysNotReviewed({ stays, reviewed }: ChartedDose): ChartedDose['stays'] {
  if (!reviewed?.known || !stays.known) return stays
  const left = stays.value.filter(
    ({ reference, kind, isCertain }) => (kind !== undefined && isCertain) || !reviewed.value.includes(reference),
  )
  if (left.length === stays.value.length) return stays
  const fact = known(left, ...reviewed.places)
  return reviewed.attested ? { ...fact, attested: reviewed.attested } : fact
}

/** The visit, without what of it a person states not to bear on the dose. */
export function visitNotReviewed({ visit, reviewed }: ChartedDose): ChartedDose['visit'] {
  if (!reviewed?.known || !visit.known || visit.value?.against === undefined) return visit
  const { against, ...rest } = visit.value
  const left = against.filter(({ reference }) => !reviewed.value.includes(reference))
  if (left.length === against.length) return visit
  const fact = known({ ...rest, ...(left.length > 0 && { against: left }) }, ...visit.places, ...reviewed.places)
  return reviewed.attested ? { ...fact, attested: reviewed.attested } : fact
}

/** A fact of records, read where they stand. */
const placed = (fact: Fact<readonly RecordBeside[]>): Fact<readonly RecordBeside[]> =>
  fact.known && fact.value.length > 0 ? { ...fact, places: fact.value.map(({ place }) => place) } : fact

function recordsOf(
  charted: ChartedDose,
  { coverage, payer, product }: Paid,
  codebook: Codebook,
): Fact<readonly RecordBeside[]> {
  const { recordsBeside = known([]), paysByRecords = known([]), coverages, administeredOn } = charted
  if (!coverage.known || !payer.known || !coverages.known || !administeredOn.known || !paysByRecords.known) {
    return recordsBeside
  }
  const paying = { coverage: coverage.value, payer: payer.value }
  const active = coverages.value.filter((each) => wasActive(each, administeredOn.value))
  const ofThePayer = new Set(
    active.flatMap((each) => (codebook.readCoverage(each).payer?.id === paying.payer.id ? [each.reference] : [])),
  )
  ofThePayer.add(paying.coverage.reference)
  const ended = new Set(
    coverages.value.flatMap((each) => (wasActive(each, administeredOn.value) ? [] : [each.reference])),
  )
  const found = paysByRecords.value.flatMap((each): RecordBeside[] => {
    const says = saysOtherwise(each, { ...paying, ofThePayer, ended }, codebook)
    return says === undefined
      ? []
      : [{ reference: each.reference, kind: each.kind, says, place: { ...each.place, shows: says } }]
  })
  const dialysis = payer.value.id === ORIGINAL_MEDICARE ? onDialysis(charted, hasOneCode(product)) : []
  return mapFact(recordsBeside, (all) => [...all, ...found, ...dialysis])
}

const ORIGINAL_MEDICARE = 'medicare-part-b'
/** Of drugs that the crosswalk lists under several codes the code may be one for dialysis, and a person states which. */
const hasOneCode = (product: Fact<AdministeredProduct>): boolean =>
  product.known && (product.value.product.listedUnder?.length ?? 1) < 2

/** End-stage renal disease, and the dependence on dialysis. */
const OF_DIALYSIS: ReadonlySet<string> = new Set(['N18.6', 'Z99.2'])

/**
 * What treats the consequences of end-stage renal disease is paid to the dialysis facility (42 CFR 413.174); what does not
 * is claimed with AY (CMS publication 100-04, chapter 8, section 60.2.1).
 */
function onDialysis({ diagnoses, proposed }: ChartedDose, isAsked: boolean): readonly RecordBeside[] {
  if (!diagnoses.known) return []
  const saysOtherwise = proposed.known && proposed.value.modifiers.some((each) => each.trim().toUpperCase() === 'AY')
  const found = diagnoses.value.find(
    ({ stands, icd10cm }) => stands && icd10cm !== undefined && OF_DIALYSIS.has(icd10cm),
  )
  if (found === undefined) return saysOtherwise ? [WITHOUT_DIALYSIS] : []
  if (saysOtherwise || !isAsked) return []
  const { resource } = found.place
  const says = `${resource} says that the patient is on dialysis (${found.icd10cm}): what treats that is paid to the dialysis facility, and anything else is claimed with AY: propose AY where the dose treats something else.`
  return [{ reference: resource, kind: 'account', says, place: { ...found.place, shows: says } }]
}

const WITHOUT_DIALYSIS: RecordBeside = {
  reference: 'request',
  kind: 'account',
  says: 'AY is proposed, which is for patients on dialysis, and no diagnosis of the chart says that this one is.',
  place: { resource: 'request', element: 'proposed.modifiers', shows: 'AY' },
}

interface Paying {
  readonly coverage: CoverageRecord
  readonly payer: PayerInfo
  /** The coverages of that day by which the same payer pays, by reference. */
  readonly ofThePayer: ReadonlySet<string>
  /** Coverages that were not in force that day. */
  readonly ended: ReadonlySet<string>
}

/** What a record says of who pays, where it is not what the coverages say. */
function saysOtherwise(record: PaysByRecord, paying: Paying, codebook: Codebook): string | undefined {
  const { reference, kind, coverages, insurer } = record
  if (kind === 'eligibility') {
    const isOfAnother = coverages.length > 0 && !coverages.some((each) => paying.ofThePayer.has(each.reference))
    const elsewhere = isOfAnother || !insurer ? undefined : otherInsurer({ insurer }, paying, codebook)
    return elsewhere && `${reference}, an answer about eligibility, ${elsewhere}.`
  }
  if (coverages.length === 0 && insurer) {
    const elsewhere = otherInsurer({ insurer }, paying, codebook)
    return elsewhere && `${reference} ${elsewhere}.`
  }
  const counting = coverages.filter((each) => !paying.ended.has(each.reference))
  if (counting.length === 0) return undefined
  const own = counting.filter((each) => paying.ofThePayer.has(each.reference))
  if (own.length === 0) {
    const named = counting.map((each) => each.reference).join(', ')
    return `${reference} names ${named} to pay, and not ${paying.coverage.reference}, by which the dose is charged.`
  }
  const first = Math.min(...own.map(({ priority = 1 }) => priority))
  const before = counting.find(({ reference: key, priority = 1 }) => !paying.ofThePayer.has(key) && priority < first)
  return before && `${reference} has ${before.reference} pay before ${paying.coverage.reference}.`
}
