import { type PatternTree, patternTree } from './pattern-tree.ts'
import type { WrittenPattern } from './patterns-in.ts'

/** A text that grows: `before`, then `again` as often as it takes, then `after`. Harmless words, only many of them. */
export interface Probe {
  readonly before: string
  readonly again: string
  readonly after: string
}

/** A probe of about so many characters. */
export const textOf = ({ before, again, after }: Probe, length: number): string =>
  before + again.repeat(Math.max(1, Math.floor(length / again.length))) + after

/** A repetition that may be this long is tried like one without an end. */
const LONG = 64
/** Ends of a text at which what came before turns out not to match after all. */
const ENDS = ['', '\u0001', '\n\u0001']

/**
 * What a pattern is timed on: everything it repeats, many times, after what it wants before that; and its beginnings, many
 * times, so that a search starts over at each of them. With an end that fits and two that do not.
 */
export function probesFor({ source, flags }: WrittenPattern): Probe[] {
  const alphabet = alphabetOf(source, flags)
  const found = new Map<string, Probe>()
  const add = (before: string, again: string): void => {
    if (again === '') return
    for (const after of ENDS) found.set(JSON.stringify([before, again, after]), { before, again, after })
  }
  const walk = (tree: PatternTree, before: string): void => {
    switch (tree.kind) {
      case 'character':
        return
      case 'choice':
        for (const each of tree.of) walk(each, before)
        return
      case 'repeat':
        if (tree.most >= LONG) {
          for (const again of samplesOf(tree.of, alphabet)) {
            add(before, again)
            add('', before + again)
          }
        }
        walk(tree.of, before)
        return
      case 'sequence': {
        let soFar = before
        for (const part of tree.parts) {
          walk(part, soFar)
          soFar += samplesOf(part, alphabet)[0] ?? ''
        }
        add('', soFar)
      }
    }
  }
  walk(patternTree(source), '')
  for (const sign of alphabet.all) add('', sign)
  return [...found.values()]
}

interface Alphabet {
  readonly all: readonly string[]
  /** Those that one place of the pattern takes. */
  readonly of: (character: string) => readonly string[]
}

/** Characters to try: those that the pattern names, and one of each kind. */
function alphabetOf(source: string, flags: string): Alphabet {
  const all = [...new Set(['a', 'A', '0', ' ', '/', '.', '-', '_', '"', '\n', ...source])].filter(
    (sign) => sign.length === 1,
  )
  const kept = new Map<string, readonly string[]>()
  const only = flags.replace(/[gym]/g, '')
  const of = (character: string): readonly string[] => {
    const known = kept.get(character)
    if (known) return known
    const takes = new RegExp(`^${character}$`, only)
    const fitting = all.filter((sign) => takes.test(sign))
    const signs = fitting.length > 0 ? fitting : [anySign(takes)]
    kept.set(character, signs)
    return signs
  }
  return { all, of }
}

function anySign(takes: RegExp): string {
  for (let code = 0; code < 0x3000; code++) if (takes.test(String.fromCharCode(code))) return String.fromCharCode(code)
  return ''
}

const MOST_SAMPLES = 12

/** Some texts that a part of a pattern takes, the first as plain as can be. */
function samplesOf(tree: PatternTree, alphabet: Alphabet): string[] {
  switch (tree.kind) {
    case 'character':
      return alphabet.of(tree.source).slice(0, MOST_SAMPLES)
    case 'choice':
      return tree.of.flatMap((each) => samplesOf(each, alphabet)).slice(0, MOST_SAMPLES)
    case 'repeat':
      return tree.least === 0
        ? ['', ...samplesOf(tree.of, alphabet)].slice(0, MOST_SAMPLES)
        : samplesOf(tree.of, alphabet).map((each) => each.repeat(tree.least))
    case 'sequence': {
      const parts = tree.parts.map((part) => samplesOf(part, alphabet))
      const most = Math.min(MOST_SAMPLES, Math.max(1, ...parts.map(({ length }) => length)))
      return Array.from({ length: most }, (_, at) => parts.map((of) => of[at] ?? of[0] ?? '').join(''))
    }
  }
}
