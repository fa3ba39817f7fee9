import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import {
  type Acknowledgment,
  type BillingInterface,
  encoded,
  Frames,
  framed,
  readAcknowledgment,
} from '@doseline/billing-interface'
import type { Delivered, ToDeliver } from './delivered.ts'

type ByMllp = Extract<BillingInterface['delivery'], { by: 'mllp' }>

/**
 * Sends a message over a connection of its own and waits for the answer that is about it. An answer about another message, such as
 * one that came too late before, is passed over.
 * @see HL7 v2.5.1, chapter 2, 2.9.2 and 2.9.3 (original and enhanced mode)
 */
export function byMllp({ controlId, text, profile }: ToDeliver, delivery: ByMllp): Promise<Delivered> {
  const { answerWithin, characterSet, acknowledgment } = profile
  return new Promise((resolve) => {
    const socket = connected(delivery, (error) => end({ kind: 'no answer', because: error }))
    if (!socket) return
    const frames = new Frames()
    let isKept = false
    let deadline = setTimeout(late, answerWithin * 1000)
    function end(delivered: Delivered): void {
      clearTimeout(deadline)
      socket?.destroy()
      resolve(delivered)
    }
    function late(): void {
      const which = isKept ? 'The receiver keeps the message (CA), and gave no answer to it' : 'There was no answer'
      end({ kind: 'no answer', because: `${which} within ${answerWithin} seconds.` })
    }
    function heard(answer: Acknowledgment): void {
      const { code, words } = answer
      if (code === 'AA' || (code === 'CA' && acknowledgment === 'accept')) end({ kind: 'accepted', code, words })
      else if (code !== 'CA') end({ kind: 'refused', code, words })
      else {
        isKept = true
        clearTimeout(deadline)
        deadline = setTimeout(late, answerWithin * 1000)
      }
    }
    socket.once(delivery.tls ? 'secureConnect' : 'connect', () => socket.write(framed(encoded(text, characterSet))))
    socket.on('data', (bytes) => {
      try {
        for (const frame of frames.take(bytes)) {
          const answer = readAcknowledgment(decoded(frame, characterSet))
          if (answer?.of === controlId) heard(answer)
        }
      } catch {
        end({ kind: 'no answer', because: 'The answer is longer than any acknowledgment.' })
      }
    })
    socket.on('error', (error: NodeJS.ErrnoException) => end({ kind: 'no answer', because: whyOf(error, delivery) }))
    socket.on('close', () =>
      end({ kind: 'no answer', because: 'The receiver closed the connection without an answer.' }),
    )
  })
}

function connected({ host, port, tls }: ByMllp, failed: (because: string) => void): Socket | undefined {
  try {
    if (!tls) return connect({ host, port })
    return connectTls({
      host,
      port,
      servername: tls.serverName ?? host,
      ...(tls.ca && { ca: readFileSync(tls.ca) }),
      ...(tls.certificate && { cert: readFileSync(tls.certificate) }),
      ...(tls.key && { key: readFileSync(tls.key) }),
    })
  } catch (error) {
    failed(`The certificates cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
    return undefined
  }
}

const decoded = (bytes: Uint8Array, set: string): string =>
  Buffer.from(bytes).toString(set === 'UNICODE UTF-8' ? 'utf8' : 'latin1')

function whyOf({ code, message }: NodeJS.ErrnoException, { host, port }: ByMllp): string {
  const what = WHY[code ?? ''] ?? `The connection broke: ${message}.`
  return `${what} (${host} port ${port}${code ? `, ${code}` : ''})`
}

const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'There is no listener.',
  ENOTFOUND: 'There is no such host.',
  ETIMEDOUT: 'The host does not answer.',
  ECONNRESET: 'The receiver broke the connection.',
  EPIPE: 'The receiver broke the connection.',
}
