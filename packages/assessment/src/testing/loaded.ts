import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type Codebook,
  inMemory,
  loadCodebook,
  loadReleases,
  planUpdate,
  RELEASES,
  readData,
  readFiles,
} from '@doseline/codebook'
import { day } from '@doseline/dose'

/** The code book of a hospital that has taken these files in, as the command does it. */
export async function codebookWith(files: Readonly<Record<string, string>>, from: string): Promise<Codebook> {
  const folder = mkdtempSync(join(tmpdir(), 'releases-'))
  cpSync(fileURLToPath(new URL('../', RELEASES)), folder, { recursive: true })
  const given = Object.entries(files).map(([file, text]) => inMemory(file, Buffer.from(text)))
  const codes = new Set(Object.values(readData().giving).flatMap(({ cpt }) => cpt))
  for await (const read of readFiles(given, { codes, loaded: () => undefined })) {
    if (!('bulletin' in read)) throw new Error(JSON.stringify(read))
    const about = { file: read.files.join(', '), digest: read.digest, read: day('2026-11-30'), from: day(from) }
    const { release } = planUpdate(read.bulletin, about, { data: readData(), releases: loadReleases() })
    writeFileSync(join(folder, 'releases', `${release.head.id}.tsv`), release.bytes)
  }
  return loadCodebook(pathToFileURL(`${folder}/`))
}

/** A package of FDA's NDC directory, with what the rows of it and of its product say. */
export interface ListedPackage {
  /** With its hyphens. */
  readonly ndc: string
  readonly brand: string
  readonly generic: string
  /** `20 mL in 1 VIAL, SINGLE-DOSE` */
  readonly holds: string
  /** The NDC of what stands in the carton. */
  readonly inner?: string
  readonly route?: string
  readonly category?: string
  readonly strength?: readonly [numerator: string, unit: string]
  readonly end?: string
}

const PRODUCT =
  'PRODUCTID PRODUCTNDC PRODUCTTYPENAME PROPRIETARYNAME PROPRIETARYNAMESUFFIX NONPROPRIETARYNAME DOSAGEFORMNAME ROUTENAME STARTMARKETINGDATE ENDMARKETINGDATE MARKETINGCATEGORYNAME APPLICATIONNUMBER LABELERNAME SUBSTANCENAME ACTIVE_NUMERATOR_STRENGTH ACTIVE_INGRED_UNIT PHARM_CLASSES DEASCHEDULE NDC_EXCLUDE_FLAG LISTING_RECORD_CERTIFIED_THROUGH'
const PACKAGE =
  'PRODUCTID PRODUCTNDC NDCPACKAGECODE PACKAGEDESCRIPTION STARTMARKETINGDATE ENDMARKETINGDATE NDC_EXCLUDE_FLAG SAMPLE_PACKAGE'

/** The two files of the directory. */
export function ndcDirectory(
  packages: readonly ListedPackage[],
): Readonly<Record<'product.txt' | 'package.txt', string>> {
  const products = packages.map((each, at) => {
    const {
      ndc,
      brand,
      generic,
      route = 'INTRAVENOUS',
      category = 'BLA',
      strength: [numerator, unit] = ['60', 'mg/mL'],
    } = each
    const named = [`p${at}`, ndc.slice(0, ndc.lastIndexOf('-')), 'HUMAN PRESCRIPTION DRUG', brand, '', generic]
    return [
      ...named,
      'INJECTION',
      route,
      '20100601',
      '',
      category,
      '',
      'Example',
      '',
      numerator,
      unit,
      '',
      '',
      'N',
      '20271231',
    ]
  })
  const rows = packages.map(({ ndc, holds, inner, end = '' }, at) => {
    const container = holds.slice(holds.indexOf(' in 1 ') + ' in 1 '.length)
    const within = inner === undefined ? '' : ` (${inner})`
    const description = `1 ${container} in 1 CARTON (${ndc})  / ${holds}${within}`
    return [`p${at}`, ndc.slice(0, ndc.lastIndexOf('-')), ndc, description, '20100601', end, 'N', 'N']
  })
  const text = (head: string, cells: readonly (readonly string[])[]): string =>
    `${[head.split(' '), ...cells].map((row) => row.join('\t')).join('\n')}\n`
  return { 'product.txt': text(PRODUCT, products), 'package.txt': text(PACKAGE, rows) }
}
