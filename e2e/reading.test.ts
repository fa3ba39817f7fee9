import { textOf, verdictOf } from '@doseline/testkit/clinic'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scenario, scenarios } from '../fhir-fixtures/src/index.ts'
import type { PersonalityKey } from '../services/ehr-sandbox/src/index.ts'

const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const patientOf = (found: (scenario: Scenario) => boolean): string | undefined =>
  scenarios()
    .find(found)
    ?.chart?.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id
const patient = patientOf(({ title }) => title.includes(MEPSEVII))
/** Ready elsewhere; its coverage does not say how patient and subscriber are related, which US Core wants. */
const NON_CONFORMING = patientOf(({ name }) => name === 'medicare-mepsevii-in-two-bags')

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

interface Opened {
  readonly page: Page
  /** Requests for the chart, as `POST` or `GET Patient/1`; what is asked before anybody signs in is not among them. */
  readonly asked: readonly string[]
}

/** Opens the app from an EHR of the sandbox and waits for the verdict or the failure. */
async function opened(ehr: PersonalityKey, run: (opened: Opened) => Promise<void>, whose = patient): Promise<void> {
  const { fhirBase, launch } = world.sandbox.ehr(ehr)
  const page = await world.newPage()
  const asked: string[] = []
  page.on('request', (request) => {
    const path = request.url().startsWith(fhirBase) ? request.url().slice(fhirBase.length + 1) : undefined
    if (path !== undefined && !/^(metadata|\.well-known)/.test(path)) asked.push(`${request.method()} ${path}`.trim())
  })
  await page.goto(
    `${world.app}/app/launch.html?${new URLSearchParams({ iss: fhirBase, launch: launch({ patient: whose }) })}`,
  )
  await page.locator('verdict-card h1, failure-screen h1').first().waitFor()
  await run({ page, asked })
  await page.context().close()
}

describe('an EHR that takes batches', () => {
  test.each<PersonalityKey>(['full', 'v1-scopes', 'lagging'])('%s is waited for three times at most', (key) =>
    opened(key, async ({ page, asked }) => {
      expect(await verdictOf(page)).toBe('Ready to bill')
      expect(asked.length).toBeLessThanOrEqual(3)
      expect(await page.locator('read-gaps li').count()).toBe(0)
    }),
  )

  test('oracle-like, which searches in its own way, too', () =>
    opened('oracle-like', async ({ page, asked }) => {
      await verdictOf(page)
      expect(asked.filter((one) => one === 'POST').length).toBeLessThanOrEqual(3)
      expect(await page.locator('dose-list li').count()).toBeGreaterThan(2)
    }))
})

describe('an EHR that leaves out what does not conform, as Oracle’s newer platform does', () => {
  test('a chart that conforms is read whole and ready', () =>
    opened('oracle-ai', async ({ page }) => {
      expect(await verdictOf(page)).toBe('Ready to bill')
    }))

  test('a coverage that was left out is named with the EHR’s words, and the dose is not ready', () =>
    opened(
      'oracle-ai',
      async ({ page }) => {
        expect(await verdictOf(page)).not.toBe('Ready to bill')
        const gaps = page.locator('read-gaps')
        expect(await textOf(gaps.locator('ul').first())).toContain('(Coverage)')
        await gaps.locator('summary').click()
        await gaps.getByText('One or more resources were left out because they do not conform').first().waitFor()
      },
      NON_CONFORMING,
    ))
})

describe('an EHR that takes none', () => {
  test('no-transaction is read one by one, to the same verdict', () =>
    opened('no-transaction', async ({ page, asked }) => {
      expect(await verdictOf(page)).toBe('Ready to bill')
      expect(asked).not.toContain('POST')
    }))

  test('epic-like is read, and says what it does not offer', () =>
    opened('epic-like', async ({ page }) => {
      await verdictOf(page)
      expect(await page.locator('dose-list li').count()).toBeGreaterThan(2)
      await page.locator('read-gaps summary').click()
      await page.getByText('This EHR does not offer these').first().waitFor()
    }))

  test('athena-like has no doses, and that has a screen of its own', () =>
    opened('athena-like', async ({ page, asked }) => {
      expect(await textOf(page.locator('failure-screen dd code').last())).toBe('doses-not-offered')
      expect(asked.some((one) => one.includes('MedicationAdministration'))).toBe(false)
    }))
})

test('an EHR that fails now and then is read all the same', () =>
  opened('flaky', async ({ page }) => {
    world.sandbox.ehr('flaky').script([{ kind: 'cut-before' }, { kind: 'unavailable', retryAfterSeconds: 1 }])
    await page.reload()
    expect(await verdictOf(page)).toBe('Ready to bill')
  }))
