import { expect, test } from 'vitest'
import { readOnce } from './read-once.ts'

const counting = () => {
  const read: string[] = []
  const words = readOnce((text) => {
    read.push(text)
    return { words: text.split(' ') }
  })
  return { read, words }
}

test('a text is read once, and another one by itself', () => {
  const { read, words } = counting()
  expect(words('Medicare Part B')).toBe(words('Medicare Part B'))
  expect(words('Medicare').words).toEqual(['Medicare'])
  expect(read).toEqual(['Medicare Part B', 'Medicare'])
})

test('a long text is read each time and not kept', () => {
  const { read, words } = counting()
  const long = 'x'.repeat(161)
  expect(words(long)).toEqual(words(long))
  expect(read).toHaveLength(2)
})

test('after 2,000 texts all are forgotten, so that what is kept stays bounded', () => {
  const { read, words } = counting()
  for (let at = 0; at <= 2000; at++) words(`payer ${at}`)
  words('payer 0')
  words('payer 2000')
  expect(read).toHaveLength(2002)
})
