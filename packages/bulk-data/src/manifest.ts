import { z } from 'zod'
import { ExportError } from './export-error.ts'

/** What a file holds: resources, resources that were deleted, or what the server has to say about the export. */
export type FileKind = 'output' | 'deleted' | 'outcome'

/** A file as the manifest names it. */
export interface ListedFile {
  readonly kind: FileKind
  readonly url: string
  /** The resource type; undefined where the files are organized by patients or the like. */
  readonly type: string | undefined
  /** How many resources it holds, where the server says. */
  readonly count: number | undefined
}

/** One page of the manifest of an export, whichever version of Bulk Data Access the server speaks. */
export interface Manifest {
  /** Nothing that changed after this instant is in the files: the `_since` of the next export. */
  readonly transactionTime: string
  readonly requiresAccessToken: boolean
  /** The type by whose resources the lines are put together, each behind a header line (3.0, `organizeOutputBy`). */
  readonly organizedBy: string | undefined
  readonly files: readonly ListedFile[]
  /** The next page (3.0, partial manifests). */
  readonly next: string | undefined
}

const File = z.object({
  url: z.string().min(1),
  type: z.string().optional(),
  count: z.number().int().nonnegative().optional(),
})

// What an extension says is passed over: nothing a client has to know may be in one.
const Page = z.object({
  transactionTime: z.string().min(1),
  requiresAccessToken: z.boolean(),
  outputOrganizedBy: z.string().optional(),
  output: z.array(File).optional(),
  deleted: z.array(File).optional(),
  /** Until 3.0. */
  error: z.array(File).optional(),
  /** From the ballot of 4.0 on. */
  outcome: z.array(File).optional(),
  link: z.array(z.object({ relation: z.string(), url: z.string() })).optional(),
})

/**
 * Reads a page of a manifest that came from `address`. Throws an {@link ExportError} that names the element which is not as
 * Bulk Data Access wants it.
 *
 * @see https://hl7.org/fhir/uv/bulkdata/export.html#response---output-manifest
 * @see https://hl7.org/fhir/uv/bulkdata/4.0.0-202609-ballot/en/StructureDefinition-BulkDataManifest.html
 */
export function manifestFrom(text: string, address: string): Manifest {
  const read = Page.safeParse(json(text))
  if (!read.success) {
    const { path, code } = read.error.issues[0] ?? { path: [], code: 'custom' }
    const element = path.length > 0 ? elementAt(path) : 'the whole'
    const wrong =
      code === 'invalid_type' && valueAt(json(text), path) === undefined ? 'is missing' : 'is of another kind'
    throw unreadable(`${element} ${wrong}`)
  }
  const { data } = read
  const listed = (kind: FileKind, files: readonly z.infer<typeof File>[] = []): ListedFile[] =>
    files.map(({ url, type, count }, at) => ({ kind, type, count, url: absolute(url, address, `${kind}[${at}].url`) }))
  const next = data.link?.find(({ relation }) => relation === 'next')?.url
  return {
    transactionTime: data.transactionTime,
    requiresAccessToken: data.requiresAccessToken,
    organizedBy: data.outputOrganizedBy || undefined,
    files: [
      ...listed('output', data.output),
      ...listed('deleted', data.deleted),
      ...listed('outcome', [...(data.error ?? []), ...(data.outcome ?? [])]),
    ],
    next: next === undefined ? undefined : absolute(next, address, 'link[].url'),
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable('it is no JSON, or it ends in the middle')
  }
}

/** Addresses should be absolute; some servers write paths. Nothing leads from https to http. */
function absolute(url: string, address: string, element: string): string {
  if (!URL.canParse(url, address)) throw unreadable(`${element} is no address`)
  const { protocol, href } = new URL(url, address)
  if (protocol === 'https:' || (protocol === 'http:' && address.startsWith('http:'))) return href
  throw new ExportError(
    'unsafe-address',
    `The manifest’s ${element} is ${protocol}//…, and the server itself is reached by https: such a file is not fetched.`,
  )
}

const unreadable = (why: string): ExportError =>
  new ExportError('unreadable-manifest', `The manifest of the export cannot be read: ${why}.`)

const elementAt = (path: readonly PropertyKey[]): string =>
  path.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${String(part)}`)).join('')

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], value)
