import type { Measure } from '@doseline/contract'
import { type Exact, exact, inMeasure, readOnce, routeInWord } from '@doseline/dose'
import {
  NOT_BOUGHT_IN_A_NAME,
  NOTHING_DISCARDED,
  PASSED_OVER,
  PHRASES,
  SPEAKS_OF,
  type SpeaksOf,
  USUAL,
} from './phrases.ts'

/** More of a text is not read. */
export const LONGEST = 2000

/** Both micro signs: without them an amount would be a million times as large. */
const MICRO = /[\u00b5\u03bc](ci|[a-z])/g

/** A text as it is compared: lower-case words and numbers, a number apart from its unit. */
export function tokens(text: string): string[] {
  const parts = text
    .slice(0, LONGEST)
    .toLowerCase()
    .replaceAll('½', ' 1/2 ')
    .replaceAll(MICRO, (_, unit: string) => (unit === 'ci' ? 'uci' : `mc${unit}`))
    .replaceAll(/['’‘]/g, '')
    .replaceAll(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replaceAll(/(\d)([a-z])/g, '$1 $2')
    .match(/[a-z0-9./%]+/g)
  const words: string[] = []
  for (const part of parts ?? []) {
    const isTwo = part.includes('/') && /[a-z]\//.test(part) && !UNITS.has(part)
    for (const each of isTwo ? part.split('/') : [part]) {
      const word = each.includes('.') ? each.replace(/^\.(?!\d)/, '').replace(/[.]$/, '') : each
      if (word !== '' && word !== '/') words.push(word)
    }
  }
  return words
}

/** The same of a name: a drug goes by a few of them in every chart. */
export const nameTokens = readOnce((name): readonly string[] => tokens(name))

const UNITS: ReadonlySet<string> = new Set([
  'mg/ml',
  'mcg/ml',
  'mg/kg',
  'mg/hr',
  'mg/h',
  'ml/hr',
  'ml/h',
  'mls/hr',
  'mcg/dose',
])

export const SENTENCE_END = /[;!?\n]|\.(?:\s|$)/

/** The sentences of a text, each as tokens. */
export const sentencesOf = (text: string): string[][] =>
  text
    .slice(0, LONGEST)
    .split(SENTENCE_END)
    .map(tokens)
    .filter((words) => words.length > 0)

/** Phrases as tokens, by their first: of hundreds hardly any begins with a word of the sentence. */
type Phrases = ReadonlyMap<string, readonly string[][]>

const byFirstWord = (phrases: readonly string[]): Phrases => Map.groupBy(phrases.map(tokens), ([first = '']) => first)

const PASSED = byFirstWord(PASSED_OVER)
const NOTHING = byFirstWord(NOTHING_DISCARDED)
const IN_A_NAME = byFirstWord(NOT_BOUGHT_IN_A_NAME)

/** A phrase, and what a sentence with it speaks of. */
interface Spoken {
  readonly of: SpeaksOf
  readonly phrase: readonly string[]
  readonly unlessNegated: boolean
}
const SPOKEN: ReadonlyMap<string, readonly Spoken[]> = Map.groupBy(
  SPEAKS_OF.flatMap((of) => {
    const { phrases, unlessNegated } = PHRASES[of]
    return phrases.map((phrase): Spoken => ({ of, phrase: tokens(phrase), unlessNegated }))
  }),
  ({ phrase: [first = ''] }) => first,
)

const isAt = (words: readonly string[], start: number, phrase: readonly string[]): boolean =>
  phrase.every((word, at) => words[start + at] === word)

/** The phrase that begins at a word. */
const beginningAt = (words: readonly string[], start: number, phrases: Phrases): readonly string[] | undefined =>
  phrases.get(words[start] ?? '')?.find((phrase) => isAt(words, start, phrase))

const holds = (words: readonly string[], phrases: Phrases): boolean =>
  words.some((_, at) => beginningAt(words, at, phrases) !== undefined)

function withoutPassedOver(words: readonly string[]): readonly string[] {
  const at = words.findIndex((_, start) => beginningAt(words, start, PASSED))
  if (at < 0) return words
  const { length } = beginningAt(words, at, PASSED) ?? []
  return withoutPassedOver([...words.slice(0, at), ...words.slice(at + (length ?? 1))])
}

const NEGATES: ReadonlySet<string> = new Set(['no', 'not', 'without', 'denies', 'denied', 'nor', 'never', 'none'])
/** So many words before a phrase a negation still speaks of it: `no signs of infiltration`. */
const REACH = 4

/** What a sentence speaks of. */
export function spokenOf(sentence: readonly string[]): SpeaksOf[] {
  const words = withoutPassedOver(sentence)
  const found = new Set<SpeaksOf>()
  words.forEach((first, at) => {
    for (const { of, phrase, unlessNegated } of SPOKEN.get(first) ?? []) {
      if (isAt(words, at, phrase) && !(unlessNegated && isNegated(words, at))) found.add(of)
    }
  })
  return found.size === 0 ? [] : SPEAKS_OF.filter((of) => found.has(of))
}

const isNegated = (words: readonly string[], at: number): boolean =>
  words.slice(Math.max(0, at - REACH), at).some((word) => NEGATES.has(word))

/** Whether a sentence says that nothing was discarded. */
export const saysNothingDiscarded = (sentence: readonly string[]): boolean => holds(sentence, NOTHING)

/** Whether a name of the drug says that it is not the clinic’s own. */
export const saysNotBought = (name: string): boolean => ownerIn(name).isNotBought

const ownerIn = readOnce((name) => {
  const words = withoutPassedOver(nameTokens(name))
  return {
    isNotBought: holds(words, IN_A_NAME) || spokenOf(words).some((of) => of === 'not bought' || of === 'not given'),
  }
})

/** An amount in a text. */
export interface AmountInText {
  readonly at: number
  /** In the measure that was asked for. */
  readonly amount?: Exact
  /** It is in another measure than was asked for: it says nothing of the dose, or something else. */
  readonly isOther?: true
  readonly ml?: Exact
  /** So many syringes or pens. */
  readonly syringes?: Exact
}

/** Words for units, one or two of them, as UCUM has them. */
const UNIT_WORDS: Readonly<Record<string, string>> = {
  mg: 'mg',
  mgs: 'mg',
  mcg: 'ug',
  ug: 'ug',
  g: 'g',
  gram: 'g',
  grams: 'g',
  unit: 'U',
  units: 'U',
  iu: '[IU]',
  'international unit': '[IU]',
  'international units': '[IU]',
  'usp unit': "[USP'U]",
  'usp units': "[USP'U]",
  'million units': '10*6.U',
  meq: 'meq',
  cm2: 'cm2',
  mci: 'mCi',
  uci: 'uCi',
  mbq: 'MBq',
  gbq: 'GBq',
  pfu: '[PFU]',
}
const VOLUMES: ReadonlySet<string> = new Set(['ml', 'mls', 'cc'])
const SYRINGES: ReadonlySet<string> = new Set(['syringe', 'syringes', 'pfs'])
const NUMBER = /^\d{1,9}(\.\d{1,6})?$/

/**
 * Amounts in a sentence, in the measure of a product; a strength (`60 mg/mL`) and a dose by weight or time are none. Beside a
 * product of mass, units of another measure are of another drug, such as a flush, and are passed over.
 */
export function amountsIn(words: readonly string[], measure: Measure = 'mg'): AmountInText[] {
  return words.flatMap((word, at): AmountInText[] => {
    const written = word.startsWith('.') ? `0${word}` : word
    const value = NUMBER.test(written) ? exact(written) : undefined
    const [first = '', second = ''] = [words[at + 1], words[at + 2]]
    if (!value || second === 'per') return []
    const isVolume = VOLUMES.has(first)
    const unit = UNIT_WORDS[`${first} ${second}`] ?? UNIT_WORDS[first] ?? (isVolume ? 'mL' : undefined)
    const amount = unit === undefined ? undefined : inMeasure({ value, unit }, measure)
    if (amount) return [{ at, amount }]
    if (isVolume) return [{ at, ml: value }]
    if (unit !== undefined && measure !== 'mg') return [{ at, isOther: true }]
    return SYRINGES.has(first) ? [{ at, syringes: value }] : []
  })
}

const GIVES: ReadonlySet<string> = new Set(['gave', 'given', 'administered', 'injected', 'infused', 'received'])

/** Amounts of a sentence that it says were given: beside a verb of giving. */
export function amountsGiven(words: readonly string[], measure: Measure = 'mg'): AmountInText[] {
  return amountsIn(words, measure).filter(({ at }) =>
    words.slice(Math.max(0, at - REACH), at + REACH + 1).some((word) => GIVES.has(word)),
  )
}

/** Short forms count in a note only beside a verb of giving: a note also tells of the line that was placed. */
const LONG_FORM = 8

/** The routes a text names, a note only where it says that the dose was given so. */
export function routesIn(words: readonly string[], from: 'note' | 'dosage'): Set<string> {
  return new Set(
    words.flatMap((word, at) => {
      const route = routeInWord(word)
      const counts =
        from === 'dosage' ||
        GIVES.has(words[at - 1] ?? '') ||
        (word.length >= LONG_FORM && words.slice(Math.max(0, at - REACH), at + 2).some((each) => GIVES.has(each)))
      return route && counts ? [route] : []
    }),
  )
}

/** Words of a text that are none of usual directions, of numbers, or of the drug’s own names. */
export function notUnderstood(words: readonly string[], names: ReadonlySet<string>): string[] {
  return words.filter((word) => !USUAL.has(word) && !names.has(word) && !/^[\d./%]+$/.test(word))
}
