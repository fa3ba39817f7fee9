import { readFileSync } from 'node:fs'
import { openAppInTab, openChart } from '@doseline/testkit/clinic'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { englishLeft, englishOnly } from '../web/src/testing/english-left.ts'
import { expectAccessible } from './support/accessible.ts'

const english = englishOnly(readFileSync(new URL('../web/locales/es-US.xlf', import.meta.url), 'utf8'))
/** Payers and plans, and August in Spanish, which is a word of English too. */
const names = ['Medicare Part B', 'Blue Cross and Blue Shield of North Carolina', 'BC Managed Care – PPO', 'ago 2025']

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

/** Opens the app on a chart in a tab that was left in Spanish. */
async function opened(says: string, width = 1280, codebook: 'CMS' | 'Article' = 'CMS'): Promise<Page> {
  const page = await world.newPage({ viewport: { width, height: 800 } })
  await page.context().addInitScript(() => sessionStorage.setItem('doseline.language', 'es-US'))
  await openChart(page, world, says)
  return openAppInTab(page, codebook)
}

const READY = 'Mepsevii 88 mg from nine 10 mg vials'
const UNRECORDED = 'nobody wrote down what became of the other 2 mg'

const STATES = [
  { says: READY, status: 'Listo para facturar' },
  { says: UNRECORDED, status: 'No listo' },
  { says: 'the chart holds no authorization', status: 'Falta información' },
  { says: 'the patient declined the injection', status: 'No facturable' },
  { says: 'a drug Doseline has no rules for', status: 'Doseline no admite este medicamento' },
  { says: 'already billed as J3397', status: 'No listo' },
  { says: 'does not let the app see any coverage', status: 'Falta información' },
]

describe('a tab that was left in Spanish', () => {
  test.each(STATES)('$says: $status, and all that the app says', async ({ says, status }) => {
    const tab = await opened(says)
    await tab.getByRole('heading', { level: 1, name: status, exact: true }).waitFor()
    await openEveryRow(tab)
    expect(await tab.evaluate(englishLeft, { english, names })).toEqual([])
    expect(await tab.evaluate(() => document.documentElement.lang)).toBe('es-US')
    await tab.context().close()
  })

  test('charges a dose, and says who approved it and when', async () => {
    const tab = await opened(READY)
    await tab.getByRole('button', { name: 'Aprobar 4 líneas' }).click()
    await tab.getByRole('heading', { level: 1, name: 'Cargado', exact: true }).waitFor()
    await tab.getByText('Aprobado y guardado.').waitFor()
    await expect
      .poll(() => tab.locator('verdict-card .sentence').textContent())
      .toMatch(/^4 líneas, con aprobación de /)
    await openEveryRow(tab)
    expect(await tab.evaluate(englishLeft, { english, names })).toEqual([])
    await expectAccessible(tab)
    await tab.context().close()
  })

  test('under the demonstration book it says that nothing may be submitted', async () => {
    const tab = await opened('six calendar months to the day', 1280, 'Article')
    await tab.getByText('NO PRESENTAR').first().waitFor()
    expect(await tab.evaluate(englishLeft, { english, names })).toEqual([])
    await tab.context().close()
  })

  test.each([1280, 480, 320])(
    'at %i pixels nothing runs out sideways, and no menu out of the window',
    async (width) => {
      const tab = await opened(UNRECORDED, width)
      await tab.getByRole('button', { name: 'Escribir el Flag' }).waitFor()
      await openEveryRow(tab)
      expect(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      await expectAccessible(tab)
      await tab.locator('action-bar summary').filter({ hasText: 'Más' }).click()
      const menu = await tab.locator('action-bar details[open] > ul').boundingBox()
      expect(menu?.x).toBeGreaterThanOrEqual(0)
      expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(width)
      await tab.context().close()
    },
  )
})

test('the language changes while a person works: what they typed stays, and the EHR is not asked again', async () => {
  const page = await world.newPage({ viewport: { width: 1280, height: 800 } })
  await openChart(page, world, UNRECORDED)
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
  await tab.getByText('Add missing information').click()
  await tab.getByLabel('Discarded (mg)').fill('2')
  const asked: string[] = []
  tab.on('request', (request) => asked.push(request.url()))
  await tab.locator('data-strip summary').click()
  await tab.getByRole('radio', { name: 'Español' }).check()
  await tab.getByRole('heading', { level: 1, name: 'No listo', exact: true }).waitFor()
  expect(await tab.getByLabel('Desechado (mg)').inputValue()).toBe('2')
  expect(asked.filter((url) => !url.includes('/app/'))).toEqual([])
  await tab.reload()
  await tab.getByRole('heading', { level: 1, name: 'No listo', exact: true }).waitFor()
  await page.context().close()
})

/** What stands behind closed rows is said too. */
const openEveryRow = (tab: Page): Promise<void> =>
  tab.evaluate(() => {
    const openIn = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element instanceof HTMLDetailsElement && !element.closest('.menu, data-strip')) element.open = true
        if (element.shadowRoot) openIn(element.shadowRoot)
      }
    }
    openIn(document)
  })
