import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chartOf, openAppInTab, openChart, textOf, verdictOf, written } from './support/clinic.ts'
import { startWorld, type World } from './support/world.ts'

const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const MEPSEVII_UNRECORDED = 'nobody wrote down what became of the other 2 mg'
const PROLIA = 'Prolia 60 mg, six calendar months'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

describe.each([
  ['light, wide', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['dark, narrow', { viewport: { width: 320, height: 800 }, colorScheme: 'dark' }],
] as const)('axe finds nothing (%s)', (_, look) => {
  test('ready, stored, not ready with everything open, the article, and a failure', async () => {
    const page = await world.newPage(look)
    await openChart(page, world, MEPSEVII)
    const ready = await openAppInTab(page)
    await ready.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
    await expectAccessible(ready)
    await ready.getByRole('button', { name: 'Approve 4 lines' }).click()
    await written(ready)
    await expectAccessible(ready)

    await openChart(page, world, MEPSEVII_UNRECORDED)
    const notReady = await openAppInTab(page)
    await notReady.getByRole('button', { name: 'Write the Flag' }).waitFor()
    await notReady.getByText('Charge although it is not ready').click()
    await notReady.getByText('Add what the chart lacks').click()
    for (const why of await notReady.locator('finding-list summary').all()) await why.click()
    await expectAccessible(notReady)

    await openChart(page, world, PROLIA)
    const article = await openAppInTab(page, 'Article')
    await article.getByRole('button', { name: 'Store the demonstration' }).waitFor()
    await expectAccessible(article)
    await article.route('**/v1/assessments', (route) => route.abort())
    await article.getByRole('button', { name: 'Read chart again' }).click()
    await article.locator('failure-screen').waitFor()
    await expectAccessible(article)

    await article.goto(`${world.app}/app/launch.html`)
    await article.getByRole('button', { name: 'Sandbox EHR' }).waitFor()
    await expectAccessible(article)
    await page.context().close()
  })

  test('nothing runs out of the window sideways', async () => {
    const page = await world.newPage(look)
    await openChart(page, world, MEPSEVII_UNRECORDED)
    const tab = await openAppInTab(page)
    await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
    const { content, window } = await tab.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }))
    expect(content).toBeLessThanOrEqual(window)
    await page.context().close()
  })

  test('whatever can be pressed is at least 24 pixels high', async () => {
    const page = await world.newPage(look)
    await openChart(page, world, MEPSEVII)
    const tab = await openAppInTab(page)
    await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
    const small: string[] = []
    for (const target of await tab.locator('button, summary, label:has(input[type=radio]), .skip').all()) {
      if (!(await target.isVisible())) continue
      const box = await target.boundingBox()
      if (box && (box.height < 23.5 || box.width < 23.5)) small.push(await textOf(target))
    }
    expect(small).toEqual([])
    await page.context().close()
  })
})

test('the whole job by keyboard alone', async () => {
  const page = await world.newPage()
  await openChart(page, world, MEPSEVII_UNRECORDED)
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
  const focused = () =>
    tab.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      return `${active?.tagName} ${active?.getAttribute('name') ?? ''} ${active?.textContent?.replace(/\s+/g, ' ').trim()}`
    })
  const tabTo = async (what: RegExp) => {
    for (let presses = 0; presses < 80; presses++) {
      if (what.test(await focused())) return
      await tab.keyboard.press('Tab')
    }
    throw new Error(`Tab never reached ${what}`)
  }
  await tabTo(/Skip to the dose/)
  await tab.keyboard.press('Enter')
  expect(await focused()).toContain('Not ready')
  await tabTo(/SUMMARY.*Add what the chart lacks/)
  await tab.keyboard.press('Enter')
  await tabTo(/INPUT discarded/)
  await tab.keyboard.type('2')
  await tab.keyboard.press('Enter')
  await expect.poll(() => verdictOf(tab)).toBe('Ready to bill')
  await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
  await tab.locator('verdict-card h1').focus()
  await tabTo(/BUTTON.*Approve 4 lines/)
  await tab.keyboard.press('Enter')
  expect(await written(tab)).toBe('Approved and stored.')
  expect(await focused()).toContain('Approved and stored.')
  expect((await chartOf(page)).charges).toHaveLength(4)
  await page.context().close()
})

