import { doseline } from '@doseline/testkit/doseline'
import { describe, expect, test } from 'vitest'

describe('doseline scenario', () => {
  test('prints the dose after each step', async () => {
    const { exit, said } = await doseline(['scenario', 'medicare-prolia-under-the-article'])
    expect(exit).toBe(0)
    const steps = ['① read', '② facts', '③ rules', '④ verdict', '⑤ lines', '⑥ write-back', 'because']
    expect(steps.filter((step) => !said.includes(`\n${step}\n`))).toEqual([])
    expect(said).toMatch(/create ChargeItem not-billable: NOT FOR SUBMISSION/)
  })

  test('lists the scenarios there are', async () => {
    const { exit, said } = await doseline(['scenario'])
    expect(exit).toBe(0)
    expect(said).toContain('medicare-prolia-in-order\n')
  })

  test('a name that is none is refused, and where the names are is said', async () => {
    const { exit, said } = await doseline(['scenario', 'nowhere'])
    expect([exit, said]).toEqual([2, expect.stringContaining('“doseline scenario” lists them.')])
  })
})
