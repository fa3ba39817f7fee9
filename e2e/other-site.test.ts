import {
  chartOf,
  linesOf,
  openApp,
  openAppInTab,
  openChart,
  openMore,
  readAgain,
  textOf,
  verdictOf,
  written,
} from '@doseline/testkit/clinic'
import { isTransaction } from '@doseline/testkit/reads'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { scenarios } from '../fhir-fixtures/src/index.ts'
import type { PersonalityKey } from '../services/ehr-sandbox/src/index.ts'

/** The EHR shows the app in a frame, and is of another site: what most hospitals have, and what people’s browsers make of it. */
const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const UNRECORDED = 'nobody wrote down what became of the other 2 mg'
const PROLIA = 'Prolia 60 mg, six calendar months'
const NAMES = ['Halvorsen, Linnea', 'Delgado, Rosa Maria']

vi.setConfig({ testTimeout: 120_000 })

let world: World
beforeAll(async () => {
  world = await startWorld({ apart: true })
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

/** A page of the EHR with the chart of somebody open. */
async function at(says: string, run: (page: Page) => Promise<void>): Promise<void> {
  const page = await world.newPage({ viewport: { width: 1500, height: 1000 } })
  await openChart(page, world, says)
  await run(page)
  await page.context().close()
}

/** The frame of the app itself, for what a locator cannot do. */
function frameOf(page: Page): Frame {
  const frame = page.frame({ name: 'app-frame' })
  if (!frame) throw new Error('the app is in no frame')
  return frame
}

function patientOf(says: string): string {
  const chart = scenarios().find(({ title }) => title.includes(says))?.chart
  return chart?.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id ?? ''
}

/** The address with which an EHR opens the app on a patient. */
function launchOn(says: string, ehr: PersonalityKey = 'full'): string {
  const { fhirBase, launch } = world.sandbox.ehr(ehr)
  return `${world.app}/app/launch.html?${new URLSearchParams({ iss: fhirBase, launch: launch({ patient: patientOf(says) }) })}`
}

/** A page of the EHR with the frames of these launches, as its launcher makes them. */
async function framed(page: Page, addresses: readonly string[]): Promise<Frame[]> {
  await page.goto(world.sandbox.origin)
  const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads'
  await page.evaluate(
    ([sandbox, ...sources]) => {
      const main = document.createElement('main')
      for (const src of sources) {
        const frame = document.createElement('iframe')
        frame.setAttribute('sandbox', sandbox)
        Object.assign(frame, { src, width: 900, height: 900 })
        main.append(frame)
      }
      document.body.replaceChildren(main)
    },
    [SANDBOX, ...addresses] as const,
  )
  await expect.poll(() => page.frames().length).toBe(addresses.length + 1)
  const found = page.frames().slice(1)
  await Promise.all(found.map((frame) => frame.locator('verdict-card h1').waitFor()))
  return found
}

/** What a person gets who pastes into a field of the EHR. */
async function pastedIn(page: Page): Promise<string> {
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('textarea'), { id: 'paste' })))
  await page.locator('#paste').focus()
  await page.keyboard.press('ControlOrMeta+V')
  return page.locator('#paste').inputValue()
}

describe('the browser', () => {
  test('keeps the frame apart from a tab of the same app: storage, channels and locks are its own', () =>
    at(MEPSEVII, async (page) => {
      await verdictOf(await openApp(page))
      const tab = await page.context().newPage()
      await tab.goto(`${world.app}/app/inspect`)
      await tab.evaluate(() => {
        localStorage.setItem('tab', 'tab')
        new BroadcastChannel('tab').onmessage = () => document.documentElement.setAttribute('data-heard', '')
        void navigator.locks.request('tab', () => new Promise(() => undefined))
      })
      const frame = frameOf(page)
      const seen = await frame.evaluate(async () => {
        new BroadcastChannel('tab').postMessage('frame')
        return {
          isOtherSite: [...location.ancestorOrigins].every((origin) => new URL(origin).hostname !== location.hostname),
          stored: localStorage.getItem('tab'),
          isLockFree: await navigator.locks.request('tab', { ifAvailable: true }, (lock) => lock !== null),
        }
      })
      expect(seen).toEqual({ isOtherSite: true, stored: null, isLockFree: true })
      expect(await tab.locator('html').getAttribute('data-heard')).toBeNull()
    }))
})

