import { openAppInTab, openChart, readAgain, textOf, verdictOf, written } from '@doseline/testkit/clinic'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectAccessible, focused, tabTo } from './support/accessible.ts'

const UNRECORDED = 'nobody wrote down what became of the other 2 mg'
const PROLIA = 'Prolia 60 mg, six calendar months'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

/** The app on a dose that lacks two milligrams, in a browser whose clock can be put forward. */
async function opened(run: (tab: Page, later: (minutes: number) => Promise<void>) => Promise<void>): Promise<void> {
  const page = await world.newPage()
  await page.context().clock.install()
  await openChart(page, world, UNRECORDED)
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
  await run(tab, (minutes) => tab.clock.fastForward(minutes * 60_000))
  await page.context().close()
}

async function attest(tab: Page): Promise<void> {
  await tab.getByText('Add missing information').click()
  await tab.getByLabel('Discarded').fill('2')
  await tab.getByRole('button', { name: 'Recheck' }).click()
  await expect.poll(() => verdictOf(tab)).toBe('Ready to bill')
}

/** Signs in anew from the app, as the patient of before or another. */
async function signInAgain(tab: Page, patient: string): Promise<void> {
  await tab.getByRole('link', { name: 'Sign in again' }).click()
  await tab.getByRole('button', { name: patient }).click()
  await verdictOf(tab)
}

const patientIn = (tab: Page): Promise<string> => textOf(tab.locator('patient-banner .name'))
/** “Halvorsen, Linnea” as the picker of the EHR writes it. */
const asPicked = (name: string): string => name.split(', ').toReversed().join(' ')

describe('nobody is there', () => {
  test('after ten minutes the chart is covered: for eyes, for screen readers, on paper; and what was typed is kept', () =>
    opened(async (tab, later) => {
      const name = await patientIn(tab)
      await tab.getByText('Add missing information').click()
      await tab.getByLabel('Discarded').fill('2')
      await later(9)
      expect(await tab.locator('idle-lock').count()).toBe(0)
      await later(2)
      await tab.getByRole('dialog', { name: 'Screen locked' }).waitFor()
      await tab.getByRole('button', { name: 'Continue as Jordan Ellis' }).waitFor()
      expect(await tab.getByText(name).isVisible()).toBe(false)
      const heard = await tab.locator('body').ariaSnapshot()
      expect(heard).not.toMatch(new RegExp(`${name}|Not ready|mg`))
      await expectAccessible(tab)
      await tab.emulateMedia({ media: 'print' })
      expect(await tab.getByText(name).isVisible()).toBe(false)
      await tab.emulateMedia({ media: null })
      await tab.keyboard.press('Escape')
      expect(await tab.getByText(name).isVisible()).toBe(false)
      await tabTo(tab, /Continue/)
      await tab.keyboard.press('Enter')
      await tab.getByText(name).waitFor()
      expect(await tab.getByLabel('Discarded').inputValue()).toBe('2')
      expect(await focused(tab)).toContain('INPUT discarded')
    }))

  test('loading the page again is no way past the lock', () =>
    opened(async (tab, later) => {
      const name = await patientIn(tab)
      await later(11)
      await tab.getByRole('dialog').waitFor()
      await tab.reload()
      await tab.getByRole('button', { name: /^Continue/ }).waitFor()
      expect(await tab.getByText(name).isVisible()).toBe(false)
      await tab.getByRole('button', { name: /^Continue/ }).click()
      await verdictOf(tab)
    }))

  test('after half an hour only a new sign-in goes on, and finds what was stated', () =>
    opened(async (tab, later) => {
      const name = await patientIn(tab)
      await attest(tab)
      await later(31)
      await tab.getByRole('link', { name: 'Sign in again' }).waitFor()
      await expectAccessible(tab)
      await tab.reload()
      await tab.getByRole('link', { name: 'Sign in again' }).waitFor()
      expect(await tab.content()).not.toContain(name)
      await signInAgain(tab, asPicked(name))
      expect(await verdictOf(tab)).toBe('Ready to bill')
      await tab.getByText('What you entered at').waitFor()
    }))
})

describe('what was entered', () => {
  const endSession = async (tab: Page): Promise<void> => {
    await tab.route(/\/fhir([/?]|$)/, (route) => route.fulfill({ status: 401, body: '{}' }))
    await readAgain(tab)
    await tab.getByRole('link', { name: 'Sign in again' }).waitFor()
    await tab.unrouteAll()
  }

  test('is there again after the session ended, and can be discarded', () =>
    opened(async (tab) => {
      const name = await patientIn(tab)
      await attest(tab)
      await endSession(tab)
      await signInAgain(tab, asPicked(name))
      expect(await verdictOf(tab)).toBe('Ready to bill')
      await expectAccessible(tab)
      await tab.getByRole('button', { name: 'Discard…' }).click()
      await tab.getByRole('dialog', { name: 'Discard what you entered?' }).waitFor()
      await expectAccessible(tab)
      await tab.getByRole('button', { name: 'Discard', exact: true }).click()
      await expect.poll(() => verdictOf(tab)).toBe('Not ready')
      expect(await tab.locator('draft-note').count()).toBe(0)
    }))

  test('is gone once another patient was opened', () =>
    opened(async (tab) => {
      const name = await patientIn(tab)
      await attest(tab)
      await endSession(tab)
      await tab.getByRole('link', { name: 'Sign in again' }).click()
      await tab
        .getByRole('button')
        .filter({ hasNotText: asPicked(name) })
        .first()
        .click()
      await verdictOf(tab)
      expect(await patientIn(tab)).not.toBe(name)
      expect(await tab.locator('draft-note').count()).toBe(0)
      await endSession(tab)
      await signInAgain(tab, asPicked(name))
      expect(await verdictOf(tab)).toBe('Not ready')
    }))

  test('is gone once it was written to the chart', () =>
    opened(async (tab) => {
      await attest(tab)
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      await written(tab)
      await tab.reload()
      await verdictOf(tab)
      expect(await tab.locator('draft-note').count()).toBe(0)
    }))
})

test('a chart that was read a quarter of an hour ago says so, and is read again from there', async () => {
  const page = await world.newPage()
  await page.context().clock.install()
  await openChart(page, world, PROLIA)
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: /^Approve/ }).waitFor()
  expect(await textOf(tab.locator('data-strip .about > p'))).toMatch(
    /Data as of \d\d:\d\d from Sandbox EHR, 3 doses, all pages read/,
  )
  await tab.clock.fastForward(8 * 60_000)
  await tab.mouse.move(10, 10)
  await tab.clock.fastForward(8 * 60_000)
  await tab.getByText('Read 16 minutes ago').first().waitFor()
  await expectAccessible(tab)
  await readAgain(tab)
  await verdictOf(tab)
  expect(await textOf(tab.locator('data-strip summary'))).not.toContain('ago')
  await page.context().close()
})
