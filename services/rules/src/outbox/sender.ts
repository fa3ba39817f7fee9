import { setTimeout as pause } from 'node:timers/promises'
import type { BillingInterface } from '@doseline/billing-interface'
import type { Ledger } from '../ledger/ledger.ts'
import type { DueMessage } from '../ledger/outbox.ts'
import type { Log } from '../service.ts'
import type { Tenants } from '../tenants.ts'
import { byFolder } from './by-folder.ts'
import { byMllp } from './by-mllp.ts'
import type { Delivered } from './delivered.ts'

/** How often and how late a message is sent again. */
export interface Pace {
  /** Milliseconds between looks for what is due. */
  readonly lookEvery: number
  /** Seconds until the second try; each one after it waits twice as long, up to `longestWait`. */
  readonly firstWait: number
  readonly longestWait: number
  /** Milliseconds until the ledger is asked again, where it did not answer. */
  readonly afterFault: number
}
const PACE: Pace = { lookEvery: 1000, firstWait: 2, longestWait: 300, afterFault: 5000 }

interface Sending {
  readonly ledger: Pick<Ledger, 'takeDue' | 'answered'>
  readonly tenants: Tenants
  readonly log: Pick<Log, 'fault'>
  /** ISO instant. */
  readonly now: () => string
  readonly pace?: Pace
}

/** One interface of a tenant. */
interface Interface {
  readonly tenant: string
  readonly server: string
  readonly profile: BillingInterface
}

/**
 * Sends what is in the outbox, one message of an interface after the other, until it is stopped. Several processes may do so on one ledger.
 * Whoever is killed leaves a message that is sent again once its time is over, byte for byte the same.
 */
export function startSender(sending: Sending): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const loops = interfacesOf(sending.tenants).map((each) => sendAll(sending, each, stopped.signal))
  return {
    stop: async () => {
      stopped.abort()
      await Promise.all(loops)
    },
  }
}

const interfacesOf = ({ tenants }: Tenants): readonly Interface[] =>
  tenants.flatMap(({ key: tenant, issuers }) =>
    issuers.flatMap(({ key: server, billingInterface: profile }) => (profile ? [{ tenant, server, profile }] : [])),
  )

async function sendAll(sending: Sending, of: Interface, stopped: AbortSignal): Promise<void> {
  const { ledger, log, now, pace = PACE } = sending
  const { tenant, server, profile } = of
  // Connecting, the first answer and the second, and some time for the ledger.
  const holdSeconds = 2 * profile.answerWithin + 10
  while (!stopped.aborted) {
    try {
      const message = await ledger.takeDue({ tenant, server, holdSeconds })
      if (message) await ledger.answered(message, changeBy(await delivered(message, profile), message, pace), now())
      else await pause(pace.lookEvery, undefined, { signal: stopped }).catch(() => undefined)
    } catch (error) {
      log.fault({ requestId: 'outbox', error })
      await pause(pace.afterFault, undefined, { signal: stopped }).catch(() => undefined)
    }
  }
}

function delivered({ controlId, number, text }: DueMessage, profile: BillingInterface): Promise<Delivered> {
  const { delivery } = profile
  const message = { controlId, number, text, profile }
  return delivery.by === 'folder' ? byFolder(message, delivery.folder) : byMllp(message, delivery)
}

function changeBy(done: Delivered, { attempts }: DueMessage, { firstWait, longestWait }: Pace) {
  if (done.kind !== 'no answer') return done
  return { ...done, againInSeconds: Math.min(longestWait, firstWait * 2 ** Math.min(attempts - 1, MOST_DOUBLINGS)) }
}
const MOST_DOUBLINGS = 20
