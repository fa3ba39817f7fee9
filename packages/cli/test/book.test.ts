import { doseline } from '@doseline/testkit/doseline'
import { describe, expect, test } from 'vitest'

const book = (...args: string[]) => doseline(['book', ...args])

describe('doseline book --diff', () => {
  test('puts the two books side by side, and says which is not for submission', async () => {
    const { exit, said } = await book('2026-03-02', '--diff', 'article')
    expect(exit).toBe(0)
    const line = (brand: string) => said.split('\n').find((each) => each.trim().startsWith(`${brand} `))
    expect(line('Prolia')).toMatch(/J0897 \(1 mg\) +J3397 \(1 mg\)/)
    expect(line('Mepsevii')).toMatch(/J3397 \(1 mg\) +cannot tell/)
    expect(line('Xgeva')).toMatch(/J0897 \(1 mg\) +J0897 \(1 mg\)/)
    expect(said).toContain('NOT FOR SUBMISSION')
    expect(said).toContain('article is silent on: mue')
  })

  test('says which books there are instead of one that is none', async () => {
    const { exit, said } = await book('--diff', 'wikipedia')
    expect([exit, said]).toEqual([2, expect.stringContaining('no code book “wikipedia”; there are cms, article.')])
  })
})

describe('doseline book', () => {
  test('prints what is effective, with its sources', async () => {
    const { exit, said } = await book('2026-03-02', '--payer', 'medicare-part-b')
    expect(exit).toBe(0)
    expect(said).toMatch(/code\s+J3397 \(1 mg\), since 2019-01-01 {2}\[cms-hcpcs]/)
    expect(said).toMatch(/discarded drug\s+JW or JZ, since 2023-07-01 {2}\[hhs-jz]/)
  })

  test.each([
    [['2026-02-30'], /'2026-02-30' is invalid for argument 'day'\. It is a day of the calendar/],
    [['2026-03-02', '--payer', 'nobody'], /no payer “nobody”/],
    [['2026-03-02', '--product', 'aspirin'], /no product “aspirin”/],
    [
      ['--diff', 'article', '--payer', 'medicare-part-b'],
      /'--diff <book>' cannot be used with option '--payer <payer>'/,
    ],
  ])('%j is refused with what there is', async (args, message) => {
    const { exit, said } = await book(...args)
    expect(exit).toBe(2)
    expect(said).toMatch(message)
  })
})
