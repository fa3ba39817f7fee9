import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BEHAVIORS, VENDOR_NAMES } from '@doseline/ehr-sandbox/behaviors'
import { describe, expect, test } from 'vitest'
import { isNamedTest } from './support/named-tests.ts'

const ROOT = join(import.meta.dirname, '..')

describe('what other people’s FHIR servers do', () => {
  test('is told in sixty rows at least, some of every vendor, each once', () => {
    expect(BEHAVIORS.length).toBeGreaterThanOrEqual(60)
    for (const vendor of Object.keys(VENDOR_NAMES)) {
      expect(BEHAVIORS.filter((each) => each.vendor === vendor).length, vendor).toBeGreaterThan(5)
    }
    const names = BEHAVIORS.map(({ vendor, id }) => `${vendor}.${id}`)
    expect(new Set(names).size).toBe(names.length)
  })

  test('every row names a test that exists', () => {
    expect(BEHAVIORS.map((each) => each.test).filter((name) => !isNamedTest(name))).toEqual([])
  })

  test('every row says where and when it was read; what has no address is called unconfirmed', () => {
    for (const { vendor, id, source, confirmed, on } of BEHAVIORS) {
      const name = `${vendor}.${id}`
      expect(on, name).toMatch(/^2026-\d\d-\d\d$/)
      if (source === undefined) expect(['captured', 'memory'], name).toContain(confirmed)
      else if (confirmed === 'run') expect(existsSync(join(ROOT, source)), name).toBe(true)
      else expect(URL.canParse(source) && source.startsWith('https://'), name).toBe(true)
    }
  })
})
