import { globSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { NAVIGATION, type Section, type SitePage } from './navigation.ts'

/** The folder of the project. */
export const ROOT = resolve(import.meta.dirname, '../..')
/** Where the service shows the site. */
export const BASE = '/docs'

/** A group of the navigation, with the pages of its folder. */
export interface Group {
  readonly label: string
  readonly collapsed: boolean
  readonly pages: readonly SitePage[]
}

/** The whole navigation. */
export const groups = (): readonly Group[] =>
  NAVIGATION.map(({ label, pages, folder, collapsed = false }) => ({
    label,
    collapsed,
    pages: [...pages, ...pagesIn(folder)],
  }))

/** Every page of the site. */
export const sitePages = (): readonly SitePage[] => groups().flatMap(({ pages }) => pages)

function pagesIn(folder: Section['folder']): readonly SitePage[] {
  if (folder === undefined) return []
  return globSync(`${folder}/**/*.md`, { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
    .map((file) => ({ file, slug: file.replace(/^docs\//, '').replace(/\.md$/, '') }))
}

/** The address of a page on the service. */
export const addressOf = ({ slug }: SitePage): string => (slug === '' ? `${BASE}/` : `${BASE}/${slug}/`)

/** A page as the site’s generator takes it: its heading as the title, and its links as addresses of the service. */
export interface Prepared {
  readonly title: string
  readonly body: string
}

/**
 * Reads a page of the project for the site. A link to another page leads to where the site shows it; a link to a file of
 * the project becomes that file’s name, because the site has no copy of it.
 */
export function prepared(page: SitePage, pages: readonly SitePage[]): Prepared {
  const text = readFileSync(join(ROOT, page.file), 'utf8').replace(/^<!--[^\n]*-->\n+/, '')
  const [heading = '', ...rest] = text.split('\n')
  if (!heading.startsWith('# ')) throw new Error(`${page.file}: start it with “# ” and its title.`)
  const addresses = new Map(pages.map((each) => [each.file, addressOf(each)]))
  return { title: heading.slice(2).replaceAll('`', ''), body: relinked(rest.join('\n'), page.file, addresses) }
}

const LINK = /(!?)\[((?:[^[\]]|\[[^[\]]*\])*)\]\((?!https?:|#)([^)\s]+)\)/g

function relinked(body: string, file: string, addresses: ReadonlyMap<string, string>): string {
  return body.replace(LINK, (_, image: string, label: string, target: string) => {
    const [path = '', anchor] = target.split('#')
    const place = posix.join(posix.dirname(file), path).replace(/\/$/, '')
    if (place.startsWith('docs/images/')) return `${image}[${label}](${BASE}/${place.slice('docs/'.length)})`
    const address = addresses.get(place)
    if (address !== undefined) return `[${relabeled(label, file, addresses)}](${address}${anchor ? `#${anchor}` : ''})`
    return namedInText(label, place)
  })
}

/** A picture may be the label of a link. */
const relabeled = (label: string, file: string, addresses: ReadonlyMap<string, string>): string =>
  label.includes('](') ? relinked(label, file, addresses) : label

/** A file of the project, for people who read without it. */
function namedInText(label: string, place: string): string {
  const name = place.split('/').at(-1) ?? place
  return label.includes(name) || label.includes(place) ? label : `${label} (\`${place}\`)`
}
