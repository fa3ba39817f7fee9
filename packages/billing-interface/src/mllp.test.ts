import { expect, test } from 'vitest'
import { encoded, Frames, framed } from './mllp.ts'

const texts = (messages: readonly Uint8Array[]) => messages.map((each) => Buffer.from(each).toString('utf8'))

test('messages come whole, however their bytes are cut', () => {
  const bytes = Uint8Array.from([...framed(encoded('one é', 'UNICODE UTF-8')), 10, ...framed(encoded('two', 'ASCII'))])
  for (let size = 1; size <= bytes.length; size++) {
    const frames = new Frames()
    const seen: string[] = []
    for (let at = 0; at < bytes.length; at += size) seen.push(...texts(frames.take(bytes.subarray(at, at + size))))
    expect(seen).toEqual(['one é', 'two'])
  }
})

test('a message longer than is taken is refused, not collected', () => {
  const frames = new Frames(10)
  expect(() => frames.take(Uint8Array.from([0x0b, ...new Uint8Array(20)]))).toThrow(RangeError)
})

test('Latin 1 has one byte for an accent', () => expect(encoded('é', '8859/1')).toHaveLength(1))
