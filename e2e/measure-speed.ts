import { openAppInTab, openChart, openMore, openRow, written } from '@doseline/testkit/clinic'
import type { World } from '@doseline/testkit/world'
import type { CDPSession, Page } from 'playwright-core'

/** How steady the page is while it opens, and how soon it answers a hand, on a core several times as slow as this one. */
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

/** What a hand costs the processor in the page at its own speed, in milliseconds; waiting for a core does not count. */
export interface Work {
  readonly what: string
  readonly cpuMs: number
}

/** A core this many times as slow as the one that measures. */
const SLOWER = 6
const TIMES = 3
const READY = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'

export async function speedOf(world: World): Promise<Speed> {
  const layoutShift = await layoutShiftOf(world)
  const interactions = await eachHand(world, SLOWER, paintedAfter)
  return { layoutShift, interactions: interactions.map(([what, ms]) => ({ what, ms })) }
}

/** The first part of {@link speedOf} alone. */
export async function layoutShiftOf(world: World): Promise<number> {
  const tab = await opened(world, SLOWER)
  const layoutShift = await shiftOf(tab)
  await tab.context().close()
  return layoutShift
}

/** What the hands of {@link speedOf} cost, on a core at its own speed. */
export async function workOf(world: World): Promise<readonly Work[]> {
  const costs = await eachHand(world, 1, workedAfter)
  return costs.map(([what, cpuMs]) => ({ what, cpuMs }))
}

type Measure = (tab: Page, act: () => Promise<void>) => Promise<number>

async function eachHand(
  world: World,
  slower: number,
  measure: Measure,
): Promise<readonly (readonly [string, number])[]> {
  const measured: (readonly [string, number])[] = []
  let tab = await opened(world, slower)
  for (const [what, { prepare, run, isOnce }] of Object.entries(HANDS)) {
    const taken: number[] = []
    for (let time = 0; time < TIMES; time++) {
      if (isOnce) {
        await tab.context().close()
        tab = await opened(world, slower)
      }
      await prepare?.(tab)
      await tab.waitForTimeout(200)
      taken.push(await measure(tab, () => run(tab)))
    }
    measured.push([what, Math.min(...taken)])
  }
  await tab.context().close()
  await world.reset()
  return measured
}

const shiftOf = (tab: Page): Promise<number> => tab.evaluate(() => (globalThis as unknown as Observed).shift)

async function opened(world: World, slower: number): Promise<Page> {
  await world.reset()
  const page = await world.newPage({ viewport: { width: 1280, height: 800 } })
  await page.context().addInitScript(observe)
  await openChart(page, world, READY)
  const tab = await openAppInTab(page)
  await slowed(tab, slower)
  await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
  await tab.locator('dose-history').waitFor({ state: 'attached' })
  await tab.waitForTimeout(500)
  return tab
}

interface Hand {
  /** What has to be on the page first; not measured. */
  readonly prepare?: (tab: Page) => Promise<void>
  readonly run: (tab: Page) => Promise<void>
  /** Cannot be done again on the same page, so each time is on a new one. */
  readonly isOnce?: boolean
}

const HANDS: Readonly<Record<string, Hand>> = {
  'open or close Billing checks': { run: (tab) => openRow(tab, 'Billing checks') },
  'open or close the drawings': { run: (tab) => openRow(tab, 'Amounts and interval') },
  'open or close Chart facts': { run: (tab) => openRow(tab, 'Chart facts') },
  'open or close More': { run: openMore },
  'open or close Add missing information': { run: (tab) => tab.locator('attest-form summary').click() },
  'show every field of the form, or those asked for': {
    prepare: formOpen,
    run: (tab) => tab.locator('attest-form button[aria-expanded]').click(),
  },
  'type in the form': {
    prepare: async (tab) => {
      await formOpen(tab)
      const all = tab.locator('attest-form button[aria-expanded=false]')
      if ((await all.count()) > 0) await all.click()
    },
    run: (tab) => tab.locator('attest-form input#discarded').pressSequentially('12'),
  },
  'choose another dose': {
    run: async (tab) => {
      const doses = tab.locator('dose-list li button')
      await doses.nth((await doses.first().getAttribute('aria-current')) === 'true' ? 1 : 0).click()
    },
  },
  approve: {
    run: async (tab) => {
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      await written(tab)
    },
    isOnce: true,
  },
}

async function formOpen(tab: Page): Promise<void> {
  const details = tab.locator('attest-form details')
  if ((await details.getAttribute('open')) === null) await details.locator('summary').first().click()
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
  await tab.waitForTimeout(400)
  return tab.evaluate(() => Math.max(0, ...(globalThis as unknown as Observed).hands))
}

async function workedAfter(tab: Page, act: () => Promise<void>): Promise<number> {
  const devtools = await tab.context().newCDPSession(tab)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const before = await taskMs(devtools)
  await act()
  await tab.waitForTimeout(100)
  const worked = (await taskMs(devtools)) - before
  await devtools.detach()
  return Math.round(worked)
}

async function taskMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
}

async function slowed(tab: Page, rate: number): Promise<void> {
  const devtools = await tab.context().newCDPSession(tab)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate })
}
