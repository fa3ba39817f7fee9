import { chartOf, openApp, openAppInTab, openChart, readAgain, textOf, verdictOf } from '@doseline/testkit/clinic'
import { changeReads, isBatch, refusedRead } from '@doseline/testkit/reads'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

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

/** The scopes that the failure screen lists under this name. */
const scopesUnder = (page: Page, name: string): Promise<string[]> =>
  page
    .locator('failure-screen dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('li')
    .allTextContents()

/** What the authorization server answers instead of signing anybody in. */
async function refusing(page: Page, refusal: (asked: URLSearchParams) => Record<string, string>): Promise<void> {
  await page.context().route('**/auth/authorize?*', (route) => {
    const asked = new URL(route.request().url()).searchParams
    const back = new URL(asked.get('redirect_uri') ?? '')
    back.search = String(new URLSearchParams({ state: asked.get('state') ?? '', ...refusal(asked) }))
    return route.fulfill({ status: 302, headers: { location: back.href } })
  })
}

/** The id of the patient whose chart is open in the launcher. */
const patientIn = (page: Page): string => /patients\/([^?]+)/.exec(page.url())?.[1] ?? ''

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

  test.each(['3.0.2', '5.0.0'])(
    'an EHR that speaks FHIR %s is not read, and nobody has to sign in',
    async (version) => {
      const page = await world.newPage()
      const asked: string[] = []
      await page.context().route('**/fhir/metadata', async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, json: { ...(await response.json()), fhirVersion: version } })
      })
      await openChart(page, world, MEPSEVII)
      page.context().on('request', (request) => asked.push(request.url()))
      const tab = await openAppInTab(page)
      expect(await codeOf(tab)).toBe('other-fhir-version')
      await tab.getByText(`The EHR says that it speaks FHIR ${version}.`).waitFor()
      await tab.getByText('IT: register the R4 address').waitFor()
      expect(asked.filter((url) => /\/auth\/authorize|\/fhir\/(?!metadata|\.well-known)/.test(url))).toEqual([])
      await page.context().close()
    },
  )

  test('a version that the EHR tells only after the sign-in is read before the chart', async () => {
    const page = await world.newPage()
    let isSignedIn = false
    const asked: string[] = []
    await page.context().route('**/fhir/metadata', async (route) => {
      if (!isSignedIn) return route.fulfill({ status: 404, body: '' })
      return route.fulfill({ json: { resourceType: 'CapabilityStatement', fhirVersion: '3.0.2' } })
    })
    await page.context().route('**/auth/token', (route) => {
      isSignedIn = true
      return route.continue()
    })
    await openChart(page, world, MEPSEVII)
    page.context().on('request', (request) => asked.push(request.url()))
    const tab = await openAppInTab(page)
    expect(await codeOf(tab)).toBe('other-fhir-version')
    expect(asked.filter((url) => /\/fhir\/(?!metadata|\.well-known)/.test(url))).toEqual([])
    await page.context().close()
  })

  test('a host in capitals is the same EHR, and is asked by its registered name', async () => {
    const page = await world.newPage()
    const { fhirBase } = world.sandbox
    const capitals = fhirBase.replace(/\/\/[^/]+/, (host) => host.toUpperCase())
    const query = new URLSearchParams({ iss: capitals, launch: world.sandbox.launch({}) })
    const authorize = page.waitForRequest((request) => request.url().includes('/auth/authorize'))
    await page.goto(`${world.app}/app/launch.html?${query}`)
    expect(new URL((await authorize).url()).searchParams.get('aud')).toBe(fhirBase)
    await page.goto(`${world.app}/app/launch.html?${new URLSearchParams({ iss: fhirBase.replace(/fhir$/, 'FHIR') })}`)
    expect(await codeOf(page)).toBe('unregistered-issuer')
    await page.getByText('Registered address').waitFor()
    await page.getByText(fhirBase, { exact: true }).waitFor()
    await page.context().close()
  })

  test('a token for “Patient/…” is a token for that patient', async () => {
    const page = await world.newPage()
    await page.context().route('**/auth/token', async (route) => {
      const response = await route.fetch()
      const { patient, ...answer } = await response.json()
      await route.fulfill({ response, json: { ...answer, patient: `Patient/${patient}` } })
    })
    await openChart(page, world, MEPSEVII)
    const tab = await openAppInTab(page)
    expect(await verdictOf(tab)).toBe('Ready to bill')
    await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
    await tab.getByText('Approved and stored.').waitFor()
    await page.context().close()
  })

  test('a refusal of the authorization server that names no launch is told, with what it refused', async () => {
    const page = await world.newPage()
    const query = 'error=invalid_scope&error_description=scope+user%2FChargeItem.c+not+allowed'
    await page.goto(`${world.app}/app/index.html?${query}`)
    expect(await codeOf(page)).toBe('scope-refused')
    await page.getByText('invalid_scope: scope user/ChargeItem.c not allowed').waitFor()
    await page.goto(`${world.app}/app/index.html?error=access_denied&state=unknown`)
    expect(await codeOf(page)).toBe('access-denied')
    await page.context().close()
  })

  test('refused scopes are listed whole, beside all that was asked for, and nobody is sent after another', async () => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    let refused: string[] = []
    let asked: string[] = []
    await refusing(page, (request) => {
      asked = (request.get('scope') ?? '').split(' ')
      refused = asked.filter((scope) => /Coverage|ChargeItem|Flag|Provenance|Claim|Explanation/.test(scope))
      const iss = `${world.sandbox.origin}/auth`
      return { error: 'invalid_scope', error_description: `not allowed for this client: ${refused.join(' ')}`, iss }
    })
    const tab = await openAppInTab(page)
    expect(await codeOf(tab)).toBe('scope-refused')
    expect(await scopesUnder(tab, 'Scopes not granted')).toEqual(refused)
    expect(await scopesUnder(tab, 'Scopes asked for')).toEqual(asked)
    expect(refused.length).toBeGreaterThan(4)
    expect(await textOf(tab.locator('failure-screen'))).not.toContain('allow Doseline to read')
    await page.context().close()
  })

  test.each([
    ['access_denied', 'access-denied', 'The sign-in was declined'],
    ['temporarily_unavailable', 'sign-in-unavailable', 'The EHR’s sign-in is not available right now'],
  ])('%s has its own words, and the way to sign in again', async (error, code, title) => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    await refusing(page, () => ({ error, iss: `${world.sandbox.origin}/auth` }))
    const tab = await openAppInTab(page)
    expect(await codeOf(tab)).toBe(code)
    await tab.getByRole('heading', { name: title }).waitFor()
    await page.context().unrouteAll()
    await tab.getByRole('link', { name: 'Sign in again' }).click()
    await tab.getByRole('button', { name: 'Linnea Halvorsen' }).click()
    expect(await verdictOf(tab)).toBe('Ready to bill')
    await page.context().close()
  })

  test('a patient that came as an object is not “no patient”', async () => {
    const page = await world.newPage()
    await page.context().route('**/auth/token', async (route) => {
      const response = await route.fetch()
      const { patient, ...answer } = await response.json()
      await route.fulfill({ response, json: { ...answer, patient: { reference: `Patient/${patient}` } } })
    })
    await openChart(page, world, MEPSEVII)
    const tab = await openAppInTab(page)
    expect(await codeOf(tab)).toBe('unreadable-patient')
    await tab.getByText('patient is of the kind object').waitFor()
    await page.context().close()
  })

  test('a patient whom the EHR does not know is no empty chart', async () => {
    const page = await world.newPage()
    const query = new URLSearchParams({
      iss: world.sandbox.fhirBase,
      launch: world.sandbox.launch({ patient: 'merged-away' }),
    })
    await page.goto(`${world.app}/app/launch.html?${query}`)
    expect(await codeOf(page)).toBe('unknown-patient · 404')
    await page.context().close()
  })

  test('an EHR that encodes its launch twice is opened all the same', async () => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    const { fhirBase, launch } = world.sandbox
    const query = new URLSearchParams({
      iss: encodeURIComponent(fhirBase),
      launch: encodeURIComponent(launch({ patient: patientIn(page) })),
    })
    await page.goto(`${world.app}/app/launch.html?${query}`)
    expect(await verdictOf(page)).toBe('Ready to bill')
    await page.context().close()
  })

  test('a launch whose iss is no address is told, and not taken for a start without an EHR', async () => {
    const page = await world.newPage()
    await page.goto(`${world.app}/app/launch.html?iss=riverside&launch=x`)
    expect(await codeOf(page)).toBe('malformed-issuer')
    await page.getByText('riverside', { exact: true }).waitFor()
    await page.context().close()
  })

  test('a browser that gives no storage: said before anybody has signed in, and after', async () => {
    const page = await world.newPage()
    await page.addInitScript(() => {
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
    })
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const query = new URLSearchParams({ iss: world.sandbox.fhirBase, launch: world.sandbox.launch({}) })
    await page.goto(`${world.app}/app/launch.html?${query}`)
    expect(await codeOf(page)).toBe('storage-blocked')
    await page.goto(`${world.app}/app/index.html?code=c&state=s`)
    expect(await codeOf(page)).toBe('storage-blocked')
    expect(asked.filter((url) => url.includes('/auth/'))).toEqual([])
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
const LEFT_OUT: BundleEntry<FhirResource> = {
  search: { mode: 'outcome' },
  resource: {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'warning', code: 'processing', diagnostics: '2 resources were left out' }],
  },
}
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
    expect(await codeOf(tab)).toBe('no-scope')
    await tab.getByText('IT: allow Doseline to read MedicationAdministration in the EHR.').waitFor()
    expect(await scopesUnder(tab, 'Scopes not granted')).toEqual(['patient/MedicationAdministration.rs'])
    await page.context().close()
  })

  test('doses that the EHR refuses although it granted them are no matter of scopes', async () => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    await changeReads(page.context(), /^MedicationAdministration\?/, () => refusedRead(403, 'this chart is restricted'))
    const tab = await openAppInTab(page)
    expect(await codeOf(tab)).toBe('doses-refused')
    await tab.getByText('403: this chart is restricted').waitFor()
    expect(await textOf(tab.locator('failure-screen'))).not.toContain('allow Doseline')
    await page.context().close()
  })

  test('a part of the chart that is refused is named, and never taken for “none”', async () => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    await changeReads(page.context(), /^Coverage\?/, () => refusedRead(403, 'not for you'))
    const tab = await openAppInTab(page)
    expect(await verdictOf(tab)).not.toBe('Ready to bill')
    expect(await textOf(tab.locator('read-gaps summary'))).toContain('1 part of the chart')
    expect(await textOf(tab.locator('read-gaps li'))).toContain('(Coverage)')
    await page.context().close()
  })

  test('an EHR that fails, and then works again', () =>
    opened(async (_, tab) => {
      await changeReads(tab, /^MedicationAdministration\?/, () => refusedRead(500, 'out of order'))
      await readAgain(tab)
      expect(await codeOf(tab)).toBe('ehr-error')
      await tab.getByText('500: out of order').waitFor()
      await tab.unrouteAll()
      await tab.getByRole('button', { name: 'Try again' }).click()
      expect(await verdictOf(tab)).toBe('Ready to bill')
    }))

  test('what the EHR left out is named with its words, and no dose is ready by what is left', async () => {
    const page = await world.newPage()
    await openChart(page, world, MEPSEVII)
    await changeReads(page.context(), /^(MedicationAdministration|Coverage)\?/, ({ resource, ...answer }) => ({
      ...answer,
      resource: { ...resource, entry: [...((resource as Bundle).entry ?? []), LEFT_OUT] } as FhirResource,
    }))
    const tab = await openAppInTab(page)
    expect(await verdictOf(tab)).not.toBe('Ready to bill')
    const gaps = tab.locator('read-gaps')
    expect(await textOf(gaps.locator('summary'))).toContain('2 parts of the chart')
    expect((await gaps.locator('li').allTextContents()).join(' ')).toMatch(
      /\(MedicationAdministration\).*\(Coverage\)/s,
    )
    await gaps.locator('summary').click()
    await gaps.getByText('2 resources were left out').first().waitFor()
    await gaps.getByText('Only part was returned').first().waitFor()
    // The EHR will leave it out again: somebody who looked there can say so.
    await tab.getByRole('button', { name: 'Enter it here' }).first().click()
    await tab.getByRole('checkbox', { name: 'I checked the EHR' }).check()
    await tab.getByRole('button', { name: 'Recheck' }).click()
    await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
    expect(await verdictOf(tab)).toBe('Ready to bill')
    await page.context().close()
  })

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
      await readAgain(tab)
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
      await readAgain(tab)
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
    await readAgain(tab)
    expect(await codeOf(tab)).toMatch(/^session-ended/)
    await tab.unrouteAll()
    await tab.getByRole('link', { name: 'Sign in again' }).click()
    await tab.getByRole('button', { name: 'Linnea Halvorsen' }).click()
    // Charged only once it is known that nothing is left to write.
    await expect.poll(() => verdictOf(tab), { timeout: 15_000 }).toBe('Charged')
    await page.context().close()
  })
})
