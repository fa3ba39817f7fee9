import { openAppInTab, openChart, verdictOf, written } from '@doseline/testkit/clinic'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectAccessible } from './support/accessible.ts'

const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const UNRECORDED = 'nobody wrote down what became of the other 2 mg'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

/** The worklist of who signed in by a launch, after these charts were opened, each in a tab of its own. */
async function opened(page: Page, says: readonly string[]): Promise<Page> {
  let tab = page
  for (const each of says) {
    await openChart(page, world, each)
    tab = await openAppInTab(page)
    await verdictOf(tab)
  }
  await tab.goto(`${world.app}/app/worklist`)
  await tab.locator('tbody tr').first().waitFor()
  return tab
}

const rowsOf = (tab: Page) => tab.locator('tbody tr')
const sumOf = (tab: Page, look: string) => tab.locator(`.sum.${look}`)

test('what was checked in the app is on the worklist; assigned by keyboard, it stays assigned when it is loaded again', async () => {
  const page = await world.newPage({ viewport: { width: 1500, height: 1000 } })
  const tab = await opened(page, [MEPSEVII, UNRECORDED])
  await sumOf(tab, 'ready').getByText('1 dose', { exact: true }).waitFor()
  // The app checks every dose of the patient's last year, so there are more than were opened.
  const role = tab.getByRole('navigation').getByRole('button').nth(1)
  const count = Number(await role.locator('.count').textContent())
  await role.click()
  await expect.poll(() => tab.url()).toContain('who=')
  await expect.poll(() => rowsOf(tab).count()).toBe(count)
  await tab.keyboard.press('j')
  await tab.keyboard.press('Enter')
  const detail = tab.locator('dose-detail')
  await detail.locator('.checks').waitFor()
  await detail.getByLabel('Assignee').fill('R. Nurse')
  await detail.getByRole('button', { name: 'Save' }).click()
  await detail.getByText('Saved.').waitFor()
  await detail.getByText('Assigned to R. Nurse.').waitFor()
  await tab.keyboard.press('Escape')
  await detail.waitFor({ state: 'detached' })
  await tab.reload()
  await rowsOf(tab).getByText('R. Nurse').waitFor()
  await page.context().close()
})

test('an approved dose is charged on the worklist, and the totals move', async () => {
  const page = await world.newPage({ viewport: { width: 1500, height: 1000 } })
  await openChart(page, world, MEPSEVII)
  const tab = await openAppInTab(page)
  expect(await verdictOf(tab)).toBe('Ready to bill')
  await tab.getByRole('button', { name: /^Approve \d lines?$/ }).click()
  expect(await written(tab)).toBe('Approved and stored.')
  await tab.goto(`${world.app}/app/worklist?status=charged`)
  await rowsOf(tab).getByText('Charged').waitFor()
  await sumOf(tab, 'charged').getByText('1 dose', { exact: true }).waitFor()
  await sumOf(tab, 'ready').getByText('0 doses').waitFor()
  await page.context().close()
})

test('without a sign-in it says how to get one', async () => {
  const page = await world.newPage()
  await page.goto(`${world.app}/app/worklist`)
  await page.getByText('Open Doseline from the EHR in this tab').waitFor()
  await page.context().close()
})

describe.each([
  ['light, wide', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['dark, narrow', { viewport: { width: 320, height: 800 }, colorScheme: 'dark' }],
] as const)('the worklist (%s)', (_, look) => {
  test('axe finds nothing in the list and in an open dose, and nothing runs out of the window', async () => {
    const page = await world.newPage(look)
    const tab = await opened(page, [UNRECORDED])
    await tab.locator('summary').getByText('Filters').click()
    await expectAccessible(tab)
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await rowsOf(tab).first().getByRole('button').click()
    await tab.locator('.checks').waitFor()
    await expectAccessible(tab)
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.context().close()
  })
})