describe('in the frame', () => {
  test('the whole job: launch, review, approve, read again, and the lines are in the chart', () =>
    at(MEPSEVII, async (page) => {
      const app = await openApp(page)
      expect(await verdictOf(app)).toBe('Ready to bill')
      await expect.poll(() => linesOf(app)).toEqual(['J3397 × 88', 'J3397-JW × 2', '96365 × 1', '96366 × 3'])
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await written(app)).toBe('Approved and stored.')
      await readAgain(app)
      await app.getByText('Nothing to change').waitFor()
      const { flags, charges } = await chartOf(page)
      expect([flags.length, charges.length]).toEqual([1, 4])
    }))

  test('loaded again it goes on where it was, with its own session', () =>
    at(MEPSEVII, async (page) => {
      const app = await openApp(page)
      await verdictOf(app)
      const asked: string[] = []
      page.on('request', (request) => asked.push(new URL(request.url()).pathname))
      const frame = frameOf(page)
      await frame.goto(frame.url())
      expect(await verdictOf(app)).toBe('Ready to bill')
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await written(app)).toBe('Approved and stored.')
      expect(asked.filter((path) => path.startsWith('/auth/') && path !== '/auth/jwks')).toEqual([])
    }))

  test('a token that ends is renewed', () =>
    at(MEPSEVII, async (page) => {
      const grants: string[] = []
      await page.context().route('**/auth/token', async (route) => {
        const grant = new URLSearchParams(route.request().postData() ?? '').get('grant_type') ?? ''
        grants.push(grant)
        const response = await route.fetch()
        const answer = await response.json()
        // What the first token says of its own end has come by the next request.
        const json = grant === 'authorization_code' ? { ...answer, expires_in: 1 } : answer
        await route.fulfill({ response, json })
      })
      const app = await openApp(page)
      expect(await verdictOf(app)).toBe('Ready to bill')
      await page.waitForTimeout(1500)
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await written(app)).toBe('Approved and stored.')
      expect(grants).toEqual(['authorization_code', 'refresh_token'])
    }))

  test('prints, and copies as the EHR allows', () =>
    at(MEPSEVII, async (page) => {
      const app = await openApp(page)
      await verdictOf(app)
      await frameOf(page).evaluate(() =>
        addEventListener('beforeprint', () => document.documentElement.setAttribute('data-printed', '')),
      )
      await app.getByRole('button', { name: 'Print', exact: true }).first().click()
      await app.locator('html[data-printed]').waitFor({ state: 'attached' })
      await openMore(app)
      await app.getByRole('button', { name: 'Copy as text' }).click()
      await app.getByText('Copied.', { exact: true }).waitFor()
      expect(await pastedIn(page)).toContain('J3397')
    }))

  test('copies also where the EHR does not give the frame its clipboard, as few do', async () => {
    const page = await world.newPage()
    const [frame] = await framed(page, [launchOn(PROLIA)])
    const isGiven = await frame?.evaluate(() =>
      navigator.clipboard.writeText('').then(
        () => true,
        () => false,
      ),
    )
    expect(isGiven).toBe(false)
    await frame?.locator('action-bar summary').filter({ hasText: 'More' }).click()
    await frame?.getByRole('button', { name: 'Copy as text' }).click()
    await frame?.getByText('Copied.', { exact: true }).waitFor()
    expect(await pastedIn(page)).toContain('J0897')
    await page.context().close()
  })

  test('where the EHR takes no charge lines, they are downloaded', async () => {
    const page = await world.newPage()
    const [frame] = await framed(page, [launchOn(MEPSEVII, 'epic-like')])
    const download = page.waitForEvent('download')
    await frame?.locator('action-bar summary').filter({ hasText: 'More' }).click()
    await frame?.getByRole('button', { name: 'Download CSV' }).click()
    expect((await download).suggestedFilename()).toMatch(/^doseline-lines-\d{8}-\d{6}\.csv$/)
    await page.context().close()
  })

  test('nobody is there: the chart is covered, and a new sign-in goes on in the frame with what was stated', async () => {
    const page = await world.newPage()
    await page.context().clock.install()
    await openChart(page, world, UNRECORDED)
    const app = await openApp(page)
    await app.getByRole('button', { name: 'Write the Flag' }).waitFor()
    const [family = '', given = ''] = (await textOf(app.locator('patient-banner .name'))).split(', ')
    await app.getByText('Add missing information').click()
    await app.getByLabel('Discarded').fill('2')
    await app.getByRole('button', { name: 'Recheck' }).click()
    await expect.poll(() => verdictOf(app)).toBe('Ready to bill')
    await page.clock.fastForward(11 * 60_000)
    await app.getByRole('dialog', { name: 'Screen locked' }).waitFor()
    await frameOf(page).goto(frameOf(page).url())
    await app.getByRole('button', { name: /^Continue/ }).click()
    expect(await verdictOf(app)).toBe('Ready to bill')
    await page.clock.fastForward(31 * 60_000)
    await app.getByRole('link', { name: 'Sign in again' }).click()
    await app.getByRole('button', { name: `${given} ${family}` }).click()
    expect(await verdictOf(app)).toBe('Ready to bill')
    await app.getByText('What you entered at').waitFor()
    await page.context().close()
  })

  test('a failure is explained in it too', () =>
    at(MEPSEVII, async (page) => {
      await page.context().route('**/v1/assessments', (route) => route.abort())
      const app = await openApp(page)
      await app.getByRole('link', { name: 'Launch details' }).click()
      await app.locator('inspect-page').getByText(world.sandbox.origin, { exact: true }).waitFor()
      await app.locator('inspect-page').getByText('service-unreachable').waitFor()
    }))
})

