import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** What others build on: a change of it can break them. */
const BUILT_ON = /^- (?:API|Client|Packages|The command line|FHIR operation|CDS Hooks|Metrics)\b/

const unreleased = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8').split(/^## /m)[1] ?? ''
const entriesOf = (kind: string): readonly string[] =>
  unreleased
    .split(/^### /m)
    .filter((section) => section.startsWith(kind))
    .flatMap((section) => section.split(/\n(?=- )/).slice(1))

describe('a change of what others build on says what they have to do, if only that it is nothing', () => {
  const entries = [...entriesOf('Changed'), ...entriesOf('Removed')].filter((entry) => BUILT_ON.test(entry))

  test('there are some', () => expect(entries.length).toBeGreaterThan(5))

  test.each(entries)('%s', (entry) => {
    expect(entry, 'add a line that begins with *Migration:*').toMatch(/\n {2}\*Migration:\* \S/)
  })
})
