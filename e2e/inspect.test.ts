import { openApp, openAppInTab, openChart, textOf, verdictOf } from '@doseline/testkit/clinic'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectAccessible, focused, tabTo } from './support/accessible.ts'

const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

/** What the inspector says under a name, lists as their lines. */
async function under(page: Page, name: string): Promise<string> {
  const row = page.locator('inspect-page dl > div').filter({ has: page.locator('dt').getByText(name, { exact: true }) })
  return textOf(row.first().locator('dd'))
}

/** A launch that the EHR ends with a refusal of scopes, up to the failure screen. */
async function refused(page: Page): Promise<Page> {
  await page.context().route('**/auth/authorize?*', (route) => {
    const asked = new URL(route.request().url()).searchParams
    const back = new URL(asked.get('redirect_uri') ?? '')
    // Without its state, as some servers refuse.
    back.search = String(new URLSearchParams({ error: 'invalid_scope', error_description: 'patient/Coverage.rs' }))
    return route.fulfill({ status: 302, headers: { location: back.href } })
  })
  await openChart(page, world, MEPSEVII)
  const tab = await openAppInTab(page)
  await tab.getByRole('link', { name: 'Launch details' }).waitFor()
  return tab
}

test('a launch that failed is explained by a link on its screen, also where the EHR left out the state', async () => {
  const page = await world.newPage()
  const tab = await refused(page)
  const asked = await tab.locator('failure-screen').getByText('patient/MedicationAdministration.rs').count()
  expect(asked).toBe(1)
  await tab.getByRole('link', { name: 'Launch details' }).click()
  await tab.getByRole('heading', { name: 'Scopes' }).waitFor()
  expect(new URL(tab.url()).pathname).toBe('/app/inspect')
  expect(await under(tab, 'iss')).toBe(world.sandbox.fhirBase)
  expect(await under(tab, 'Outcome')).toBe('scope-refused')
  expect(await under(tab, 'Authorization response')).toBe('error=invalid_scope')
  expect(await under(tab, 'Response')).toBe('invalid_scope: patient/Coverage.rs')
  expect(await under(tab, 'Requested')).toContain('patient/MedicationAdministration.rs')
  expect(await under(tab, 'Token endpoint')).toBe(`${world.sandbox.origin}/auth/token`)
  expect(await under(tab, 'Clock of this computer')).toBe('correct, within 2 s')
  await tab.getByRole('button', { name: 'Ask the EHR now' }).click()
  await tab.getByRole('heading', { name: 'The EHR now' }).waitFor()
  expect(await under(tab, '.well-known/smart-configuration')).toMatch(/^200, application\/json/)
  await page.context().close()
})

test('of a launch that went well it tells kinds and times, and nothing that opens anything or is about a patient', async () => {
  const page = await world.newPage({ permissions: ['clipboard-read', 'clipboard-write'] })
  const secrets: string[] = []
  page.context().on('request', (request) => {
    const form = new URLSearchParams(request.postData() ?? '')
    if (request.url().endsWith('/auth/token')) secrets.push(form.get('code') ?? '', form.get('code_verifier') ?? '')
    const { searchParams } = new URL(request.url())
    for (const name of ['state', 'nonce', 'launch', 'code_challenge', 'code'])
      secrets.push(searchParams.get(name) ?? '')
  })
  await page.context().route('**/auth/token', async (route) => {
    const response = await route.fetch()
    const { access_token, refresh_token, id_token, patient, encounter } = await response.json()
    secrets.push(access_token, refresh_token, id_token, patient, encounter)
    await route.fulfill({ response })
  })
  await openChart(page, world, MEPSEVII)
  const tab = await openAppInTab(page)
  await verdictOf(tab)
  await tab.goto(`${world.app}/app/inspect`)
  await tab.getByRole('heading', { name: 'Scopes' }).waitFor()
  expect(await under(tab, 'Outcome')).toBe('no failure')
  expect(await under(tab, 'Patient')).toBe('present')
  expect(await under(tab, 'Encounter')).toBe('present')
  expect(await under(tab, 'fhirUser')).toBe('Practitioner, on this EHR')
  expect(await under(tab, 'id_token')).toMatch(/^signature, issuer/)
  expect(await under(tab, 'Requested and not granted')).toBe('none')
  expect(await under(tab, 'MedicationAdministration')).toBe('complete')
  expect(await under(tab, 'launch state and tokens')).toMatch(/^\d+ characters$/)
  await tab.getByRole('button', { name: 'Copy for IT' }).click()
  await tab.getByText('Copied.').waitFor()
  const texts = [
    await tab.evaluate(() => navigator.clipboard.readText()),
    await textOf(tab.locator('inspect-page main')),
  ]
  const kept = secrets.filter(Boolean)
  expect(kept.length).toBeGreaterThan(9)
  for (const text of texts) {
    expect(text).toContain(world.sandbox.fhirBase)
    for (const secret of kept) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/Halvorsen|Linnea|2003-06-18|Mepsevii|88 mg/)
  }
  await tab.getByRole('button', { name: 'Back' }).click()
  expect(await verdictOf(tab)).toBe('Ready to bill')
  await page.context().close()
})

test('in a frame of the EHR it says whose frame, and where no launch was it says so', async () => {
  const page = await world.newPage()
  await openChart(page, world, MEPSEVII)
  await verdictOf(await openApp(page))
  const frame = page.frames().find((one) => one.url().includes('/app/index.html'))
  await frame?.goto(`${world.app}/app/inspect`)
  const shown = page.frameLocator('iframe[name=app-frame]').locator('inspect-page')
  await shown.getByText(world.sandbox.origin, { exact: true }).waitFor()
  const other = await (await world.newPage()).context().newPage()
  await other.goto(`${world.app}/app/inspect`)
  await other.getByText('No launch in this tab.').waitFor()
  await other.getByRole('heading', { name: 'Browser and service' }).waitFor()
  await other.context().close()
  await page.context().close()
})

describe.each([
  ['light, wide', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['dark, narrow', { viewport: { width: 320, height: 800 }, colorScheme: 'dark' }],
] as const)('the inspector (%s)', (_, look) => {
  test('is reached and used by keyboard, nothing runs out of the window, and axe finds nothing', async () => {
    const page = await world.newPage(look)
    const tab = await refused(page)
    await expectAccessible(tab)
    await tabTo(tab, /^A .*Launch details/)
    await tab.keyboard.press('Enter')
    await tab.getByRole('heading', { name: 'Scopes' }).waitFor()
    await expectAccessible(tab)
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await tabTo(tab, /BUTTON.*Ask the EHR now/)
    await tab.keyboard.press('Enter')
    await tab.getByRole('heading', { name: 'The EHR now' }).waitFor()
    await expectAccessible(tab)
    await tabTo(tab, /BUTTON.*Back/)
    expect(await focused(tab)).toContain('Back')
    await tab.keyboard.press('Enter')
    await tab.getByRole('link', { name: 'Launch details' }).waitFor()
    await page.context().close()
  })
})

test('it is served with the policy of the app', async () => {
  const response = await fetch(`${world.app}/app/inspect`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(response.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'")
})
