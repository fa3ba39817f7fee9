import regularFile from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf?url'
import boldFile from '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf?url'
import { words } from '../later-words.ts'
import { type FullRecord, lettersOf, type Part, type Said, type Table } from './full-record.ts'

/*
 * PDFKit, because it tags what it writes: headings, lists and tables for who hears the file. It is loaded, with the two
 * faces of Noto Sans for names of any Latin, Greek or Cyrillic spelling, when somebody asks for a PDF.
 */
type Doc = PDFKit.PDFDocument

/** US Letter, in points. */
const MARGIN = 54
const [WIDTH, HEIGHT] = [612, 792]
const INK = '#000000'
const RULE = '#999999'

interface Faces {
  readonly PDFDocument: new (options: object) => Doc
  readonly regular: Uint8Array<ArrayBuffer>
  readonly bold: Uint8Array<ArrayBuffer>
}

/** The full record as a tagged PDF: Letter, its pages numbered, the contents with their pages. Throws where it has letters that the font lacks. */
export async function pdfOf(record: FullRecord): Promise<Blob> {
  const faces = await loadFaces()
  const { pages } = await written(record, faces, [])
  const { parts } = await written(record, faces, pages)
  return new Blob(parts, { type: 'application/pdf' })
}

async function loadFaces(): Promise<Faces> {
  const bytes = async (address: string): Promise<Uint8Array<ArrayBuffer>> => {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(`The font is not there: ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  const [{ default: PDFDocument }, regular, bold] = await Promise.all([
    import('pdfkit'),
    bytes(regularFile),
    bytes(boldFile),
  ])
  return { PDFDocument: PDFDocument as unknown as Faces['PDFDocument'], regular, bold }
}

/** One pass: with the pages of the parts of the pass before in the contents, and those of this one as its answer. */
async function written(
  record: FullRecord,
  { PDFDocument, regular, bold }: Faces,
  known: readonly number[],
): Promise<{ parts: Uint8Array<ArrayBuffer>[]; pages: number[] }> {
  const doc = new PDFDocument({
    size: [WIDTH, HEIGHT],
    margins: { top: MARGIN, bottom: MARGIN + 14, left: MARGIN, right: MARGIN },
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    lang: record.language,
    displayTitle: true,
    font: null,
    info: { Title: record.title },
  })
  const parts: Uint8Array<ArrayBuffer>[] = []
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array<ArrayBuffer>) => parts.push(new Uint8Array(chunk)))
    doc.on('end', () => resolve())
    doc.on('error', reject)
  })
  doc.registerFont('regular', regular as unknown as PDFKit.Mixins.PDFFontSource)
  doc.registerFont('bold', bold as unknown as PDFKit.Mixins.PDFFontSource)
  doc.font('regular')
  refuseUnknownLetters(doc, record)
  const root = doc.struct('Document')
  doc.addStructure(root)
  coverSheet(doc, root, record, known)
  const pages = record.parts.map((part) => partOf(doc, root, part))
  root.end()
  footers(doc, record)
  leaveOutCidSets(doc)
  doc.end()
  await ended
  return { parts, pages }
}

type Structure = PDFKit.PDFStructureElement

function coverSheet(doc: Doc, root: Structure, { title, cover, parts }: FullRecord, known: readonly number[]): void {
  tagged(doc, root, 'H1', () => doc.font('bold').fontSize(18).text(title))
  doc.moveDown(0.5)
  table(doc, root, { head: [], rows: cover.map((pair) => [...pair]), widths: [3, 9] }, 10)
  doc.moveDown(1)
  tagged(doc, root, 'H2', () => doc.font('bold').fontSize(12).text(words.record.contents))
  doc.moveDown(0.3)
  table(
    doc,
    root,
    { head: [], rows: parts.map((part, at) => [part.title, String(known[at] ?? '')]), widths: [9, 1] },
    10,
  )
}

/** A part from the top of a page on; the number of that page. */
function partOf(doc: Doc, root: Structure, { title, table: rows, says = [] }: Part): number {
  doc.addPage()
  const { count } = doc.bufferedPageRange()
  tagged(doc, root, 'H2', () => doc.font('bold').fontSize(13).text(title))
  doc.moveDown(0.4)
  if (rows && rows.rows.length > 0) table(doc, root, rows, 8)
  for (const said of says) {
    doc.moveDown(0.4)
    doc.x = MARGIN
    tagged(doc, root, 'P', () => doc.font('regular').fontSize(9).text(lettersOf(said)), languageOf(said))
  }
  return count
}

function tagged(doc: Doc, root: Structure, type: string, write: () => void, language: Language = {}): void {
  root.add(doc.struct(type as Parameters<Doc['struct']>[0], language, [write] as never))
}

/** That of a text, where it is not the document's own. */
type Language = { readonly lang?: string }
const languageOf = (said: Said): Language => (typeof said === 'string' ? {} : { lang: 'en-US' })

/** A row that fits no page would lose its end, so a long cell goes on in the next row. */
const LONGEST = 900
const PADDING = 3

function table(doc: Doc, root: Structure, { head, rows, widths }: Table, size: number): void {
  const all = widths.reduce((sum, each) => sum + each, 0)
  const columns = widths.map((each) => (each / all) * (WIDTH - 2 * MARGIN))
  const inner = doc.table({
    columnStyles: (at: number) => ({ width: columns[at] }),
    rowStyles: { border: [0.5, 0, 0, 0], borderColor: RULE, padding: PADDING },
    structParent: root,
  } as unknown as PDFKit.Mixins.TableOptions)
  const font = { src: 'regular', size }
  const bold = { src: 'bold', size }
  if (head.length > 0) inner.row(head.map((text) => ({ text, font: bold, type: 'TH', scope: 'Column' })) as never)
  const repeated = { head, columns, size, height: heightOf(doc, head, columns, size) }
  for (const each of rows.flatMap(continued)) {
    const cells = each.map((said, at) => {
      const text = lettersOf(said)
      return at === 0 ? { text, font: bold, type: 'TH', scope: 'Row' } : { text, font }
    })
    onItsPage(doc, repeated, () => inLanguages(doc, each, () => inner.row(cells as never)))
  }
  inner.end()
  doc.x = MARGIN
}

/** PDFKit's cells have no language of their own: it is given to the structure of each while the row is written. */
function inLanguages(doc: Doc, cells: readonly Said[], write: () => void): void {
  const { struct } = doc
  const languages = cells.map(languageOf)[Symbol.iterator]()
  doc.struct = ((type: 'TD', options = {}, ...children: []) =>
    struct.call(
      doc,
      type,
      /^T[DH]$/.test(type) ? { ...options, ...languages.next().value } : options,
      ...children,
    )) as Doc['struct']
  try {
    write()
  } finally {
    doc.struct = struct
  }
}

interface Repeated {
  readonly head: readonly string[]
  readonly columns: readonly number[]
  readonly size: number
  readonly height: number
}

/** A row that goes to a new page finds the head of its table there: drawn for who looks, and heard once, at the first. */
function onItsPage(doc: Doc, { head, columns, size, height }: Repeated, write: () => void): void {
  const { page } = doc
  // Where the row starts on the next page is taken from this one.
  page.margins.top = MARGIN + height
  write()
  page.margins.top = MARGIN
  if (doc.page === page || head.length === 0) return
  const { x, y } = doc
  doc.markContent('Artifact', { type: 'Layout' } as never)
  doc.font('bold').fontSize(size).fillColor(INK)
  head.reduce((left, text, at) => {
    const width = columns[at] ?? 0
    doc.text(text, left + PADDING, MARGIN + PADDING, { width: width - 2 * PADDING })
    return left + width
  }, MARGIN)
  doc.endMarkedContent()
  doc.font('regular')
  Object.assign(doc, { x, y })
}

function heightOf(doc: Doc, head: readonly string[], columns: readonly number[], size: number): number {
  doc.font('bold').fontSize(size)
  const heights = head.map((text, at) => doc.heightOfString(text, { width: (columns[at] ?? 0) - 2 * PADDING }))
  doc.font('regular')
  return head.length === 0 ? 0 : Math.max(...heights) + 2 * PADDING
}

function continued(cells: readonly Said[]): readonly Said[][] {
  const longest = Math.max(1, ...cells.map((cell) => Math.ceil(lettersOf(cell).length / LONGEST)))
  return Array.from({ length: longest }, (_, at) =>
    cells.map((cell) => {
      const part = lettersOf(cell).slice(at * LONGEST, (at + 1) * LONGEST)
      return typeof cell === 'string' ? part : { english: part }
    }),
  )
}

/** Whose record each page is of, and its number. */
function footers(doc: Doc, { about }: FullRecord): void {
  const { count } = doc.bufferedPageRange()
  for (let at = 0; at < count; at++) {
    doc.switchToPage(at)
    // What stands beneath the margin would ask for another page.
    doc.page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] } as never)
    doc.font('regular').fontSize(8).fillColor(INK)
    const y = HEIGHT - MARGIN
    doc.text(about, MARGIN, y, { lineBreak: false })
    const number = words.record.page(at + 1, count)
    doc.text(number, WIDTH - MARGIN - doc.widthOfString(number), y, { lineBreak: false })
    doc.endMarkedContent()
  }
}

/**
 * PDFKit lists in a CIDSet the glyphs that were asked for, and not those that they are composed of, as é of e. PDF/UA-1 (7.21.4.2,
 * test 2 of veraPDF) wants all of them or no list; PDFKit makes one for a “subset” of 1 only.
 */
function leaveOutCidSets(doc: Doc): void {
  const { _fontFamilies: fonts } = doc as unknown as { _fontFamilies: Record<string, { finalize(): void }> }
  const standard = doc as unknown as { subset: number | undefined }
  for (const font of new Set(Object.values(fonts))) {
    const finalize = font.finalize.bind(font)
    font.finalize = () => {
      const { subset } = standard
      standard.subset = undefined
      finalize()
      standard.subset = subset
    }
  }
}

/** A name must not lose its letters: better no PDF than one with boxes in it. */
function refuseUnknownLetters(doc: Doc, record: FullRecord): void {
  const { font } = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(point: number): boolean } } })._font
  const letters = new Set(JSON.stringify(record).normalize('NFC'))
  const unknown = [...letters].filter((letter) => !font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))
  if (unknown.length > 0) throw new UnknownLetters(unknown)
}

/** The record has letters that the font of the PDF lacks. */
export class UnknownLetters extends Error {
  constructor(letters: readonly string[]) {
    super(`The font has no ${letters.join(' ')}`)
  }
}
