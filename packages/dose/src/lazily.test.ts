import { expect, test } from 'vitest'
import { allOf, lazily, namesIn } from './lazily.ts'

interface Dose {
  readonly day: string
  readonly isLate: boolean
  readonly note?: string
}

const asked: string[] = []
const dose = lazily<Dose, { readonly day: string }>({
  day: ({ day }) => {
    asked.push('day')
    return day
  },
  isLate: (_, it) => it.day > '2026-06-30',
  note: () => undefined,
})

test('a member is worked out when it is looked at, and once', () => {
  const late = dose({ day: '2026-07-01' })
  expect(asked).toEqual([])
  expect([late.isLate, late.day, late.isLate]).toEqual([true, '2026-07-01', true])
  expect(asked).toEqual(['day'])
})

test('all of them together are a plain object, without what is undefined', () => {
  const early = dose({ day: '2026-01-01' })
  expect(namesIn(early)).toEqual(['day', 'isLate', 'note'])
  expect(allOf(early)).toEqual({ day: '2026-01-01', isLate: false })
  expect(Object.keys(allOf(early))).toEqual(['day', 'isLate'])
  expect(allOf({ plain: 1 })).toEqual({ plain: 1 })
})

test('two of them keep to themselves', () => {
  expect([dose({ day: '2026-01-01' }), dose({ day: '2026-12-01' })].map(({ isLate }) => isLate)).toEqual([false, true])
})

test('what fails once fails again', () => {
  let tries = 0
  const broken = lazily<{ readonly never: string }, undefined>({
    never: () => {
      tries++
      throw new TypeError('no')
    },
  })(undefined)
  expect(() => broken.never).toThrow('no')
  expect(() => broken.never).toThrow('no')
  expect(tries).toBe(2)
})
