/** Writes a text where it stands under a name otherwise than as it is; undefined where it stays. */
export type Rename = (name: string, text: string) => string | undefined

/** JSON text that is canonical already, to stand in what is written. */
export class CanonicalText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** JSON text that is equal for equal content: keys sorted, no spaces, absent and undefined the same. */
export function canonicalJson(value: unknown, rename?: Rename): string {
  if (typeof value === 'string') return quotedText(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (value instanceof CanonicalText) return value.text
  return Array.isArray(value) ? listText(value, rename) : fieldsText(value as Fields, rename)
}

type Fields = Readonly<Record<string, unknown>>

function listText(all: readonly unknown[], rename: Rename | undefined): string {
  let items = ''
  for (let at = 0; at < all.length; at++) items += `${at > 0 ? ',' : ''}${canonicalJson(all[at] ?? null, rename)}`
  return `[${items}]`
}

function fieldsText(content: Fields, rename: Rename | undefined): string {
  let fields = ''
  for (const name of sorted(Object.keys(content))) {
    const field = content[name]
    if (field === undefined) continue
    const renamed = rename && typeof field === 'string' ? rename(name, field) : undefined
    fields += `${fields && ','}${quotedText(name)}:${canonicalJson(renamed ?? field, rename)}`
  }
  return `{${fields}}`
}

const quotedText = (text: string): string => (isPlain(text) ? `"${text}"` : JSON.stringify(text))

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Without what JSON has to escape, or cannot write as it is: quotes, backslashes, control characters, halves of a character. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || unit === QUOTE || unit === BACKSLASH || (unit >= 0xd800 && unit <= 0xdfff)) return false
  }
  return true
}

/** By code unit, in place. A chart has hundreds of objects of a few names each: the general sort takes most of the time there. */
function sorted(names: string[]): readonly string[] {
  if (names.length > 24) return names.sort()
  for (let at = 1; at < names.length; at++) {
    const name = names[at] as string
    let to = at
    for (; to > 0 && (names[to - 1] as string) > name; to--) names[to] = names[to - 1] as string
    names[to] = name
  }
  return names
}
