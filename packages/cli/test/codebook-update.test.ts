import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { doseline } from '@doseline/testkit/doseline'
import { expect, test } from 'vitest'

/** An archive of an order file of two rows beside a document, as a ZIP tool packs it. */
const ARCHIVE = Buffer.from(
  'UEsDBBQAAAAIACiCfl0Xivp9RAAAAMYAAAAWAAAAaWNkMTBjbS1vcmRlci0yMDI3LnR4dDMwMDAwVHA0MFAAAQMF54z8nNSiRAWyAFQzLxfQUAMjkKlgYw3hpqaUpiqU5CuEZSYVZeYrJENEUxWALiBsKm7NvFwAUEsDBBQAAAAIACiCfl0Y61BwCgAAAAgAAAATAAAAaWNkMTBPcmRlckZpbGVzLnBkZlMNcHHTNdQzBwBQSwECFAMUAAAACAAogn5dF4r6fUQAAADGAAAAFgAAAAAAAAAAAAAAgAEAAAAAaWNkMTBjbS1vcmRlci0yMDI3LnR4dFBLAQIUAxQAAAAIACiCfl0Y61BwCgAAAAgAAAATAAAAAAAAAAAAAACAAXgAAABpY2QxME9yZGVyRmlsZXMucGRmUEsFBgAAAAACAAIAhQAAALMAAAAAAA==',
  'base64',
)

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'update-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

test('an archive is read as it is shipped, and its documents are passed over', async () => {
  const { exit, said } = await doseline(['codebook', 'update', join(folderWith({ 'codes.ZIP': ARCHIVE }), 'codes.ZIP')])
  expect(said).toContain('icd10OrderFiles.pdf is passed over')
  expect(said).toContain(
    'icd10cm-order-2027.txt: ICD-10-CM code list, 2026-10-01 to 2027-09-30, 2 records, of which 1 rows are kept',
  )
  // It is a list of one code, and the one that is shipped has 74,719.
  expect([exit, said]).toEqual([1, expect.stringContaining('it looks cut short')])
})

test('what is no archive, and what is not there, are named, and keep no other file out', async () => {
  const folder = folderWith({ 'broken.zip': 'PK, and no more', 'icd10cm_order_2027.txt': '00001 A00     0 Chol' })
  const { exit, complained } = await doseline(['codebook', 'update', folder, join(folder, 'missing.txt')])
  expect(exit).toBe(1)
  for (const says of [
    /broken\.zip, line 1, column 1: expected a ZIP archive/,
    /icd10cm_order_2027\.txt, line 1, column 78/,
    /missing\.txt cannot be read/,
  ])
    expect(complained).toMatch(says)
})

const EDITS = 400_000
/** So that it may be read beside a running service on a small machine. */
const MOST_MB = 300

test.runIf(process.platform === 'linux')(
  `a table of ${EDITS.toLocaleString('en-US')} edits is read in less than ${MOST_MB} MB`,
  async () => {
    const folder = folderWith({ 'ccipra-v323r0-f1.txt': editsTable(EDITS) })
    const measured = pathToFileURL(resolve(import.meta.dirname, 'support/peak-memory.ts')).href
    const { said } = await doseline(['codebook', 'update', folder], { NODE_OPTIONS: `--import ${measured}` })
    expect(said).toContain(`NCCI PTP edits, 2026-10-01 to 2026-12-31, ${EDITS} records`)
    expect(Number(/peak memory: (\d+) kB/.exec(said)?.[1]) / 1024).toBeLessThan(MOST_MB)
  },
)

/** Edits of the codes of giving a drug, each of which is kept, as CMS saves them. */
function editsTable(rows: number): string {
  const header = [
    'Column 1',
    'Column 2',
    '*=in existence prior to 1996',
    'Effective Date',
    'Deletion Date *=no data',
    'Modifier 0=not allowed 1=allowed 9=not applicable',
    'PTP Edit Rationale',
  ].join('\t')
  const edits = Array.from(
    { length: rows },
    (_, at) =>
      `${String(10_000 + Math.floor(at / 5))}\t${96_365 + (at % 5)}\t\t20200101\t*\t1\tMisuse of column two code`,
  )
  // Codes with a letter come last in a whole table.
  const last = 'G0008\t96372\t\t20200101\t*\t1\tMisuse of column two code'
  return `${header}\n${edits.slice(1).join('\n')}\n${last}\n`
}
