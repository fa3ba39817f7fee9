import { readOnce } from '@doseline/dose'

/** A name as it is compared: lower-case words; a hyphen stays inside its word, so that `denosumab-bbdz` is not `denosumab`. */
export const words = readOnce((text): readonly string[] => text.toLowerCase().match(WORD) ?? [])

const WORD = /[\p{L}\p{N}&-]+/gu

/** Whether the words of a name stand in the text, in order and side by side. */
export function contains(text: readonly string[], name: readonly string[]): boolean {
  return name.length > 0 && text.some((_, start) => name.every((word, index) => text[start + index] === word))
}

/** The same, where a biosimilar's suffix may follow: `denosumab-zzzz` is of the family `denosumab`. */
export function containsWithSuffix(text: readonly string[], name: readonly string[]): boolean {
  const last = name.length - 1
  const stands = (word: string | undefined, index: number, wanted: string): boolean =>
    word === wanted || (index === last && word?.startsWith(`${wanted}-`) === true)
  return last >= 0 && text.some((_, start) => name.every((word, index) => stands(text[start + index], index, word)))
}

const ORAL: ReadonlySet<string> = new Set(['oral', 'orally', 'tablet', 'tablets', 'tab', 'tabs', 'capsule', 'capsules'])

/** Whether a name says that the drug is swallowed: no product here is, though its molecule may be sold as a tablet. */
export const isOral = (text: readonly string[]): boolean => text.some((word) => ORAL.has(word))

/** A strength as it is compared: `120 MG / 1.7 ML` and `120 mg/1.7mL` are one. */
export function strengthText(text: string): string {
  return text.toLowerCase().replaceAll(' ', '')
}

/** Whether a compared text states the strength, and not one that merely ends like it (`5 mg/mL` in `0.05 mg/mL`). */
export function statesStrength(text: string, strength: string): boolean {
  for (let at = text.indexOf(strength); at >= 0; at = text.indexOf(strength, at + 1)) {
    if (!isPartOfANumber(text[at - 1])) return true
  }
  return false
}

const isPartOfANumber = (character: string | undefined): boolean =>
  character !== undefined && '0123456789.'.includes(character)
