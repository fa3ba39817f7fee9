import type { Context } from 'hono'
import { duplicateName, nulCharacter } from './json-text.ts'
import { HttpProblem } from './problem.ts'

/** Bytes a request body may have. */
export const BODY_LIMIT = 2 * 1024 * 1024
/** How deep JSON may nest. A Bundle of Bundles stays far below. */
export const DEPTH_LIMIT = 64
/** Values a body may hold, objects and lists among them: four times what 2 MB of ordinary charts hold. */
export const VALUE_LIMIT = 500_000

const JSON_TYPES = /^application\/(?:[a-z.+-]{0,40}\+)?json\s*(?:;|$)/i

/** The JSON body of a request. Throws {@link HttpProblem} 413, 415 or 400 saying where it is wrong. */
export async function jsonBody(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? ''
  if (!JSON_TYPES.test(type)) {
    throw new HttpProblem(415, 'not-json', `Expected a JSON body, not “${type || 'no content type'}”.`)
  }
  const encoding = c.req.header('content-encoding') ?? 'identity'
  if (encoding !== 'identity') {
    throw new HttpProblem(415, 'encoded', `Send the body as it is, not as “${encoding.slice(0, 40)}”.`)
  }
  const text = decoded(await c.req.arrayBuffer())
  const body = parsed(text)
  const names = namesIn(body)
  const twice = duplicateName(text, names)
  if (twice !== undefined) {
    throw new HttpProblem(400, 'name-twice', `${twice} stands there twice, and nothing says which one counts.`, [
      { pointer: twice, detail: 'The same name twice in one object.', remedy: 'Send it once.' },
    ])
  }
  const nul = text.includes('\\u0000') ? nulCharacter(text) : undefined
  if (nul !== undefined) {
    throw new HttpProblem(400, 'nul-refused', `${nul} holds the character U+0000, which no FHIR string may hold.`, [
      { pointer: nul, detail: 'The character U+0000.', remedy: 'Leave it out.' },
    ])
  }
  return body
}

/** UTF-8, or a refusal: a replaced character could change a name or a unit without anybody noticing. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HttpProblem(400, 'not-utf-8', 'The body is not UTF-8.')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // V8 quotes the text around the fault, which may name a patient: only the position is passed on.
    const position = /position (\d{1,10})/.exec(error instanceof Error ? error.message : '')?.[1]
    const where = position === undefined ? 'at its end' : lineAndColumn(text, Number(position))
    throw new HttpProblem(400, 'malformed-json', `The body is not JSON: it breaks ${where}.`)
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
    if (depth > DEPTH_LIMIT) throw new HttpProblem(400, 'too-deep', `The body nests deeper than ${DEPTH_LIMIT} levels.`)
    values += level.length
    if (values > VALUE_LIMIT)
      throw new HttpProblem(413, 'too-many-values', `The body holds more than ${VALUE_LIMIT} values.`)
    const next: unknown[] = []
    for (const each of level) {
      if (each === null || typeof each !== 'object') continue
      const inner = valuesOf(each)
      if (!Array.isArray(each)) names += inner.length
      for (const value of inner) next.push(value)
    }
    level = next
  }
  return names
}

function valuesOf(each: object): readonly unknown[] {
  if (Array.isArray(each)) return each
  const refused = NAMES_REFUSED.find((name) => Object.hasOwn(each, name))
  if (refused)
    throw new HttpProblem(400, 'name-refused', `The body has an element “${refused}”, which no resource has.`)
  return Object.values(each)
}
