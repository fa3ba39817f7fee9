import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { JOURNAL } from '@doseline/bulk-data'
import { type ExportWishes, exportFrom, type Watching } from './export-from.ts'

/** Below the results of a scan: one folder for each export, by the moment it was begun. */
const EXPORTS = 'exports'
/** In the folder of an export that was scanned to its end. */
const SCANNED = '.doseline-scanned'

/**
 * The export of a server for a scan, in a folder below its results: the one that was not fetched or not scanned to its end,
 * else a new one, so that no scan judges what was fetched for another day. Gives the folder, and what to call when the scan is
 * at its end: earlier exports are taken away then, for they hold charts.
 */
export async function exportForScan(
  base: string,
  out: string,
  wishes: ExportWishes,
  watching: Watching,
): Promise<{ readonly folder: string; readonly scanned: () => void }> {
  const exports = join(out, EXPORTS)
  mkdirSync(exports, { recursive: true, mode: 0o700 })
  const [last] = exportsIn(exports).toReversed()
  const isOpen = last !== undefined && !existsSync(join(exports, last, SCANNED))
  const name = isOpen ? last : new Date().toISOString().replaceAll(':', '-')
  const folder = join(exports, name)
  await exportFrom(base, folder, wishes, watching)
  return {
    folder,
    scanned: () => {
      writeFileSync(join(folder, SCANNED), '', { mode: 0o600 })
      for (const earlier of exportsIn(exports)) if (earlier < name) rmSync(join(exports, earlier), { recursive: true })
    },
  }
}

/** Folders of exports, the oldest first; anything else there is not ours. */
const exportsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}-\d\d-\d\dT/.test(name) && existsSync(join(folder, name, JOURNAL)))
    .toSorted()
