import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BASE } from './pages.ts'

const INLINE = /<script\b((?:(?!\bsrc=)[^>])*)>([\s\S]*?)<\/script>/g

/**
 * Puts each script that a built page holds into a file of its own, at the same place: the pages then run under a policy that
 * allows scripts of this origin alone, without a list of hashes that has to follow them.
 */
export function separateScripts(folder: string): void {
  for (const file of globSync('**/*.html', { cwd: folder })) {
    const page = join(folder, file)
    const text = readFileSync(page, 'utf8')
    const separated = text.replace(INLINE, (whole, attributes: string, script: string) =>
      /type="application\/(?:ld\+)?json"/.test(attributes)
        ? whole
        : `<script${attributes} src="${fileOf(folder, script)}"></script>`,
    )
    if (separated !== text) writeFileSync(page, separated)
  }
}

function fileOf(folder: string, script: string): string {
  const name = `_astro/${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`
  writeFileSync(join(folder, name), script)
  return `${BASE}/${name}`
}
