import { loadCodebook } from '@doseline/codebook'
import type { Hono } from 'hono'
import { createApp } from '../src/app.ts'
import { createEngine } from '../src/engine.ts'

export const codebook = loadCodebook()

/** The service as it runs, without a port: the real engine behind the real faces. */
export function aService({ allowArticle = true, faults = [] as unknown[] } = {}): Hono {
  const engine = createEngine({ codebook, now: () => '2026-03-03T10:00:00Z', allowArticle, version: 'test' })
  return createApp({ engine, report: ({ error }) => faults.push(error) })
}

/** Posts a body as it is, or as JSON. */
export async function post(service: Hono, path: string, body: unknown, type = 'application/json') {
  return answerOf(
    await service.request(path, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
}

export const get = async (service: Hono, path: string) => answerOf(await service.request(path))

async function answerOf(response: Response) {
  const { status, headers } = response
  return { status, type: headers.get('content-type') ?? '', headers, body: JSON.parse(await response.text()) }
}
