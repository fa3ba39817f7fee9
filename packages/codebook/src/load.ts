import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FileProblem, inShape, readYaml } from '@doseline/yaml-files'
import { parse } from 'yaml'
import type { z } from 'zod'
import { openCodebook } from './codebook.ts'
import type { Codebook } from './edition.ts'
import { type ListedNames, ListedNamesFile } from './listed-names.ts'
import { type ListedRoutes, ListedRoutesFile } from './listed-routes.ts'
import { type Molecules, MoleculesFile } from './molecules.ts'
import { HCPCS_BOOK } from './open-edition.ts'
import { checkPolicies } from './policies/check-policies.ts'
import { type LayerFile, layerSources, shippedSources } from './policies/policy-sources.ts'
import type { Policy } from './policies/policy-text.ts'
import { Policies } from './policies/schema.ts'
import { openReleases, type Releases } from './releases/releases.ts'
import {
  AdministrationCodesFile,
  ArticleFile,
  type BookData,
  BookFile,
  CoverageKindsFile,
  DenialsFile,
  GivingFile,
  ModifiersFile,
  OpenQuestionsFile,
  PlaceholderCodesFile,
  RulesFile,
  ScopeFile,
  SettingsFile,
} from './schema.ts'
import { SettledByFile, type Settles } from './settled-by.ts'
import { type WhichCode, WhichCodeFile } from './which-code.ts'

/** Where what is shipped is: a file URL. */
export const DATA: URL = new URL('../data/', import.meta.url)

/** Where the releases of CMS are: a file URL. Each is a file of its own, and is not changed once it is there. */
export const RELEASES: URL = new URL('releases/', DATA)

/** All that a code book is opened from, as plain values: another thread opens it without reading the files again. */
export interface BookContents {
  readonly version: string
  /** What the YAML files say, by path, before it is checked: checked values are no plain ones. */
  readonly files: Readonly<Record<string, unknown>>
  /** What the policy files of every layer say together. */
  readonly policies: Policy
  /** Where a policy of a site or tenant departs from a confirmed value below it, and why: a line each. */
  readonly departures: readonly string[]
  /** The heads of the releases of CMS that are loaded, by file; their rows are read when they are first asked for. */
  readonly heads: ReadonlyMap<string, string>
  /** Address of the folder that the rows are read from. */
  readonly folder: string
  /** What was laid over what is shipped. */
  readonly layers: readonly LayerFile[]
}

/** A code book, with what another thread needs to open the same one, and the values it was opened from. */
export interface LoadedCodebook extends Codebook {
  readonly contents: BookContents
  readonly values: BookData
  readonly releases: Releases
}

/**
 * Reads every published value once. `folder` (a file URL ending in `/`) is our own data unless given; `layers` are policy files
 * of a site and a tenant that are laid over it.
 * Throws a {@link FileProblem} that names file, line, column, element and what to do.
 *
 * @example
 * const text = readFileSync('policies/noridian.yaml', 'utf8')
 * const codebook = loadCodebook(undefined, [{ layer: 'site', file: 'policies/noridian.yaml', text }])
 */
export const loadCodebook = (folder?: URL, layers: readonly LayerFile[] = []): LoadedCodebook =>
  openContents(readContents(folder ?? DATA, layers))

/**
 * The policy files of a layer: a file, or every `.yaml` of a folder and the folders in it, by name. Throws where there is none.
 */
export function policyFilesAt(path: string, layer: LayerFile['layer']): readonly LayerFile[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new Error(`${path} is not there: name a policy file, or a folder of them.`)
  const files = found.isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.ya?ml$/.test(name))
        .toSorted()
        .map((name) => join(path, name))
    : [path]
  if (files.length === 0) throw new Error(`${path} holds no policy file: their names end in .yaml.`)
  return files.map((file) => ({ layer, file, text: readFileSync(file, 'utf8') }))
}

/**
 * Lays more policy files over a code book that is loaded: what a tenant adds for itself. Throws as {@link loadCodebook} does.
 */
export function layOver({ contents, releases }: LoadedCodebook, more: readonly LayerFile[]): LoadedCodebook {
  if (more.length === 0) return openContents(contents, releases)
  const layers = [...contents.layers, ...more]
  return openContents({ ...contents, ...laid(contents, layers), layers }, releases)
}

