import { globSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { slowOn } from './patterns/growth.ts'
import { patternsIn } from './patterns/patterns-in.ts'

/** Everything that runs here or in a browser, but for tests. */
const sources = globSync(['{packages,services}/*/src/**/*.ts', 'web/src/**/*.ts', 'scripts/**/*.ts', 'tools/**/*.ts'])
  .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
  .toSorted()
const files = sources.map((file) => ({ file, ...patternsIn(file) }))
const written = new Map(
  files.flatMap(({ literals }) => literals).map((pattern) => [`/${pattern.source}/${pattern.flags}`, pattern] as const),
)

describe('every regular expression of the source takes time in proportion to the text', () => {
  test('there are some hundred of them', () => {
    expect(written.size).toBeGreaterThan(150)
  })

  test.each([...written])('%s', (_, pattern) => {
    const slow = slowOn(pattern)
    expect(slow, `${pattern.file}: bound what repeats, anchor it, or write it without a pattern`).toBeUndefined()
  })

  test('none is put together at run time, where it could not be timed here', () => {
    const building = files.filter(({ buildsOne }) => buildsOne).map(({ file }) => file)
    expect(building).toEqual(['scripts/patterns/growth.ts', 'scripts/patterns/probes.ts'])
  })
})

describe('what takes more than its share is found', () => {
  test.each([
    [String.raw`\/+$`, ''],
    [String.raw`^(?:a+)+$`, ''],
    [String.raw`^https?:\/\/\w+\s*[:=]?\s*\d`, ''],
    [String.raw`\b(opened|used)\b.*\bvials?\b`, 'i'],
    [String.raw`x(?=.*y)`, 'g'],
    [String.raw`T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$`, ''],
  ])('/%s/%s', (source, flags) => {
    expect(slowOn({ file: 'here', source, flags })).toBeDefined()
  })

  test.each([
    [String.raw`^\d+$`, ''],
    [String.raw`\s+`, 'g'],
    [String.raw`^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$`, ''],
    [String.raw`(?<=[.;!?])\s+|\n`, ''],
    [String.raw`^"(?:[^"\\]|\\.)*"`, ''],
  ])('and /%s/%s is left alone', (source, flags) => {
    expect(slowOn({ file: 'here', source, flags })).toBeUndefined()
  })
})
