import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** How soon a browser sends its echo, and no app's own retry does. */
const WINDOW_MS = 250
const requestsOn = new WeakMap<Socket, number>()

/** Counts the requests of a connection. */
export function countRequest({ socket }: IncomingMessage): void {
  requestsOn.set(socket, (requestsOn.get(socket) ?? 0) + 1)
}

/**
 * A browser silently sends a request once more, even a POST, when it is cut on a connection that served others before.
 * The app would never hear of the cut, so the echo is cut as well.
 */
export class Echoes {
  readonly #expected = new Map<string, number>()

  /** Is this the echo of a request that was cut? */
  isEcho(request: IncomingMessage): boolean {
    const until = this.#expected.get(keyOf(request))
    this.#expected.delete(keyOf(request))
    return until !== undefined && until >= performance.now()
  }

  /** Expects an echo where one will come. */
  expect(request: IncomingMessage): void {
    const isBrowser = request.headers['user-agent']?.startsWith('Mozilla/') ?? false
    if (!isBrowser || (requestsOn.get(request.socket) ?? 0) < 2) return
    this.#expected.set(keyOf(request), performance.now() + WINDOW_MS)
  }
}

function keyOf({ method, url, headers }: IncomingMessage): string {
  return [method, url, headers['if-none-exist'], headers['content-length']].join(' ')
}
