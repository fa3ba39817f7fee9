import type { Dice } from '@doseline/testkit/dice'
import type { PlayedClock } from './clock.ts'
import { json, outcome } from './ehr.ts'

/** What is between an app and its EHR. */
export interface Network {
  readonly clock: PlayedClock
  readonly dice: Dice
  /** How often in a hundred requests something goes wrong. */
  readonly mishaps: () => number
  readonly tell: (what: string) => void
}

/** The longest that a request is on its way, in milliseconds, after its sender gave it up. */
const LATEST_MS = 40_000

/** Carries one request there, and its answer back, or not. */
export async function carried(network: Network, isWrite: boolean, deliver: () => Response): Promise<Response> {
  const { clock, dice, mishaps, tell } = network
  await clock.sleep(20 + dice.below(400))
  if (dice.below(100) >= mishaps()) return deliver()
  const mishap = dice.one(isWrite ? [...BEFORE, ...AFTER] : BEFORE)
  tell(`on the way: ${mishap}`)
  switch (mishap) {
    case 'lost':
      throw new TypeError('network')
    case 'too many requests':
      return json(429, outcome('throttled'), dice.below(2) ? { 'retry-after': String(dice.below(11)) } : {})
    case 'unavailable':
      return json(503, outcome('transient'))
    case 'session over':
      return json(401, outcome('login'))
    case 'slow': {
      const answer = deliver()
      await clock.sleep(dice.below(25_000))
      return answer
    }
    case 'answer lost':
      deliver()
      throw new TypeError('network')
    case 'a gateway’s 503':
      deliver()
      return new Response('<html>', { status: 503 })
    case 'a 500 after it was done':
      deliver()
      return json(500, outcome('exception'))
    case 'a gateway’s 504':
      deliver()
      return new Response('', { status: 504 })
    case 'late':
      clock.at(1000 + dice.below(LATEST_MS), () => {
        tell('a late request arrives')
        deliver()
      })
      throw new TypeError('network')
    case 'no body': {
      const { status } = deliver()
      return new Response(status === 204 ? null : '', { status })
    }
  }
}

const BEFORE = ['lost', 'too many requests', 'unavailable', 'slow'] as const
const AFTER = [
  'answer lost',
  'a gateway’s 503',
  'a 500 after it was done',
  'a gateway’s 504',
  'late',
  'no body',
  'session over',
] as const
