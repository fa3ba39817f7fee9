import { wasStopped } from '@doseline/ehr-client'
import manifest from '../../package.json' with { type: 'json' }

/** A JSON answer of a server, or what stood in its way and what to do about it. */
export type Answer =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly ok: false; readonly status?: number; readonly trouble: string; readonly todo: string }

export interface Question {
  readonly method?: 'GET' | 'OPTIONS'
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks an address for JSON. Never throws for what a network or a server does. */
export type Ask = (address: string, question?: Question) => Promise<Answer>

export function askWith(fetcher: typeof fetch): Ask {
  return async (address, { method = 'GET', headers = {} } = {}) => {
    try {
      // A redirect is told, not followed: the app and the EHR must name the very same address.
      const response = await fetcher(address, { method, headers, redirect: 'manual' })
      return await answerOf(response, address)
    } catch (thrown) {
      return { ok: false, ...networkTrouble(thrown, address) }
    }
  }
}

/** A fetch that says who asks, and gives up after a while. */
export const patientFetch =
  (seconds: number): typeof fetch =>
  (input, init = {}) => {
    const timeout = AbortSignal.timeout(seconds * 1000)
    const headers = new Headers(init.headers)
    headers.set('user-agent', `doseline/${manifest.version}`)
    return fetch(input, { ...init, headers, signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout })
  }

async function answerOf(response: Response, address: string): Promise<Answer> {
  const { status, headers } = response
  if (status >= 300 && status < 400) {
    const to = headers.get('location') ?? 'an address it does not name'
    return refused(status, `${status}: it points to ${to}`, 'Use that address itself, if the EHR launches with it.')
  }
  const text = await response.text()
  const body = parsed(text)
  if (status === 401 || status === 403) {
    return refused(status, `${status}: it wants a sign-in`, 'Give a token with --token, or ask the EHR to open it.')
  }
  if (status === 404 || status === 410) return refused(status, `${status}${saidIn(body)}`, CHECK)
  if (!response.ok) {
    return refused(status, `${status}${saidIn(body)}`, `Ask the people who run the EHR about ${pathOf(address)}.`)
  }
  if (body === undefined && text !== '') {
    const isPage = /^\s*<(!doctype|html)/i.test(text)
    return refused(
      status,
      isPage ? 'a web page came instead of JSON' : 'something came that is not JSON',
      `${CHECK} A proxy’s sign-in page looks like this too.`,
    )
  }
  return { ok: true, status, headers, body }
}

const CHECK = 'Check the address: a FHIR base often ends in /fhir or /r4.'

const refused = (status: number, trouble: string, todo: string): Answer => ({ ok: false, status, trouble, todo })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function saidIn(body: unknown): string {
  const { issue } = (body ?? {}) as { issue?: { diagnostics?: string; details?: { text?: string }; code?: string }[] }
  const [first] = Array.isArray(issue) ? issue : []
  const said = first?.details?.text ?? first?.diagnostics ?? first?.code
  return said ? `: ${said}` : ''
}

const pathOf = (address: string): string => new URL(address).pathname

/** What each fault of a network means to whoever sits before it. */
const FAULTS: readonly (readonly [RegExp, string, string])[] = [
  [
    /TimeoutError|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT/,
    'no answer in time',
    'Try again with a longer --timeout; ask whether there is a firewall between this machine and the EHR.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN/,
    'the name of that machine is not known',
    'Check the spelling, and whether this machine has a network (a VPN, a proxy).',
  ],
  [/ECONNREFUSED/, 'nothing listens there', 'Check the port, and whether the EHR is running.'],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|SSL/i,
    'its certificate is not trusted',
    'Have the certificate fixed, or name the hospital’s own authority in NODE_EXTRA_CA_CERTS.',
  ],
  [
    /ECONNRESET|EPIPE|UND_ERR_SOCKET|other side closed|EHOSTUNREACH|ENETUNREACH/,
    'the connection was cut',
    'Try again; if it stays so, ask whether a proxy or firewall cuts it.',
  ],
]

/** A thrown fault of the network, in words. Never its stack, nor the headers that were sent. */
export function networkTrouble(thrown: unknown, address: string): { readonly trouble: string; readonly todo: string } {
  if (wasStopped(thrown)) throw thrown
  const told = tellingOf(thrown)
  const [, trouble, todo] = FAULTS.find(([sign]) => sign.test(told)) ?? []
  if (trouble && todo) return { trouble, todo }
  return { trouble: 'the request failed', todo: `Try ${new URL(address).origin} in a browser on this machine.` }
}

function tellingOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const { code } = thrown as { code?: string | number }
  const below = thrown.cause === undefined ? '' : tellingOf(thrown.cause)
  const parts = thrown instanceof AggregateError ? thrown.errors.map(tellingOf) : []
  return [thrown.name, code, thrown.message, below, ...parts].join(' ')
}
