import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { textLines } from '@doseline/scan'

/** Bytes sent at once: below what the service takes in one body. */
const AT_ONCE = 1_000_000

/**
 * Sends the worklist of a scan to a service, some lines at a time. Sending it twice leaves one row a dose. Throws where the
 * service refuses it, in its words.
 */
export async function sendWorklist(out: string, service: string, token: string | undefined): Promise<string> {
  let body = ''
  let entries = 0
  for await (const line of textLines(createReadStream(join(out, 'worklist.ndjson')))) {
    if (body !== '' && Buffer.byteLength(body) + Buffer.byteLength(line) > AT_ONCE) {
      await send(service, token, body)
      body = ''
    }
    body += `${line}\n`
    entries++
  }
  if (body !== '') await send(service, token, body)
  return `${entries.toLocaleString('en-US')} doses were sent to the worklist of ${service}.`
}

async function send(service: string, token: string | undefined, body: string): Promise<void> {
  const address = `${service}/v1/worklist/doses`
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...(token && { authorization: `Bearer ${token}` }) },
    body,
  })
  if (answer.ok) return
  const { title, detail } = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string }
  throw new Error(
    `${address} answered ${answer.status}${title ? `: ${title}` : ''}${detail ? ` ${detail}` : ''}. The results are kept: send them again with the same command.`,
  )
}
