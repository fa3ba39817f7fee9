import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

/** A charge or a credit that a billing system has, as it read it. */
export interface HeldTransaction {
  /** FT1-2 */
  readonly number: string
  /** FT1-6 */
  readonly type: string
  /** FT1-23, first component. */
  readonly charge: string
  readonly code: string
  readonly units: string
  readonly modifiers: string
  readonly account: string
}

/**
 * What it does with a message: answers with a code, keeps it and answers nothing (`lose`), keeps half of it and hangs up (`cut`), answers for
 * another message first (`stray`), or takes it and waits (`late`, milliseconds).
 */
export type ReceiverAct =
  | { readonly does: 'answer'; readonly code: string; readonly words?: string }
  | { readonly does: 'lose' | 'cut' | 'stray' | 'keep-and-answer' }
  | { readonly does: 'late'; readonly milliseconds: number }

export interface BillingReceiver {
  readonly port: number
  /** Every message as it came, in order. */
  readonly messages: readonly string[]
  /** What it posted: a message whose control id it knows is posted once. */
  readonly held: readonly HeldTransaction[]
  /** Charges that are not taken back, by number. */
  readonly owed: () => readonly HeldTransaction[]
  stop(): Promise<void>
}

/** A billing system that listens by MLLP, recognizes repeats by their control id, and misbehaves as it is told. It reads with code of its own. */
export async function billingReceiver(
  actFor: (control: string, times: number) => ReceiverAct = () => ({ does: 'answer', code: 'AA' }),
  { port = 0, tls }: { readonly port?: number; readonly tls?: TlsOptions } = {},
): Promise<BillingReceiver> {
  const messages: string[] = []
  const held: HeldTransaction[] = []
  const times = new Map<string, number>()
  const posted = new Set<string>()
  const sockets = new Set<Socket>()
  const serve = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8')
      for (let end = text.indexOf('\x1c\r'); end !== -1; end = text.indexOf('\x1c\r')) {
        take(text.slice(text.indexOf('\x0b') + 1, end), socket)
        text = text.slice(end + 2)
      }
    })
  }
  function take(message: string, socket: Socket): void {
    const control = message.split('|')[9] ?? ''
    const count = (times.get(control) ?? 0) + 1
    times.set(control, count)
    messages.push(message)
    const act = actFor(control, count)
    if (act.does === 'cut') return void socket.destroy()
    const isTaken = act.does !== 'answer' || act.code.endsWith('A')
    if (isTaken && !posted.has(control)) {
      posted.add(control)
      held.push(...transactionsIn(message))
    }
    if (act.does === 'lose') return void socket.destroy()
    if (act.does === 'stray') socket.write(answer('AA', `${control}X`))
    if (act.does === 'keep-and-answer') socket.write(answer('CA', control))
    const words = act.does === 'answer' ? act.words : undefined
    const code = act.does === 'answer' ? act.code : 'AA'
    setTimeout(() => socket.write(answer(code, control, words)), act.does === 'late' ? act.milliseconds : 0)
  }
  const server = tls ? createTlsServer(tls, serve) : createServer(serve)
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    messages,
    held,
    owed: () =>
      held.filter(
        ({ number, type }) => type === 'CG' && !held.some((each) => each.type !== 'CG' && each.charge === number),
      ),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const answer = (code: string, control: string, words = ''): string =>
  `\x0bMSH|^~\\&|BILLING|R|DOSELINE|R|20260302||ACK^P03|A${control}|P|2.5.1\rMSA|${code}|${control}|${words}\r\x1c\r`

function transactionsIn(message: string): HeldTransaction[] {
  const segments = message.split('\r').map((line) => line.split('|'))
  const account = segments.find(([name]) => name === 'PID')?.[18]?.split('^')[0] ?? ''
  return segments
    .filter(([name]) => name === 'FT1')
    .map((fields) => ({
      number: fields[2] ?? '',
      type: fields[6] ?? '',
      charge: fields[23]?.split('^')[0] ?? '',
      code: fields[25]?.split('^')[0] ?? '',
      units: fields[10] ?? '',
      modifiers: fields[26] ?? '',
      account,
    }))
}
