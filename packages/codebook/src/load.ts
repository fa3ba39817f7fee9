import { createHash, type Hash } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { parse } from 'yaml'
import type { z } from 'zod'
import { openCodebook } from './codebook.ts'
import type { Codebook } from './edition.ts'
import { icd10cmList } from './import/icd10cm-list.ts'
import { openReleases, type ReleaseFiles, type Releases } from './releases/releases.ts'
import {
  AdministrationCodesFile,
  ArticleFile,
  type BookData,
  BookFile,
  CodeFile,
  CoverageKindsFile,
  DenialsFile,
  DrugFile,
  GivingFile,
  ModifiersFile,
  OpenQuestionsFile,
  PayerFile,
  PlaceholderCodesFile,
  ResultsFile,
  RulesFile,
  ScopeFile,
  SettingsFile,
  SourcesFile,
  TreatmentsFile,
} from './schema.ts'

const DATA = new URL('../data/', import.meta.url)
const LISTS = 'icd-10-cm'

/** Where the releases of CMS are: a file URL. Each is a file of its own, and is not changed once it is there. */
export const RELEASES: URL = new URL('releases/', DATA)

/** Where loaded ICD-10-CM code lists are: a file URL. Each is `<fiscal year>.txt`, as CMS publishes it. */
export const CODE_LISTS: URL = new URL(`${LISTS}/`, DATA)

/**
 * Reads every published value once. `folder` (a file URL ending in `/`) is our own data unless given.
 * Throws an Error that names the file, the entry and what was expected.
 */
export function loadCodebook(folder: URL = DATA): Codebook {
  return openCodebook(readData(folder), loadReleases(folder))
}

/** The files under the folder, each checked against its shape, and their names against each other. */
export function readData(folder: URL = DATA): BookData {
  const digest = createHash('sha256')
  const readFile = <Shape extends z.ZodType>(path: string, shape: Shape): z.infer<Shape> => {
    const text = readFileSync(new URL(path, folder), 'utf8')
    digest.update(`${path}\0${text}\0`)
    return checked(path, text, shape)
  }
  const readFolder = <Shape extends z.ZodType>(name: string, shape: Shape): Record<string, z.infer<Shape>> =>
    Object.fromEntries(
      readdirSync(new URL(`${name}/`, folder))
        .filter((file) => file.endsWith('.yaml'))
        .toSorted()
        .map((file) => [file.slice(0, -'.yaml'.length), readFile(`${name}/${file}`, shape)]),
    )
  const drugs = Object.values(readFolder('drugs', DrugFile))
  const data = {
    sources: readFile('sources.yaml', SourcesFile),
    scope: readFile('scope.yaml', ScopeFile),
    codes: readFolder('codes', CodeFile),
    groups: Object.assign({}, ...drugs.map(({ groups }) => groups)) as BookData['groups'],
    products: Object.assign({}, ...drugs.map(({ products }) => products)) as BookData['products'],
    books: readFolder('books', BookFile),
    payers: readFolder('payers', PayerFile),
    rules: readFile('rules.yaml', RulesFile),
    modifiers: readFile('modifiers.yaml', ModifiersFile),
    denials: readFile('denials.yaml', DenialsFile),
    coverageKinds: readFile('coverage-kinds.yaml', CoverageKindsFile),
    results: readFile('results.yaml', ResultsFile),
    treatments: readFile('treatments.yaml', TreatmentsFile),
    settings: readFile('settings.yaml', SettingsFile),
    giving: readFile('giving.yaml', GivingFile),
    administrationCodes: readFile('administration-codes.yaml', AdministrationCodesFile),
    article: readFile('the-article.yaml', ArticleFile),
    openQuestions: readFile('open-questions.yaml', OpenQuestionsFile),
    icd10cm: codeLists(folder, digest),
  }
  for (const [name, text] of releaseFiles(folder).beginnings) digest.update(`releases/${name}\0${text}\0`)
  return { version: digest.digest('hex').slice(0, 8), ...data }
}

/** The releases of CMS beside the data of a folder; their rows are read when they are first asked for. */
export function loadReleases(folder: URL = DATA): Releases {
  const { codes } = checked(PLACEHOLDERS, readFileSync(new URL(PLACEHOLDERS, folder), 'utf8'), PlaceholderCodesFile)
  return openReleases(releaseFiles(folder), new Set(codes))
}

function releaseFiles(folder: URL): ReleaseFiles {
  const releases = new URL('releases/', folder)
  const names = existsSync(releases) ? readdirSync(releases).filter((name) => name.endsWith('.tsv')) : []
  return {
    beginnings: new Map(names.toSorted().map((name) => [name, beginningOf(new URL(name, releases))])),
    read: (name) => readFileSync(new URL(name, releases), 'utf8'),
  }
}

/** Enough of a file for the head of a release. */
const BEGINNING = 2_000

function beginningOf(file: URL): string {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(BEGINNING)
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, BEGINNING, 0))
  } finally {
    closeSync(descriptor)
  }
}

const PLACEHOLDERS = 'placeholder-codes.yaml'

/** `data/icd-10-cm/2026.txt`: the code list of a fiscal year, as CMS publishes it. */
function codeLists(folder: URL, digest: Hash): BookData['icd10cm'] {
  const lists = new URL(`${LISTS}/`, folder)
  if (!existsSync(lists)) return {}
  const years = readdirSync(lists).filter((file) => /^\d{4}\.txt$/.test(file))
  return Object.fromEntries(
    years.toSorted().map((file) => {
      const text = readFileSync(new URL(file, lists), 'utf8')
      digest.update(`${LISTS}/${file}\0${text}\0`)
      try {
        return [file.slice(0, -'.txt'.length), icd10cmList(text).records]
      } catch (error) {
        throw new Error(`${LISTS}/${file}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }),
  )
}

function checked<Shape extends z.ZodType>(path: string, text: string, shape: Shape): z.infer<Shape> {
  let value: unknown
  try {
    value = parse(text, { merge: true })
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'does not have the expected shape'}`)
}
