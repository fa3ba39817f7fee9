import type { FrameLocator, Locator, Page } from 'playwright-core'
import type { World } from './world.ts'

/** The app, in the frame of the EHR or in a tab of its own: both have locators. */
export type App = Page | FrameLocator

/** Opens the chart of the patient whose line on the launcher says this. */
export async function openChart(page: Page, { sandbox }: World, says: string | RegExp): Promise<void> {
  await page.goto(sandbox.origin)
  await page.getByRole('navigation', { name: 'Patients' }).getByRole('link').filter({ hasText: says }).first().click()
  await page.getByRole('button', { name: 'Open Doseline' }).waitFor()
}

/** Opens the app in the frame beside the chart, under a code book. */
export async function openApp(page: Page, codebook: 'CMS' | 'Article' = 'CMS'): Promise<FrameLocator> {
  await page.getByRole('radio', { name: codebook }).check()
  await page.getByRole('button', { name: 'Open Doseline' }).click()
  return page.frameLocator('iframe[name=app-frame]')
}

/** Opens the app in a tab of its own. */
export async function openAppInTab(page: Page, codebook: 'CMS' | 'Article' = 'CMS'): Promise<Page> {
  await page.getByRole('radio', { name: codebook }).check()
  const tab = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Open in a new tab' }).click()
  return tab
}

/** The verdict, once it is there. */
export async function verdictOf(app: App): Promise<string> {
  const verdict = app.locator('verdict-card h1')
  await verdict.waitFor()
  return textOf(verdict)
}

/** Reads the chart again, from behind the time it was read. */
export async function readAgain(app: App): Promise<void> {
  await app.locator('data-strip summary').click()
  await app.getByRole('button', { name: 'Read chart again' }).click()
}

/** Opens what else can be done with the dose. */
export const openMore = (app: App): Promise<void> =>
  app.locator('action-bar summary').filter({ hasText: 'More' }).click()

/** Opens a row of the page by what it is called. */
export const openRow = (app: App, label: string): Promise<void> =>
  app.locator('fold-row summary').filter({ hasText: label }).click()

/** The charge lines as `J3397-JW × 2`, all of one moment. */
export const linesOf = (app: App): Promise<string[]> =>
  app.locator('charge-lines .head').evaluateAll((heads) =>
    heads.map((head) => {
      const textIn = (selector: string) => head.querySelector(selector)?.textContent?.trim() ?? ''
      const modifiers = [...head.querySelectorAll('.modifier')].map(({ lastChild }) => lastChild?.textContent?.trim())
      return `${[textIn('.hcpcs'), ...modifiers].join('-')} × ${/[\d,]+/.exec(textIn('.units'))?.[0].replaceAll(',', '')}`
    }),
  )

/** What stands in the chart of the EHR now, read from its own page: flags, and charge lines with their status. */
export async function chartOf(page: Page): Promise<{ flags: string[]; charges: string[] }> {
  await page.getByRole('button', { name: 'Refresh chart' }).click()
  const keys = (type: string) => page.locator(`#chart [data-key^="${type}/"]`)
  await page.waitForTimeout(300)
  const textsOf = async (rows: Locator): Promise<string[]> => Promise.all((await rows.all()).map(textOf))
  return { flags: await textsOf(keys('Flag')), charges: await textsOf(keys('ChargeItem')) }
}

/** What stands in an element, as one line. */
export const textOf = async (locator: Locator): Promise<string> =>
  ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim()

/** What the app says after a write. */
export async function written(app: App): Promise<string> {
  const result = app.locator('write-back-panel .result')
  await result.waitFor()
  return textOf(result)
}
