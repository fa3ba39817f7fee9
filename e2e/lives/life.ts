import { diceFrom } from '@doseline/testkit/dice'
import type { Act } from '../../web/src/dose-review/review-state.ts'
import type { PlayedClock } from './clock.ts'
import { PlayedEhr } from './ehr.ts'
import { KINDS, type Kind } from './kinds.ts'
import { Person, type World } from './person.ts'
import { ISSUER, type PlayedService } from './service.ts'
import { AMENDMENTS, Ward } from './ward.ts'

/** How one life of some charges ended. */
export interface Ended {
  readonly kind: Kind['name']
  /** What must never be; empty in a good life. */
  readonly wrong: readonly { readonly what: Wrong; readonly about: string }[]
  readonly counts: Readonly<Record<Counted, number>>
  /** What happened, line by line. */
  readonly story: readonly string[]
}

export const WRONGS = ['billed twice', 'lost', 'another patient', 'said stored, and was not', 'never settled'] as const
export type Wrong = (typeof WRONGS)[number]
const COUNTED = [
  'people',
  'writes',
  'stored',
  'failed',
  'mishaps',
  'gone',
  'slept',
  'amended',
  'written again',
] as const
export type Counted = (typeof COUNTED)[number]
export const noCounts = (): Record<Counted, number> =>
  Object.fromEntries(COUNTED.map((each) => [each, 0])) as Record<Counted, number>

/** Plays one life: what `seed` and its number say happens, and ends when somebody has set everything right. */
export async function live(at: {
  clock: PlayedClock
  service: PlayedService
  seed: number
  nth: number
}): Promise<Ended> {
  const { clock, service, seed, nth } = at
  const dice = diceFrom(seed * 1_000_003 + nth)
  // Of seeds that are neighbors the first numbers are neighbors too.
  for (let thrown = 0; thrown < 16; thrown++) dice.below(2)
  const kind = dice.one(KINDS)
  const counts = noCounts()
  const story: string[] = []
  const wrong: { what: Wrong; about: string }[] = []
  const began = clock.now
  const tell = (what: string): void => {
    story.push(`${Math.round((clock.now - began) / 100) / 10} s ${what}`)
    if (what.startsWith('on the way')) counts.mishaps++
    if (what.includes(' sleeps ')) counts.slept++
    if (what.endsWith(' is gone')) counts.gone++
  }
  let isCalm = false
  const ehr = new PlayedEhr(clock, kind)
  const world: World = { clock, dice, kind, ehr, service, issuer: ISSUER, tell, isCalm: () => isCalm }
  const wards = ['one', ...(dice.below(10) < 4 ? ['two'] : [])].map((patient) => new Ward(patient))
  // In half of the lives everybody is at it within the same few seconds.
  const life: Life = { world, counts, wrong, paceMs: dice.one([2_000, 30_000]) }
  const people = Array.from({ length: 1 + dice.below(3) + wards.length - 1 }, (_, each) => {
    const ward = wards[each % wards.length] as Ward
    return new Person(`person-${each}-of-${ward.patient}`, world, ward)
  })
  counts.people = people.length
  await Promise.all([...people.map((person) => works(life, person)), ...wards.map((ward) => amends(life, ward))])
  // What is on its way arrives, and what is held is held no longer.
  await clock.sleep(180_000)
  isCalm = true
  for (const ward of wards) await settles(life, ward)
  for (const about of ehr.doubles) wrong.push({ what: 'billed twice', about })
  for (const about of ehr.strangers) wrong.push({ what: 'another patient', about })
  return { kind: kind.name, wrong, counts, story }
}

interface Life {
  readonly world: World
  readonly counts: Record<Counted, number>
  readonly wrong: { what: Wrong; about: string }[]
  /** Within which people begin, and the ward amends. */
  readonly paceMs: number
}

