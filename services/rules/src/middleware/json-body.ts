import { duplicateName, nulCharacter } from '@doseline/fhir'
import type { Context } from 'hono'
import { HttpProblem } from './problem.ts'

/** Bytes a request body may have. */
export const BODY_LIMIT = 2 * 1024 * 1024
/** How deep JSON may nest. A Bundle of Bundles stays far below. */
export const DEPTH_LIMIT = 64
/** Values a body may hold, objects and lists among them: four times what 2 MB of ordinary charts hold. */
export const VALUE_LIMIT = 500_000
/** Characters a system, a code, a unit, an id or a reference may have: what is longer is none, in any system there is. */
export const WORD_LIMIT = 2048

const JSON_TYPES = /^application\/(?:[a-z.+-]{0,40}\+)?json\s*(?:;|$)/i

/** A body as it came, with what its headers say of it. */
export interface SentBody {
  readonly bytes: ArrayBuffer
  /** Content-Type; empty where there is none. */
  readonly type: string
  /** Content-Encoding; `identity` where there is none. */
  readonly encoding: string
}

/** The body of a request, not looked at yet. */
export const sentBody = async (c: Context): Promise<SentBody> => ({
  bytes: await c.req.arrayBuffer(),
  type: c.req.header('content-type') ?? '',
  encoding: c.req.header('content-encoding') ?? 'identity',
})

/** The JSON body of a request that holds no chart. Throws as {@link readJson} does. */
export const jsonBody = async (c: Context): Promise<unknown> => readJson(await sentBody(c))

/** The JSON in a body. Throws {@link HttpProblem} 413, 415 or 400 saying where it is wrong. */
export function readJson({ bytes, type, encoding }: SentBody): unknown {
  if (NDJSON_TYPES.test(type)) throw linesOfJson()
  if (!JSON_TYPES.test(type)) {
    throw new HttpProblem('not-json', `Expected a JSON body, not “${type.slice(0, 100) || 'no content type'}”.`, [
      { pointer: '', detail: 'Not sent as JSON.', remedy: WHAT_TO_SEND },
    ])
  }
  if (encoding !== 'identity') {
    throw new HttpProblem('unsupported-content-encoding', `Send the body as it is, not as “${encoding.slice(0, 40)}”.`)
  }
  const text = decoded(bytes)
  const body = parsed(text)
  const names = namesIn(body)
  const twice = duplicateName(text, names)
  if (twice !== undefined) {
    throw new HttpProblem('duplicate-json-key', `${twice} appears twice, and nothing says which one counts.`, [
      { pointer: twice, detail: 'The same name twice in one object.', remedy: 'Send it once.' },
    ])
  }
  const nul = text.includes('\\u0000') ? nulCharacter(text) : undefined
  if (nul !== undefined) {
    throw new HttpProblem('nul-refused', `${nul} holds the character U+0000, which no FHIR string may hold.`, [
      { pointer: nul, detail: 'The character U+0000.', remedy: 'Leave it out.' },
    ])
  }
  return body
}

const NDJSON_TYPES = /^application\/(?:[a-z.+-]{0,40}\+)?(?:x-)?(?:ndjson|jsonl|jsonlines|json-?seq)\s*(?:;|$)/i

const WHAT_TO_SEND =
  'Send the resources of one patient as application/json, as {"resources": [ … ]} or as one FHIR Bundle; FHIR JSON may be application/fhir+json.'

/** A resource a line, as a bulk export writes them: where one patient ends and the next begins, nothing says. */
function linesOfJson(): HttpProblem {
  const says = 'Lines of JSON (NDJSON), as a FHIR bulk export writes them, are not read.'
  return new HttpProblem('ndjson-not-read', says, [
    { pointer: '', detail: 'A JSON object a line.', remedy: WHAT_TO_SEND },
  ])
}

/** Whether a body that is no JSON is more than one object, each on a line of its own. */
function isLines(text: string): boolean {
  const start = text.indexOf('{')
  const end = text.indexOf('\n', start)
  if (start < 0 || end < 0 || text.slice(0, start).trim() !== '' || text.slice(end).trimStart()[0] !== '{') return false
  try {
    return typeof JSON.parse(text.slice(start, end)) === 'object'
  } catch {
    return false
  }
}

/** UTF-8, or a refusal: a replaced character could change a name or a unit without anybody noticing. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HttpProblem('not-utf-8', 'The body is not UTF-8.')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (isLines(text)) throw linesOfJson()
    // V8 quotes the text around the fault, which may name a patient: only the position is passed on.
    const position = /position (\d{1,10})/.exec(error instanceof Error ? error.message : '')?.[1]
    const where = position === undefined ? 'at its end' : lineAndColumn(text, Number(position))
    throw new HttpProblem('malformed-json', `The body is not JSON: it breaks ${where}.`)
  }
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n')
  return `in line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}

/** Names that mean something else to JavaScript than to FHIR; no resource has them. */
const NAMES_REFUSED = ['__proto__', 'constructor', 'prototype']

/**
 * Refuses what no chart is shaped like, and counts the names of all objects. Walks level by level, with its own list: a
 * hostile body cannot overflow our stack.
 */
function namesIn(body: unknown): number {
  let level: unknown[] = [body]
  let values = 0
  let names = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_LIMIT) throw new HttpProblem('too-deep', `The body nests deeper than ${DEPTH_LIMIT} levels.`)
    values += level.length
    if (values > VALUE_LIMIT)
      throw new HttpProblem('too-many-values', `The body holds more than ${VALUE_LIMIT} values.`)
    const next: unknown[] = []
    for (const each of level) {
      if (each === null || typeof each !== 'object') continue
      const inner = valuesOf(each)
      if (!Array.isArray(each)) names += inner.length
      for (const value of inner) {
        if (typeof value === 'string' && value.length > WORD_LIMIT) refuseLongWord(each, body)
        next.push(value)
      }
    }
    level = next
  }
  return names
}

const WORDS = ['system', 'code', 'reference', 'unit', 'id', 'fullUrl', 'display'] as const

/** A note may be long, and a word may not: it is compared, kept as a key and shown as it is. */
function refuseLongWord(of: object, body: unknown): void {
  const values = of as Readonly<Record<string, unknown>>
  const name = WORDS.find((each) => typeof values[each] === 'string' && values[each].length > WORD_LIMIT)
  if (name === undefined) return
  const pointer = `${pointerTo(of, body)}/${name}`
  throw new HttpProblem('word-too-long', `${pointer} is longer than ${WORD_LIMIT} characters.`, [
    { pointer, detail: 'Too long for what it is.', remedy: 'Send what the element is for, or leave it out.' },
  ])
}

/** Where an object stands in a body, as a JSON pointer. */
function pointerTo(target: object, body: unknown): string {
  const open: (readonly [unknown, string])[] = [[body, '']]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [value, pointer] = at
    if (value === target) return pointer
    if (value === null || typeof value !== 'object') continue
    for (const [name, inner] of Object.entries(value))
      open.push([inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`])
  }
  return ''
}

function valuesOf(each: object): readonly unknown[] {
  if (Array.isArray(each)) return each
  const refused = NAMES_REFUSED.find((name) => Object.hasOwn(each, name))
  if (refused) throw new HttpProblem('name-refused', `The body has an element “${refused}”, which no resource has.`)
  return Object.values(each)
}
