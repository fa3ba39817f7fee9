import type { Context as HonoContext } from 'hono'
import { parseJson } from './json.ts'
import { refusal } from './outcome.ts'

const PATCH = 'application/json-patch+json'
const FORM = 'application/x-www-form-urlencoded'

/** What bodies this EHR takes. */
export interface BodyLimits {
  /** Media types of a resource. */
  readonly types: readonly string[]
  readonly maxBytes: number
}

/** The JSON body of a write; 415, 413 or 400 where there is none to be had. */
export async function jsonBody(
  c: HonoContext,
  kind: 'resource' | 'patch',
  { types, maxBytes }: BodyLimits,
): Promise<unknown> {
  assertContentType(c, kind === 'patch' ? [PATCH, ...types] : types)
  const text = await limitedText(c, maxBytes)
  if (text.trim() === '') throw refusal(400, 'required', 'The body is empty')
  return parseJson(text)
}

/** The parameters of a POST _search. */
export async function formBody(c: HonoContext, maxBytes: number): Promise<URLSearchParams> {
  if (c.req.header('content-type') === undefined && !c.req.raw.body) return new URLSearchParams()
  assertContentType(c, [FORM])
  return new URLSearchParams(await limitedText(c, maxBytes))
}

function assertContentType(c: HonoContext, types: readonly string[]): void {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (types.includes(type)) return
  throw refusal(415, 'not-supported', `Content-Type must be ${types.join(' or ')}${type && `, not ${type}`}`)
}

async function limitedText(c: HonoContext, maxBytes: number): Promise<string> {
  const tooLarge = () => refusal(413, 'too-long', `The body is larger than ${maxBytes} bytes`)
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  // The length may be unknown beforehand, so it is counted on the way as well.
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
