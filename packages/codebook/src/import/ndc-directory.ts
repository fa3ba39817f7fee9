import { ndc11 } from '@doseline/dose'
import { RowBytes } from '../releases/row-bytes.ts'
import { ImportProblem, type NdcPackages } from './bulletin.ts'
import { hcpcsDay } from './days.ts'
import { type LineReader, ownText } from './source-file.ts'
import { type TabColumns, tabColumns } from './tab-columns.ts'

/** What the directory says of a product, in the cells that a row of each of its packages takes over. */
export interface NdcProducts {
  readonly kind: 'FDA NDC directory: products'
  /**
   * By PRODUCTID, set apart by tabs: marketing start and end, exclude flag, dosage form, route and category; of what is injected its
   * names and its strength, too.
   */
  readonly products: ReadonlyMap<string, string>
  readonly read: number
}

/**
 * How a row of the directory is kept. Days of the product hold beside those of the package. One that stands inside another has
 * the NDC of that, and its line: what is said of the outer one holds for both.
 */
export const NDC_COLUMNS = [
  ...['ndc', 'within', 'start', 'end', 'excluded', 'sample', 'container'],
  ...['productStart', 'productEnd', 'form', 'route', 'category', 'brand', 'generic', 'strength', 'held', 'line'],
] as const

/** @see https://www.fda.gov/drugs/drug-approvals-and-databases/ndc-product-file-definitions */
const PRODUCT = [
  ...['PRODUCTID', 'PRODUCTNDC', 'PRODUCTTYPENAME', 'PROPRIETARYNAME', 'PROPRIETARYNAMESUFFIX', 'NONPROPRIETARYNAME'],
  ...['DOSAGEFORMNAME', 'ROUTENAME', 'STARTMARKETINGDATE', 'ENDMARKETINGDATE', 'MARKETINGCATEGORYNAME'],
  ...['APPLICATIONNUMBER', 'LABELERNAME', 'SUBSTANCENAME', 'ACTIVE_NUMERATOR_STRENGTH', 'ACTIVE_INGRED_UNIT'],
  ...['PHARM_CLASSES', 'DEASCHEDULE', 'NDC_EXCLUDE_FLAG', 'LISTING_RECORD_CERTIFIED_THROUGH'],
]

/** @see https://www.fda.gov/drugs/drug-approvals-and-databases/ndc-package-file-definitions */
const PACKAGE = [
  ...['PRODUCTID', 'PRODUCTNDC', 'NDCPACKAGECODE', 'PACKAGEDESCRIPTION'],
  ...['STARTMARKETINGDATE', 'ENDMARKETINGDATE', 'NDC_EXCLUDE_FLAG', 'SAMPLE_PACKAGE'],
]

/** `product.txt` of the directory. */
export function ndcProducts(): LineReader<NdcProducts> {
  const products = new Map<string, string>()
  const shared = new Map<string, string>()
  let columns: TabColumns | undefined
  return {
    line(text, line) {
      if (line === 1) {
        columns = tabColumns(withoutMark(text), line, { expected: PRODUCT, mayEndEarly: 3 })
      } else if (columns && text !== '') {
        const cell = cellIn(columns, text, line)
        const kept = [
          dayIn(cell, 'STARTMARKETINGDATE', line, columns),
          dayIn(cell, 'ENDMARKETINGDATE', line, columns),
          ...['NDC_EXCLUDE_FLAG', 'DOSAGEFORMNAME', 'ROUTENAME', 'MARKETINGCATEGORYNAME'].map(cell),
          ...(INJECTED.test(cell('ROUTENAME')) ? namesAndStrength(cell) : NO_NAMES),
        ]
        // Few products differ in what is kept of them: each text is held once.
        const said = kept.join('\t')
        if (!shared.has(said)) shared.set(said, said)
        products.set(ownText(cell('PRODUCTID')), shared.get(said) ?? said)
      }
    },
    end(lines) {
      if (products.size === 0) throw new ImportProblem(lines, 1, 'products below the header', '')
      return { kind: 'FDA NDC directory: products', products, read: products.size }
    },
  }
}

/** `package.txt` of the directory, beside what its `product.txt` says. */
export function ndcPackages(products: NdcProducts['products']): LineReader<NdcPackages> {
  const rows = new RowBytes()
  const passedOver: ImportProblem[] = []
  let columns: TabColumns | undefined
  let read = 0
  return {
    line(text, line) {
      if (line === 1) {
        columns = tabColumns(withoutMark(text), line, { expected: PACKAGE })
      } else if (columns && text !== '') {
        read += 1
        const made = packageRows(cellIn(columns, text, line), { line, columns, products })
        if (made instanceof ImportProblem) passedOver.push(made)
        else for (const row of made) rows.add(row)
      }
    },
    end(count) {
      if (read === 0) throw new ImportProblem(count, 1, 'packages below the header', '')
      const [first] = passedOver
      if (first && rows.count === 0) throw first
      return { kind: 'FDA NDC directory', rows, read, passedOver }
    },
  }
}

