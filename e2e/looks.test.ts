import { openAppInTab, openChart, readAgain, textOf } from '@doseline/testkit/clinic'
import { holdReads } from '@doseline/testkit/reads'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectAccessible } from './support/accessible.ts'

const UNRECORDED = 'nobody wrote down what became of the other 2 mg'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

async function opened(
  look: Parameters<World['newPage']>[0],
  run: (tab: Page) => Promise<void>,
  style?: object,
): Promise<void> {
  const page = await world.newPage(look)
  if (style) await page.context().route('**/smart-style.json', (route) => route.fulfill({ json: style }))
  await openChart(page, world, UNRECORDED)
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: 'Write the Flag' }).waitFor()
  await run(tab)
  await page.context().close()
}

const seen = (tab: Page) =>
  tab.evaluate(() => {
    const { colorScheme } = getComputedStyle(document.documentElement)
    return { colorScheme, card: getComputedStyle(document.documentElement).getPropertyValue('--card') }
  })

test('dark by the style of the EHR, whatever the person prefers', () =>
  opened(
    { colorScheme: 'light' },
    async (tab) => {
      await expect.poll(() => seen(tab)).toEqual({ colorScheme: 'dark', card: '#10181c' })
      await expectAccessible(tab)
    },
    { color_background: '#10181c', color_text: '#f0f4f5', color_highlight: '#7fd0dc' },
  ))

test('where the EHR has no style, dark is what the person prefers', () =>
  opened(
    { colorScheme: 'dark' },
    async (tab) => {
      expect(await seen(tab)).toEqual({ colorScheme: 'light dark', card: 'light-dark(#fffefb, #172225)' })
      await expectAccessible(tab)
    },
    {},
  ))

test('a style that nobody could read is not worn', () =>
  opened(
    { colorScheme: 'light' },
    async (tab) => {
      expect(await seen(tab)).toEqual({ colorScheme: 'light dark', card: 'light-dark(#fffefb, #172225)' })
      await expectAccessible(tab)
    },
    { color_background: '#777777', color_text: '#888888', color_highlight: '#fefefe', color_error: 'red' },
  ))

test('in forced colors the verdict, the focus and the buttons keep their outlines', () =>
  opened({ forcedColors: 'active' }, async (tab) => {
    await expectAccessible(tab)
    const edge = (selector: string) =>
      tab
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { borderInlineStartStyle, borderInlineStartWidth } = getComputedStyle(element)
          return borderInlineStartStyle === 'solid' ? Number.parseFloat(borderInlineStartWidth) : 0
        })
    expect(await edge('verdict-card .verdict')).toBeGreaterThan(5)
    expect(await edge('.actions button')).toBeGreaterThan(0)
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Tab')
    const outline = await tab.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      return active && getComputedStyle(active).outlineStyle
    })
    expect(outline).toBe('solid')
  }))

test('who wants no motion sees none', () =>
  opened({ reducedMotion: 'reduce' }, async (tab) => {
    const reads = await holdReads(tab, /^Coverage\?/)
    await readAgain(tab)
    await tab.getByText(/^Waiting for .+ more$/).waitFor()
    const moving = await tab.evaluate(() => document.getAnimations().length)
    reads.letGo()
    expect(moving).toBe(0)
  }))

test('with text at 200 % nothing runs out of a small window', () =>
  opened({ viewport: { width: 640, height: 640 } }, async (tab) => {
    await tab.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640)
    await tab.getByRole('button', { name: 'Write the Flag' }).scrollIntoViewIfNeeded()
  }))

test('on paper: whose chart, when, the verdict, the lines and the open reasons, on two pages at most, and nothing to press', () =>
  opened({ colorScheme: 'dark' }, async (tab) => {
    await tab.emulateMedia({ media: 'print' })
    const banner = await textOf(tab.locator('patient-banner dl'))
    for (const part of ['Born', 'MRN', 'Visit']) expect(banner).toContain(part)
    for (const part of ['verdict-card h1', 'charge-lines .hcpcs', 'finding-list .remedy', 'data-strip p', 'footer']) {
      expect([part, await tab.locator(part).first().isVisible()]).toEqual([part, true])
    }
    expect(await textOf(tab.locator('footer').filter({ hasText: 'Signed in' }))).toMatch(
      /Signed in as Jordan Ellis\. Printed /,
    )
    for (const furniture of ['button:not(.place)', 'codebook-switch', 'dose-list', 'attest-form', 'summary']) {
      const all = await tab.locator(furniture).all()
      const visible = await Promise.all(all.map((one) => one.isVisible()))
      expect([furniture, visible.filter(Boolean).length]).toEqual([furniture, 0])
    }
    const ink = await tab.locator('verdict-card h1').evaluate((title) => getComputedStyle(title).color)
    expect(ink).toBe('rgb(161, 38, 28)')
    const paper = await tab.pdf({ format: 'Letter', printBackground: false })
    expect(paper.length).toBeGreaterThan(20_000)
    const pages = paper.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []
    expect(pages.length).toBeLessThanOrEqual(2)
  }))
