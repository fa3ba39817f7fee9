import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { places } from './support/a-place.ts'
import { aClaim } from './support/an-audit-entry.ts'

const { each } = places()

describe.each(each)('a hundred at once on %s', (_, place) => {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await openLedger(await place())
  })
  afterAll(() => ledger.close())

  test('of a hundred identical claims at once one is granted', async () => {
    const claims = await Promise.all(
      Array.from({ length: 100 }, (_each, index) => ledger.claim(aClaim({ visit: 'hundred', key: `h${index}` }))),
    )
    const kinds = claims.map(({ kind }) => kind).toSorted()
    expect(kinds).toEqual(['claimed', ...Array.from({ length: 99 }, () => 'held')])
  })

  test('a hundred retries of one claim are one claim', async () => {
    const claims = await Promise.all(
      Array.from({ length: 100 }, () => ledger.claim(aClaim({ visit: 'retry', key: 'r' }))),
    )
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1)
    expect(claims.filter(({ kind }) => kind === 'again')).toHaveLength(99)
    expect(new Set(claims.map((claim) => ('writeBack' in claim ? claim.writeBack.id : '')))).toHaveLength(1)
    expect(await ledger.claim(aClaim({ visit: 'retry', key: 'r', fingerprint: 'another' }))).toEqual({
      kind: 'key reused',
    })
  })
})
