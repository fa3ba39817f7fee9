import { expect, test } from 'vitest'
import type { FullRecord } from './full-record.ts'
import { pdfOf, UnknownLetters } from './pdf.ts'

const record = (difference: Partial<FullRecord> = {}): FullRecord => ({
  title: 'Documentation of a billed drug',
  about: 'Nguyễn, Đặng Thị · MRN 7',
  language: 'en-US',
  cover: [
    ['Patient', 'Nguyễn, Đặng Thị'],
    ['Charge lines', 'J3397 × 88\nJ3397-JW × 2'],
  ],
  parts: [
    {
      title: 'Chart facts',
      table: {
        head: ['Fact', 'Value', 'Read from'],
        widths: [2, 5, 4],
        rows: Array.from({ length: 60 }, (_, at) => [
          `Fact ${at}`,
          '88 mg ÷ 1 mg − 2',
          'MedicationAdministration/d1 dosage.dose',
        ]),
      },
    },
    { title: 'Approvals and history', says: ['None is recorded yet.'] },
  ],
  ...difference,
})
const source = async (made: FullRecord): Promise<string> => {
  const bytes = new Uint8Array(await (await pdfOf(made)).arrayBuffer())
  // Byte by byte: the decoder called latin1 is that of Windows, which moves some.
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}
const pages = (pdf: string): number => pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0

/** What is drawn, stream by stream. */
async function contentsOf(pdf: string): Promise<string[]> {
  const streams = [...pdf.matchAll(/\/FlateDecode[^>]*>>\s*stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(
    ([, stream = '']) => stream,
  )
  return Promise.all(
    streams.map(async (stream) => {
      const bytes = Uint8Array.from(stream, (letter) => letter.charCodeAt(0))
      const drawn = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))
      return new Response(drawn).text().catch(() => '')
    }),
  )
}

test('is a tagged Letter file with a title and a language, one page for the cover and more for the rest', async () => {
  const pdf = await source(record())
  expect(pdf.startsWith('%PDF-1.7')).toBe(true)
  expect(pages(pdf)).toBeGreaterThanOrEqual(4)
  expect(pdf.match(/\/MediaBox \[0 0 612 792\]/g)?.length).toBe(pages(pdf))
  for (const part of ['/Marked true', '/StructTreeRoot', '/Lang (en-US)', '/S /H1', '/S /H2', '/S /TH', '/S /TD']) {
    expect([part, pdf.includes(part)]).toEqual([part, true])
  }
  expect(pdf).toContain('/FontFile2')
  expect(pdf).not.toContain('/CIDSet')
})

test('the head of a table is on each of its pages, and heard once', async () => {
  const pdf = await source(record())
  const contents = await contentsOf(pdf)
  const continuing = contents.filter((content) => content.includes('/Artifact') && content.includes('/Layout'))
  // A cover, the facts on two pages, and the approvals.
  expect(pages(pdf)).toBe(4)
  expect(continuing).toHaveLength(1)
  expect(pdf.match(/\/S \/TH\b/g)).toHaveLength(2 + 2 + 3 + 60)
})

test('what is English in a record of another language is marked so, cell by cell', async () => {
  const rows = [['Dosis', { english: 'Mepsevii 88 mg' }]]
  const parts = [
    { title: 'Datos', table: { head: ['Dato', 'Valor'], widths: [1, 1], rows }, says: ['Así.', { english: 'So.' }] },
  ]
  const pdf = await source(record({ language: 'es-US', cover: [], parts }))
  expect(pdf).toContain('/Lang (es-US)')
  const marked = [...pdf.matchAll(/\/S \/(\w+)\s[^>]*?\/Lang \(en-US\)/g)].map(([, type]) => type)
  expect(marked).toEqual(['TD', 'P'])
})

test('a cell that is longer than a page goes on on the next ones', async () => {
  const [facts] = record().parts
  const long = 'A note that somebody wrote. '.repeat(400)
  const table = { head: ['Fact', 'Value', 'Read from'], widths: [2, 5, 4], rows: [['Notes', long, 'note[0]']] }
  const many = pages(await source(record({ parts: [{ ...facts, title: 'Chart facts', table }] })))
  const few = pages(await source(record({ parts: [{ title: 'Chart facts', says: ['short'] }] })))
  expect(many).toBeGreaterThan(few + 1)
})

test('a name that the font cannot write makes no file with boxes in it', async () => {
  await expect(pdfOf(record({ about: '王小明' }))).rejects.toBeInstanceOf(UnknownLetters)
})
