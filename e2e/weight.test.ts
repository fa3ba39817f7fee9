import { readFile } from 'node:fs/promises'
import { startWorld } from '@doseline/testkit/world'
import { expect, test } from 'vitest'
import { beyondTheApp, chunksIn, FIRST_LOAD_LIMIT, firstLoad, WORKLIST_LIMIT } from '../scripts/weight/first-load.ts'
import { longestRow, ROUND_TRIPS_LIMIT, tripsToVerdict } from '../scripts/weight/round-trips.ts'

const DIST = new URL('../web/dist/', import.meta.url)

test('what a person waits for at the first opening is at most 64 kB of script', async () => {
  const chunks = await chunksIn(DIST)
  expect(chunks.some(({ first }) => first)).toBe(true)
  expect(firstLoad(chunks)).toBeLessThanOrEqual(FIRST_LOAD_LIMIT)
})

test('the worklist adds at most 20 kB of script to what the app has loaded', async () => {
  const bytes = await beyondTheApp(DIST, 'worklist.html')
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThanOrEqual(WORKLIST_LIMIT)
})

test('from the launch redirect to the verdict the EHR is waited for three times at most', async () => {
  const world = await startWorld()
  try {
    const { requests, roundTrips } = await tripsToVerdict(world, 'Mepsevii 88 mg from nine')
    expect(requests.length).toBeGreaterThan(0)
    expect(roundTrips, requests.join('\n')).toBeLessThanOrEqual(ROUND_TRIPS_LIMIT)
  } finally {
    await world.close()
  }
})

test('what is asked at the same time is one round trip', () => {
  expect(longestRow([])).toBe(0)
  expect(
    longestRow([
      [0, 10],
      [1, 9],
      [9, 12],
      [12, 20],
    ]),
  ).toBe(3)
})

test('the pages name no other origin', async () => {
  for (const name of ['index.html', 'launch.html', 'inspect.html', 'worklist.html']) {
    const page = await readFile(new URL(name, DIST), 'utf8')
    const policyless = page.replace(/content="[^"]*"/g, '')
    expect(policyless).not.toMatch(/https?:\/\//)
  }
})
