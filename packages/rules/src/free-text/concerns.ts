import type { Product } from '@doseline/codebook'
import type { Measure } from '@doseline/contract'
import { type CalendarDate, type Exact, exactly, isNothing, ROUTES, type StatedBesideTexts } from '@doseline/dose'
import { countsOtherwise, isAnotherVolume, isHedged } from './counts.ts'
import {
  countsMore,
  extendsTheBrand,
  namesAnotherDrug,
  statesAnotherConcentration,
  statesAnotherStrength,
  strangeInName,
} from './names.ts'
import { isGivenOnAnotherDay, isUnusualNote } from './notes.ts'
import type { SpeaksOf } from './phrases.ts'
import {
  type AmountInText,
  amountsGiven,
  amountsIn,
  nameTokens,
  notUnderstood,
  routesIn,
  saysNotBought,
  saysNothingDiscarded,
  sentencesOf,
  spokenOf,
} from './read.ts'
import { PREMEDICATION } from './usual-clauses.ts'

/** What a text can say against the coded facts, the gravest first. */
export const CONCERNS = [
  'not to be charged',
  'not given',
  'partly given',
  'another drug',
  'another strength',
  'another amount',
  'another route',
  'not bought',
  'bought under 340B',
  'given elsewhere',
  'discarded otherwise',
  'not understood',
] as const
export type ConcernKind = (typeof CONCERNS)[number]

/** One text against the coded facts. */
export interface Concern {
  readonly kind: ConcernKind
  readonly where: string
  readonly words: string
}

/** The coded facts that texts are held against, as far as they are known. */
export interface Coded {
  readonly product: Product
  /** What the drug is called in the chart. */
  readonly names: readonly string[]
  /** How strong it is by the elements of its record. */
  readonly strengths?: readonly string[]
  readonly administeredAmount: Exact | undefined
  readonly openedAmount: Exact | undefined
  readonly discardedAmount: Exact | undefined
  readonly route: string | undefined
  /** As the record of the product has it. */
  readonly lot?: string | undefined
  readonly administeredOn: CalendarDate | undefined
  /** How long the infusions ran, together and each; undefined where none is timed. */
  readonly minutes: readonly number[] | undefined
  readonly isStopped: boolean
  /** It was supplied by someone else, or free: no drug line is made of it. */
  readonly isNotCharged: boolean
  /** It is charted as bought under 340B: its line says so. */
  readonly is340B: boolean
  readonly stated: readonly StatedBesideTexts[]
}

/** A text of a dose. */
export interface Text {
  readonly from: 'note' | 'dosage'
  readonly words: string
}

const WHERE = {
  note: 'A note of the dose',
  dosage: 'The text of its dosage',
  name: 'The name of the drug',
  strength: 'The strength of the drug',
} as const
/** So much of a text is shown. */
export const SHOWN = 160

/**
 * Where free text says other than the codes beside it, the gravest first. What stands in the text of a dosage and is none
 * of usual directions is not understood; a note in which anything else is not usual is one of {@link notesToRead}.
 */
export function concernsIn(texts: readonly Text[], coded: Coded): Concern[] {
  const names = namesOf(coded)
  const found = [
    ...coded.names.flatMap((name) =>
      ofName(name, coded).map((kind): Concern => ({ kind, where: WHERE.name, words: name.slice(0, SHOWN) })),
    ),
    ...(coded.strengths ?? [])
      .filter((strength) => statesAnotherStrength(strength, coded))
      .map((words): Concern => ({ kind: 'another strength', where: WHERE.strength, words })),
    ...texts.flatMap((text) =>
      ofText(text, coded, names).map(
        (kind): Concern => ({ kind, where: WHERE[text.from], words: text.words.slice(0, SHOWN) }),
      ),
    ),
  ].filter(({ kind }) => !isAnswered(kind, coded))
  return found.toSorted((a, b) => CONCERNS.indexOf(a.kind) - CONCERNS.indexOf(b.kind))
}

