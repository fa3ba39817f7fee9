import { describe, expect, it } from 'vitest'
import { isUnder } from './support.ts'

describe('a diagnosis under a stem', () => {
  it.each([
    ['M80.051A', 'M80.0-', true],
    ['M80.0', 'M80.0-', false],
    ['C50.911', 'C50.-', true],
    ['C79.51', 'C-', true],
    ['M80.851A', 'M80.0-', false],
    ['M81.0', 'M81.0', true],
    ['M81.01', 'M81.0', false],
    ['M81', 'M81.0', false],
  ])('%s under %s: %s', (code, stem, under) => expect(isUnder(code, stem)).toBe(under))
})
