import { openApp, openChart, verdictOf } from '@doseline/testkit/clinic'
import type { World } from '@doseline/testkit/world'

/** Round trips to the EHR from the launch redirect to the verdict, where it takes batches. */
export const ROUND_TRIPS_LIMIT = 3

export interface Trips {
  /** What was asked, in order. Of an address only what comes after the FHIR base, without ids and queries. */
  readonly requests: readonly string[]
  /** The longest row of requests of which each began after the one before was answered. */
  readonly roundTrips: number
}

/**
 * Opens the app on a chart and counts what its page asks of the EHR until the verdict stands there, beyond authorization,
 * discovery, metadata and further pages of a search. The times are the browser’s own; preflights are not among them.
 */
export async function tripsToVerdict(world: World, patientSays: string): Promise<Trips> {
  const page = await world.newPage()
  await openChart(page, world, patientSays)
  const furtherPages = new Set<string>()
  const { fhirBase } = world.sandbox
  page.context().on('response', async (response) => {
    if (!response.url().startsWith(fhirBase)) return
    for (const link of nextLinksIn(await response.json().catch(() => undefined))) furtherPages.add(link)
  })
  await verdictOf(await openApp(page))
  const frame = page.frames().find((each) => each.url().startsWith(world.app))
  if (!frame) throw new Error('The app is not in its frame')
  const all = await frame.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name, startTime, duration }) => ({ address: name, span: [startTime, startTime + duration] as const })),
  )
  await page.context().close()
  const counted = all.filter(({ address }) => {
    const path = address.startsWith(fhirBase) ? address.slice(fhirBase.length) : undefined
    return path !== undefined && !/^\/(metadata|\.well-known\/)/.test(path) && !furtherPages.has(address)
  })
  return {
    requests: counted.map(({ address }) => pathIn(address, fhirBase)),
    roundTrips: longestRow(counted.map(({ span }) => span)),
  }
}

function pathIn(address: string, base: string): string {
  const path = new URL(address).pathname.slice(new URL(base).pathname.length)
  return path === '' || path === '/' ? 'a batch' : path.replace(/^\/([A-Z][A-Za-z]+)\/.+$/, '/$1/…')
}

function* nextLinksIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if ('relation' in value && value.relation === 'next' && 'url' in value) yield String(value.url)
  for (const below of Object.values(value)) yield* nextLinksIn(below)
}

/** When a request was sent and when its answer was there, in milliseconds. */
export type Span = readonly [from: number, to: number]

/** The most spans of which each begins after the one before has ended. */
export function longestRow(spans: readonly Span[]): number {
  let count = 0
  let end = Number.NEGATIVE_INFINITY
  for (const [from, to] of spans.toSorted((a, b) => a[1] - b[1])) {
    if (from < end) continue
    count++
    end = to
  }
  return count
}
