/**
 * A regular expression as far as it matters for how long it takes: what follows what, what repeats, and which single
 * characters a place takes. Assertions take no character; a backreference is taken for one too.
 */
export type PatternTree =
  | { readonly kind: 'sequence'; readonly parts: readonly PatternTree[] }
  | { readonly kind: 'choice'; readonly of: readonly PatternTree[] }
  | { readonly kind: 'repeat'; readonly of: PatternTree; readonly least: number; readonly most: number }
  /** One character of a class, an escape or itself, as it is written. */
  | { readonly kind: 'character'; readonly source: string }

const NOTHING: PatternTree = { kind: 'sequence', parts: [] }

/** Reads the source of a regular expression that the engine takes. */
export function patternTree(source: string): PatternTree {
  let at = 0
  return choice()

  function choice(): PatternTree {
    const of = [sequence()]
    while (source[at] === '|') {
      at++
      of.push(sequence())
    }
    return of.length === 1 && of[0] ? of[0] : { kind: 'choice', of }
  }

  function sequence(): PatternTree {
    const parts: PatternTree[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(term()))
    return { kind: 'sequence', parts }
  }

  function term(): PatternTree {
    const sign = source[at] ?? ''
    if (sign === '(') return group()
    if (sign === '[') return character(endOfClass())
    if (sign === '\\') return escaped()
    return sign === '^' || sign === '$' ? skip(1) : character(at + 1)
  }

  function group(): PatternTree {
    const opened = /^\((?:\?(?:[:=!]|<[=!]|<\w{1,40}>))?/.exec(source.slice(at, at + 50))?.[0] ?? '('
    at += opened.length
    const inner = choice()
    at++
    return opened.endsWith('!') || opened === '(?=' ? NOTHING : inner
  }

  function escaped(): PatternTree {
    if (/[bB]/.test(source[at + 1] ?? '')) return skip(2)
    if (source.startsWith('\\k<', at)) return skip(source.indexOf('>', at) + 1 - at)
    if (/[1-9]/.test(source[at + 1] ?? '')) return skip(2)
    const long = /^\\(?:u\{[^}]{1,8}\}|[pP]\{[^}]{1,60}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z])/
    return character(at + (long.exec(source.slice(at, at + 70))?.[0].length ?? 2))
  }

  function repeated(of: PatternTree): PatternTree {
    const [written, star, least, comma, most] =
      /^(?:([*+?])|\{(\d{1,9})(,(\d{0,9}))?\})\??/.exec(source.slice(at, at + 30)) ?? []
    if (written === undefined) return of
    at += written.length
    if (star !== undefined)
      return { kind: 'repeat', of, least: star === '+' ? 1 : 0, most: star === '?' ? 1 : Infinity }
    const atMost = comma === undefined ? Number(least) : most === '' ? Infinity : Number(most)
    return { kind: 'repeat', of, least: Number(least), most: atMost }
  }

  function endOfClass(): number {
    let end = at + 1
    while (end < source.length && source[end] !== ']') end += source[end] === '\\' ? 2 : 1
    return end + 1
  }

  function character(end: number): PatternTree {
    const written = source.slice(at, end)
    at = end
    return { kind: 'character', source: written }
  }

  function skip(length: number): PatternTree {
    at += length
    return NOTHING
  }
}
