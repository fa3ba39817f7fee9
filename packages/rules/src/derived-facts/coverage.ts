import type { Codebook, CoverageReading, PayerInfo } from '@doseline/codebook'
import {
  type CalendarDate,
  type ChartedDose,
  type CoverageRecord,
  type Fact,
  known,
  missing,
  type Place,
} from '@doseline/dose'
import { NEVER_IN_FORCE, type Standing, standingOn } from '../was-active.ts'

/** A coverage with what it says about who pays, and whether it was in force on the day. */
interface Seen {
  readonly coverage: CoverageRecord
  readonly reading: CoverageReading
  readonly standing: Standing
}

/**
 * The coverage that pays first on the day: what a person states, else the lowest `order` of those in force that pay for
 * a drug given in a clinic. Where none is in force, the one that is likeliest meant, so that its payer is still known;
 * other rules say why it pays nothing. Not known where the chart leaves open which one pays first.
 */
export function coverageThatPays(charted: ChartedDose, codebook: Codebook): Fact<CoverageRecord> {
  const { coverages, administeredOn, saidToPay } = charted
  if (!coverages.known) return coverages
  if (!administeredOn.known) return administeredOn
  if (saidToPay?.coverage !== undefined) return asStated(coverages.value, saidToPay.coverage, saidToPay)
  if (coverages.value.length === 0) return missing('not-recorded', 'The chart holds no coverage.', ...coverages.places)
  const day = administeredOn.value
  const seen = coverages.value.map((coverage): Seen => {
    return { coverage, reading: codebook.readCoverage(coverage), standing: standingOn(coverage, day) }
  })
  const usable = seen.filter(
    ({ coverage, reading, standing }) =>
      standing !== 'not active' && reading.benefit === 'medical' && !coverage.isEmpty,
  )
  if (usable.every(({ standing }) => standing === 'perhaps')) return noneSurelyActive(usable, seen)
  return firstOf(usable, seen, day)
}

/** A person who says that a coverage pays first on the day has settled what its status and period leave open. */
function asStated(
  coverages: readonly CoverageRecord[],
  reference: string,
  { by, at }: { readonly by: string; readonly at: string },
): Fact<CoverageRecord> {
  const found = coverages.find((each) => each.reference === reference)
  if (!found) {
    return missing('contradictory', `${by} states that ${reference} pays first, and the chart does not hold it.`, {
      resource: 'request',
      element: 'attested.coverage',
    })
  }
  const { doubt: _, unreadablePeriod: __, ...settled } = found
  return { ...known(settled, found.place), attested: { by, at } }
}

/** Where no coverage was surely in force: the one that may have been, else the likeliest of those that were not. */
function noneSurelyActive(perhaps: readonly Seen[], seen: readonly Seen[]): Fact<CoverageRecord> {
  const [doubtful] = perhaps.toSorted(byOrder)
  if (doubtful && payersOf(perhaps).size > 1) {
    return missing('unreadable', `${sentenceless(whyPerhaps(doubtful))}, ${WHICH_PAYS}`, ...perhaps.map(placeOf))
  }
  const likeliest = doubtful ?? seen.toSorted(likeliestFirst)[0]
  return likeliest ? knownCoverage(likeliest) : missing('not-recorded', 'The chart holds no coverage.')
}

/** Of coverages of which at least one was surely in force. */
function firstOf(usable: readonly Seen[], seen: readonly Seen[], day: CalendarDate): Fact<CoverageRecord> {
  const active = usable.filter(({ standing }) => standing === 'active')
  // What pays last whatever its order gives no other coverage a place: a Medicaid in place 2 does not make Part B the second.
  const inOrder = active.filter(({ reading }) => !reading.paysLast)
  const lowest = Math.min(...(inOrder.length > 0 ? inOrder : active).map(({ coverage }) => orderOf(coverage)))
  const lead = active.filter(({ coverage }) => mayCome(coverage, lowest))
  const notLast = lead.filter(({ reading }) => !reading.paysLast)
  const candidates = notLast.length > 0 ? notLast : lead
  const [primary] = candidates
  if (!primary || payersOf(candidates).size > 1) {
    return missing(
      'contradictory',
      `${candidates.length} coverages were active on ${day}, and the chart does not say which pays first: ${candidates.map(nameOf).join('; ')}.`,
      ...candidates.map(placeOf),
    )
  }
  const doubtful = usable.find(
    (each) =>
      each.standing === 'perhaps' &&
      !each.reading.paysLast &&
      mayCome(each.coverage, lowest) &&
      !isOfOne(each, primary),
  )
  if (doubtful) {
    return missing('unreadable', `${sentenceless(whyPerhaps(doubtful))}, ${WHICH_PAYS}`, doubtful.coverage.place)
  }
  const beside = [...usable.filter((each) => each !== primary), ...seen.filter((each) => isDraftOf(each, day))]
  const instead = beside.find((each) => replaces(each, primary)) ?? beside.find((each) => mayReplace(each, primary))
  if (instead) {
    const says = `${both(primary, instead, day)}, and ${whyInstead(instead, primary)}.`
    return missing('contradictory', says, primary.coverage.place, instead.coverage.place)
  }
  const own = seen.find((each) => paysAlone(each, lowest))
  if (own) {
    const says = `${both(primary, own, day)}, and nothing says that the patient does not pay before it.`
    return missing('contradictory', says, primary.coverage.place, own.coverage.place)
  }
  const before = usable.find((each) => each !== primary && mayPayBefore(each, primary))
  if (before) {
    const says = `${both(primary, before, day)}, and ${nameOf(before)} may pay before it, whatever place it was registered in.`
    return missing('contradictory', says, primary.coverage.place, before.coverage.place)
  }
  if (lowest > 1 && lowest < NO_ORDER && !seen.some((each) => fillsPlaceBefore(each, lowest))) {
    return missing(
      'not-recorded',
      `${nameOf(primary)} is charted as number ${lowest} to pay, and the chart does not hold the coverage that pays before it.`,
      primary.coverage.place,
    )
  }
  return knownCoverage(primary)
}

