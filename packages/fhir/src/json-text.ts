import { visit } from 'jsonc-parser'

/**
 * The first name that an object of this JSON has twice, as a JSON pointer; undefined where there is none. `names`: how
 * many names the parsed body holds. JSON.parse keeps the last of two and says nothing, so the text is counted instead:
 * every name has one colon outside of strings. Only where the two differ is the text read slowly.
 */
export function duplicateName(text: string, names: number): string | undefined {
  if (colonsOutsideStrings(text) === names) return undefined
  const seen: Set<string>[] = []
  let found: string | undefined
  visit(text, {
    onObjectBegin: () => void seen.push(new Set()),
    onObjectEnd: () => void seen.pop(),
    onObjectProperty: (name, _offset, _length, _line, _character, pathOf) => {
      const own = seen.at(-1)
      if (own?.has(name)) found ??= [...pathOf(), name].map(segment).join('')
      own?.add(name)
    },
  })
  return found
}

/**
 * The first element of this JSON that holds U+0000, as a JSON pointer; undefined where there is none. FHIR forbids it, and a
 * database that cannot store it would fail everything that is stored along with it.
 * @see https://hl7.org/fhir/R4/datatypes.html#string
 */
export function nulCharacter(text: string): string | undefined {
  let found: string | undefined
  visit(text, {
    onObjectProperty: (name, _offset, _length, _line, _character, pathOf) => {
      if (name.includes('\0')) found ??= pathOf().map(segment).join('')
    },
    onLiteralValue: (value, _offset, _length, _line, _character, pathOf) => {
      if (typeof value === 'string' && value.includes('\0')) found ??= pathOf().map(segment).join('')
    },
  })
  return found
}

const segment = (part: string | number): string => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

function colonsOutsideStrings(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign === COLON) count++
    else if (sign === QUOTE) at = endOfString(text, at)
  }
  return count
}

/** Where the string that opens here closes. The text is JSON already. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close !== -1; close = text.indexOf('"', close + 1)) {
    let backslashes = 0
    while (text.charCodeAt(close - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return close
  }
  return text.length
}
