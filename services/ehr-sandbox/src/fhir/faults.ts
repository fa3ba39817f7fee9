import { setTimeout as wait } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context as HonoContext, Next } from 'hono'
import type { Fault, FaultPattern } from '../personalities/personality.ts'
import { Echoes } from './echoes.ts'
import { refusal } from './outcome.ts'
import { respondRefused } from './respond.ts'

type Act = 'read' | 'write'

/** Which mishap meets which request: those of a script in their order, or an EHR's own pattern. */
export class Faults {
  readonly #pattern: FaultPattern | undefined
  #script: Fault[] | undefined
  #count = { read: 0, write: 0 }

  constructor(pattern?: FaultPattern) {
    this.#pattern = pattern
  }

  /** These mishaps and then none, until `reset`. One that waits for a write lets reads pass. */
  script(faults: readonly Fault[]): void {
    this.#script = [...faults]
  }

  /** Back to the beginning of the own pattern. */
  reset(): void {
    this.#script = undefined
    this.#count = { read: 0, write: 0 }
  }

  /** The mishap that meets this request, if any. */
  next(act: Act): Fault | undefined {
    if (this.#script) {
      const on = this.#script[0]?.on
      return on === undefined || on === act ? this.#script.shift() : undefined
    }
    const pattern = this.#pattern?.[act]
    if (!pattern) return undefined
    const turn = ++this.#count[act]
    if (turn % pattern.every !== 0) return undefined
    return pattern.faults[(turn / pattern.every - 1) % pattern.faults.length]
  }
}

/** Lets the next mishap happen to the request. `slowMs` is how long a slow answer takes. */
export function mishaps(faults: Faults, slowMs: number) {
  const echoes = new Echoes()
  return async (c: HonoContext, next: Next): Promise<Response | undefined> => {
    if (echoes.isEcho((c.env as HttpBindings).incoming)) return cut(c, echoes)
    const fault = faults.next(actOf(c))
    switch (fault?.kind) {
      case 'too-many':
        return refusedFor(429, 'throttled', 'Too many requests', fault.retryAfterSeconds ?? 1)
      case 'unavailable-after':
        await next()
        c.res = undefined
        c.res = unavailable(fault)
        return c.res
      case 'unavailable':
        return unavailable(fault)
      case 'cut-before':
        return cut(c, echoes)
      case 'cut-after':
        await next()
        return cut(c, echoes)
      case 'slow':
        await wait(slowMs)
    }
    await next()
    return undefined
  }
}

function actOf(c: HonoContext): Act {
  return ['GET', 'HEAD'].includes(c.req.method) || c.req.path.endsWith('/_search') ? 'read' : 'write'
}

function refusedFor(status: 429 | 503, code: 'throttled' | 'transient', text: string, seconds?: number): Response {
  const error = refusal(status, code, text)
  if (seconds !== undefined) error.headers['Retry-After'] = String(seconds)
  return respondRefused(error)
}

const unavailable = ({ retryAfterSeconds }: Fault): Response =>
  refusedFor(503, 'transient', 'The server is not available at the moment', retryAfterSeconds)

/** Nobody answers: the connection is gone. */
function cut(c: HonoContext, echoes: Echoes): Response {
  const { incoming, outgoing } = c.env as HttpBindings
  echoes.expect(incoming)
  outgoing.destroy()
  // What was answered until now is forgotten, or it would be written to a connection that is gone.
  c.res = undefined
  c.res = new Response(null, RESPONSE_ALREADY_SENT)
  return c.res
}
