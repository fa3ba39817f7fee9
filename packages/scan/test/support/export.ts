import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A folder of its own under that of the machine. */
export const folder = (): string => mkdtempSync(join(tmpdir(), 'doseline-scan-'))

/** An export of these files; a name that ends in `.gz` is packed. */
export function exported(files: Readonly<Record<string, string | Buffer>>): string {
  const at = folder()
  for (const [name, text] of Object.entries(files)) {
    const path = join(at, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  }
  return at
}

/** Resources as lines, each with an end. */
export const ndjson = (...resources: readonly object[]): string =>
  resources.map((each) => `${JSON.stringify(each)}\n`).join('')

/** The rows of a file of results. */
export function rowsOf<Row = Record<string, unknown>>(out: string, name: string): Row[] {
  const text = readFileSync(join(out, name), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}
