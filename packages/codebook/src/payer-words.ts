import { readOnce } from '@doseline/dose'
import { words } from './names.ts'
import type { BookData } from './schema.ts'

/** What a text on a coverage says: every word of it is known, or among the unread. */
export interface WordsRead {
  /** The kinds of coverage it leaves possible; undefined where it says nothing about that. */
  readonly kinds: ReadonlySet<string> | undefined
  /** The kinds that a contract number of CMS leaves possible; a private payer’s group may look like one. */
  readonly contract?: ReadonlySet<string>
  /** Payers it names, by id. */
  readonly payers: ReadonlySet<string>
  /** Words that nothing here knows, in order; a number alone is a number of the registration and says nothing. */
  readonly unread: readonly string[]
}

/** A name or phrase with what it says. */
interface Phrase {
  readonly tokens: readonly string[]
  readonly kinds?: ReadonlySet<string>
  readonly payer?: string
}

/** The kinds that a list of kinds and sets of kinds names. */
export function kindsNamed({ sets }: BookData['coverageKinds'], names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => sets[name] ?? [name]))
}

/** Those of both; of one where the other says nothing. */
export function both(
  a: ReadonlySet<string> | undefined,
  b: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  return a && b ? new Set([...a].filter((each) => b.has(each))) : (a ?? b)
}

/** As names of payers are compared: a hyphen is a blank, and so is every other sign. */
export const payerWords = readOnce((text): readonly string[] => words(text.replaceAll('-', ' ')))

const IS_NUMBER = /^\p{N}{1,20}$/u
const IS_CONTRACT = /^[a-z]\d{4}$/

/** Builds the reader of payers' names, types and plans: the longest phrase that is known, from left to right. */
export function wordReader({ coverageKinds, payers }: Pick<BookData, 'coverageKinds' | 'payers'>) {
  const phrases = [
    ...coverageKinds.words.flatMap(({ words: list, kinds }) =>
      list.map((each): Phrase => ({ tokens: payerWords(each), kinds: kindsNamed(coverageKinds, kinds) })),
    ),
    ...Object.entries(payers).flatMap(([payer, { recognisedBy }]) =>
      recognisedBy.names.map((name): Phrase => ({ tokens: payerWords(name), payer })),
    ),
  ]
  const byFirst = Map.groupBy(phrases, ({ tokens }) => tokens[0] ?? '')
  const contracts = new Map(
    Object.entries(coverageKinds.contracts.letters).map(([letter, kinds]) => [
      letter.toLowerCase(),
      kindsNamed(coverageKinds, kinds),
    ]),
  )

  return readOnce((text): WordsRead => {
    const tokens = payerWords(text)
    let kinds: ReadonlySet<string> | undefined
    let contract: ReadonlySet<string> | undefined
    const named = new Set<string>()
    const unread: string[] = []
    for (let at = 0; at < tokens.length; ) {
      const token = tokens[at] ?? ''
      const fitting = (byFirst.get(token) ?? []).filter((phrase) => isAt(tokens, at, phrase))
      const length = Math.max(0, ...fitting.map((phrase) => phrase.tokens.length))
      const longest = fitting.filter((phrase) => phrase.tokens.length === length)
      for (const phrase of longest) kinds = both(kinds, phrase.kinds)
      // “Medicare B” says more than “Medicare”, and still names the payer.
      const naming = longest.some(({ payer }) => payer !== undefined) ? longest : fitting
      for (const { payer } of naming) if (payer !== undefined) named.add(payer)
      const numbered = length === 0 && IS_CONTRACT.test(token) ? contracts.get(token[0] ?? '') : undefined
      contract = both(contract, numbered)
      if (length === 0 && !numbered && !IS_NUMBER.test(token)) unread.push(token)
      at += Math.max(1, length)
    }
    return { kinds, payers: named, unread, ...(contract && { contract }) }
  })
}

const isAt = (tokens: readonly string[], at: number, { tokens: phrase }: Phrase): boolean =>
  phrase.every((word, index) => tokens[at + index] === word)

/** What is left of the words when those that may stand beside a payer's name are taken away. */
export function withoutBeside(unread: readonly string[], beside: readonly (readonly string[])[]): readonly string[] {
  const left: string[] = []
  for (let at = 0; at < unread.length; ) {
    const length = Math.max(
      0,
      ...beside
        .filter((phrase) => phrase.every((word, index) => unread[at + index] === word))
        .map((each) => each.length),
    )
    if (length === 0) left.push(unread[at] ?? '')
    at += Math.max(1, length)
  }
  return left
}
