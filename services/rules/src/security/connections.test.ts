import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { strangers } from './connections.ts'

/** A connection that only notes whether it was closed. */
class Connection extends EventEmitter {
  isOpen = true
  destroy(): void {
    this.isOpen = false
    this.emit('close')
  }
}

test('the oldest connection on which nobody signed in gives way, and one on which somebody did is kept', () => {
  const server = new EventEmitter()
  const unknown = strangers(3)
  unknown.watch(server as never)
  const open = Array.from({ length: 5 }, () => new Connection())
  const [first, second, third, fourth, fifth] = open
  for (const each of [first, second, third]) server.emit('connection', each)
  unknown.known(first as unknown as Socket)
  for (const each of [fourth, fifth]) server.emit('connection', each)
  expect(open.map(({ isOpen }) => isOpen)).toEqual([true, false, true, true, true])
})

test('a connection that ended counts no more', () => {
  const server = new EventEmitter()
  strangers(1).watch(server as never)
  const [first, second] = [new Connection(), new Connection()]
  server.emit('connection', first)
  first.destroy()
  server.emit('connection', second)
  expect(second.isOpen).toBe(true)
})
