import './support/help.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import buildApp from '@doseline/testkit/build-app'
import { openApp, openAppInTab, openChart, verdictOf, written } from '@doseline/testkit/clinic'
import { holdReads } from '@doseline/testkit/reads'
import { startWorld, type World } from '@doseline/testkit/world'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { smallPng } from './support/small-png.ts'

/** Pictures of the real app on the real sandbox, for the README and for people to look at: `node scripts/screenshots.ts`. */
const FOLDER = resolve(import.meta.dirname, '../docs/images')

const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const MEPSEVII_UNRECORDED = 'nobody wrote down what became of the other 2 mg'
const PROLIA = 'Prolia 60 mg, six calendar months'
const CHARGED_AS_J3397 = 'already billed as J3397'

const WIDE = { viewport: { width: 1440, height: 900 } }
const PANE = { viewport: { width: 400, height: 900 } }
const DARK = { ...WIDE, colorScheme: 'dark' } as const
const PAPER = { viewport: { width: 816, height: 1056 } }
/** The sandbox has a light style; an EHR of the night shift has this one. */
const DARK_STYLE = { color_background: '#0f1719', color_text: '#e6ecea', color_highlight: '#7fd0dc' }

type Shot = (page: Page, world: World) => Promise<Page>

const inTab =
  (says: string, until: RegExp, codebook?: 'Article'): Shot =>
  async (page, world) => {
    await openChart(page, world, says)
    const tab = await openAppInTab(page, codebook)
    await tab.getByRole('button', { name: until }).waitFor()
    return tab
  }

const SHOTS: Readonly<
  Record<string, { readonly look: BrowserContextOptions; readonly take: Shot; readonly whole?: true }>
> = {
  'app-in-the-ehr': {
    look: { viewport: { width: 1600, height: 1000 } },
    async take(page, world) {
      await openChart(page, world, MEPSEVII)
      const app = await openApp(page)
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      await written(app)
      await page.getByText(/^Chart updated: \d+ charge lines/).waitFor()
      await app.locator('verdict-card').scrollIntoViewIfNeeded()
      return page
    },
  },
  'app-ready-wide': { look: WIDE, take: inTab(MEPSEVII, /^Approve/) },
  'app-ready-narrow': { look: PANE, take: inTab(PROLIA, /^Approve/), whole: true },
  'app-ready-dark': {
    look: DARK,
    async take(page, world) {
      await page.context().route('**/smart-style.json', (route) => route.fulfill({ json: DARK_STYLE }))
      return inTab(PROLIA, /^Approve/)(page, world)
    },
  },
  'app-not-ready-1920': {
    look: { viewport: { width: 1920, height: 1080 } },
    take: inTab(MEPSEVII_UNRECORDED, /Write the Flag/),
  },
  'app-not-ready-320': {
    look: { viewport: { width: 320, height: 900 } },
    take: inTab(MEPSEVII_UNRECORDED, /Write the Flag/),
  },
  'app-print': {
    look: PAPER,
    async take(page, world) {
      const tab = await inTab(MEPSEVII_UNRECORDED, /Write the Flag/)(page, world)
      await tab.emulateMedia({ media: 'print' })
      return tab
    },
  },
  'app-locked': {
    look: WIDE,
    async take(page, world) {
      await page.context().clock.install()
      const tab = await inTab(MEPSEVII, /^Approve/)(page, world)
      await tab.clock.fastForward(11 * 60_000)
      await tab.getByRole('button', { name: /^Continue/ }).waitFor()
      return tab
    },
  },
  'app-reading': {
    look: PANE,
    async take(page, world) {
      await openChart(page, world, MEPSEVII)
      await holdReads(page.context(), /^Coverage\?/)
      const tab = await openAppInTab(page)
      await tab.getByText(/^Waiting for .+ more$/).waitFor()
      return tab
    },
  },
  'app-not-ready-wide': { look: WIDE, take: inTab(MEPSEVII_UNRECORDED, /Write the Flag/) },
  'app-not-ready-narrow': { look: PANE, take: inTab(MEPSEVII_UNRECORDED, /Write the Flag/), whole: true },
  'app-article-wide': { look: WIDE, take: inTab(PROLIA, /Store the demonstration/, 'Article') },
  'app-charged-as-j3397': { look: WIDE, take: inTab(CHARGED_AS_J3397, /Write the Flag/) },
  'app-stored-wide': {
    look: WIDE,
    async take(page, world) {
      const tab = await inTab(MEPSEVII, /^Approve/)(page, world)
      await tab.getByRole('button', { name: /^Approve/ }).click()
      await written(tab)
      return tab
    },
    whole: true,
  },
  'worklist-wide': {
    look: WIDE,
    async take(page, world) {
      let tab = page
      for (const says of [MEPSEVII, MEPSEVII_UNRECORDED, PROLIA, CHARGED_AS_J3397]) {
        await openChart(page, world, says)
        tab = await openAppInTab(page)
        await verdictOf(tab)
      }
      await tab.goto(`${world.app}/app/worklist`)
      await tab.locator('tbody tr').first().waitFor()
      await tab.keyboard.press('j')
      await tab.keyboard.press('Enter')
      await tab.locator('dose-detail .checks').waitFor()
      return tab
    },
  },
  'app-unregistered-narrow': {
    look: PANE,
    async take(page, world) {
      await page.goto(`${world.app}/app/launch.html?iss=https://ehr.example/fhir&launch=x`)
      await page.locator('failure-screen').waitFor()
      return page
    },
  },
}

await mkdir(FOLDER, { recursive: true })
await buildApp()
const world = await startWorld()
const only = process.argv.slice(2)
try {
  for (const [name, { look, take, whole }] of Object.entries(SHOTS)) {
    if (only.length > 0 && !only.includes(name)) continue
    await world.reset()
    const page = await world.newPage(look)
    const shown = await take(page, world)
    await shown.waitForTimeout(300)
    const picture = smallPng(await shown.screenshot({ fullPage: whole ?? false, animations: 'disabled' }))
    await writeFile(join(FOLDER, `${name}.png`), picture)
    await page.context().close()
    console.log(`docs/images/${name}.png ${Math.round(picture.length / 1024)} kB`)
  }
} finally {
  await world.close()
}