/** Opens the code book that was read before, perhaps by another thread. Throws as {@link loadCodebook} does. */
export function openContents(contents: BookContents, releases = releasesOf(contents)): LoadedCodebook {
  const values = checkedData(contents)
  const which = readFile(contents, WHICH_CODE, WhichCodeFile)
  const molecules = readFile(contents, MOLECULES, MoleculesFile)
  const names = readFile(contents, NAMES, ListedNamesFile)
  const routes = readFile(contents, LISTED_ROUTES, ListedRoutesFile)
  return { ...openCodebook(values, releases, { which, molecules, names, routes }), contents, values, releases }
}

/** The files under the folder, each checked against its shape, and their names against each other. */
export const readData = (folder: URL = DATA): BookData => checkedData(readContents(folder))

/** The releases of CMS beside the data of a folder; their rows are read when they are first asked for. */
export function loadReleases(folder: URL = DATA): Releases {
  const files = { [PLACEHOLDERS]: parsedYaml(PLACEHOLDERS, readFileSync(new URL(PLACEHOLDERS, folder), 'utf8')) }
  return releasesOf({ files, heads: headsIn(folder), folder: folder.href })
}

/** What decides which code bills an NDC that CMS lists under several. Throws a {@link FileProblem} that names the entry. */
export function readWhichCode(folder: URL = DATA): readonly WhichCode[] {
  const files = { [WHICH_CODE]: parsedYaml(WHICH_CODE, readFileSync(new URL(WHICH_CODE, folder), 'utf8')) }
  return readFile({ files, folder: folder.href }, WHICH_CODE, WhichCodeFile)
}

/** The codes of one molecule under different names. Throws a {@link FileProblem} that names the entry. */
export function readMolecules(folder: URL = DATA): Molecules {
  const files = { [MOLECULES]: parsedYaml(MOLECULES, readFileSync(new URL(MOLECULES, folder), 'utf8')) }
  return readFile({ files, folder: folder.href }, MOLECULES, MoleculesFile)
}

/** What people call drugs of which CMS lists no NDC. Throws a {@link FileProblem} that names the entry. */
export function readListedNames(folder: URL = DATA): ListedNames {
  const files = { [NAMES]: parsedYaml(NAMES, readFileSync(new URL(NAMES, folder), 'utf8')) }
  return readFile({ files, folder: folder.href }, NAMES, ListedNamesFile)
}

/** By which routes drugs are given of which no label is loaded. Throws a {@link FileProblem} that names the entry. */
export function readListedRoutes(folder: URL = DATA): ListedRoutes {
  const files = { [LISTED_ROUTES]: parsedYaml(LISTED_ROUTES, readFileSync(new URL(LISTED_ROUTES, folder), 'utf8')) }
  return readFile({ files, folder: folder.href }, LISTED_ROUTES, ListedRoutesFile)
}

/** Who could settle an open mark of the data. Throws a {@link FileProblem} that names the entry. */
export function readSettledBy(folder: URL = DATA): readonly Settles[] {
  const files = { [SETTLED_BY]: parsedYaml(SETTLED_BY, readFileSync(new URL(SETTLED_BY, folder), 'utf8')) }
  return readFile({ files, folder: folder.href }, SETTLED_BY, SettledByFile)
}

/** What every YAML file of the data says, by path, for who looks through all of it. */
export const readYamlFiles = (folder: URL = DATA): Readonly<Record<string, unknown>> => readContents(folder).files

function readContents(folder: URL, layers: readonly LayerFile[] = []): BookContents {
  const texts = textsIn(folder)
  const heads = headsIn(folder)
  const named = [...heads].map(([name, text]) => [`releases/${name}`, text] as const)
  const shipped = {
    version: digestOf([...texts, ...named]).slice(0, VERSION),
    files: parsedBeside(folder, texts) ?? parsedFiles(texts),
    heads,
    folder: folder.href,
  }
  return { ...shipped, ...laid(shipped, layers), layers }
}
const VERSION = 8

