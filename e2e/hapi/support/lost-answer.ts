import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A way to a FHIR server on which the answer to the nth transaction is lost, after the server has carried it out. */
export async function losingAnswer(base: string, nth: number): Promise<{ base: string; close(): void }> {
  const { hostname, port, pathname } = new URL(base)
  let transactions = 0
  const server = createServer(async (asked, answered) => {
    const body = await all(asked)
    const isLost = body.includes('"type":"transaction"') && ++transactions === nth
    // The host as it was asked for: the server names itself by it.
    const passed = request({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers })
    passed.end(body)
    passed.on('error', () => answered.destroy())
    passed.on('response', async (answer) => {
      const said = await all(answer)
      if (isLost) answered.destroy()
      else answered.writeHead(answer.statusCode ?? 502, answer.headers).end(said)
    })
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    base: `http://localhost:${(server.address() as AddressInfo).port}${pathname}`,
    close: () => void server.close(() => undefined).closeAllConnections(),
  }
}

async function all(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
