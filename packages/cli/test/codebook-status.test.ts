import { doseline } from '@doseline/testkit/doseline'
import { describe, expect, test } from 'vitest'

describe('doseline codebook status', () => {
  test('says of a day after the last quarter by how many days each set ended, and ends with 1', async () => {
    const { exit, said } = await doseline(['codebook', 'status', '2026-11-30'])
    expect(exit).toBe(1)
    expect(said).toContain(
      'Part B payment limits: ended 2026-03-31; day of service 2026-11-30 is 244 days later (payment-limits-2026-01, 877 rows)',
    )
    expect(said).toContain('MUE table for practitioners: not loaded')
    expect(said).toContain('“doseline codebook update <file> --write”')
  })

  test('says of a day before the first release that none had begun', async () => {
    const { exit, said } = await doseline(['codebook', 'status', '2018-12-31'])
    expect(exit).toBe(1)
    expect(said).toContain('NDC–HCPCS crosswalk: none that is loaded had begun by 2018-12-31')
  })

  test('says of a day in the quarter that the limits are in force until its end', async () => {
    const { said } = await doseline(['codebook', 'status', '2026-03-31'])
    expect(said).toContain('Part B payment limits: in force until 2026-03-31 (payment-limits-2026-01, 877 rows)')
  })
})
