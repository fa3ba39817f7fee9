import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { z } from 'zod'
import { openCodebook } from './codebook.ts'
import type { Codebook } from './edition.ts'
import { namesAgree } from './names-agree.ts'
import { openReleases, type Releases } from './releases/releases.ts'
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
import { type WhichCode, WhichCodeFile } from './which-code.ts'

const DATA = new URL('../data/', import.meta.url)

/** Where the releases of CMS are: a file URL. Each is a file of its own, and is not changed once it is there. */
export const RELEASES: URL = new URL('releases/', DATA)

/** All that a code book is opened from, as plain values: another thread opens it without reading the files again. */
export interface BookContents {
  readonly version: string
  /** What the YAML files say, by path, before it is checked: checked values are no plain ones. */
  readonly files: Readonly<Record<string, unknown>>
  /** The heads of the releases of CMS that are loaded, by file; their rows are read when they are first asked for. */
  readonly heads: ReadonlyMap<string, string>
  /** Address of the folder that the rows are read from. */
  readonly folder: string
}

/** A code book, with what another thread needs to open the same one, and the values it was opened from. */
export interface LoadedCodebook extends Codebook {
  readonly contents: BookContents
  readonly values: BookData
}

/**
 * Reads every published value once. `folder` (a file URL ending in `/`) is our own data unless given.
 * Throws an Error that names the file, the entry and what was expected.
 */
export const loadCodebook = (folder: URL = DATA): LoadedCodebook => openContents(readContents(folder))

/** Opens the code book that was read before, perhaps by another thread. Throws as {@link loadCodebook} does. */
export function openContents(contents: BookContents): LoadedCodebook {
  const values = checkedData(contents)
  return { ...openCodebook(values, releasesOf(contents)), contents, values }
}

/** The files under the folder, each checked against its shape, and their names against each other. */
export const readData = (folder: URL = DATA): BookData => checkedData(readContents(folder))

/** The releases of CMS beside the data of a folder; their rows are read when they are first asked for. */
export function loadReleases(folder: URL = DATA): Releases {
  const files = { [PLACEHOLDERS]: parsedYaml(PLACEHOLDERS, readFileSync(new URL(PLACEHOLDERS, folder), 'utf8')) }
  return releasesOf({ files, heads: headsIn(folder), folder: folder.href })
}

/** What decides which code bills an NDC that CMS lists under several. Throws an Error that names the entry. */
export const readWhichCode = (folder: URL = DATA): readonly WhichCode[] =>
  checked(WHICH_CODE, parsedYaml(WHICH_CODE, readFileSync(new URL(WHICH_CODE, folder), 'utf8')), WhichCodeFile)

function readContents(folder: URL): BookContents {
  const texts = textsIn(folder)
  const heads = headsIn(folder)
  const named = [...heads].map(([name, text]) => [`releases/${name}`, text] as const)
  return {
    version: digestOf([...texts, ...named]).slice(0, 8),
    files: parsedBeside(folder, texts) ?? parsedFiles(texts),
    heads,
    folder: folder.href,
  }
}

function checkedData({ version, files }: BookContents): BookData {
  const readFile = <Shape extends z.ZodType>(path: string, shape: Shape): z.infer<Shape> =>
    checked(path, files[path], shape)
  const readFolder = <Shape extends z.ZodType>(name: string, shape: Shape): Record<string, z.infer<Shape>> =>
    Object.fromEntries(
      Object.keys(files)
        .filter((path) => path.startsWith(`${name}/`))
        .map((path) => [path.slice(name.length + 1, -YAML.length), readFile(path, shape)]),
    )
  const drugs = Object.values(readFolder('drugs', DrugFile))
  const data: BookData = {
    version,
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
  }
  namesAgree(data, files)
  return data
}

function releasesOf({ files, heads, folder }: Pick<BookContents, 'files' | 'heads' | 'folder'>): Releases {
  const { codes } = checked(PLACEHOLDERS, files[PLACEHOLDERS], PlaceholderCodesFile)
  const bytes = (name: string): Buffer => readFileSync(new URL(`releases/${name}`, folder))
  return openReleases({ beginnings: heads, bytes }, new Set(codes))
}

function headsIn(folder: URL): ReadonlyMap<string, string> {
  const releases = new URL('releases/', folder)
  const names = existsSync(releases) ? readdirSync(releases).filter((name) => name.endsWith('.tsv')) : []
  return new Map(names.toSorted().map((name) => [name, beginningOf(new URL(name, releases))]))
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

const WHICH_CODE = 'which-code.yaml'
const PLACEHOLDERS = 'placeholder-codes.yaml'

const YAML = '.yaml'
/** Files and folders of the data, in the order in which the version is made of them. */
const FILES = [
  'drugs/',
  'sources.yaml',
  'scope.yaml',
  'codes/',
  'books/',
  'payers/',
  'rules.yaml',
  'modifiers.yaml',
  'denials.yaml',
  'coverage-kinds.yaml',
  'results.yaml',
  'treatments.yaml',
  'settings.yaml',
  'giving.yaml',
  'administration-codes.yaml',
  'the-article.yaml',
  'open-questions.yaml',
  PLACEHOLDERS,
] as const

type Texts = ReadonlyMap<string, string>

/** All that is read, by its path. */
function textsIn(folder: URL): Texts {
  const paths = FILES.flatMap((path) => (path.endsWith('/') ? namesIn(folder, path, /\.yaml$/) : [path]))
  return new Map(paths.map((path) => [path, readFileSync(new URL(path, folder), 'utf8')] as const))
}

function digestOf(texts: Iterable<readonly [path: string, text: string]>): string {
  const digest = createHash('sha256')
  for (const [path, text] of texts) digest.update(`${path}\0${text}\0`)
  return digest.digest('hex')
}

const namesIn = (folder: URL, path: string, wanted: RegExp): string[] =>
  readdirSync(new URL(path, folder))
    .filter((file) => wanted.test(file))
    .toSorted()
    .map((file) => path + file)

/** What the YAML files say, as JSON. Reading YAML takes most of the start of a service, so a bundle brings this along. */
const PARSED = 'parsed.json'
interface Parsed {
  /** Of the texts that were parsed: of others it is no reading. */
  readonly digest: string
  readonly files: Readonly<Record<string, unknown>>
}

/** Writes the YAML files of a folder beside them as JSON, which is read instead of them as long as none of them changes. */
export function writeParsed(folder: URL): void {
  const texts = textsIn(folder)
  const parsed: Parsed = { digest: digestOf(texts), files: parsedFiles(texts) }
  writeFileSync(new URL(PARSED, folder), JSON.stringify(parsed))
}

const parsedFiles = (texts: Texts): Parsed['files'] =>
  Object.fromEntries([...texts].map(([path, text]) => [path, parsedYaml(path, text)]))

function parsedBeside(folder: URL, texts: Texts): Parsed['files'] | undefined {
  const file = new URL(PARSED, folder)
  if (!existsSync(file)) return undefined
  // We wrote it ourselves; its values are checked against their shapes like those of the YAML.
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as Parsed
  return parsed.digest === digestOf(texts) ? parsed.files : undefined
}

function parsedYaml(path: string, text: string): unknown {
  try {
    return parse(text, { merge: true })
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function checked<Shape extends z.ZodType>(path: string, value: unknown, shape: Shape): z.infer<Shape> {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'does not have the expected shape'}`)
}
