import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { z } from 'zod'
import { ScanProblem } from '../scan-problem.ts'
import { type Requested, requestedIn } from './requested.ts'

/** What the lines of a file are: resources, deletions, or what the server could not export. */
export type FileKind = 'resources' | 'deleted' | 'errors'

/** A file of a bulk export. */
export interface ExportFile {
  /** From the folder, with `/`. */
  readonly name: string
  readonly path: string
  readonly bytes: number
  readonly kind: FileKind
  /** The type its lines are of, as its name says; undefined where it says none. */
  readonly type: string | undefined
}

/** A folder of a bulk export. */
export interface ExportFolder extends Requested {
  /** Sorted by name. */
  readonly files: readonly ExportFile[]
  /** Files that are no NDJSON, by name: nothing was read from them. */
  readonly passedOver: readonly string[]
}

const NDJSON = /\.ndjson(?:\.gz)?$/i
const KIND_OF_FOLDER: Readonly<Record<string, FileKind>> = {
  deleted: 'deleted',
  error: 'errors',
  errors: 'errors',
  outcome: 'errors',
}

/** Of the manifest of a bulk export what matters here; 4.0 calls errors `outcome`. */
const Manifest = z.looseObject({
  request: z.string().optional(),
  output: z.array(z.looseObject({ url: z.string() })).default([]),
  deleted: z.array(z.looseObject({ url: z.string() })).default([]),
  error: z.array(z.looseObject({ url: z.string() })).default([]),
  outcome: z.array(z.looseObject({ url: z.string() })).default([]),
})

/**
 * Lists the files of a bulk export: `*.ndjson` and `*.ndjson.gz`, in folders too. What lies under `deleted/` and `error/`
 * (or `outcome/`), or what a `manifest.json` lists as that, is read as that; several exports may lie in folders of their own. Throws {@link ScanProblem} where the folder is
 * none or holds no NDJSON, and for a name that Spark would not read.
 */
export function exportFolder(folder: string): ExportFolder {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new ScanProblem(`${folder} is not a folder: name the folder that holds the NDJSON files of a bulk export.`, {
      isUsage: true,
    })
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted()
  const manifests = names.filter((name) => basename(name) === MANIFEST).map((name) => manifestAt(folder, name))
  const files = names.filter((name) => NDJSON.test(name)).map((name) => fileOf(folder, name, manifests))
  if (files.length === 0)
    throw new ScanProblem(`${folder} holds no file that ends in .ndjson or .ndjson.gz.`, { isUsage: true })
  return {
    files,
    passedOver: names.filter((name) => !NDJSON.test(name) && basename(name) !== MANIFEST && !isHidden(name)),
    ...requestedIn(manifests.flatMap(({ request }) => request ?? [])),
  }
}

const MANIFEST = 'manifest.json'
const isHidden = (name: string): boolean => name.split('/').some((part) => /^[._]/.test(part))

function fileOf(folder: string, name: string, manifests: readonly FolderManifest[]): ExportFile {
  if (isHidden(name))
    throw new ScanProblem(
      `${name}: a name that begins with “.” or “_” is not read everywhere. Give the file another name, or take it out of the folder.`,
    )
  const path = join(folder, name)
  return { name, path, bytes: statSync(path).size, kind: kindOf(name, manifests), type: typeNamed(name) }
}

/** As the folder above it says, else the manifest of its export. */
function kindOf(name: string, manifests: readonly FolderManifest[]): FileKind {
  const above = name.split('/').slice(0, -1)
  const byFolder = above.map((part) => KIND_OF_FOLDER[part.toLowerCase()]).find((kind) => kind !== undefined)
  if (byFolder) return byFolder
  const own = manifests.filter(({ folder }) => folder === '.' || name.startsWith(`${folder}/`))
  const isListed = (list: readonly { url: string }[]): boolean => list.some(({ url }) => nameIn(url) === plain(name))
  if (own.some(({ deleted }) => isListed(deleted))) return 'deleted'
  return own.some(({ error, outcome }) => isListed([...error, ...outcome])) ? 'errors' : 'resources'
}

const plain = (name: string): string => basename(name).replace(/\.gz$/i, '')
const nameIn = (url: string): string => plain(decodeURIComponent(url.split(/[?#]/)[0] ?? ''))

/** `Condition.ndjson`, `1.Condition.000.ndjson`, `Condition-3.ndjson.gz`, or a folder of that name. */
function typeNamed(name: string): string | undefined {
  return name
    .split('/')
    .toReversed()
    .flatMap((part) => part.split(/[^A-Za-z]+/))
    .find((word) => /^[A-Z][a-z]+(?:[A-Z][a-z]+)*$/.test(word))
}

/** A manifest, and the folder it is in, seen from that of the export. */
type FolderManifest = z.infer<typeof Manifest> & { readonly folder: string }

function manifestAt(folder: string, name: string): FolderManifest {
  const path = join(folder, name)
  const read = Manifest.safeParse(jsonIn(path))
  if (read.success) return { ...read.data, folder: dirname(name) }
  const element = read.error.issues[0]?.path.join('.') || 'the whole file'
  throw new ScanProblem(`${path} is not the manifest of a bulk export: ${element}.`)
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
