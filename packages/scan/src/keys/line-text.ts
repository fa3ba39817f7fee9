import { duplicateName, nulCharacter } from '@doseline/fhir'

/** Why a line is not one resource. */
export const UNREADABLE = [
  'not UTF-8',
  'not JSON',
  'ends in the middle',
  'two documents on one line',
  'the same name twice in one object',
  'holds U+0000',
  'no resource',
  'names no patient',
  'names a patient that is not here',
  'gzip data ends or breaks',
  'cannot be read',
  'not exported by the server',
] as const
export type Unreadable = (typeof UNREADABLE)[number]

/** A resource as its line says it; any JSON object with a type. */
export type Json = Readonly<Record<string, unknown>>

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a line; undefined where it is not UTF-8: a replaced character could change a name or a unit. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return UTF_8.decode(bytes)
  } catch {
    return undefined
  }
}

/** The resource on a line, or why there is none. */
export function resourceOn(text: string): Json | Unreadable {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (documentsOn(text) > 1) return 'two documents on one line'
    return breaksAtItsEnd(text, error) ? 'ends in the middle' : 'not JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no resource'
  if (duplicateName(text, namesIn(value)) !== undefined) return 'the same name twice in one object'
  if (text.includes('\\u0000') && nulCharacter(text) !== undefined) return 'holds U+0000'
  const resource = value as Json
  return typeof resource.resourceType === 'string' ? resource : 'no resource'
}

/** Whether more was to come: V8 names the position of what it did not expect, or says that the text ended. */
function breaksAtItsEnd(text: string, error: unknown): boolean {
  const says = error instanceof Error ? error.message : ''
  const position = /position (\d+)/.exec(says)?.[1]
  return (
    /Unexpected end|Unterminated/.test(says) || (position !== undefined && Number(position) >= text.trimEnd().length)
  )
}

/** Resources that begin on a line, as far as that can be seen in text that is no JSON. */
export const documentsOn = (text: string): number => text.split(/\}\s*\{\s*"/).length

/** Names of all objects in a value. */
function namesIn(value: object): number {
  const open: object[] = [value]
  let names = 0
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const inner: readonly unknown[] = Array.isArray(at) ? at : Object.values(at)
    if (!Array.isArray(at)) names += inner.length
    for (const each of inner) if (typeof each === 'object' && each !== null) open.push(each)
  }
  return names
}
