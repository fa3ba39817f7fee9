import { expect, test } from 'vitest'
import { newState } from './random.ts'

test('a state has 256 bits', () => {
  expect(newState()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(newState()).not.toBe(newState())
})
