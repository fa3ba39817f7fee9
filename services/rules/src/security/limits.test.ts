import { describe, expect, test } from 'vitest'
import type { HttpProblem } from '../middleware/problem.ts'
import { type Holder, places, refusalRate } from './limits.ts'

const codeOf = (take: () => unknown): string | undefined => {
  try {
    take()
    return undefined
  } catch (thrown) {
    const { status, code, headers } = thrown as HttpProblem
    return `${status} ${code} ${headers['retry-after']}`
  }
}

describe('places', () => {
  const ana: Holder = { caller: 'ana', tenant: 'riverside' }
  const ben: Holder = { caller: 'ben', tenant: 'riverside' }
  const cleo: Holder = { caller: 'cleo', tenant: 'lakeside' }

  test('one caller has a share of them, and others the rest', () => {
    const of = places(4, { caller: 2, tenant: 4 })
    of.take(ana)
    const leave = of.take(ana)
    expect(codeOf(() => of.take(ana))).toBe('429 too-many-at-once 1')
    expect(codeOf(() => of.take(ben))).toBeUndefined()
    leave()
    expect(codeOf(() => of.take(ana))).toBeUndefined()
  })

  test('one tenant has a share of them, however many of its callers come', () => {
    const of = places(4, { caller: 2, tenant: 3 })
    for (const holder of [ana, ana, ben]) of.take(holder)
    expect(codeOf(() => of.take(ben))).toBe('429 too-many-at-once 1')
    expect(codeOf(() => of.take(cleo))).toBeUndefined()
  })

  test('there are no more than there are', () => {
    const of = places(2, { caller: 2, tenant: 2 })
    for (const holder of [ana, ben]) of.take(holder)
    expect(codeOf(() => of.take(cleo))).toBe('503 busy 1')
  })
})

test('sign-ins that fail are counted by where they come from', async () => {
  const refusals = refusalRate(2)
  await refusals.take('10.0.0.1')
  expect(await refusals.isUsedUp('10.0.0.1')).toBe(false)
  await refusals.take('10.0.0.1')
  expect([await refusals.isUsedUp('10.0.0.1'), await refusals.isUsedUp('10.0.0.2')]).toEqual([true, false])
  await expect(refusals.take('10.0.0.1')).rejects.toMatchObject({ status: 429, code: 'too-many-refusals' })
})