const namesOf = ({ product, names }: Pick<Coded, 'product' | 'names'>): ReadonlySet<string> =>
  new Set([product.brand, product.generic, product.family, ...names].flatMap(nameTokens))

/** Notes that a person has to read. What says something of itself is asked about by that: whoever answers it has read it. */
export function notesToRead<Note extends Text>(texts: readonly Note[], coded: Coded): Note[] {
  const names = namesOf(coded)
  return texts.filter(
    ({ from, words }) =>
      from === 'note' &&
      (namesAnotherLot(words, coded) ||
        isUnusualNote(words, { ...coded, names }, (sentence) => ofSentence(sentence, from, coded).length > 0)),
  )
}

/** Whether what somebody wrote in a record beside the dose says more than usual, or other than the coded facts. */
export function isUnusualProse(words: string, coded: Coded): boolean {
  const names = namesOf(coded)
  return (
    namesAnotherLot(words, coded) ||
    ofText({ from: 'note', words }, coded, names).length > 0 ||
    isUnusualNote(words, { ...coded, names }, () => false)
  )
}

/** A lot in a note, by its own word. */
const LOT = /\blot\b[\s:#.]{0,4}(?:no\.?|number)?[\s:#.]{0,4}([A-Z0-9-]{3,20})\b/gi

/** Whether a note names another lot than the record of the product. */
const namesAnotherLot = (words: string, { lot }: Coded): boolean =>
  lot !== undefined &&
  [...words.matchAll(LOT)].some(([, named = '']) => /\d/.test(named) && plain(named) !== plain(lot))

const plain = (lot: string): string => lot.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')

const ANSWERED_BY: Partial<Readonly<Record<ConcernKind, StatedBesideTexts>>> = {
  'not given': 'given',
  'partly given': 'given',
  'another amount': 'given',
  'not understood': 'given',
  'not bought': 'acquired',
  'bought under 340B': 'acquired',
  // A statement that says otherwise than the note is held against it: somebody has to have read the note.
  'discarded otherwise': 'reviewed',
}

/** Whether a person states it, or nothing hangs on it. */
function isAnswered(kind: ConcernKind, { stated, isNotCharged, is340B, product }: Coded): boolean {
  const answer = ANSWERED_BY[kind]
  if (answer !== undefined && stated.includes(answer)) return true
  if (kind === 'bought under 340B') return is340B || isNotCharged
  if (kind === 'discarded otherwise') return isNotCharged || !product.singleDose
  return kind === 'not bought' && isNotCharged
}

function ofName(name: string, coded: Coded): ConcernKind[] {
  const said: ConcernKind[] = [
    ...(saysNotBought(name) ? (['not bought'] as const) : []),
    ...(names340B(name) ? (['bought under 340B'] as const) : []),
    ...(namesAnotherDrug(name, coded.product) ? (['another drug'] as const) : []),
    ...(statesAnotherStrength(name, coded) ? (['another strength'] as const) : []),
    ...(saysNotCharged(name) ? (['not to be charged'] as const) : []),
  ]
  // What says something of itself is asked about by that.
  // Of a drug that the crosswalk alone knows, its other names are not known here.
  const isKnown = coded.product.listedUnder === undefined
  const isStrange =
    said.length === 0 &&
    (isKnown ? countsMore(name) || strangeInName(name, coded.product).length > 0 : extendsTheBrand(name, coded.product))
  return isStrange ? ['not understood'] : said
}

const saysNotCharged = (name: string): boolean => spokenOf(nameTokens(name)).includes('not to be charged')

/** Whether a name of what was ordered says more than which drug it is, or another one. */
export const isStrangeName = (name: string, coded: Coded, isOfTheAmount: boolean): boolean =>
  ofName(name, coded).some((kind) => !(isOfTheAmount && kind === 'another strength'))

function ofText({ from, words }: Text, coded: Coded, names: ReadonlySet<string>): ConcernKind[] {
  const kinds = sentencesOf(words).flatMap((sentence): ConcernKind[] => [
    ...ofSentence(sentence, from, coded),
    ...(from === 'dosage' ? ofDirections(sentence, coded, names) : []),
  ])
  return [...new Set([...kinds, ...(names340B(words) ? (['bought under 340B'] as const) : [])])]
}

/** What directions alone can say: how often, how much fluid, how strong, on which day. */
function ofDirections(sentence: readonly string[], coded: Coded, names: ReadonlySet<string>): ConcernKind[] {
  const isOtherwise = countsOtherwise(sentence, coded) || isAnotherVolume(sentence, coded)
  const isUnknown = notUnderstood(sentence, names).length > 0 || isOfAnotherTime(sentence, coded) || isHedged(sentence)
  return [
    ...(isOtherwise ? (['another amount'] as const) : []),
    ...(coded.route === 'subcutaneous' && statesAnotherConcentration(sentence.join(' '), coded)
      ? (['another strength'] as const)
      : []),
    ...(isUnknown ? (['not understood'] as const) : []),
  ]
}

/** Whether directions are of a day or a time that is not the dose's: given then, or to begin later. */
const isOfAnotherTime = (sentence: readonly string[], { administeredOn }: Coded): boolean =>
  isGivenOnAnotherDay(sentence, administeredOn) ||
  sentence.some((word, at) => word === 'in' && isPeriod(sentence, at + 1))

/** `in 6 months`. */
const isPeriod = (sentence: readonly string[], at: number): boolean =>
  /^(\d{1,2}|one|two|three|six)$/.test(sentence[at] ?? '') &&
  /^(days?|weeks?|months?|mo|years?)$/.test(sentence[at + 1] ?? '')

/** How much went in of what is charted as stopped, a person has to read. */
const isAsStopped = (of: SpeaksOf, { isStopped }: Coded): boolean => of === 'partly given' && isStopped

function ofSentence(sentence: readonly string[], from: Text['from'], coded: Coded): ConcernKind[] {
  const spoken = spokenOf(sentence)
  const { measure } = coded.product
  const amounts = from === 'note' ? amountsInNote(sentence, measure) : amountsIn(sentence, measure)
  const speaksOfWaste = spoken.includes('discarded') || spoken.includes('not discarded')
  return [
    ...spoken.flatMap((of) => (of === 'discarded' || of === 'not discarded' || isAsStopped(of, coded) ? [] : [of])),
    ...(!speaksOfWaste && isAnotherAmount(amounts, from, coded) ? (['another amount'] as const) : []),
    ...(isAnotherRoute(sentence, from, coded) ? (['another route'] as const) : []),
    ...(isDiscardedOtherwise(sentence, spoken, coded) ? (['discarded otherwise'] as const) : []),
  ]
}

/** What flushes, dilutes, is taken before or measured in the blood has amounts of its own. */
const OF_OTHERS: ReadonlySet<string> = new Set(
  'ns nss saline flush flushed flushes heparin diluted dilution bag water dextrose d5w calcium vitamin creatinine lab labs weight wt kg dl'.split(
    ' ',
  ),
)

function amountsInNote(sentence: readonly string[], measure: Measure): readonly AmountInText[] {
  if (sentence.some((word) => PREMEDICATION.has(word))) return []
  const words = sentence.filter((word, at) => !isGauge(word, sentence[at + 1]))
  return words.some((word) => OF_OTHERS.has(word)) ? amountsGiven(words, measure) : amountsIn(words, measure)
}

/** `22g` is the size of a needle: nobody gives so many grams. */
const isGauge = (word: string, unit: string | undefined): boolean => unit === 'g' && /^(1[4-9]|2[0-7])$/.test(word)

const names340B = (words: string): boolean => /\b340b\b/i.test(words.replace(/\b(non|not|no)[- ]+340b\b/gi, ''))

/** Whether amounts are stated and none of them is the dose. Of what is infused, the volume is that of the bag. */
function isAnotherAmount(amounts: readonly AmountInText[], from: Text['from'], coded: Coded): boolean {
  const { administeredAmount, product } = coded
  if (!administeredAmount) return false
  // What directions say in the unit of the dose is held against it where the dose is read.
  if (from === 'note' && amounts.some(({ isOther }) => isOther)) return true
  const isRead = from === 'dosage' && product.measure === 'mg'
  const read = amounts.flatMap((one) => (isRead && one.amount ? [] : (inProduct(one, coded) ?? [])))
  const agrees = (amount: Exact): boolean => amount.equals(administeredAmount)
  const ofDose = amounts.flatMap(({ amount }) => amount ?? []).some(agrees)
  const isOfOne = (amount: Exact): boolean => product.amountPerContainer?.equals(amount) === true
  return read.length > 0 && !ofDose && !read.some(agrees) && !read.every(isOfOne)
}

/** An amount of a text in the measure of the product; undefined where it says nothing of that. */
function inProduct({ amount, ml, syringes }: AmountInText, { product, route }: Coded): Exact | undefined {
  if (amount) return amount
  const { amountPerContainer, mlPerContainer } = product
  if (!amountPerContainer) return undefined
  if (ml) return route === 'subcutaneous' && mlPerContainer ? ml.mul(amountPerContainer).div(mlPerContainer) : undefined
  return syringes && product.container.includes('syringe') && product.singleDose
    ? amountPerContainer.mul(syringes)
    : undefined
}

function isAnotherRoute(sentence: readonly string[], from: Text['from'], { route }: Coded): boolean {
  if (route === undefined || !ROUTES.some((each) => each === route)) return false
  return [...routesIn(sentence, from)].some((each) => each !== route)
}

/** Whether a sentence speaks of drug that was left, and not as the record of what was discarded does. */
function isDiscardedOtherwise(sentence: readonly string[], spoken: readonly SpeaksOf[], coded: Coded): boolean {
  const { discardedAmount, product } = coded
  const isDiscarded = discardedAmount !== undefined && !isNothing(discardedAmount)
  if (opensAnotherCount(sentence, coded)) return true
  if (saysNothingDiscarded(sentence)) return isDiscarded
  if (spoken.includes('not discarded')) return isDiscarded || spoken.includes('discarded')
  if (!spoken.includes('discarded')) return false
  if (!isDiscarded) return true
  const { amountPerContainer, mlPerContainer } = product
  const perMl = mlPerContainer && amountPerContainer?.div(mlPerContainer)
  const amounts = amountsIn(sentence, product.measure)
  const read = amounts.flatMap(({ amount, ml }) => amount ?? (ml && perMl ? ml.mul(perMl) : []))
  return (
    amounts.some(({ isOther }) => isOther) ||
    (read.length > 0 && !read.some((amount) => amount.equals(discardedAmount)))
  )
}

const OPENED: ReadonlySet<string> = new Set(['opened', 'used', 'open'])
const CONTAINERS: ReadonlySet<string> = new Set(['vial', 'vials', 'syringe', 'syringes', 'ampule', 'ampules'])

/** Whether a sentence says that so many containers were opened, and the record another count. */
function opensAnotherCount(sentence: readonly string[], { openedAmount, product }: Coded): boolean {
  if (!openedAmount || !sentence.some((word) => OPENED.has(word))) return false
  const counts = sentence.flatMap((word, at) =>
    CONTAINERS.has(sentence[at + 1] ?? '') && /^\d{1,4}$/.test(word) ? [exactly(Number(word))] : [],
  )
  return counts.length > 0 && !counts.some((count) => product.amountPerContainer?.mul(count).equals(openedAmount))
}
