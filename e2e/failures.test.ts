import type { FhirResource } from 'fhir/r4'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chartOf, openApp, openAppInTab, openChart, textOf, verdictOf } from './support/clinic.ts'
import { changeReads, isBatch, refusedRead } from './support/reads.ts'
import { startWorld, type World } from './support/world.ts'

const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

/** The code on the failure screen, once there is one. */
async function codeOf(page: Page): Promise<string> {
  const code = page.locator('failure-screen dd code').last()
  await code.waitFor()
  return textOf(code)
}

describe('the launch', () => {
  test('an EHR that is not registered has its own screen, and is not asked for anything', async () => {
    const page = await world.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).host))
    await page.goto(`${world.app}/app/launch.html?iss=https://evil.example/fhir&launch=x&clientId=evil`)
    expect(await codeOf(page)).toBe('unregistered-issuer')
    await page.getByText('https://evil.example/fhir').waitFor()
    expect(asked).not.toContain('evil.example')
    await page.context().close()
  })

  test('parameters that would lead fhirclient elsewhere are dropped', async () => {
    const page = await world.newPage()
    const launch = world.sandbox.launch({})
    const query = new URLSearchParams({
      iss: world.sandbox.fhirBase,
      launch,
      fhirServiceUrl: 'https://evil.example',
      clientId: 'evil',
    })
    const authorize = page.waitForRequest((request) => request.url().includes('/auth/authorize'))
    await page.goto(`${world.app}/app/launch.html?${query}`)
    const asked = new URL((await authorize).url()).searchParams
    expect(asked.get('client_id')).toBe('doseline')
    expect(asked.get('aud')).toBe(world.sandbox.fhirBase)
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('state')).toMatch(/^[A-Za-z0-9_-]{43}$/)
    await page.context().close()
  })

  test('a launch without a patient', async () => {
    const page = await world.newPage()
    const query = new URLSearchParams({ iss: world.sandbox.fhirBase, launch: world.sandbox.launch({}) })
    await page.goto(`${world.app}/app/launch.html?${query}`)
    expect(await codeOf(page)).toBe('no-patient')
    await page.context().close()
  })

  test('a forged launch is refused by the EHR', async () => {
    const page = await world.newPage()
    const query = new URLSearchParams({ iss: world.sandbox.fhirBase, launch: 'forged' })
    await page.goto(`${world.app}/app/launch.html?${query}`)
    expect(await codeOf(page)).toBe('launch-refused')
    await page.context().close()
  })

  test('an id_token that the keys of the EHR did not sign: nothing of the chart is shown', async () => {
    const page = await world.newPage()
    await page.context().route('**/auth/jwks', async (route) => {
      const response = await route.fetch()
      const { keys } = await response.json()
      // The same key by name, with another number in it.
      const others = keys.map((key: { n: string }) => ({ ...key, n: [...key.n].reverse().join('') }))
      await route.fulfill({ response, json: { keys: others } })
    })
    await openChart(page, world, MEPSEVII)
    const tab = await openAppInTab(page)
    expect(await codeOf(tab)).toMatch(/^launch-refused/)
    await tab.getByText('the id_token is not accepted').waitFor()
    expect(await tab.locator('patient-banner').count()).toBe(0)
    await page.context().close()
  })

  test('keys that this browser may not read are no reason to refuse: the service has checked the sign-in', async () => {
    const page = await world.newPage()
    await page.context().route('**/auth/jwks', (route) => route.abort())
    await openChart(page, world, MEPSEVII)
    const tab = await openAppInTab(page)
    expect(await verdictOf(tab)).toBe('Ready to bill')
    await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
    await tab.getByText('Approved and stored.').waitFor()
    await page.context().close()
  })

  test('a request too long for an address goes in a form', async () => {
    const page = await world.newPage()
    await page.context().route('**/.well-known/smart-configuration', async (route) => {
      const response = await route.fetch()
      const said = await response.json()
      const authorization_endpoint = `${said.authorization_endpoint}?padding=${'x'.repeat(1900)}`
      await route.fulfill({ response, json: { ...said, authorization_endpoint } })
    })
    await openChart(page, world, MEPSEVII)
    const posted = page
      .context()
      .waitForEvent('request', (request) => request.method() === 'POST' && request.url().endsWith('/auth/authorize'))
    const tab = await openAppInTab(page)
    expect((await posted).postData()).toContain('code_challenge_method=S256')
    expect(await verdictOf(tab)).toBe('Ready to bill')
    await page.context().close()
  })

  test('the app opened without any launch', async () => {
    const page = await world.newPage()
    await page.goto(`${world.app}/app/index.html`)
    expect(await codeOf(page)).toBe('not-launched')
    await page.context().close()
  })
})

async function opened(run: (page: Page, tab: Page) => Promise<void>): Promise<void> {
  const page = await world.newPage()
  await openChart(page, world, MEPSEVII)
  const tab = await openAppInTab(page)
  await verdictOf(tab)
  await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
  await run(page, tab)
  await page.context().close()
}

const outcome = (diagnostics: string) =>
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing', diagnostics }] })
const fulfilled = (status: number, says: string) => ({
  status,
  contentType: 'application/fhir+json',
  body: outcome(says),
})