/** Whether it may be the first, where the lowest order is this: one without an order may, unless a first is charted. */
const mayCome = ({ order }: CoverageRecord, lowest: number): boolean =>
  order === undefined ? lowest !== 1 : order <= lowest

/** A Part C plan, where Part B is charted too: whichever comes first, one of the two is not true. */
const replaces = ({ reading }: Seen, { reading: { kind } }: Seen): boolean =>
  kind !== undefined && reading.kind?.replaces.includes(kind.id) === true

/**
 * What may stand beside Part B without a question is known to be no plan of Part C: a supplement, Medicaid, private
 * insurance. A name that leaves it open may be such a plan by the name it is sold under.
 */
const mayReplace = ({ reading }: Seen, { reading: { kind } }: Seen): boolean =>
  kind !== undefined && reading.mayReplace.includes(kind.id)

/** Of an injury, of the service or of an employer: who registers it second has not asked whether the dose is for that. */
const mayPayBefore = ({ reading }: Seen, { reading: { kind } }: Seen): boolean =>
  kind !== undefined && reading.mayPayBefore.includes(kind.id)

/** A patient who pays before any insurance may have forbidden that it is told of the dose (45 CFR 164.522(a)(1)(vi)). */
const paysAlone = ({ coverage, reading, standing }: Seen, lowest: number): boolean =>
  reading.benefit === 'self-pay' && standing !== 'not active' && !coverage.isEmpty && mayCome(coverage, lowest)

/** A draft of that day is no coverage; that a plan of Part C is being registered is a reason to ask all the same. */
const isDraftOf = ({ coverage, reading }: Seen, day: CalendarDate): boolean =>
  coverage.status === 'draft' &&
  reading.benefit === 'medical' &&
  !coverage.isEmpty &&
  standingOn({ ...coverage, status: 'active' }, day) !== 'not active'

const both = (primary: Seen, other: Seen, day: CalendarDate): string =>
  other.coverage.status === 'draft'
    ? `${nameOf(primary)} was active on ${day}, and ${nameOf(other)} is a draft of that day`
    : `${nameOf(primary)} and ${nameOf(other)} were both active on ${day}`

function whyInstead(other: Seen, primary: Seen): string {
  const [pays, place] = [other.reading.kind, primary.reading.kind?.label ?? 'it']
  if (!pays || !replaces(other, primary)) {
    return `nothing says that ${other.coverage.reference} is no plan that pays in place of ${place} (Part C)`
  }
  return `${pays.label} pays in place of ${place}${pays.unless ? `, ${pays.unless}` : ''}`
}

/** Whether a coverage of the chart explains why another is not number one: it has ended, or pays for something else. */
const fillsPlaceBefore = ({ coverage, reading, standing }: Seen, place: number): boolean =>
  orderOf(coverage) < place &&
  coverage.status !== 'draft' &&
  (standing === 'not active' || (standing === 'active' && reading.benefit !== 'medical'))

/** The payer of that coverage, where the code book knows it. */
export function payerOf(
  coverage: Fact<CoverageRecord>,
  codebook: Codebook,
  { saidToPay }: Pick<ChartedDose, 'saidToPay'> = {},
): Fact<PayerInfo> {
  if (!coverage.known) return coverage
  const { payer, doubt, isContrary } = codebook.readCoverage(coverage.value)
  if (isContrary) return missing('contradictory', doubt ?? 'The coverage contradicts itself.', ...coverage.places)
  if (saidToPay?.payer !== undefined) return statedPayer(saidToPay.payer, payer, coverage.value, codebook, saidToPay)
  if (payer) return known(payer, ...coverage.places)
  return missing('unreadable', doubt ?? 'The coverage does not name its payer.', ...coverage.places)
}

