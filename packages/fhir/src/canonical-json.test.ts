import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CanonicalText, canonicalJson } from './canonical-json.ts'

/** What it is to be, written as plainly as can be. */
function plainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => plainly(one ?? null))
  if (value === null || typeof value !== 'object') return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [`${name} `, plainly(Reflect.get(value, name))]))
}
// An object keeps whole numbers before its other names; the blank behind each of them makes them names like any other.
const expected = (value: unknown): string => JSON.stringify(plainly(value)).replaceAll(/ ":/g, '":')

describe('canonical JSON', () => {
  test('is that of JSON.stringify with sorted names', () => {
    const name = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', '1', '9', 'é', '"', '\\', '\u0000', '\ud800') }),
      fc.string(),
    )
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('value'), { maxLength: 5 }),
      object: fc.dictionary(
        name.filter((each) => !each.endsWith(' ')),
        tie('value'),
        { maxKeys: 40 },
      ),
    })).object
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalJson(value)).toBe(expected(value))
      }),
    )
  })

  test('knows no difference between what is absent and what is undefined', () => {
    expect(canonicalJson({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}')
    expect(canonicalJson(undefined)).toBe('null')
  })

  test('writes a text otherwise where its name says so', () => {
    const refer = (name: string, written: string): string | undefined =>
      name === 'reference' && written === '#m1' ? 'Medication/m1' : undefined
    expect(canonicalJson({ of: [{ reference: '#m1', display: '#m1' }, { reference: 'Patient/p' }] }, refer)).toBe(
      '{"of":[{"display":"#m1","reference":"Medication/m1"},{"reference":"Patient/p"}]}',
    )
  })

  test('keeps what is canonical already', () => {
    expect(canonicalJson({ b: new CanonicalText('{"x":1}'), a: 1 })).toBe('{"a":1,"b":{"x":1}}')
  })
})
