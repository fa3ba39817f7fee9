import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { WriteAsked } from '../../events/write-asked.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './write-turn.ts'
import type { WriteTurn } from './write-turn.ts'

const waiting = (seconds: number) =>
  shown<WriteTurn>(html`<write-turn .seconds=${seconds} .act=${'suggest'}></write-turn>`)
const after = (ms: number) => new Promise((wait) => setTimeout(wait, ms))

test('asks again by itself when the time is over', async () => {
  const element = await waiting(1)
  expect(saidBy(element)).toContain('Tries again automatically in 1 second')
  const events = await asked<WriteAsked>(element, 'write-asked', () => after(1200))
  expect(events.map(({ act }) => act)).toEqual(['suggest'])
})

test('and not while the page is covered', async () => {
  const element = await waiting(1)
  element.paused = true
  expect(await asked<WriteAsked>(element, 'write-asked', () => after(1200))).toEqual([])
  element.paused = false
  const events = await asked<WriteAsked>(element, 'write-asked', () => after(1200))
  expect(events).toHaveLength(1)
})

test('and not where the person no longer wants to wait', async () => {
  const element = await waiting(1)
  await expectAccessible()
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'Stop waiting' }).click()
    await after(1200)
  })
  expect(events).toEqual([])
  expect(saidBy(element)).toContain('Nothing was sent')
})
