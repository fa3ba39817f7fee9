import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Line } from '../ask.ts'
import { JOB_RETRY_POLICY } from '../job-retry-policy.ts'

/** What was asked of a scripted server. */
export interface Asked {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Reply = (asked: Asked, response: ServerResponse) => void

/** A server that answers as a test says: by method and path, each time it is asked the next of its answers, the last for good. */
export interface ScriptedServer {
  readonly origin: string
  readonly base: string
  readonly asked: Asked[]
  on(methodAndPath: string, ...replies: readonly Reply[]): void
  close(): Promise<void>
}

/** Starts one on a free port of this machine. */
export async function scriptedServer(host = '127.0.0.1'): Promise<ScriptedServer> {
  const asked: Asked[] = []
  const replies = new Map<string, Reply[]>()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data) => {
      body += String(data)
    })
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const each = { method, path, headers, body }
      asked.push(each)
      const list = replies.get(`${method} ${path.split('?')[0]}`) ?? [json(404, outcome('nothing is here'))]
      const reply = list.length > 1 ? list.shift() : list[0]
      reply?.(each, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`
  return {
    origin,
    base: `${origin}/fhir`,
    asked,
    on: (methodAndPath, ...list) => {
      replies.set(methodAndPath, [...list])
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close').catch(() => undefined)
    },
  }
}

/** An answer in JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

/** An answer without a body. */
export const empty =
  (status: number, headers: Record<string, string> = {}): Reply =>
  (_, response) => {
    response.writeHead(status, headers)
    response.end()
  }

/** A file. */
export const ndjson =
  (text: string, headers: Record<string, string> = {}): Reply =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/fhir+ndjson', ...headers })
    response.end(text)
  }

/** A file whose connection is cut after some bytes. */
export const cutAfter =
  (text: string): Reply =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/fhir+ndjson', 'content-length': String(text.length + 100) })
    response.write(text, () => response.destroy())
  }

export const outcome = (text: string, code = 'processing') => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, diagnostics: text }],
})

/** A line of a Patient. */
export const patient = (id: string): string => `${JSON.stringify({ resourceType: 'Patient', id })}\n`

/** A line to that server with a token, that waits for nothing and keeps what it would have waited. */
export function aLine(server: ScriptedServer, about: Partial<Line> = {}): Line & { readonly waited: number[] } {
  const waited: number[] = []
  return {
    fetcher: fetch,
    authorization: async () => 'Bearer secret',
    trusted: new Set([server.origin]),
    waited,
    ...about,
    policy: {
      ...JOB_RETRY_POLICY,
      timeoutMs: 2_000,
      chance: () => 0.5,
      sleep: async (ms, signal) => {
        signal?.throwIfAborted()
        waited.push(ms)
      },
      ...about.policy,
    },
  }
}
