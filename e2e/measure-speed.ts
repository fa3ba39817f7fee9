import { openAppInTab, openChart, openMore, openRow } from '@doseline/testkit/clinic'
import type { World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'

/** How steady the page is while it opens, and how soon it answers a hand, on a core four times as slow as this one. */
export interface Speed {
  /** Sum of all layout shifts without a hand, of the whole opening. */
  readonly layoutShift: number
  readonly interactions: readonly Interaction[]
}

export interface Interaction {
  readonly what: string
  /** From the hand to the next paint, in milliseconds: the best of a few, because the machine has other work. */
  readonly ms: number
}

const SLOWER = 4
const TIMES = 3
const READY = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'

export async function speedOf(world: World): Promise<Speed> {
  const tab = await opened(world)
  const layoutShift = await shiftOf(tab)
  const interactions: Interaction[] = []
  for (const [what, run] of Object.entries(HANDS)) {
    const taken: number[] = []
    for (let time = 0; time < TIMES; time++) taken.push(await paintedAfter(tab, () => run(tab)))
    interactions.push({ what, ms: Math.min(...taken) })
  }
  await tab.context().close()
  return { layoutShift, interactions }
}

/** The first part of {@link speedOf} alone. */
export async function layoutShiftOf(world: World): Promise<number> {
  const tab = await opened(world)
  const layoutShift = await shiftOf(tab)
  await tab.context().close()
  return layoutShift
}

const shiftOf = (tab: Page): Promise<number> => tab.evaluate(() => (globalThis as unknown as Observed).shift)

async function opened(world: World): Promise<Page> {
  const page = await world.newPage({ viewport: { width: 1280, height: 800 } })
  await page.context().addInitScript(observe)
  await openChart(page, world, READY)
  const tab = await openAppInTab(page)
  await slowed(tab)
  await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
  await tab.locator('dose-history').waitFor({ state: 'attached' })
  await tab.waitForTimeout(500)
  return tab
}

/** Each leaves the page so that it can be done again. */
const HANDS: Readonly<Record<string, (tab: Page) => Promise<void>>> = {
  'open or close Billing checks': (tab) => openRow(tab, 'Billing checks'),
  'open or close the drawings': (tab) => openRow(tab, 'Amounts and interval'),
  'open or close More': openMore,
  'open or close Add missing information': (tab) => tab.locator('attest-form summary').click(),
  'choose another dose': async (tab) => {
    const doses = tab.locator('dose-list li button')
    await doses.nth((await doses.first().getAttribute('aria-current')) === 'true' ? 1 : 0).click()
  },
}

interface Observed {
  shift: number
  /** Durations of the interactions since they were last asked for. */
  hands: number[]
}

/** Runs in the page, before anything of it. */
function observe(): void {
  const observed = Object.assign(globalThis as unknown as Observed, { shift: 0, hands: [] as number[] })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (!entry.hadRecentInput) observed.shift += entry.value
    }
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[]) {
      if (entry.interactionId) observed.hands.push(entry.duration)
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
}

/** What is painted within one frame is not reported, and took no time that anybody sees. */
async function paintedAfter(tab: Page, act: () => Promise<void>): Promise<number> {
  await tab.evaluate(() => {
    ;(globalThis as unknown as Observed).hands = []
  })
  await act()
  await tab.waitForTimeout(300)
  return tab.evaluate(() => Math.max(0, ...(globalThis as unknown as Observed).hands))
}

async function slowed(tab: Page): Promise<void> {
  const devtools = await tab.context().newCDPSession(tab)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
}
