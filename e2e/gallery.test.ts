import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromiumExecutable } from '@doseline/testkit/chromium'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenarios } from '../fhir-fixtures/src/index.ts'
import { serveGallery } from '../scripts/gallery.ts'

/** Pictures to compare by eye: nobody should have to approve a pixel. Not kept in the repository. */
const PICTURES = resolve(import.meta.dirname, '../test-results/gallery')

const LOOKS = {
  light: { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  'narrow, 320 pixels': { viewport: { width: 320, height: 900 }, colorScheme: 'light' },
  'forced colors': { viewport: { width: 1440, height: 900 }, forcedColors: 'active' },
} as const satisfies Record<string, BrowserContextOptions>

/** One of each verdict, and the J3397 question in both books. */
const TELLING = [
  'medicare-mepsevii-discard-recorded',
  'medicare-prolia-charged-as-j3397',
  'medicare-prolia-under-the-article',
  'blue-cross-nc-prolia-without-authorization',
  'medicare-prolia-not-given',
  'medicare-ceftriaxone-not-covered',
]

let gallery: ViteDevServer
let browser: Browser
beforeAll(async () => {
  gallery = await serveGallery(0)
  const { path, env, args } = await chromiumExecutable()
  browser = await chromium.launch({
    executablePath: path,
    args: [...args],
    env: { ...process.env, ...env } as Record<string, string>,
  })
  await mkdir(PICTURES, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  await gallery?.close()
})

async function opened(query: string, look: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', ...look })
  const page = await context.newPage()
  await page.goto(`${gallery.resolvedUrls?.local[0]}gallery/${query}`)
  await page.locator('app-gallery main, app-gallery idle-lock').waitFor()
  await page.waitForTimeout(200)
  return page
}

/** Many pages in one: what a page must be as a whole is tested on the app. */
async function expectAccessible(page: Page, part: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth)

describe.each(Object.entries(LOOKS))('%s', (name, look) => {
  test('axe finds nothing in any state of any element, and nothing runs out sideways', async () => {
    const page = await opened('?show=states', look)
    await page.screenshot({ path: join(PICTURES, `states, ${name}.jpg`), fullPage: true, type: 'jpeg', quality: 60 })
    expect(await isTooWide(page)).toBe(false)
    await expectAccessible(page, 'app-gallery')
    await page.context().close()
  })

  test('axe finds nothing in one scenario of each verdict, and in the lock', async () => {
    const page = await opened(`?scenario=${TELLING.join(',')}`, look)
    expect(await page.locator('.scenario').count()).toBe(TELLING.length)
    await page.screenshot({ path: join(PICTURES, `verdicts, ${name}.jpg`), fullPage: true, type: 'jpeg', quality: 60 })
    expect(await isTooWide(page)).toBe(false)
    await expectAccessible(page, 'app-gallery')
    await page.goto(new URL('?show=lock', page.url()).href)
    await page.getByRole('button', { name: 'Continue as Jordan Ellis' }).waitFor()
    await expectAccessible(page, 'app-gallery')
    await page.context().close()
  })
})

test('every scenario is shown, and none runs out of 320 pixels', async () => {
  const page = await opened('?show=scenarios', LOOKS['narrow, 320 pixels'])
  expect(await page.locator('.scenario verdict-card').count()).toBe(scenarios().length)
  expect(await isTooWide(page)).toBe(false)
  await page.context().close()
})
