/**
 * HL7 v2 as it goes over the line: segments end with a carriage return, fields part by `|`, repetitions by `~`, components
 * by `^`. An encoder of our own, because the one well-kept library for it on npm (`@medplum/core` 5.2.13) writes and reads values
 * as they are: a `^` within a name becomes another component.
 * @see HL7 v2.5.1, chapter 2, 2.7 (escape sequences)
 */

/** A component as text; it is escaped when it is written. */
export type Component = string
/** The components of one repetition, or text that is its only one. */
export type Repetition = Component | readonly (Component | undefined)[]
/** One field: a value, or several repetitions of it. */
export type Field = Repetition | { readonly repeats: readonly Repetition[] } | undefined

/** A segment by its name, and its fields from 1. */
export interface Segment {
  readonly name: string
  readonly fields: readonly Field[]
}

/** What MSH-1 and MSH-2 say, in every message of ours. */
export const SEPARATORS = '^~\\&'

const ESCAPED: Readonly<Record<string, string>> = {
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
  '\\': '\\E\\',
}

/** A value that means itself: separators and control characters are escaped, nothing is left out. */
export const escaped = (value: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
  value.replace(/[|^&~\\]|[\u0000-\u001f\u007f]/g, (char) => ESCAPED[char] ?? hex(char))

const hex = (char: string): string => `\\X${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}\\`

/** The value that was written as `text`. What is escaped in a way that is not known stays as it is. */
export const unescaped = (text: string): string =>
  text.replace(/\\(?:([FSTRE])|X((?:[0-9A-Fa-f]{2})+))\\/g, (all, letter?: string, bytes?: string) => {
    if (letter !== undefined) return LETTERS[letter] ?? all
    return Buffer.from(bytes ?? '', 'hex').toString('latin1')
  })
const LETTERS: Readonly<Record<string, string>> = { F: '|', S: '^', T: '&', R: '~', E: '\\' }

/** A field as it is written; empty components and fields at an end are left out. */
export function fieldText(field: Field): string {
  if (field === undefined) return ''
  if (typeof field === 'object' && 'repeats' in field) return field.repeats.map(repetitionText).join('~')
  return repetitionText(field)
}

function repetitionText(repetition: Repetition): string {
  if (typeof repetition === 'string') return escaped(repetition)
  return withoutEmptyEnd(repetition.map((component) => escaped(component ?? ''))).join('^')
}

/** A message as text. MSH comes with its separators as its first two fields. */
export function messageText(segments: readonly Segment[]): string {
  return segments.map((segment) => `${segmentText(segment)}\r`).join('')
}

function segmentText({ name, fields }: Segment): string {
  if (name !== 'MSH') return withoutEmptyEnd([name, ...fields.map(fieldText)]).join('|')
  return withoutEmptyEnd(['MSH', SEPARATORS, ...fields.slice(2).map(fieldText)]).join('|')
}

function withoutEmptyEnd(parts: readonly string[]): readonly string[] {
  return parts.slice(0, parts.findLastIndex((part) => part !== '') + 1)
}

/** A segment that was read: `get(2)` is its second field as text, `get(2, 1)` the first component of it, unescaped. */
export interface ReadSegment {
  readonly name: string
  readonly get: (field: number, component?: number) => string
}

/** The segments of a message somebody else wrote, with whatever separators it says. Lines may end in any way. */
export function readMessage(text: string): readonly ReadSegment[] {
  const lines = text.split(/[\r\n]+/).filter((line) => line !== '')
  const separator = lines[0]?.startsWith('MSH') ? (lines[0][3] ?? '|') : '|'
  const componentSeparator = lines[0]?.[4] ?? '^'
  return lines.map((line) => {
    const parts = line.split(separator)
    const name = parts[0] ?? ''
    // Of MSH the first field is the separator itself.
    const fields = name === 'MSH' ? [name, separator, ...parts.slice(1)] : parts
    return {
      name,
      get: (field, component) => {
        const value = fields[field] ?? ''
        return component === undefined ? value : unescaped(value.split(componentSeparator)[component - 1] ?? '')
      },
    }
  })
}
