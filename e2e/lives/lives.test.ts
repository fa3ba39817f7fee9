import { writeFileSync } from 'node:fs'
import { type Postgres, startPostgres } from '@doseline/testkit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PlayedClock } from './clock.ts'
import { type Counted, type Ended, live, noCounts, WRONGS } from './life.ts'
import { aPlayedService } from './service.ts'

/**
 * Lives of charges: people, tabs and laptops that sleep, on networks that lose answers, at EHRs of nine kinds, while the ward
 * moves the dose. The review, the write-back, the service and the ledger are the real ones; EHR and network are played.
 */
const LIVES = Number(process.env.LIVES ?? 24)
const SEED = Number(process.env.LIVES_SEED ?? 20261128)
/** The first life that is played: to play one again. */
const FROM = Number(process.env.LIVES_FROM ?? 0)
/** Each on a database of its own. */
const AT_ONCE = 10

// The app finds the service beside its own page.
Object.assign(globalThis, { document: { baseURI: 'http://localhost/app/' } })

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres.stop(), 120_000)

test(`${LIVES} lives: nothing is billed twice, nothing is lost, nothing is written about another patient`, async () => {
  const sums = { counts: noCounts(), kinds: new Map<string, number>() }
  const bad: (Ended & { nth: number })[] = []
  const began = performance.now()
  let next = FROM
  let ended = 0
  const side = async (_: unknown, at: number): Promise<void> => {
    const clock = new PlayedClock()
    const service = await aPlayedService(clock, postgres, `lives_${at}`)
    const running = clock.run()
    while (next < FROM + LIVES) {
      const nth = next++
      await clock.during(service.forget())
      const life = await live({ clock, service, seed: SEED, nth })
      sums.kinds.set(life.kind, (sums.kinds.get(life.kind) ?? 0) + 1)
      for (const [what, count] of Object.entries(life.counts)) sums.counts[what as Counted] += count
      if (life.wrong.length > 0) bad.push({ nth, ...life })
      if (++ended % 500 === 0) report()
    }
    clock.stop()
    await running
    expect(service.faults).toEqual([])
    expect(await service.isWhole()).toBe(true)
    await service.close()
  }
  const report = (): void => {
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(`${ended} lives, seed ${SEED}, ${seconds} s: ${JSON.stringify({ ...sums.counts, bad: bad.length })}`)
    if (process.env.LIVES_STORIES) writeFileSync(process.env.LIVES_STORIES, JSON.stringify(bad, null, 1))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, side))
  report()
  const wrongs = bad.flatMap(({ nth, kind, wrong }) =>
    wrong.map(({ what, about }) => `life ${nth}, ${kind}: ${what}: ${about}`),
  )
  console.log(JSON.stringify(Object.fromEntries(sums.kinds)))
  for (const what of WRONGS) expect(wrongs.filter((each) => each.includes(`: ${what}: `))).toEqual([])
}, 86_400_000)
