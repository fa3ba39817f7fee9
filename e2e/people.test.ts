import { openAppInTab, openChart, readAgain, textOf, verdictOf, written } from '@doseline/testkit/clinic'
import { changeReads, holdReads, isTransaction, refusedRead } from '@doseline/testkit/reads'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectAccessible, focused, tabTo } from './support/accessible.ts'

const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const MEPSEVII_UNRECORDED = 'nobody wrote down what became of the other 2 mg'
const PROLIA = 'Prolia 60 mg, six calendar months'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

describe.each([
  ['light, wide', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['dark, narrow', { viewport: { width: 320, height: 800 }, colorScheme: 'dark' }],
] as const)('axe finds nothing (%s)', (_, look) => {
  /** The sandbox has a light style; without it the app is as dark as the person prefers. */
  const newPage = async (): Promise<Page> => {
    const page = await world.newPage(look)
    await page.context().route('**/smart-style.json', (route) => route.fulfill({ json: {} }))
    return page
  }

  test('while it opens and reads', async () => {
    const page = await newPage()
    await openChart(page, world, MEPSEVII)
    const reads = await holdReads(page.context(), /^Coverage\?/)
    const tab = await openAppInTab(page)
    await tab.getByText(/^Waiting for .+ more$/).waitFor()
    await expectAccessible(tab)
    reads.letGo()
    await verdictOf(tab)
    await page.context().close()
  })

  test('ready, being written, stored, asked to void', async () => {
    const page = await newPage()
    await openChart(page, world, MEPSEVII)
    const tab = await openAppInTab(page)
    await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
    await expectAccessible(tab)
    const hold = Promise.withResolvers<void>()
    await tab.route(
      (url) => url.pathname === '/fhir',
      async (route) => {
        if (isTransaction(route)) await hold.promise
        await route.continue()
      },
    )
    await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
    await tab.getByText('Writing…').first().waitFor()
    await expectAccessible(tab)
    hold.resolve()
    await written(tab)
    await expectAccessible(tab)
    await tab.getByRole('button', { name: 'Void…' }).click()
    await tab.getByRole('button', { name: 'Void now' }).waitFor()
    await expectAccessible(tab)
    await page.context().close()
  })

  test('not ready, with everything open', async () => {
    const page = await newPage()
    await openChart(page, world, MEPSEVII_UNRECORDED)
    const tab = await openAppInTab(page)
    await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
    await tab.locator('details').evaluateAll((all) => {
      for (const details of all) details.toggleAttribute('open', true)
    })
    await expectAccessible(tab)
    await page.context().close()
  })

  test.each([
    ['Needs information', 'the chart holds no authorization'],
    ['Not billable', 'the patient declined the injection'],
    ['Drug not supported by Doseline', 'a drug Doseline has no rules for'],
  ])('%s', async (verdict, says) => {
    const page = await newPage()
    await openChart(page, world, says)
    const tab = await openAppInTab(page)
    expect(await verdictOf(tab)).toBe(verdict)
    await expectAccessible(tab)
    await page.context().close()
  })

  test('the article, a gap in the reading, a failure, and no launch at all', async () => {
    const page = await newPage()
    await openChart(page, world, PROLIA)
    await changeReads(page.context(), /^Coverage\?/, () => refusedRead(403, 'No scope for Coverage'))
    const tab = await openAppInTab(page, 'Article')
    await verdictOf(tab)
    await expectAccessible(tab)
    await tab.route('**/v1/assessments', (route) => route.abort())
    await readAgain(tab)
    await tab.locator('failure-screen').waitFor()
    await expectAccessible(tab)

    await tab.goto(`${world.app}/app/launch.html`)
    await tab.getByRole('button', { name: 'Sandbox EHR' }).first().waitFor()
    await expectAccessible(tab)
    await page.context().close()
  })

  test('nothing runs out of the window sideways', async () => {
    const page = await newPage()
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
    const page = await newPage()
    await openChart(page, world, MEPSEVII)
    const tab = await openAppInTab(page)
    await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
    const small: string[] = []
    for (const target of await tab
      .locator('button, summary, select, input:not([type=radio], [type=checkbox]), label:has(input), .skip')
      .all()) {
      if (!(await target.isVisible())) continue
      const box = await target.boundingBox()
      if (box && (box.height < 23.5 || box.width < 23.5)) small.push(await textOf(target))
    }
    expect(small).toEqual([])
    await page.context().close()
  })
})

test('the whole job by keyboard alone, from the list of patients to the lines in the chart', async () => {
  const page = await world.newPage()
  await page.goto(world.sandbox.origin)
  await tabTo(page, new RegExp(`^A .*${MEPSEVII_UNRECORDED}`))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Open Doseline' }).waitFor()
  await tabTo(page, /BUTTON.*Open in a new tab/)
  const popup = page.waitForEvent('popup')
  await page.keyboard.press('Enter')
  const tab = await popup
  await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
  await tabTo(tab, /Skip to the dose/)
  await tab.keyboard.press('Enter')
  expect(await focused(tab)).toContain('Not ready')
  await tabTo(tab, /SUMMARY.*Add missing information/)
  await tab.keyboard.press('Enter')
  await tabTo(tab, /INPUT discarded/)
  await tab.keyboard.type('2')
  await tab.keyboard.press('Enter')
  await expect.poll(() => verdictOf(tab)).toBe('Ready to bill')
  await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
  await tab.keyboard.press('Control+Home')
  await tabTo(tab, /Skip to the dose/)
  await tab.keyboard.press('Enter')
  await tabTo(tab, /BUTTON.*Approve 4 lines/)
  await tab.keyboard.press('Enter')
  expect(await written(tab)).toBe('Approved and stored.')
  expect(await focused(tab)).toContain('Approved and stored.')
  expect(await textOf(tab.locator('stored-list ul').first())).toMatch(/active.*billable/)
  await page.bringToFront()
  await tabTo(page, /BUTTON.*Refresh chart/)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('#chart [data-key^="ChargeItem/"]').count()).toBe(4)
  await page.context().close()
})