/** The ward goes on charting while people bill. */
async function amends({ world, counts, paceMs }: Life, ward: Ward): Promise<void> {
  const { clock, dice, tell } = world
  for (let times = dice.below(3); times > 0; times--) {
    await clock.sleep(dice.below(2 * paceMs))
    const amendment = dice.one(AMENDMENTS)
    ward.amend(amendment)
    counts.amended++
    tell(`the dose of ${ward.patient} was ${amendment}`)
  }
}

/** Somebody opens the chart, writes, and goes on with whatever the app says, until it is stored or they give up. */
async function works(life: Life, person: Person): Promise<void> {
  const { clock, dice } = life.world
  await clock.sleep(dice.below(life.paceMs))
  await person.does(() => person.review.start())
  for (let tries = 0; tries < 4 && !person.isGone; tries++) {
    const ended = await writes(life, person, actOf(life, person))
    if (ended === 'done' || person.isGone) return
    await clock.sleep(dice.below(dice.below(2) ? 8_000 : 220_000))
    await person.does(() => person.review.look())
    await restores(life, person)
  }
}

function actOf({ world: { dice, kind } }: Life, { review }: Person): Act {
  const cannotBeVoided = !kind.channels.some((channel) => channel === 'transaction' || channel === 'single')
  const at = dice.below(100)
  if (cannotBeVoided || at < 80) return 'approve'
  return at < 90 && review.state.plans?.void ? 'void' : 'suggest'
}

async function writes(
  { world, counts, wrong }: Life,
  person: Person,
  act: Act,
  despite: readonly string[] = [],
): Promise<'done' | 'not done'> {
  counts.writes++
  const since = world.clock.now
  world.tell(`${person.name} presses ${act}${despite.length > 0 ? ' again' : ''}`)
  await person.does(() => person.review.write(act, despite))
  if (person.isGone) return 'done'
  const { result } = person.review.state
  world.tell(`${person.name} sees ${result?.kind} ${result?.kind === 'failed' ? result.failure.kind : ''}`)
  if (result?.kind === 'stored') {
    counts.stored++
    if (act === 'approve' && !person.wasBilledSince(since))
      wrong.push({ what: 'said stored, and was not', about: person.ward.focus })
  }
  if (result?.kind === 'failed') counts.failed++
  return result?.kind === 'stored' || result?.kind === 'already' ? 'done' : 'not done'
}

/** Lines that are said to be written before, or missing: who has looked in the EHR itself, and does not see them, writes them again. */
async function restores(life: Life, person: Person): Promise<void> {
  const { result } = person.review.state
  const { missing } = person
  const earlier = result?.kind === 'failed' ? result.failure.about.earlier : missing?.overrideEarlier
  const act = result?.kind === 'failed' ? result.act : missing?.act
  if (person.isGone || !earlier || !act || person.seesAnyOf(act)) return
  life.counts['written again']++
  await writes(life, person, act, earlier)
}

/** Afterwards somebody sets it right, on a network that works: the lines of each dose are there, once. */
async function settles(life: Life, ward: Ward): Promise<void> {
  const { world, wrong } = life
  for (let tries = 0; tries < 10; tries++) {
    const person = new Person(`settler-${tries}-of-${ward.patient}`, world, ward)
    await person.does(() => person.review.start())
    const plan = person.review.state.plans?.approve
    // Where the EHR takes nothing of the kind a person carries the lines over: there the app can do no more.
    if (plan?.channel === 'by-hand') return
    const cannotBeRead = !world.kind.channels.some((channel) => channel === 'transaction' || channel === 'single')
    const isBilled = person.seesItBilled
    if (plan && (!plan.transaction || (cannotBeRead && isBilled))) {
      if (!isBilled) wrong.push({ what: 'lost', about: ward.focus })
      return
    }
    await writes(life, person, 'approve')
    const { result } = person.review.state
    const { earlier, retryAfterSeconds = 0 } = result?.kind === 'failed' ? result.failure.about : {}
    await world.clock.sleep(retryAfterSeconds * 1000)
    if (earlier && !person.seesAnyOf('approve')) await writes(life, person, 'approve', earlier)
  }
  wrong.push({ what: 'never settled', about: ward.focus })
}
