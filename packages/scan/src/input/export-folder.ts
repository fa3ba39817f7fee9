import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { z } from 'zod'
import { ScanProblem } from '../scan-problem.ts'

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
export interface ExportFolder {
  /** Sorted by name. */
  readonly files: readonly ExportFile[]
  /** Files that are no NDJSON, by name: nothing was read from them. */
  readonly passedOver: readonly string[]
  /** The types that were asked for, where the manifest says it: `all` without `_type`. */
  readonly typesExported: 'all' | readonly string[] | undefined
  /** Address of the server, where the manifest says it. */
  readonly server: string | undefined
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
 * (or `outcome/`), or what `manifest.json` lists as that, is read as that. Throws {@link ScanProblem} where the folder is
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
  const manifest = manifestIn(folder)
  const files = names.filter((name) => NDJSON.test(name)).map((name) => fileOf(folder, name, manifest))
  if (files.length === 0)
    throw new ScanProblem(`${folder} holds no file that ends in .ndjson or .ndjson.gz.`, { isUsage: true })
  return {
    files,
    passedOver: names.filter((name) => !NDJSON.test(name) && name !== MANIFEST && !isHidden(name)),
    typesExported: manifest && typesAsked(manifest.request),
    server: manifest && serverAsked(manifest.request),
  }
}

const MANIFEST = 'manifest.json'
const isHidden = (name: string): boolean => name.split('/').some((part) => /^[._]/.test(part))

function fileOf(folder: string, name: string, manifest: z.infer<typeof Manifest> | undefined): ExportFile {
  if (isHidden(name))
    throw new ScanProblem(
      `${name}: a name that begins with “.” or “_” is not read everywhere. Give the file another name, or take it out of the folder.`,
    )
  const path = join(folder, name)
  return { name, path, bytes: statSync(path).size, kind: kindOf(name, manifest), type: typeNamed(name) }
}

function kindOf(name: string, manifest: z.infer<typeof Manifest> | undefined): FileKind {
  const above = name.split('/').slice(0, -1)
  const byFolder = above.map((part) => KIND_OF_FOLDER[part.toLowerCase()]).find((kind) => kind !== undefined)
  if (byFolder) return byFolder
  const isListed = (list: readonly { url: string }[]): boolean => list.some(({ url }) => nameIn(url) === plain(name))
  if (manifest && isListed(manifest.deleted)) return 'deleted'
  return manifest && isListed([...manifest.error, ...manifest.outcome]) ? 'errors' : 'resources'
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

function manifestIn(folder: string): z.infer<typeof Manifest> | undefined {
  const path = join(folder, MANIFEST)
  if (!existsSync(path)) return undefined
  const read = Manifest.safeParse(jsonIn(path))
  if (read.success) return read.data
  throw new ScanProblem(
    `${path} is not the manifest of a bulk export: ${read.error.issues[0]?.path.join('.') || 'the whole file'}.`,
  )
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** What the kick-off asked for: a server that was given no `_type` exports all it has. */
function typesAsked(request: string | undefined): 'all' | readonly string[] | undefined {
  if (request === undefined || !URL.canParse(request)) return undefined
  const types = new URL(request).searchParams.getAll('_type').flatMap((each) => each.split(','))
  return types.length > 0 ? types.map((each) => each.trim()) : 'all'
}

/** The FHIR base: what the kick-off was asked of, without the group, the patients and the operation. */
function serverAsked(request: string | undefined): string | undefined {
  if (request === undefined || !URL.canParse(request)) return undefined
  const { origin, pathname } = new URL(request)
  return `${origin}${pathname.replace(/(?:\/Group\/[^/]+|\/Patient)?\/(?:\$|%24)export$/, '').replace(/\/+$/, '')}`
}
