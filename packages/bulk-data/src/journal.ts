import { type FileHandle, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ExportError } from './export-error.ts'

/** The file in which an export notes what it has done: one line each, the last of which may be cut off by a kill. */
export const JOURNAL = '.doseline-export'

const Kind = z.enum(['output', 'deleted', 'outcome'])

const Begun = z.object({
  event: z.literal('begun'),
  base: z.string(),
  /** The request, to compare with: a folder holds one export. */
  request: z.string(),
  statusUrl: z.string(),
  leftOut: z.array(z.string()),
})

const Listed = z.object({
  event: z.literal('listed'),
  /** The page of the manifest, and which of its files. */
  page: z.string(),
  kind: Kind,
  at: z.number(),
  /** Its path in the folder. */
  name: z.string(),
  url: z.string(),
  type: z.string().optional(),
  count: z.number().optional(),
  requiresAccessToken: z.boolean(),
  organizedBy: z.string().optional(),
})

const AllListed = z.object({ event: z.literal('all-listed'), transactionTime: z.string() })

const Whole = z.object({
  event: z.literal('whole'),
  name: z.string(),
  lines: z.number(),
  headers: z.number(),
  bytes: z.number(),
  sha256: z.string(),
  servedAs: z.string().optional(),
})

const Complete = z.object({ event: z.literal('complete') })

const Entry = z.discriminatedUnion('event', [Begun, Listed, AllListed, Whole, Complete])
export type Entry = z.infer<typeof Entry>
export type BegunEntry = z.infer<typeof Begun>
export type ListedEntry = z.infer<typeof Listed>
export type WholeEntry = z.infer<typeof Whole>

/** What is known of an export, from its journal. */
export interface Noted {
  readonly begun: BegunEntry | undefined
  /** By page, kind and place. */
  readonly listed: ReadonlyMap<string, ListedEntry>
  /** By name. */
  readonly whole: ReadonlyMap<string, WholeEntry>
  readonly transactionTime: string | undefined
  readonly isComplete: boolean
}

/** How a file is known, whatever its address is next time. */
export const keyOf = ({ page, kind, at }: Pick<ListedEntry, 'page' | 'kind' | 'at'>): string => `${page} ${kind} ${at}`

/** Reads the journal of a folder; empty where there is none. Throws an {@link ExportError} for a line that is not ours. */
export async function notedIn(folder: string): Promise<Noted> {
  const text = await readFile(join(folder, JOURNAL), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  // What stands behind the last line end was being written when the process ended.
  const lines = text.split('\n').slice(0, -1)
  const entries = lines.map((line, at) => entryIn(line, at + 1, folder))
  const only = <E extends Entry['event']>(event: E) =>
    entries.filter((each): each is Extract<Entry, { event: E }> => each.event === event)
  return {
    begun: only('begun').at(-1),
    listed: new Map(only('listed').map((each) => [keyOf(each), each])),
    whole: new Map(only('whole').map((each) => [each.name, each])),
    transactionTime: only('all-listed').at(-1)?.transactionTime,
    isComplete: only('complete').length > 0,
  }
}

function entryIn(line: string, at: number, folder: string): Entry {
  try {
    return Entry.parse(JSON.parse(line))
  } catch (cause) {
    throw new ExportError(
      'unreadable-folder',
      `Line ${at} of ${join(folder, JOURNAL)} cannot be read: the export cannot be resumed. Begin it in a new folder.`,
      { cause },
    )
  }
}

/** A journal that is written to. */
export class Journal {
  readonly #file: FileHandle
  #last: Promise<unknown> = Promise.resolve()

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** Opens the journal of a folder to write at its end; what a kill left of a line is taken away. */
  static async open(folder: string): Promise<Journal> {
    const path = join(folder, JOURNAL)
    const file = await open(path, 'a+', 0o600)
    const text = await readFile(path)
    const end = text.lastIndexOf(0x0a) + 1
    if (end < text.byteLength) await file.truncate(end)
    return new Journal(file)
  }

  /** Notes what was done, in the order of the calls; it is on the disk when this ends. */
  note(...entries: readonly Entry[]): Promise<void> {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
    const written = this.#last.then(async () => {
      await this.#file.appendFile(text)
      await this.#file.datasync()
    })
    this.#last = written.catch(() => {})
    return written
  }

  async close(): Promise<void> {
    await this.#last
    await this.#file.close()
  }
}