function statedPayer(
  stated: string,
  charted: PayerInfo | undefined,
  coverage: CoverageRecord,
  codebook: Codebook,
  { by, at }: { readonly by: string; readonly at: string },
): Fact<PayerInfo> {
  const { reference } = coverage
  const place: Place = { resource: 'request', element: 'attested.payer', shows: stated }
  const named = { reference, status: 'active', types: [], payors: [{ name: stated, identifiers: [] }], place }
  const payer = codebook.payers.find(({ id }) => id === stated) ?? codebook.readCoverage(named).payer
  if (!payer) return payerOutside(stated, { charted, coverage, codebook, by, at })
  if (charted && charted.id !== payer.id) {
    const says = `${by} states that ${payer.label} pays, and ${reference} names ${charted.label}.`
    return missing('contradictory', says, place)
  }
  const against = codebook.saysAgainst(coverage, payer.id)
  if (against !== undefined) {
    const says = `${by} states that ${payer.label} pays, and ${reference} says “${against}” of itself.`
    return missing('contradictory', says, place, coverage.place)
  }
  return { ...known(payer, place), attested: { by, at } }
}

/** A payer that no code book describes: whoever names it has looked at the coverage, and the coverage must be of it. */
function payerOutside(
  stated: string,
  about: {
    readonly charted: PayerInfo | undefined
    readonly coverage: CoverageRecord
    readonly codebook: Codebook
    readonly by: string
    readonly at: string
  },
): Fact<PayerInfo> {
  const { charted, coverage, codebook, by, at } = about
  const place: Place = { resource: 'request', element: 'attested.payer', shows: stated }
  if (charted) {
    const says = `${by} states that ${stated} pays, and ${coverage.reference} names ${charted.label}.`
    return missing('contradictory', says, place)
  }
  const outside = codebook.payerOutside(coverage, stated)
  if ('against' in outside) {
    return missing('contradictory', `${by} states that ${stated} pays, and ${outside.against}`, place, coverage.place)
  }
  return { ...known(outside, place), attested: { by, at } }
}

const WHICH_PAYS = 'so it is not known which coverage pays first.'
const NO_ORDER = Number.MAX_SAFE_INTEGER
const orderOf = ({ order }: CoverageRecord): number => order ?? NO_ORDER
const byOrder = (a: Seen, b: Seen): number => orderOf(a.coverage) - orderOf(b.coverage)
const placeOf = ({ coverage }: Seen): Place => coverage.place
const knownCoverage = ({ coverage }: Seen): Fact<CoverageRecord> => known(coverage, coverage.place)

/** Payers by what is known of them; unknown ones count as one. */
const payersOf = (all: readonly Seen[]): ReadonlySet<string | undefined> => new Set(all.map(idOf))
const isOfOne = (a: Seen, b: Seen): boolean => idOf(a) === idOf(b)
const idOf = ({ reading: { payer, branch } }: Seen): string | undefined => payer && `${payer.id} ${branch ?? ''}`

/** Where none was in force: a medical one, one that was ever in force, then the one that ended last. */
const likeliestFirst = (a: Seen, b: Seen): number =>
  Number(a.coverage.isEmpty === true) - Number(b.coverage.isEmpty === true) ||
  Number(b.reading.benefit === 'medical') - Number(a.reading.benefit === 'medical') ||
  Number(b.reading.benefit === 'hospital') - Number(a.reading.benefit === 'hospital') ||
  Number(NEVER_IN_FORCE.has(a.coverage.status)) - Number(NEVER_IN_FORCE.has(b.coverage.status)) ||
  (b.coverage.until ?? '').localeCompare(a.coverage.until ?? '')

const payerName = ({ payors }: CoverageRecord): string | undefined =>
  payors.map(({ name, identifiers }) => name ?? identifiers[0]?.code).find((name) => name !== undefined)

/** `Medicare Part B (Coverage/c1)`: by its kind where that is known, because one payer may have several. */
const nameOf = ({ coverage, reading }: Seen): string =>
  `${reading.branch ?? reading.payer?.label ?? reading.kind?.label ?? payerName(coverage) ?? 'a payer without a name'} (${coverage.reference})`

const whyPerhaps = ({ coverage }: Seen): string =>
  coverage.doubt ??
  `The period of a coverage by ${payerName(coverage) ?? 'a payer without a name'} cannot be read (${coverage.unreadablePeriod})`
const sentenceless = (says: string): string => says.replace(/\.$/, '')