/** What the policies of every layer say together, and the version that makes it. */
function laid(
  contents: Pick<BookContents, 'version' | 'files' | 'heads' | 'folder'>,
  layers: readonly LayerFile[],
): Pick<BookContents, 'version' | 'policies' | 'departures'> {
  const { files, folder, version } = contents
  const shipped = shippedSources(files, (path) => readFileSync(new URL(path, folder), 'utf8'))
  const { sources, faults: unreadable } = layerSources(layers)
  if (unreadable.length > 0) throw new FileProblem(unreadable)
  let codes: ReadonlySet<string> | undefined
  const isListedCode = (code: string): boolean => {
    const releases = codes ? undefined : releasesOf(contents)
    codes ??= new Set(releases?.heads.flatMap(({ from }) => releases.codes(from)))
    return codes.has(code)
  }
  const { kinds, sets } = readFile(contents, 'coverage-kinds.yaml', CoverageKindsFile)
  const beside = { kinds: [...Object.keys(kinds), ...Object.keys(sets)], isListedCode }
  const { policies, faults, departures } = checkPolicies([...shipped, ...sources], beside)
  if (faults.length > 0) throw new FileProblem(faults)
  const texts = layers.map(({ layer, text }) => [layer, text] as const)
  return {
    version: layers.length === 0 ? version : digestOf([['shipped', version], ...texts]).slice(0, VERSION),
    policies,
    departures,
  }
}

function checkedData(contents: BookContents): BookData {
  const { version, files, policies } = contents
  const read = <Shape extends z.ZodType>(path: string, shape: Shape) => readFile(contents, path, shape)
  const { bills, ...said } = Policies.parse(policies)
  const books = Object.keys(files)
    .filter((path) => path.startsWith('books/'))
    .map((path) => [path.slice('books/'.length, -YAML.length), read(path, BookFile)] as const)
  return {
    version,
    ...said,
    scope: read('scope.yaml', ScopeFile),
    books: Object.fromEntries(books.map(([id, book]) => [id, id === HCPCS_BOOK ? { ...book, bills } : book])),
    rules: read('rules.yaml', RulesFile),
    modifiers: read('modifiers.yaml', ModifiersFile),
    denials: read('denials.yaml', DenialsFile),
    coverageKinds: read('coverage-kinds.yaml', CoverageKindsFile),
    settings: read('settings.yaml', SettingsFile),
    giving: read('giving.yaml', GivingFile),
    administrationCodes: read('administration-codes.yaml', AdministrationCodesFile),
    article: read('the-article.yaml', ArticleFile),
    openQuestions: read('open-questions.yaml', OpenQuestionsFile),
  }
}

function releasesOf({ files, heads, folder }: Pick<BookContents, 'files' | 'heads' | 'folder'>): Releases {
  const { codes } = readFile({ files, folder }, PLACEHOLDERS, PlaceholderCodesFile)
  const at = (name: string): URL => new URL(`releases/${name}`, folder)
  const bytes = (name: string): Buffer => readFileSync(at(name))
  return openReleases({ beginnings: heads, bytes, pieces: (name) => piecesIn(at(name)) }, new Set(codes))
}

function* piecesIn(file: URL): Generator<Buffer> {
  const descriptor = openSync(file, 'r')
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE)
      const read = readSync(descriptor, piece, 0, PIECE, null)
      if (read === 0) return
      yield piece.subarray(0, read)
    }
  } finally {
    closeSync(descriptor)
  }
}

const PIECE = 65_536

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

const SETTLED_BY = 'settled-by.yaml'
const WHICH_CODE = 'which-code.yaml'
const MOLECULES = 'molecules.yaml'
const NAMES = 'names.yaml'
const LISTED_ROUTES = 'listed-routes.yaml'
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
  WHICH_CODE,
  MOLECULES,
  NAMES,
  LISTED_ROUTES,
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
  } catch {
    throw new FileProblem(readYaml(path, text).faults)
  }
}

/** A file of another shape than a policy file, checked against its own. */
function readFile<Shape extends z.ZodType>(
  { files, folder }: Pick<BookContents, 'files' | 'folder'>,
  path: string,
  shape: Shape,
): z.infer<Shape> {
  return inShape(shape, files[path], (element) => ({
    file: path,
    ...readYaml(path, readFileSync(new URL(path, folder), 'utf8')).at(element),
  }))
}