describe('an EHR of a public address and an app of a private one', () => {
  // A page that the test answers itself has no address, and Chromium takes it for a public one.
  const EHR = 'https://ehr.example/'
  const framing = async (page: Page): Promise<Frame | undefined> => {
    const body = `<!doctype html><title>EHR</title><iframe src="${world.app}/app/launch.html"></iframe>`
    await page.route(EHR, (route) => route.fulfill({ contentType: 'text/html', body }))
    await page.goto(EHR)
    return page.frames()[1]
  }

  test('the browser does not show it until the person allows the EHR to reach the local network', async () => {
    const page = await world.newPage()
    const failed = page.waitForEvent('requestfailed', (request) => request.url().startsWith(world.app))
    await framing(page)
    expect((await failed).failure()?.errorText).toBe('net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS')
    await page.context().close()
  })

  test('what it asks for once it is allowed is the app itself, which only its own EHRs may frame', async () => {
    const page = await world.newPage({ permissions: ['local-network-access'] })
    const answered = page.waitForResponse((response) => response.url().startsWith(world.app))
    await framing(page)
    expect((await answered).status()).toBe(200)
    expect((await answered).headers()['content-security-policy']).not.toContain('ehr.example')
    await page.context().close()
  })
})

describe('two frames', () => {
  test('of two patients stay apart, also after a reload, and each writes its own', async () => {
    const page = await world.newPage()
    const frames = await framed(page, [launchOn(MEPSEVII), launchOn(PROLIA)])
    const names = () => Promise.all(frames.map((frame) => textOf(frame.locator('patient-banner .name'))))
    expect(await names()).toEqual(NAMES)
    for (const frame of frames) await frame.goto(frame.url())
    expect(await names()).toEqual(NAMES)
    const stored = () =>
      world.sandbox
        .ehr('full')
        .stored('Flag')
        .flatMap((flag) => (flag as { subject?: { reference?: string } }).subject?.reference ?? [])
    const before = stored().length
    await frames[1]?.getByRole('button', { name: 'Approve 2 lines' }).click()
    await frames[1]?.getByText('Approved and stored.').waitFor()
    expect(stored().slice(before)).toEqual([`Patient/${patientOf(PROLIA)}`])
    await page.context().close()
  })
})

describe('a tab and a frame on the same dose, which know nothing of each other', () => {
  test('approve at the same time: one writes, the other is told, and the dose is charged once', () =>
    at(MEPSEVII, async (page) => {
      const tab = await openAppInTab(page)
      await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
      const app = await openApp(page)
      await app.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
      // The tab has the visit, and its write is on its way.
      const hold = Promise.withResolvers<void>()
      const sent = Promise.withResolvers<void>()
      await tab.route(
        (url) => url.pathname === '/fhir',
        async (route) => {
          if (!isTransaction(route)) return route.fallback()
          sent.resolve()
          await hold.promise
          return route.continue()
        },
      )
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      await sent.promise
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      await app.getByText('Someone else is writing for this visit right now').waitFor()
      hold.resolve()
      expect(await written(tab)).toBe('Approved and stored.')
      // It tries again by itself, and finds that it is done.
      await expect.poll(() => written(app), { timeout: 40_000 }).toMatch(/Already stored/)
      const { flags, charges } = await chartOf(page)
      expect([flags.length, charges.length]).toEqual([1, 4])
    }))

  test('approve one after the other: the second is told before anything is sent', () =>
    at(MEPSEVII, async (page) => {
      const tab = await openAppInTab(page)
      await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
      const app = await openApp(page)
      await app.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await written(app)).toBe('Approved and stored.')
      const sent: string[] = []
      await tab.route(
        (url) => url.pathname === '/fhir',
        (route) => {
          if (isTransaction(route)) sent.push(route.request().url())
          return route.fallback()
        },
      )
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await written(tab)).toMatch(/Already stored/)
      expect(sent).toEqual([])
      const { flags, charges } = await chartOf(page)
      expect([flags.length, charges.length]).toEqual([1, 4])
    }))
})