describe('while reading', () => {
  test('a session without the right to read doses', async () => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    await page.context().route('**/auth/authorize?*', (route) => {
      const address = new URL(route.request().url())
      const scope = address.searchParams.get('scope') ?? ''
      address.searchParams.set('scope', scope.replace(/ patient\/MedicationAdministration\.\w+/, ''))
      return route.continue({ url: address.href })
    })
    const tab = await openAppInTab(page)
    expect(await codeOf(tab)).toMatch(/^no-scope · 403/)
    await page.context().close()
  })

  test('a part of the chart that is refused is named, and never taken for “none”', async () => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    await changeReads(page.context(), /^Coverage\?/, () => refusedRead(403, 'not for you'))
    const tab = await openAppInTab(page)
    expect(await verdictOf(tab)).not.toBe('Ready to bill')
    expect(await textOf(tab.locator('read-gaps summary'))).toContain('Coverage')
    await page.context().close()
  })

  test('an EHR that fails, and then works again', () =>
    opened(async (_, tab) => {
      await changeReads(tab, /^MedicationAdministration\?/, () => refusedRead(500, 'out of order'))
      await tab.getByRole('button', { name: 'Read chart again' }).click()
      expect(await codeOf(tab)).toBe('ehr-error')
      await tab.getByText('500: out of order').waitFor()
      await tab.unrouteAll()
      await tab.getByRole('button', { name: 'Try again' }).click()
      expect(await verdictOf(tab)).toBe('Ready to bill')
    }))

  test('a next page on another server is not asked for', async () => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    const link = [{ relation: 'next', url: 'https://evil.example/fhir?page=2' }]
    await changeReads(page.context(), /^MedicationAdministration\?/, (answer) => ({
      ...answer,
      resource: { ...answer.resource, link } as FhirResource,
    }))
    const tab = await openAppInTab(page)
    expect(await codeOf(tab)).toBe('doses-incomplete')
    await page.context().close()
  })

  test('a rules service that is down, and then up again', () =>
    opened(async (_, tab) => {
      await world.service.stop()
      await tab.getByRole('button', { name: 'Read chart again' }).click()
      expect(await codeOf(tab)).toBe('service-unreachable')
      await world.service.start()
      await tab.getByRole('button', { name: 'Try again' }).click()
      expect(await verdictOf(tab)).toBe('Ready to bill')
    }))

  test('a rules service that refuses says why', () =>
    opened(async (_, tab) => {
      const problem = JSON.stringify({
        title: 'Not allowed here',
        status: 403,
        detail: 'The code book is not allowed here.',
      })
      await tab.route('**/v1/assessments', (route) =>
        route.fulfill({ status: 403, contentType: 'application/problem+json', body: problem }),
      )
      await tab.getByRole('button', { name: 'Read chart again' }).click()
      expect(await codeOf(tab)).toMatch(/^service-refused · 403/)
      await tab.getByText('The code book is not allowed here.').waitFor()
    }))
})

describe('while writing', () => {
  const isBase = (url: URL) => url.pathname === '/fhir'

  test('a write the EHR refuses stores nothing and loses nothing', () =>
    opened(async (page, tab) => {
      await tab.route(isBase, (route) =>
        isBatch(route) ? route.fallback() : route.fulfill(fulfilled(422, 'ChargeItem.service is not known here')),
      )
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await codeOf(tab)).toMatch(/^write-refused · 422/)
      await tab.getByText('ChargeItem.service is not known here').waitFor()
      expect((await chartOf(page)).charges).toEqual([])
      await tab.unrouteAll()
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      await tab.getByText('Approved and stored.').waitFor()
    }))

  test('a connection that breaks after the EHR has stored it: what is stored is found, and not written twice', () =>
    opened(async (page, tab) => {
      await tab.route(isBase, async (route) => {
        if (isBatch(route)) return route.fallback()
        await route.fetch()
        await route.abort('connectionreset')
      })
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      await tab.getByText('Approved and stored.').waitFor()
      await tab.locator('stored-list').getByText('billable').first().waitFor()
      const chart = await chartOf(page)
      expect([chart.flags.length, chart.charges.length]).toEqual([1, 4])
    }))
})

describe('the session', () => {
  let brief: World
  beforeAll(async () => {
    brief = await startWorld({ tokenTtlSeconds: 3 })
  })
  afterAll(() => brief?.close())

  test('a token that runs out is renewed without anybody noticing', async () => {
    const page = await brief.newPage()
    await openChart(page, brief, MEPSEVII)
    const app = await openApp(page)
    await verdictOf(app)
    await page.waitForTimeout(3500)
    await app.getByRole('button', { name: 'Approve 4 lines' }).click()
    await app.getByText('Approved and stored.').waitFor()
    await page.context().close()
  })

  test('a session that cannot be renewed says so, and offers to sign in again', async () => {
    const page = await brief.newPage()
    await openChart(page, brief, MEPSEVII)
    const tab = await openAppInTab(page)
    await verdictOf(tab)
    await tab.route('**/auth/token', (route) => route.fulfill({ status: 400, json: { error: 'invalid_grant' } }))
    await page.waitForTimeout(3500)
    await tab.getByRole('button', { name: 'Read chart again' }).click()
    expect(await codeOf(tab)).toMatch(/^session-ended/)
    await tab.unrouteAll()
    await tab.getByRole('link', { name: 'Sign in again' }).click()
    await tab.getByRole('button', { name: 'Linnea Halvorsen' }).click()
    expect(await verdictOf(tab)).toBe('Ready to bill')
    await page.context().close()
  })
})
