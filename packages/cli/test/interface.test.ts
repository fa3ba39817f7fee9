import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { checkInterfaces } from '@doseline/rules-service/interface'
import { expect, test } from 'vitest'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../../docs/billing-interface.md'), 'utf8')
const EXAMPLE = JSON.parse(PAGE.match(/```json\n([\s\S]*?)```/)?.[1] ?? '')

type Profile = Record<string, unknown>

/** What the check says of the documented example, with its profile changed. */
function checked(change: (profile: Profile) => void = () => undefined, only?: string): { exit: number; said: string } {
  const tenants = structuredClone(EXAMPLE)
  change(tenants.tenants[0].issuers[0].billingInterface)
  const file = join(mkdtempSync(join(tmpdir(), 'doseline-')), 'tenants.json')
  writeFileSync(file, JSON.stringify(tenants, undefined, 2))
  const lines: string[] = []
  const exit = checkInterfaces(file, only, (line) => lines.push(line))
  return { exit, said: lines.join('\n') }
}

test('the profile of the document is in order, and shows an example of a charge and of a credit', () => {
  const { exit, said } = checked()
  expect(exit).toBe(0)
  expect(said).toContain('sends version 2.5.1 to engine.riverside.example port 6661, over TLS')
  expect(said).toContain('|CG|')
  expect(said).toContain('|CR|')
})

test.each<[string, (profile: Profile) => void, RegExp]>([
  [
    'an element that is misspelled',
    (profile) => Object.assign(profile, { recievingFacility: 'X' }),
    /:\d+: tenants\.0\.issuers\.0\.billingInterface\.recievingFacility \(riverside, riverside-ehr\): There is no such element\..*receivingFacility/,
  ],
  [
    'FT1-29 in a version that has none',
    (profile) => Object.assign(profile, { version: '2.3.1' }),
    /billingInterface\.ndc .*Version 2\.3\.1 has no FT1-29\. Write where the receiver reads the NDC/,
  ],
  [
    'a delivery that is neither',
    (profile) => Object.assign(profile, { delivery: { by: 'pigeon' } }),
    /billingInterface\.delivery\.by .*Write "mllp" or "folder"/,
  ],
  [
    'an MRN that nothing names',
    (profile) => Object.assign(profile, { identifiers: { mrn: { authority: 'RIV' } } }),
    /billingInterface\.identifiers\.mrn .*Write the system or the type/,
  ],
  [
    'a name too long for its version',
    (profile) =>
      Object.assign(profile, {
        version: '2.3.1',
        ndc: 'none',
        identifiers: { mrn: { system: 'a', authority: 'A-LONG-AUTHORITY' } },
      }),
    /PID-3: It would have \d+ characters, and version 2\.3\.1 allows 20/,
  ],
])('%s is refused by file, element and what to do', (_, change, words) => {
  const { exit, said } = checked(change)
  expect([exit, said]).toEqual([1, expect.stringMatching(words)])
})

test('what is allowed and seldom meant is looked at', () => {
  const { exit, said } = checked((profile) =>
    Object.assign(profile, { delivery: { by: 'mllp', host: 'engine.example', port: 1 }, processing: 'T' }),
  )
  expect(exit).toBe(0)
  expect(said).toMatch(/clear text/)
  expect(said).toMatch(/takes it for a trial/)
})

test('an EHR without an interface is named', () => {
  expect(checked(undefined, 'another')).toEqual({ exit: 1, said: expect.stringContaining('riverside-ehr have one') })
})
