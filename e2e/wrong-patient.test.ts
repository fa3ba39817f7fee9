import { type App, textOf, verdictOf, written } from '@doseline/testkit/clinic'
import { changeReads } from '@doseline/testkit/reads'
import { startWorld, type World } from '@doseline/testkit/world'
import type { BrowserContext, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { scenarios } from '../fhir-fixtures/src/index.ts'
import type { PersonalityKey } from '../services/ehr-sandbox/src/index.ts'

/** Two patients, by what was charted for them. Both have doses that are ready to bill. */
const LINNEA = patientOf('Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down')
const ROSA = patientOf('Prolia 60 mg, six calendar months')
const NAMES: Readonly<Record<string, string>> = { [LINNEA]: 'Halvorsen, Linnea', [ROSA]: 'Delgado, Rosa Maria' }

let world: World
let charts: Charts
beforeAll(async () => {
  world = await startWorld()
  charts = new Charts()
})
afterAll(() => world?.close())
beforeEach(async () => {
  await world.reset()
  charts.remember()
})

function patientOf(says: string): string {
  const chart = scenarios().find(({ title }) => title.includes(says))?.chart
  const found = chart?.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id
  if (!found) throw new Error(`no patient of whom the fixtures say “${says}”`)
  return found
}

/** The address with which an EHR opens the app on a patient. */
function launchOn(patient: string, ehr: PersonalityKey = 'full'): string {
  const { fhirBase, launch } = world.sandbox.ehr(ehr)
  return `${world.app}/app/launch.html?${new URLSearchParams({ iss: fhirBase, launch: launch({ patient }) })}`
}

const nameIn = (app: App | Frame): Promise<string> => textOf((app as Page).locator('patient-banner .name'))
const approve = async (app: App | Frame): Promise<string> => {
  await (app as Page).getByRole('button', { name: /^Approve \d+ lines?$/ }).click()
  return written(app as Page)
}

/** What was written into every EHR since the test began, by the patient it is about. */
class Charts {
  #before = new Map<string, Set<string>>()

  remember(): void {
    this.#before = new Map(world.sandbox.ehrs.map(({ key }) => [key, new Set(this.#all(key).map(({ id }) => id))]))
  }

  /** `full: patient` for each, without repetitions. */
  written(): string[] {
    const found = world.sandbox.ehrs.flatMap(({ key }) =>
      this.#all(key)
        .filter(({ id }) => !this.#before.get(key)?.has(id))
        .map(({ subject }) => `${key}: ${subject}`),
    )
    return [...new Set(found)].toSorted()
  }

  #all(key: PersonalityKey): { id: string; subject: string }[] {
    const ehr = world.sandbox.ehr(key)
    return (['Flag', 'ChargeItem'] as const).flatMap((type) =>
      ehr.stored(type).map((resource) => ({
        id: `${type}/${resource.id}`,
        subject: (resource as { subject?: { reference?: string } }).subject?.reference?.split('/')[1] ?? 'nobody',
      })),
    )
  }
}

/** Keeps back what matches until `release` is called. */
async function holdBack(context: BrowserContext, match: (url: URL) => boolean): Promise<() => void> {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await context.route(match, async (route) => {
    await released
    await route.fallback()
  })
  return release
}

async function inBrowser(run: (page: Page) => Promise<void>): Promise<void> {
  const page = await world.newPage({ viewport: { width: 1300, height: 1000 } })
  await run(page)
  await page.context().close()
}

describe('two tabs', () => {
  test('whose launches cross: each shows and writes its own patient', () =>
    inBrowser(async (first) => {
      const second = await first.context().newPage()
      // Both leave before either comes back.
      const release = await holdBack(first.context(), ({ pathname }) => pathname === '/auth/token')
      await Promise.all([first.goto(launchOn(LINNEA)), second.goto(launchOn(ROSA))])
      release()
      await Promise.all([verdictOf(first), verdictOf(second)])
      expect([await nameIn(first), await nameIn(second)]).toEqual([NAMES[LINNEA], NAMES[ROSA]])
      await approve(second)
      expect(charts.written()).toEqual([`full: ${ROSA}`])
      await approve(first)
      expect(charts.written()).toEqual([`full: ${LINNEA}`, `full: ${ROSA}`].toSorted())
    }))

  test('of which one has the address of the other: it has no launch of its own', () =>
    inBrowser(async (first) => {
      await first.goto(launchOn(LINNEA))
      await verdictOf(first)
      const second = await first.context().newPage()
      await second.goto(first.url())
      await second.locator('failure-screen').waitFor()
      expect(await second.locator('patient-banner').count()).toBe(0)
    }))
})

describe('two frames of one tab', () => {
  async function framed(page: Page, addresses: readonly string[]): Promise<Frame[]> {
    const frames = addresses.map((src) => `<iframe src="${src.replaceAll('&', '&amp;')}" height="900"></iframe>`)
    await page.route('**/two-charts', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Two charts</title>${frames.join('')}` }),
    )
    await page.goto(`${world.app}/two-charts`)
    const found = page.frames().slice(1)
    await Promise.all(found.map((frame) => frame.locator('verdict-card h1').waitFor()))
    return found
  }

  test('share a storage and nothing else', () =>
    inBrowser(async (page) => {
      const [left, right] = await framed(page, [launchOn(LINNEA), launchOn(ROSA)])
      if (!left || !right) throw new Error('no frames')
      expect([await nameIn(left), await nameIn(right)]).toEqual([NAMES[LINNEA], NAMES[ROSA]])
      await approve(left)
      expect(charts.written()).toEqual([`full: ${LINNEA}`])
      await right.goto(right.url())
      await right.locator('verdict-card h1').waitFor()
      expect(await nameIn(right)).toBe(NAMES[ROSA])
      await approve(right)
      expect(charts.written()).toEqual([`full: ${LINNEA}`, `full: ${ROSA}`].toSorted())
    }))

  test('with the same patient id in two EHRs: each writes into its own', () =>
    inBrowser(async (page) => {
      const [one, other] = await framed(page, [launchOn(LINNEA, 'full'), launchOn(LINNEA, 'v1-scopes')])
      if (!one || !other) throw new Error('no frames')
      await approve(other)
      expect(charts.written()).toEqual([`v1-scopes: ${LINNEA}`])
      await approve(one)
      expect(charts.written()).toEqual([`full: ${LINNEA}`, `v1-scopes: ${LINNEA}`])
    }))
})

describe('one tab', () => {
  test('launched again on another patient shows and writes the new one', () =>
    inBrowser(async (page) => {
      await page.goto(launchOn(LINNEA))
      await verdictOf(page)
      await page.goto(launchOn(ROSA))
      await verdictOf(page)
      expect(await nameIn(page)).toBe(NAMES[ROSA])
      await approve(page)
      expect(charts.written()).toEqual([`full: ${ROSA}`])
    }))

  test('launched again while the first chart is still being read: the late answer lands nowhere', () =>
    inBrowser(async (page) => {
      const release = await holdBack(page.context(), ({ pathname }) => pathname === '/fhir')
      await page.goto(launchOn(LINNEA))
      await page.locator('read-progress').waitFor()
      const launched = page.goto(launchOn(ROSA, 'v1-scopes'))
      release()
      await launched
      await verdictOf(page)
      expect(await nameIn(page)).toBe(NAMES[ROSA])
      await approve(page)
      expect(charts.written()).toEqual([`v1-scopes: ${ROSA}`])
    }))

  test('going back and forward always shows, and writes, the chart of the launch in the address', () =>
    inBrowser(async (page) => {
      await page.goto(launchOn(LINNEA))
      await verdictOf(page)
      const first = page.url()
      await page.goto(launchOn(ROSA))
      await verdictOf(page)
      const second = page.url()
      await page.goBack()
      await page.waitForURL(first)
      await verdictOf(page)
      expect(await nameIn(page)).toBe(NAMES[LINNEA])
      await approve(page)
      expect(charts.written()).toEqual([`full: ${LINNEA}`])
      await page.goForward()
      await page.waitForURL(second)
      await verdictOf(page)
      expect(await nameIn(page)).toBe(NAMES[ROSA])
      await approve(page)
      expect(charts.written()).toEqual([`full: ${LINNEA}`, `full: ${ROSA}`].toSorted())
    }))

  test('whose address was changed under it writes nothing', () =>
    inBrowser(async (page) => {
      await page.goto(launchOn(LINNEA))
      await verdictOf(page)
      await page.evaluate(() => history.replaceState(null, '', '?state=another'))
      await page.getByRole('button', { name: /^Approve \d+ lines?$/ }).click()
      await page.locator('failure-screen').getByText('wrong-patient').waitFor()
      expect(charts.written()).toEqual([])
    }))
})

describe('an EHR that mixes patients up', () => {
  test('by the patient it answers with: nothing is shown', () =>
    inBrowser(async (page) => {
      await changeReads(page.context(), new RegExp(`^Patient/${LINNEA}$`), (answer) =>
        JSON.parse(JSON.stringify(answer).replaceAll(LINNEA, ROSA)),
      )
      await page.goto(launchOn(LINNEA))
      await page.locator('failure-screen').getByText('wrong-patient').waitFor()
      expect(await page.locator('patient-banner').count()).toBe(0)
    }))

  test('by a dose of another among those of this one: it is put aside, and said', () =>
    inBrowser(async (page) => {
      const seen = { one: false }
      await changeReads(page.context(), /^MedicationAdministration\?/, (answer) => {
        const bundle = structuredClone(answer.resource) as { entry?: { resource: Record<string, unknown> }[] }
        const doses = bundle.entry?.filter(({ resource }) => resource.resourceType === 'MedicationAdministration') ?? []
        const last = doses.at(-1)
        if (last) last.resource = { ...last.resource, subject: { reference: `Patient/${ROSA}` } }
        seen.one = doses.length > 1
        return { ...answer, resource: bundle as unknown as NonNullable<typeof answer.resource> }
      })
      await page.goto(launchOn(LINNEA))
      await verdictOf(page)
      expect(seen.one).toBe(true)
      await page.getByText('1 record of another patient came from the EHR and was ignored.').waitFor()
    }))

  test('by renewing the session for another: it is over, and nothing is written', async () => {
    const brief = await startWorld({ tokenTtlSeconds: 3 })
    const page = await brief.newPage()
    await page.context().route('**/auth/token', async (route) => {
      const isRenewal = (route.request().postData() ?? '').includes('grant_type=refresh_token')
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), ...(isRenewal && { patient: ROSA }) } })
    })
    const { fhirBase, launch } = brief.sandbox.ehr('full')
    const query = new URLSearchParams({ iss: fhirBase, launch: launch({ patient: LINNEA }) })
    await page.goto(`${brief.app}/app/launch.html?${query}`)
    await verdictOf(page)
    await page.waitForTimeout(3500)
    const flags = brief.sandbox.ehr('full').stored('Flag').length
    await page.getByRole('button', { name: /^Approve \d+ lines?$/ }).click()
    await page.locator('failure-screen').getByText('wrong-patient').waitFor()
    expect(brief.sandbox.ehr('full').stored('Flag')).toHaveLength(flags)
    await brief.close()
  })
})
