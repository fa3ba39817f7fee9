import { READ_TYPES, reportedIn } from '@doseline/fhir'
import type { OperationOutcome } from 'fhir/r4'
import type { Gathering } from '../gather/gathering.ts'
import { deletedOn } from '../keys/deletions.ts'
import { keyLine } from '../keys/key-line.ts'
import { resourceOn, textOf } from '../keys/line-text.ts'
import type { ExportFile } from './export-folder.ts'
import { linesOf } from './file-lines.ts'
import type { UnreadLines } from './unread-lines.ts'

/** What was read of a file. */
export interface FileRead {
  readonly file: string
  readonly kind: ExportFile['kind']
  readonly bytes: number
  /** Lines that are not empty. */
  readonly lines: number
  readonly unreadable: number
}

/** What was read of an export. */
export interface ExportRead {
  readonly files: readonly FileRead[]
  /** The types there are lines of, sorted. */
  readonly types: readonly string[]
}

/** How far the reading is. */
export interface Reading {
  readonly files: number
  readonly bytes: number
  readonly lines: number
}

/** A byte order mark, which some programs put before the first line. */
const MARK = '\uFEFF'

/**
 * Reads every line of an export once: resources into the gathering, deletions and errors of the server too. What cannot be
 * read is named in `unread`, never passed over.
 */
export async function readExport(
  files: readonly ExportFile[],
  gathering: Gathering,
  unread: UnreadLines,
  onProgress: (reading: Reading) => void,
  signal: AbortSignal | undefined,
): Promise<ExportRead> {
  const read: FileRead[] = []
  const types = new Set<string>()
  let bytes = 0
  let lines = 0
  for (const [at, file] of files.entries()) {
    const before = unread.count
    let own = 0
    for await (const line of linesOf(file)) {
      signal?.throwIfAborted()
      if ('broken' in line) {
        unread.add({ file: file.name, why: line.broken, type: typeOf(file), patients: [] })
        continue
      }
      if (takeLine(line.bytes, file, { file: at, line: line.number }, gathering, unread, types)) own++
      lines++
      if (lines % TELL === 0) onProgress({ files: at, bytes, lines })
    }
    bytes += file.bytes
    read.push({ file: file.name, kind: file.kind, bytes: file.bytes, lines: own, unreadable: unread.count - before })
  }
  onProgress({ files: files.length, bytes, lines })
  return { files: read, types: [...types].toSorted() }
}

const TELL = 2000

/** Of a file of deletions or errors that cannot be read anything may be missing. */
const typeOf = ({ kind, type }: ExportFile): string | undefined => (kind === 'resources' ? type : undefined)

/** Takes one line in; false for an empty one. */
function takeLine(
  bytes: Uint8Array,
  file: ExportFile,
  place: { readonly file: number; readonly line: number },
  gathering: Gathering,
  unread: UnreadLines,
  types: Set<string>,
): boolean {
  const at = { file: file.name, line: place.line }
  const decoded = textOf(bytes)
  if (decoded === undefined) {
    unread.add({ ...at, why: 'not UTF-8', type: typeOf(file), patients: [] })
    return true
  }
  const text = place.line === 1 && decoded.startsWith(MARK) ? decoded.slice(1) : decoded
  if (text.trim() === '') return false
  if (file.kind === 'deleted') takeDeletions(text, at, gathering, unread)
  else if (file.kind === 'errors') takeOutcome(text, at, unread)
  else {
    const keyed = keyLine(text)
    // Where output is organized by patient, a header begins each: it is no resource of anybody.
    if (!('why' in keyed) && keyed.type === 'Parameters') return true
    if (keyed.type ?? file.type) types.add(keyed.type ?? file.type ?? '')
    if ('why' in keyed) unread.add({ ...at, ...keyed, type: keyed.type ?? file.type })
    else if (keyed.type === 'OperationOutcome') takeOutcome(text, at, unread)
    else gathering.add(text, keyed, place)
  }
  return true
}

type At = { readonly file: string; readonly line: number }

function takeDeletions(text: string, at: At, gathering: Gathering, unread: UnreadLines): void {
  const names = deletedOn(text)
  if (typeof names === 'string') unread.add({ ...at, why: names, type: undefined, patients: [] })
  else for (const name of names) gathering.delete(name)
}

/** What the server says it could not export: of the patients it names, else of everybody. */
function takeOutcome(text: string, at: At, unread: UnreadLines): void {
  const outcome = resourceOn(text)
  if (typeof outcome === 'string' || outcome.resourceType !== 'OperationOutcome') {
    unread.add({ ...at, why: typeof outcome === 'string' ? outcome : 'no resource', type: undefined, patients: [] })
    return
  }
  const patients = [...new Set(text.match(/\bPatient\/[A-Za-z0-9\-.]{1,64}/g) ?? [])]
  // The border reads each element defensively.
  for (const { says, types, leavesOut } of reportedIn(outcome as unknown as OperationOutcome)) {
    if (!leavesOut) continue
    const read = types.filter((type) => type !== 'Patient' && READ.has(type))
    for (const type of read.length > 0 ? read : [undefined])
      unread.add({ ...at, why: 'not exported by the server', says, type, patients })
  }
}

const READ: ReadonlySet<string> = new Set(READ_TYPES)
