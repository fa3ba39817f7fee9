import type { Context } from 'hono'
import { HttpProblem } from './problem.ts'

/** Bytes a request body may have. */
export const BODY_LIMIT = 2 * 1024 * 1024
/** How deep JSON may nest. A Bundle of Bundles stays far below. */
export const DEPTH_LIMIT = 64

const JSON_TYPES = /^application\/(?:[a-z.+-]{0,40}\+)?json\s*(?:;|$)/i

/** The JSON body of a request. Throws {@link HttpProblem} 413, 415 or 400 saying where it is wrong. */
export async function jsonBody(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? ''
  if (!JSON_TYPES.test(type)) {
    throw new HttpProblem(415, 'not-json', `Expected a JSON body, not “${type || 'no content type'}”.`)
  }
  const text = await c.req.text()
  const body = parsed(text)
  if (deeperThan(body, DEPTH_LIMIT)) {
    throw new HttpProblem(400, 'too-deep', `The body nests deeper than ${DEPTH_LIMIT} levels.`)
  }
  return body
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

/** Walks with its own stack: a hostile body cannot overflow ours. */
function deeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true
    level = level.flatMap((each) => (each !== null && typeof each === 'object' ? Object.values(each) : []))
  }
  return false
}
