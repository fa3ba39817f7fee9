import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { PROBLEM_CODES } from '../../packages/contract/src/index.ts'
import { aService, get, type TestedService } from '../../services/rules/test/a-service.ts'
import { buildSite } from './build-site.ts'
import { addressOf, sitePages } from './pages.ts'

let folder: string
let service: TestedService
/** Every built page, by its address. */
const html = new Map<string, string>()
beforeAll(async () => {
  folder = await buildSite()
  service = await aService({ docsFolder: folder, appFolder: 'web' })
  for (const file of globSync('**/index.html', { cwd: folder }))
    html.set(`/docs/${file.slice(0, -'index.html'.length)}`, readFileSync(join(folder, file), 'utf8'))
}, 120_000)

const idsIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id))

describe('the built site', () => {
  test('has every page of the navigation, and the service shows it', async () => {
    for (const page of sitePages()) {
      const { status, headers } = await get(service, addressOf(page))
      expect([status, headers.get('content-type')], page.file).toEqual([200, 'text/html; charset=utf-8'])
    }
  })

  test('leads nowhere in vain: each link and each anchor is there', async () => {
    const broken: string[] = []
    for (const [address, text] of html) {
      for (const [, target = ''] of text.matchAll(/ href="((?:\/|#)[^"]*)"/g)) {
        const [path = '', anchor] = target.replaceAll('&amp;', '&').split('#')
        const page = path === '' ? address : path
        const found = html.get(page)
        if (found === undefined && (await get(service, page)).status !== 200) broken.push(`${address} → ${target}`)
        else if (anchor && found !== undefined && !idsIn(found).has(decodeURIComponent(anchor)))
          broken.push(`${address} → ${target}`)
      }
    }
    expect(broken).toEqual([])
  })

  test('runs under a policy that allows scripts of this origin alone: no page holds one, none is fetched from elsewhere', async () => {
    const { headers } = await get(service, '/docs/')
    expect(headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval';")
    for (const [address, text] of html) {
      for (const [whole, attributes = '', script = ''] of text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g))
        expect([script.trim(), / src="\/docs\//.test(attributes)], `${address}: ${whole.slice(0, 80)}`).toEqual([
          '',
          true,
        ])
      expect(
        /<(?:link|img|script|iframe)\b[^>]* (?:src|href)="https?:\/\/(?!doseline)/.exec(text)?.[0],
        address,
      ).toBeUndefined()
    }
  })

  test('has a search index, which the service shows', async () => {
    const { status, body } = await get(service, '/docs/pagefind/pagefind-entry.json')
    expect(status).toBe(200)
    const { languages } = typeof body === 'string' ? JSON.parse(body) : body
    expect(languages.en.page_count).toBe(sitePages().length)
  })

  test('explains every code of a refusal where the type of a problem leads', async () => {
    const { status, headers } = await get(service, '/docs/problems')
    expect([status, headers.get('location')]).toEqual([302, '/docs/problems/'])
    const ids = idsIn(html.get('/docs/problems/') ?? '')
    expect(PROBLEM_CODES.filter((code) => !ids.has(code))).toEqual([])
  })

  test('has the page to try the API, from this service alone', async () => {
    const page = html.get('/docs/try/') ?? ''
    expect([...page.matchAll(/<script src="/g)].length).toBeGreaterThanOrEqual(1)
    for (const [, file = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect([(await get(service, file)).status, file.startsWith('/docs/')], file).toEqual([200, true])
    }
  })

  test('is built once for a state of its text', async () => {
    const built = statSync(join(folder, 'index.html')).mtimeMs
    expect(await buildSite()).toBe(folder)
    expect(statSync(join(folder, 'index.html')).mtimeMs).toBe(built)
  })
})
