import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BASE } from './pages.ts'

/** What is left to do with each page that Starlight built, in the folder it built them in. */
export function finishPages(folder: string): void {
  for (const file of globSync('**/*.html', { cwd: folder })) {
    const page = join(folder, file)
    const text = readFileSync(page, 'utf8')
    writeFileSync(page, withScrollingTables(withNamedSearch(withoutInlineScripts(text, folder))))
  }
}

const INLINE = /<script\b((?:(?!\bsrc=)[^>])*)>([\s\S]*?)<\/script>/g

/**
 * Puts each script that a page holds into a file of its own, at the same place: the pages then run under a policy that allows
 * scripts of this origin alone, without a list of hashes that has to follow them.
 */
const withoutInlineScripts = (text: string, folder: string): string =>
  text.replace(INLINE, (_, attributes: string, script: string) => {
    const name = `_astro/${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`
    writeFileSync(join(folder, name), script)
    return `<script${attributes} src="${BASE}/${name}"></script>`
  })

/** What the button shows is its name, “Search”: the keys that Starlight shows next to it are in `aria-keyshortcuts`. */
const withNamedSearch = (text: string): string =>
  text.replace(/<kbd class="sl-hidden[^>]*>(?:<kbd[^>]*>[^<]*<\/kbd>)*<\/kbd>/, '')

/** A wide table scrolls by itself, with the keyboard too. */
const withScrollingTables = (text: string): string =>
  text.replaceAll('<table>', '<div class="scrolls" tabindex="0"><table>').replaceAll('</table>', '</table></div>')
