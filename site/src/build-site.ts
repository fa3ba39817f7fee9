import '../../scripts/support/help.ts'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { finishPages } from './finished-pages.ts'
import { prepared, ROOT, sitePages } from './pages.ts'

const SITE = join(ROOT, 'site')
const OUT = join(SITE, 'dist')
const STAMP = '.made-from'
/** What the site is made from: when all of it is as it was, so is the site. */
const MADE_FROM = ['docs/**/*', '*.md', 'site/src/**/*', 'site/public/**/*', 'site/*.{ts,json}', 'pnpm-lock.yaml']

/**
 * Builds the site, unless it is built from just this text already. Answers its folder. Two may build at once: each works in
 * folders of its own, and the last one stays.
 */
export async function buildSite(): Promise<string> {
  const stamp = digestOf(MADE_FROM)
  if (isMadeFrom(stamp)) return OUT
  const work = join(SITE, `.work-${process.pid}`)
  try {
    writeSources(join(work, 'src'))
    await astro(work)
    const made = join(work, 'dist')
    finishPages(made)
    addApiPage(made)
    cpSync(join(ROOT, 'docs/images'), join(made, 'images'), { recursive: true })
    writeFileSync(join(made, STAMP), stamp)
    rmSync(OUT, { recursive: true, force: true })
    renameSync(made, OUT)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return OUT
}

function isMadeFrom(stamp: string): boolean {
  const file = join(OUT, STAMP)
  return existsSync(file) && readFileSync(file, 'utf8') === stamp
}

function digestOf(patterns: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of globSync(patterns, { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted())
    hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** The pages, with the front matter that Starlight wants and GitHub would show. */
function writeSources(folder: string): void {
  cpSync(join(SITE, 'src/content.config.ts'), join(folder, 'content.config.ts'))
  cpSync(join(SITE, 'src/site.css'), join(folder, 'site.css'))
  const pages = sitePages()
  for (const page of pages) {
    const { title, body } = prepared(page, pages)
    const file = join(folder, 'content/docs', `${page.slug || 'index'}.md`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `---\n${JSON.stringify({ title, editUrl: false })}\n---\n${body}`)
  }
}

/**
 * Astro in a process of its own, because it changes the process it runs in; and with little of the environment, because Vite
 * takes the address of the site from `BASE_URL`, which a test runner sets. It needs no network, and reports to no one that it ran.
 */
function astro(work: string): Promise<void> {
  const { PATH = '', HOME = '' } = process.env
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [astroCommand(), 'build', '--silent'], {
      cwd: SITE,
      env: { PATH, HOME, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1', DOSELINE_SITE_WORK: work },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)))
    child.on('error', failed)
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`The docs could not be built:\n${said}`))))
  })
}

function astroCommand(): string {
  const manifest = createRequire(join(SITE, 'package.json')).resolve('astro/package.json')
  return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.astro)
}

/** Swagger UI, next to the page that starts it (`public/try`). */
function addApiPage(made: string): void {
  const from = dirname(createRequire(join(SITE, 'package.json')).resolve('swagger-ui-dist/package.json'))
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE'])
    cpSync(join(from, file), join(made, 'try', file))
}

if (import.meta.main) console.log(await buildSite())
