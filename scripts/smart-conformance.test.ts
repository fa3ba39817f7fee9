import { describe, expect, test } from 'vitest'
import { SMART_REQUIREMENTS } from './conformance/smart-requirements.ts'
import { isNamedTest } from './support/named-tests.ts'

/** The ids of all requirements on a client in Inferno’s list, as it was read. */
const IDS = [
  '1-13 20-23 29 32-37 39-47 50-52 60-72 90 93 97 98 105-108 117 120-122 124 125 131-133 135 137 141 143 146-148 150-153',
  '155-158 161 162 166 191 193 195 196 201 202 211 215 216 218-220 225-227 229 230 232-239 242 263 264 267 268 270 290-295',
  '298-304 307-309 312-315 317-325 327-334 343 345 375 379 413-416 420 425 426 435',
]
  .join(' ')
  .split(' ')
  .flatMap((each) => {
    const [first = 0, last = first] = each.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, at) => first + at)
  })

describe('SMART App Launch 2.2', () => {
  test('every requirement on a client stands in the table, once', () => {
    const ids = SMART_REQUIREMENTS.map(({ id }) => id)
    expect(ids.toSorted((a, b) => a - b)).toEqual(IDS)
  })

  test('each names a test that exists, or says why there is none', () => {
    for (const { id, test: named, reason } of SMART_REQUIREMENTS) {
      expect(named === undefined, String(id)).toBe(reason !== undefined)
      if (named !== undefined) expect(isNamedTest(named), named).toBe(true)
      else expect(reason?.length, String(id)).toBeGreaterThan(20)
    }
  })
})