test('the focus goes from top to bottom, and is always seen', async () => {
  const page = await world.newPage({ viewport: { width: 320, height: 800 } })
  await openChart(page, world, MEPSEVII_UNRECORDED)
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
  const stops: { what: string; top: number; isSeen: boolean }[] = []
  for (let presses = 0; presses < 200; presses++) {
    await tab.keyboard.press('Tab')
    const stop = await tab.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      if (!active || active === document.body) return undefined
      const { outlineStyle, outlineWidth } = getComputedStyle(active)
      const top = Math.round(active.getBoundingClientRect().top + scrollY)
      const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
      return { what: `${active.tagName} ${active.textContent?.replace(/\s+/g, ' ').trim().slice(0, 40)}`, top, isSeen }
    })
    if (!stop || stop.what === stops[0]?.what) break
    stops.push(stop)
  }
  expect(stops.length).toBeGreaterThan(10)
  expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([])
  // Two things in one row may stand a few pixels apart.
  const upwards = stops.filter(({ top }, at) => at > 0 && top < (stops[at - 1]?.top ?? 0) - 12)
  expect(upwards).toEqual([])
  await page.context().close()
})

test.each([1280, 1920])('at %i pixels nothing is cut off', async (width) => {
  const page = await world.newPage({ viewport: { width, height: 900 } })
  await openChart(page, world, MEPSEVII_UNRECORDED)
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
  expect(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await page.context().close()
})

test('what happens is said to a screen reader', async () => {
  const page = await world.newPage()
  await openChart(page, world, MEPSEVII)
  const tab = await openAppInTab(page)
  await verdictOf(tab)
  const status = tab.locator('dose-review > [role=status], dose-review p.visually-hidden[role=status]')
  expect(await textOf(status)).toMatch(/doses checked\. Ready to bill: /)
  await page.context().close()
})

test('through a whole run nothing about a patient is in an address, a title, the console or the tab’s storage', async () => {
  // With their dots and spaces, which no code, state or key of a sign-in has: three letters come up in those by chance.
  const ABOUT = /Halvorsen|Linnea|2003-06-18|Mepsevii|E76\.29|88 mg/i
  const page = await world.newPage()
  const seen: string[] = []
  page.context().on('console', (message) => seen.push(message.text()))
  page.context().on('request', (request) => {
    if (request.url().startsWith(world.app)) seen.push(request.url())
  })
  await page.context().addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI} ${sample}`),
    )
  })
  world.complaints.length = 0
  await openChart(page, world, MEPSEVII)
  const patient = /patients\/([^?]+)/.exec(page.url())?.[1] ?? 'none'
  const tab = await openAppInTab(page)
  const look = async (): Promise<void> => {
    seen.push(tab.url(), await tab.title())
    seen.push(await tab.evaluate(() => JSON.stringify([history.state, { ...localStorage }, document.cookie])))
    const kept = await tab.evaluate(() => JSON.stringify({ ...sessionStorage }))
    expect(kept).not.toMatch(/Halvorsen|Linnea|2003-06-18|Mepsevii/)
    // The tokens are in the storage of this tab, and nowhere that another tab, site or server sees.
    const tokens = [...kept.matchAll(/(?:access|refresh|id)_token\\?":\\?"([^"\\]{10,})/g)].map(([, token]) => token)
    expect(tokens.length).toBeGreaterThan(1)
    const shared = await tab.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, location.href]))
    for (const token of tokens) expect(shared).not.toContain(token)
  }
  await verdictOf(tab)
  await look()
  await tab.getByText('Add missing information').click()
  await tab.getByRole('button', { name: 'Show all fields' }).click()
  await tab.getByLabel('Discarded').fill('2')
  await tab.getByRole('button', { name: 'Recheck' }).click()
  await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
  await written(tab)
  await look()
  await tab.getByRole('button', { name: 'Void…' }).click()
  await tab.getByRole('button', { name: 'Void now' }).click()
  await tab.getByText('Voided.').waitFor()
  await readAgain(tab)
  await verdictOf(tab)
  await look()
  await tab.reload()
  await verdictOf(tab)
  await look()
  expect(new URL(tab.url()).search).toMatch(/^\?state=[A-Za-z0-9_-]{43}$/)
  expect(await tab.title()).toBe('Doseline')
  for (const text of seen) {
    expect(text).not.toMatch(ABOUT)
    expect(text).not.toContain(`/${patient}`)
  }
  expect(world.complaints.filter((text) => !text.includes('iframe'))).toEqual([])
  await page.context().close()
})

test('the policy comes as a header too: no inline style, no text made into markup, and only the EHR may frame it', async () => {
  for (const name of ['index.html', 'launch.html']) {
    const policy = (await fetch(`${world.app}/app/${name}`)).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("style-src 'self';")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).toContain(`frame-ancestors 'self' ${world.sandbox.origin}`)
    expect(policy).not.toContain('unsafe')
  }
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
  expect(sent).not.toMatch(/Halvorsen|Linnea|2003-06-18|Mill Pond|Durham|919-555|"resourceType":"Practitioner"/)
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
