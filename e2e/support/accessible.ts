import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** axe finds nothing wrong with the page as it is, or with a part of it. */
export async function expectAccessible(page: Page, part?: string): Promise<void> {
  const builder = new AxeBuilder({ page }).withTags(TAGS)
  // What lies half under the bar is scrolled out from there; axe would measure the half that it sees.
  const sticks = (position: string) =>
    page.locator('action-bar').evaluateAll((bars, value) => {
      for (const bar of bars as HTMLElement[]) bar.style.position = value
    }, position)
  await sticks('static')
  const { violations } = await (part ? builder.include(part) : builder).analyze()
  await sticks('')
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

/** The element that has the focus, however deep, as `TAG name text`. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
    return `${active?.tagName} ${active?.getAttribute('name') ?? ''} ${active?.textContent?.replace(/\s+/g, ' ').trim()}`
  })

/** Presses Tab until the focus is on something. */
export async function tabTo(page: Page, what: RegExp): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    if (what.test(await focused(page))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${what}`)
}
