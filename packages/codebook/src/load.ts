import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, writeFileSync } from 'node:fs'
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
  const texts = textsIn(folder)
  const parsed = parsedBeside(folder, texts)
  const readFile = <Shape extends z.ZodType>(path: string, shape: Shape): z.infer<Shape> =>
    checked(path, parsed?.[path] ?? parsedYaml(path, texts.get(path) ?? ''), shape)
  const readFolder = <Shape extends z.ZodType>(name: string, shape: Shape): Record<string, z.infer<Shape>> =>
    Object.fromEntries(
      [...texts.keys()]
        .filter((path) => path.startsWith(`${name}/`))
        .map((path) => [path.slice(name.length + 1, -YAML.length), readFile(path, shape)]),
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
    icd10cm: codeLists(texts),
  }
  const releases = [...releaseFiles(folder).beginnings].map(([name, text]) => [`releases/${name}`, text] as const)
  return { version: digestOf([...texts, ...releases]).slice(0, 8), ...data }
}

/** The releases of CMS beside the data of a folder; their rows are read when they are first asked for. */
export function loadReleases(folder: URL = DATA): Releases {
  const placeholders = parsedYaml(PLACEHOLDERS, readFileSync(new URL(PLACEHOLDERS, folder), 'utf8'))
  const { codes } = checked(PLACEHOLDERS, placeholders, PlaceholderCodesFile)
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
] as const

type Texts = ReadonlyMap<string, string>

/** All that is read, by its path. */
function textsIn(folder: URL): Texts {
  const lists = existsSync(new URL(`${LISTS}/`, folder)) ? namesIn(folder, `${LISTS}/`, LIST) : []
  const paths = [...FILES.flatMap((path) => (path.endsWith('/') ? namesIn(folder, path, /\.yaml$/) : [path])), ...lists]
  return new Map(paths.map((path) => [path, readFileSync(new URL(path, folder), 'utf8')] as const))
}

function digestOf(texts: Iterable<readonly [path: string, text: string]>): string {
  const digest = createHash('sha256')
  for (const [path, text] of texts) digest.update(`${path}\0${text}\0`)
  return digest.digest('hex')
}

/** Those that are YAML: a list of codes that is loaded later leaves what they say. */
const yamlOf = (texts: Texts): Texts => new Map([...texts].filter(([path]) => path.endsWith(YAML)))

const namesIn = (folder: URL, path: string, wanted: RegExp): string[] =>
  readdirSync(new URL(path, folder))
    .filter((file) => wanted.test(file))
    .toSorted()
    .map((file) => path + file)

/** `data/icd-10-cm/2026.txt`: the code list of a fiscal year, as CMS publishes it. */
const LIST = /^\d{4}\.txt$/

function codeLists(texts: Texts): BookData['icd10cm'] {
  const lists = [...texts].filter(([path]) => path.startsWith(`${LISTS}/`))
  return Object.fromEntries(
    lists.map(([path, text]) => {
      try {
        return [path.slice(`${LISTS}/`.length, -'.txt'.length), icd10cmList(text).records]
      } catch (error) {
        throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }),
  )
}

/** What the YAML files say, as JSON. Reading YAML takes most of the start of a service, so a bundle brings this along. */
const PARSED = 'parsed.json'
interface Parsed {
  /** Of the texts that were parsed: of others it is no reading. */
  readonly digest: string
  readonly files: Readonly<Record<string, unknown>>
}

/** Writes the YAML files of a folder beside them as JSON, which is read instead of them as long as none of them changes. */
export function writeParsed(folder: URL): void {
  const yaml = yamlOf(textsIn(folder))
  const files = Object.fromEntries([...yaml].map(([path, text]) => [path, parsedYaml(path, text)]))
  writeFileSync(new URL(PARSED, folder), JSON.stringify({ digest: digestOf(yaml), files } satisfies Parsed))
}

function parsedBeside(folder: URL, texts: Texts): Parsed['files'] | undefined {
  const file = new URL(PARSED, folder)
  if (!existsSync(file)) return undefined
  // We wrote it ourselves; its values are checked against their shapes like those of the YAML.
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as Parsed
  return parsed.digest === digestOf(yamlOf(texts)) ? parsed.files : undefined
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