test('what happens is said to a screen reader', async () => {
  const page = await world.newPage()
  await openChart(page, world, MEPSEVII)
  const tab = await openAppInTab(page)
  await verdictOf(tab)
  const status = tab.locator('dose-review > [role=status], dose-review p.visually-hidden[role=status]')
  expect(await textOf(status)).toMatch(/doses judged\. Ready to bill: /)
  await page.context().close()
})

test('nothing about a patient is in an address, a title, the console or the tab’s storage', async () => {
  const page = await world.newPage()
  world.complaints.length = 0
  await openChart(page, world, MEPSEVII)
  const tab = await openAppInTab(page)
  await verdictOf(tab)
  expect(new URL(tab.url()).search).toMatch(/^\?state=[A-Za-z0-9_-]{43}$/)
  expect(await tab.title()).toBe('Doseline')
  const kept = await tab.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
  expect(kept).not.toMatch(/Halvorsen|Linnea|2003-06-18|Mepsevii/)
  expect(world.complaints.filter((text) => !text.includes('iframe'))).toEqual([])
  await page.context().close()
})

test('no name, number or address of the patient reaches the rules service', async () => {
  const page = await world.newPage()
  await openChart(page, world, MEPSEVII)
  const asked = page.context().waitForEvent('request', (request) => request.url().endsWith('/v1/assessments'))
  const tab = await openAppInTab(page)
  await verdictOf(tab)
  const banner = await textOf(tab.locator('patient-banner dl'))
  const mrn = /MRN ?(\d+)/.exec(banner)?.[1] ?? 'no number'
  const sent = (await asked).postData() ?? ''
  expect(sent).toContain('MedicationAdministration')
  expect(sent).not.toContain(mrn)
  expect(sent).not.toMatch(
    /Halvorsen|Linnea|2003-06-18|Mill Pond|Durham|919-555|"resourceType":"(Patient|Practitioner)"/,
  )
  await page.context().close()
})

test('where the EHR shows the patient already, the app leaves the name to it, except in print', async () => {
  const page = await world.newPage()
  await openChart(page, world, MEPSEVII)
  await page.context().route('**/auth/token', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), need_patient_banner: false } })
  })
  const tab = await openAppInTab(page)
  await verdictOf(tab)
  expect(await tab.locator('patient-banner').isVisible()).toBe(false)
  await tab.emulateMedia({ media: 'print' })
  expect(await tab.locator('patient-banner').isVisible()).toBe(true)
  await page.context().close()
})

test('two patients in two frames of one tab stay apart, also after a reload', async () => {
  const page = await world.newPage()
  await page.goto(world.sandbox.origin)
  const addressOf = async (says: string): Promise<string> => {
    const link = page.getByRole('navigation', { name: 'Patients' }).getByRole('link').filter({ hasText: says }).first()
    const patient = /patients\/([^?]+)/.exec((await link.getAttribute('href')) ?? '')?.[1] ?? ''
    const query = new URLSearchParams({ iss: world.sandbox.fhirBase, launch: world.sandbox.launch({ patient }) })
    return `${world.app}/app/launch.html?${query}`.replaceAll('&', '&amp;')
  }
  const frames = [await addressOf(MEPSEVII), await addressOf(PROLIA)].map((src) => `<iframe src="${src}"></iframe>`)
  await page.route('**/two-charts', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Two charts</title>${frames.join('')}` }),
  )
  await page.goto(`${world.app}/two-charts`)
  const namesShown = () =>
    Promise.all([0, 1].map((at) => textOf(page.frameLocator('iframe').nth(at).locator('patient-banner .name'))))
  expect(await namesShown()).toEqual(['Halvorsen, Linnea', 'Delgado, Rosa Maria'])
  for (const frame of page.frames().slice(1)) await frame.goto(frame.url())
  expect(await namesShown()).toEqual(['Halvorsen, Linnea', 'Delgado, Rosa Maria'])
  await page.context().close()
})