type Cell = (column: string) => string

/** The row of a package, and one for each package with an NDC of its own that stands inside it. */
function packageRows(
  cell: Cell,
  { line, columns, products }: { line: number; columns: TabColumns; products: NdcProducts['products'] },
): string[] | ImportProblem {
  const written = cell('NDCPACKAGECODE')
  const ndc = ndc11(written)
  if (ndc === undefined) return new ImportProblem(line, columns.at('NDCPACKAGECODE') + 1, 'an NDC', written)
  const product = products.get(cell('PRODUCTID'))
  if (!product) {
    return new ImportProblem(line, columns.at('PRODUCTID') + 1, 'a product of product.txt', cell('PRODUCTID'))
  }
  const [productStart = '', productEnd = '', productExcluded = '', ...about] = product.split('\t')
  const description = cell('PACKAGEDESCRIPTION')
  const isNamed = about.slice(-NO_NAMES.length).some((each) => each !== '')
  const shown = [productStart, productEnd, ...about, isNamed ? heldIn(description) : '']
  const start = dayIn(cell, 'STARTMARKETINGDATE', line, columns)
  const end = dayIn(cell, 'ENDMARKETINGDATE', line, columns)
  const flags = [cell('NDC_EXCLUDE_FLAG'), productExcluded].find((flag) => flag !== '' && flag !== 'N') ?? 'N'
  const row = [ndc, '', start, end, flags, cell('SAMPLE_PACKAGE'), containerIn(description), ...shown, line].join('\t')
  const inside = ndcsIn(description).filter((each) => each !== ndc)
  const nothing = '\t'.repeat(NDC_COLUMNS.length - 3)
  return [row, ...inside.map((each) => `${each}\t${ndc}${nothing}\t${line}`)]
}

/** `10 VIAL, SINGLE-DOSE in 1 CARTON (0409-1234-10) / 5 mL in 1 VIAL, SINGLE-DOSE (0409-1234-01)`: the NDCs in it. */
const ndcsIn = (description: string): readonly string[] => [
  ...new Set(
    [...description.matchAll(/\((\d{4,5}-\d{3,4}-\d{1,2})\)/g)].flatMap(([, written = '']) => ndc11(written) ?? []),
  ),
]

/** Routes of what a clinic injects or infuses: of these alone the names are kept, since most of the directory is swallowed. */
const INJECTED = /INTRA(?!NASAL|UTERINE|GASTRIC)|SUBCUTANEOUS|EPIDURAL|PERINEURAL|PARENTERAL|INFILTRATION|RETROBULBAR/

const NO_NAMES = ['', '', '']

/** The brand with its suffix, the nonproprietary name, and the strength of a drug of one ingredient: `25 mg/mL`. */
function namesAndStrength(cell: Cell): readonly string[] {
  const [numerator, unit] = [cell('ACTIVE_NUMERATOR_STRENGTH'), cell('ACTIVE_INGRED_UNIT')]
  const isOne = numerator !== '' && unit !== '' && !`${numerator}${unit}`.includes(';')
  const brand = [cell('PROPRIETARYNAME'), cell('PROPRIETARYNAMESUFFIX')].filter(Boolean).join(' ')
  return [brand, cell('NONPROPRIETARYNAME'), isOne ? `${numerator} ${unit}` : '']
}

/** How much the container holds by its description: `20 mL` of `20 mL in 1 VIAL, SINGLE-DOSE`. */
const heldIn = (description: string): string =>
  containerIn(description) === ''
    ? ''
    : (/^(?:[\d.]{1,10} mL)(?= in 1 )/.exec(
        description
          .split(/ [/>] /)
          .at(-1)
          ?.trim() ?? '',
      )?.[0] ?? '')

/** What holds the drug itself: the last `in 1 …` of a description of one thing; nothing of a kit. */
function containerIn(description: string): string {
  if (description.includes('*') || description.includes('KIT')) return ''
  const last = description.split(/ [/>] /).at(-1) ?? ''
  const at = last.lastIndexOf(' in 1 ')
  return at < 0
    ? ''
    : (last
        .slice(at + ' in 1 '.length)
        .split('(')[0]
        ?.trim() ?? '')
}

function cellIn(columns: TabColumns, text: string, line: number): Cell {
  const cells = columns.cells(text, line)
  return (column) => (cells[columns.at(column)] ?? '').trim()
}

function dayIn(cell: Cell, column: string, line: number, columns: TabColumns): string {
  return hcpcsDay(cell(column), line, columns.at(column) + 1) ?? ''
}

const withoutMark = (text: string): string => text.replace(/^ï»¿/, '')
