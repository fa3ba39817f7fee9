import type { ReactiveControllerHost } from 'lit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { IdleWatch, type Presence } from './idle-watch.ts'

const host = { addController() {}, requestUpdate() {} } as unknown as ReactiveControllerHost
let now = 0
let seen: Presence[] = []
let watch: IdleWatch
const opened = (minutes = 10): IdleWatch => {
  const made = new IdleWatch(host, {
    launch: 'state-1',
    minutes: () => minutes,
    now: () => now,
    onChange: (presence) => seen.push(presence),
  })
  made.hostConnected()
  return made
}
const looked = (): void => void document.dispatchEvent(new Event('visibilitychange'))
const afterMinutes = (minutes: number): void => {
  now += minutes * 60_000
  looked()
}

beforeEach(() => {
  now = Date.UTC(2026, 2, 3, 10)
  seen = []
  sessionStorage.clear()
  watch = opened()
})
afterEach(() => watch.hostDisconnected())

test('covered after ten minutes without input, not before', () => {
  afterMinutes(9.9)
  expect(watch.presence).toBe('there')
  afterMinutes(0.1)
  expect(watch.presence).toBe('locked')
})

test('every input begins the time anew', async () => {
  afterMinutes(9)
  await userEvent.keyboard('a')
  afterMinutes(9)
  expect(watch.presence).toBe('there')
})

test('input alone does not unlock, saying so does', async () => {
  afterMinutes(11)
  await userEvent.keyboard('a')
  expect(watch.presence).toBe('locked')
  watch.goOn()
  afterMinutes(9)
  expect(seen).toEqual(['locked', 'there'])
})

test('after half an hour there is no going on', () => {
  afterMinutes(31)
  watch.goOn()
  expect(seen).toEqual(['ended'])
})

test('a computer that slept is locked before its first input counts', async () => {
  now += 45 * 60_000
  await userEvent.keyboard('a')
  expect(watch.presence).toBe('ended')
})

test('loading the page again is no way past the lock', async () => {
  await userEvent.keyboard('a')
  watch.hostDisconnected()
  now += 12 * 60_000
  watch = opened()
  expect(watch.presence).toBe('locked')
})

test('a site may want it shorter', () => {
  watch.hostDisconnected()
  watch = opened(3)
  afterMinutes(3)
  expect(watch.presence).toBe('locked')
})
