import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { doseline } from '@doseline/testkit/doseline'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'policies-'))
afterAll(() => rmSync(folder, { recursive: true }))
function written(name: string, text: string): string {
  const file = join(folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  return file
}
const SOURCE = 'sources: { letter: { publisher: Example Health, title: A letter, read: 2026-11-24 } }\n'
const PAYER = `${SOURCE}payers:
  example-health:
    label: Example Health
    recognisedBy: { kinds: [commercial], names: [Example Health] }
    discard: [{ from: 2026-01-01, value: JW or JZ, source: letter }]
`

describe('doseline codebook check', () => {
  test('of what is shipped says that it is in order', async () =>
    expect(await doseline(['codebook', 'check'])).toMatchObject({
      exit: 0,
      said: expect.stringMatching(
        /^What is shipped is in order: with them \d+ payers and \d+ products, edition \w{8}\.\n$/,
      ),
    }))

  test('of a folder reads every policy file in it, and says what is wrong with each, line by line', async () => {
    written('wrong/one/payer.yaml', PAYER.replace('recognisedBy', 'recognizedBy'))
    written('wrong/drug.yaml', 'groups:\n\tgout: {}\n')
    const { exit, said } = await doseline(['codebook', 'check', join(folder, 'wrong')])
    expect([exit, said.split('\n')]).toEqual([
      1,
      [
        expect.stringMatching(/wrong\/drug\.yaml:2:1: The line is indented by a tab\. Indent with spaces/),
        '',
        '1 to correct.',
        '',
      ],
    ])
    written('wrong/drug.yaml', 'groups: {}\n')
    expect((await doseline(['codebook', 'check', join(folder, 'wrong')])).said).toMatch(
      /wrong\/one\/payer\.yaml:5:5: payers\.example-health\.recognizedBy: There is no element “recognizedBy” here\. Write “recognisedBy”\.\n/,
    )
  })

  test('of a tenant’s files reads them over those of the site', async () => {
    const site = written('site.yaml', PAYER)
    const own = written(
      'own.yaml',
      `${SOURCE}payers: { example-health: { discard: [{ from: 2026-06-01, value: not asked, source: letter }] } }\n`,
    )
    const alone = await doseline(['codebook', 'check', own])
    expect([alone.exit, alone.said]).toEqual([1, expect.stringContaining('“recognisedBy” is missing')])
    const over = await doseline(['codebook', 'check', own, '--over', site])
    expect([over.exit, over.said]).toEqual([
      1,
      expect.stringMatching(
        /own\.yaml:2:39: .*It departs from a confirmed value: value JW or JZ since 2026-01-01 \(site:letter\)/,
      ),
    ])
    const said = written(
      'said.yaml',
      `${SOURCE}payers: { example-health: { discard: [{ from: 2026-06-01, value: not asked, source: letter, overrides: By our contract }] } }\n`,
    )
    const reasoned = await doseline(['codebook', 'check', said, '--over', site])
    expect([reasoned.exit, reasoned.said]).toEqual([0, expect.stringContaining('Why: By our contract')])
  })
})

test('doseline codebook schema prints what is published', async () => {
  const { exit, said } = await doseline(['codebook', 'schema'])
  expect([exit, JSON.parse(said).title]).toEqual([0, 'Doseline policy file'])
})
