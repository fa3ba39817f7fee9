import '../scripts/support/help.ts'
import buildApp from '@doseline/testkit/build-app'
import { openAppInTab, openChart, verdictOf, written } from '@doseline/testkit/clinic'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Locator, Page } from 'playwright-core'
import { speedOf } from './measure-speed.ts'

/**
 * What the screen costs a biller, measured on the real app: how tall a dose is, where the button stands that approves it, and
 * the clicks, keys and screens of five tasks. `node e2e/measure-screen.ts` prints it as the tables of `docs/the-screen.md`.
 */
const READY = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const NOT_READY = 'nobody wrote down what became of the other 2 mg'

/** The last is 1280 × 800 at a zoom of 400 %. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 480, height: 800 },
  { width: 320, height: 800 },
  { width: 320, height: 200 },
] as const

export interface Place {
  readonly size: string
  /** Height of the page in screens. */
  readonly screens: number
  /** Where the button that approves stands when the dose has come, in pixels from the top of the window. */
  readonly approveAt: number
  readonly isInView: boolean
  /** Whether the last row ends above the bar, so that nothing of a ready dose is out of the window. */
  readonly areRowsInView: boolean
}

export interface Cost {
  readonly task: string
  readonly clicks: number
  readonly keys: number
  /** Screens to scroll until what is pressed is in view. */
  readonly scrolled: number
}

export async function placesOf(world: World, says = READY): Promise<readonly Place[]> {
  const places: Place[] = []
  for (const viewport of SIZES) {
    const tab = await opened(world, says, { viewport })
    const button = tab.getByRole('button', { name: /^(Approve|Write the Flag)/ }).first()
    await button.waitFor()
    const box = await button.boundingBox()
    const approveAt = Math.round(box?.y ?? Number.NaN)
    const lastRow = await tab.locator('fold-row[data-row]').last().boundingBox()
    const bar = await tab.locator('action-bar').boundingBox()
    const height = await tab.evaluate(() => document.documentElement.scrollHeight)
    places.push({
      size: `${viewport.width} × ${viewport.height}`,
      screens: Math.round((height / viewport.height) * 10) / 10,
      approveAt,
      isInView: approveAt >= 0 && approveAt + (box?.height ?? 0) <= viewport.height,
      areRowsInView: (lastRow?.y ?? Number.NaN) + (lastRow?.height ?? 0) <= (bar?.y ?? 0),
    })
    await tab.context().close()
  }
  return places
}

export async function costsOf(world: World): Promise<readonly Cost[]> {
  const costs: Cost[] = []
  for (const [task, { says, run }] of Object.entries(TASKS)) {
    await world.reset()
    const tab = await opened(world, says, { viewport: { width: 1280, height: 800 } })
    costs.push({ task, ...(await run(tab)) })
    await tab.context().close()
  }
  return costs
}

type Run = (tab: Page) => Promise<Omit<Cost, 'task'>>

const TASKS: Readonly<Record<string, { readonly says: string; readonly run: Run }>> = {
  'approve a ready dose': {
    says: READY,
    async run(tab) {
      const approve = tab.getByRole('button', { name: 'Approve 4 lines' })
      await approve.waitFor()
      const scrolled = await screensTo(approve)
      const keys = (await keysTo(tab, /^Approve 4 lines/)) + 1
      await tab.keyboard.press('Enter')
      await written(tab)
      return { clicks: 1, keys, scrolled }
    },
  },
  'find why, and fix it': {
    says: NOT_READY,
    async run(tab) {
      await tab.getByRole('button', { name: /^Write the Flag/ }).waitFor()
      const enter = tab.getByRole('button', { name: /^Enter it here/ })
      const clicks = await clicked([enter])
      await tab.locator('attest-form input:focus').waitFor()
      await tab.keyboard.type('2')
      await tab.keyboard.press('Enter')
      await tab.getByRole('heading', { level: 1, name: 'Ready to bill' }).waitFor()
      return { ...clicks, keys: 2 }
    },
  },
  'hand it over': {
    says: NOT_READY,
    async run(tab) {
      await tab.getByRole('button', { name: /^Write the Flag/ }).waitFor()
      const menu = tab.locator('action-bar summary').filter({ hasText: 'Send to' })
      const copy = tab.getByRole('button', { name: /^Copy (for Nurse|as text)/ }).first()
      const clicks = await clicked((await menu.count()) > 0 ? [menu, copy] : [copy])
      return { ...clicks, keys: 0 }
    },
  },
  'void it': {
    says: READY,
    async run(tab) {
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      await written(tab)
      const clicks = await clicked([
        tab.getByRole('button', { name: 'Void…' }).first(),
        tab.getByRole('button', { name: 'Void now' }),
      ])
      await tab.getByText('Voided.').waitFor()
      return { ...clicks, keys: 0 }
    },
  },
  'print it': {
    says: READY,
    async run(tab) {
      await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
      await tab.evaluate(() => {
        window.print = () => undefined
      })
      return { ...(await clicked([tab.getByRole('button', { name: 'Print', exact: true }).first()])), keys: 0 }
    },
  },
}

async function opened(world: World, says: string, look: Parameters<World['newPage']>[0]): Promise<Page> {
  const page = await world.newPage(look)
  await openChart(page, world, says)
  const tab = await openAppInTab(page)
  await verdictOf(tab)
  return tab
}

async function clicked(steps: readonly Locator[]): Promise<{ clicks: number; scrolled: number }> {
  let scrolled = 0
  for (const step of steps) {
    await step.waitFor()
    scrolled = Math.max(scrolled, await screensTo(step))
    await step.click()
  }
  return { clicks: steps.length, scrolled }
}

async function screensTo(target: Locator): Promise<number> {
  const box = await target.boundingBox()
  const height = target.page().viewportSize()?.height ?? 1
  const below = (box?.y ?? 0) + (box?.height ?? 0) - height
  return Math.max(0, Math.round((below / height) * 10) / 10)
}

/** Keys until the focus is at the button: the shortcut where there is one, else Tab by Tab. */
async function keysTo(tab: Page, name: RegExp): Promise<number> {
  const focused = () =>
    tab.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      return active?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
    })
  await tab.keyboard.press('Control+Enter')
  if (name.test(await focused())) return 1
  for (let keys = 1; keys < 300; keys++) {
    await tab.keyboard.press('Tab')
    if (name.test(await focused())) return keys
  }
  throw new Error('The keyboard does not reach it')
}

if (process.argv[1] === import.meta.filename) {
  await buildApp()
  const world = await startWorld()
  try {
    for (const { size, screens, approveAt, isInView } of await placesOf(world))
      console.log(`| ${size} | ${screens} | ${approveAt} px${isInView ? '' : ', out of view'} |`)
    for (const { task, clicks, keys, scrolled } of await costsOf(world))
      console.log(`| ${task} | ${clicks} | ${keys} | ${scrolled} |`)
    const { layoutShift, interactions } = await speedOf(world)
    console.log(`layout shift ${layoutShift.toFixed(3)}`)
    for (const { what, ms } of interactions) console.log(`| ${what} | ${ms} ms |`)
  } finally {
    await world.close()
  }
}
