import { buildSite } from '@doseline/site/build'
import { playwrightsChromium } from '@doseline/testkit/users-chromium'
import { serve } from '@hono/node-server'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aService } from '../services/rules/test/a-service.ts'
import { expectAccessible } from './support/accessible.ts'

let docs: string
let server: ReturnType<typeof serve>
let browser: Browser
let closeBrowser: () => Promise<void>
beforeAll(async () => {
  const service = await aService({ docsFolder: await buildSite() })
  await new Promise<void>((done) => {
    server = serve({ fetch: service.fetch, port: 0, hostname: 'localhost' }, ({ port }) => {
      docs = `http://localhost:${port}/docs/`
      done()
    })
  })
  ;({ browser, close: closeBrowser } = await playwrightsChromium())
})
afterAll(async () => {
  await closeBrowser?.()
  server?.close()
})

/** Opens a page of the docs; nothing may be refused by its policy, missing or wrong. */
async function read(path: string, look: BrowserContextOptions, does: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(look)
  const complaints: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  const page = await context.newPage()
  await page.goto(`${docs}${path}`)
  await does(page)
  expect(complaints).toEqual([])
  await context.close()
}

test('a search finds the page of a rule, and leads there', () =>
  read('', { viewport: { width: 1280, height: 800 } }, async (page) => {
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('textbox', { name: 'Search' }).fill('left in the container discarded')
    const found = page.getByRole('link', { name: 'Is the drug left in the container written down as discarded?' })
    await found.first().click()
    await page.waitForURL('**/rules/amount/discard-is-documented/**')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Is the drug left in the container')
  }))

test.each([
  ['codebook publish', 'Publish the code book as a FHIR package'],
  ['code book coverage', 'Code book coverage'],
  ['add a product', 'Contributing: add a product'],
  ['add a payer', 'Contributing: add a product'],
  ['Kovaltry', 'Code book coverage'],
])('a search for “%s” finds “%s”', (words, title) =>
  read('', { viewport: { width: 1280, height: 800 } }, async (page) => {
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('textbox', { name: 'Search' }).fill(words)
    const results = page.locator('.pagefind-ui__result-inner > .pagefind-ui__result-title')
    await results.filter({ hasText: title }).first().waitFor()
    const titles = await results.allTextContents()
    expect(titles.slice(0, 2).some((each) => each.includes(title))).toBe(true)
  }),
)

test.each([
  ['the first page, light and wide', '', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  [
    'the page of a rule, dark and 320 px',
    'rules/amount/discard-is-documented/',
    { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
  ],
] as const)('%s, is accessible and does not scroll sideways', (_, path, look) =>
  read(path, look, async (page) => {
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
    expect(widths[0]).toBe(widths[1])
    await expectAccessible(page)
  }),
)
