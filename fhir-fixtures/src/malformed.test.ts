import { describe, expect, it } from 'vitest'
import { malformed } from './malformed.ts'

const all = malformed()

it('holds what a border meets', () => expect(all.length).toBeGreaterThanOrEqual(6))

describe.each(all.map((each) => [each.name, each] as const))(
  '%s',
  (name, { sends, focus, expect: expected, because }) => {
    it('says what must come of it, and why', () => {
      expect(because.length).toBeGreaterThan(60)
      if ('refused' in expected) expect([400, 422]).toContain(expected.refused.status)
      else expect(focus).toBeDefined()
    })

    it('is text that only its own mistake spoils', () => {
      if (name === 'not-json') expect(() => JSON.parse(sends)).toThrow()
      else expect(Object.keys(JSON.parse(sends))).toContain('bundle')
    })
  },
)

it('keeps a number as it was written, past what a parser would', () => {
  const { sends } = all.find(({ name }) => name === 'dose-with-seventeen-digits') ?? { sends: '' }
  expect(sends).toContain('60.123456789012345')
  expect(JSON.stringify(JSON.parse(sends))).not.toContain('60.123456789012345')
})
