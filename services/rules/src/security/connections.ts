import type { Server, Socket } from 'node:net'

/** Connections on which nobody has signed in yet. */
export interface Strangers {
  /** Counts the connections of a server from now on. */
  readonly watch: (server: Pick<Server, 'on'>) => void
  /** Somebody signed in on this connection: it is kept. */
  readonly known: (socket: Socket) => void
}

/**
 * Keeps at most so many connections on which nobody has signed in; then the oldest of them gives way to the newest. Whoever
 * opens thousands closes their own, and a caller who signs in, which takes milliseconds, is not among the oldest.
 */
export function strangers(most: number): Strangers {
  const open = new Set<Socket>()
  return {
    watch: (server) =>
      void server.on('connection', (socket: Socket) => {
        open.add(socket)
        socket.once('close', () => open.delete(socket))
        const [oldest] = open.size > most ? open : []
        if (oldest === undefined) return
        open.delete(oldest)
        oldest.destroy()
      }),
    known: (socket) => void open.delete(socket),
  }
}
