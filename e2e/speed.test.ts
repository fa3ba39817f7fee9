import { startWorld, type World } from '@doseline/testkit/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { speedOf } from './measure-speed.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

test('the page does not jump while it opens, and answers a hand within 100 ms on a slow core', async () => {
  const { layoutShift, interactions } = await speedOf(world)
  expect(layoutShift).toBeLessThanOrEqual(0.02)
  expect(interactions.filter(({ ms }) => ms > 100)).toEqual([])
  expect(interactions.some(({ ms }) => ms > 0)).toBe(true)
}, 120_000)
