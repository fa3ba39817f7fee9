import {
  type DoseAnswer,
  ScanProgress,
  WORKLIST_STATUSES,
  type WorklistDetail,
  WorklistPatch,
  type WorklistSearch,
  type WorklistSum,
  type WorklistTotals,
  WorklistTotalsRequest,
} from '@doseline/contract'
import { OpenAPIHono } from '@hono/zod-openapi'
import { stream, streamSSE } from 'hono/streaming'
import { actorOf } from '../../decide.ts'
import { worklistRow } from '../../ledger/worklist/as-row.ts'
import { moneyOf } from '../../ledger/worklist/money.ts'
import type { Cursor, Sum } from '../../ledger/worklist/search.ts'
import { jsonBody, sentBody } from '../../middleware/json-body.ts'
import { HttpProblem, parsed } from '../../middleware/problem.ts'
import { principalOf } from '../../security/principal.ts'
import type { Ctx, Env, Service } from '../../service.ts'
import { askedBy, cursorIn, cursorText, filtersIn, queryOf, searchIn } from './asked.ts'
import { csvHead, csvLine } from './csv.ts'
import { WORKLIST_ROUTES } from './described.ts'
import { entriesIn } from './entries.ts'

/** The worklist: doses across patients, what each is worth, and who must act. */
export function worklistRoutes(service: Service, isDraining: () => boolean): OpenAPIHono<Env> {
  const { ledger } = service
  const app = new OpenAPIHono<Env>()
  for (const route of WORKLIST_ROUTES) app.openAPIRegistry.registerPath(route)
  app.get('/v1/worklist', async (c) => c.json(await page(service, c, searchIn(queryOf(c)))))
  app.post('/v1/worklist/search', async (c) => c.json(await page(service, c, searchIn(await jsonBody(c)))))
  app.get('/v1/worklist/totals', async (c) => c.json(await totals(service, c, queryOf(c))))
  app.post('/v1/worklist/totals', async (c) => c.json(await totals(service, c, await jsonBody(c))))
  app.get('/v1/worklist.csv', (c) => csv(service, c))
  app.get('/v1/worklist/events', (c) => events(service, c, isDraining))
  app.post('/v1/worklist/doses', async (c) => {
    const entries = entriesIn(await sentBody(c))
    return c.json(await ledger.fillWorklist(entries, actorOf(service, c)))
  })
  app.post('/v1/worklist/scans', async (c) => {
    await ledger.keepScan(principalOf(c).tenant.key, parsed(ScanProgress, await jsonBody(c)))
    return c.body(null, 204)
  })
  app.get('/v1/worklist/:id', async (c) => {
    const found = await ledger.worklistRow({ id: c.req.param('id'), ...onlyOf(service, c) }, actorOf(service, c))
    if (!found) throw noSuch()
    const { row, answer, events } = found
    const detail: WorklistDetail = {
      row: worklistRow(row),
      ...(answer !== undefined && { answer: JSON.parse(answer) as DoseAnswer }),
      events,
    }
    return c.json(detail)
  })
  app.patch('/v1/worklist/:id', async (c) => {
    const patch = parsed(WorklistPatch, await jsonBody(c))
    const which = { id: c.req.param('id'), ...onlyOf(service, c) }
    const row = await ledger.changeWorklistRow(which, patch, actorOf(service, c))
    if (!row) throw noSuch()
    return c.json(worklistRow(row))
  })
  return app
}

const noSuch = (): HttpProblem => new HttpProblem('not-found', 'There is no such row.')

const onlyOf = (service: Service, c: Ctx) => ({ only: askedBy(service, c).only })

async function page(service: Service, c: Ctx, search: WorklistSearch) {
  const look = { act: 'worklist read', entry: actorOf(service, c), filters: filtersIn(search) } as const
  const { rows, next } = await service.ledger.worklistPage(askedBy(service, c), search, cursorIn(search), look)
  return { rows: rows.map(worklistRow), ...(next && { next: cursorText(next) }) }
}

async function totals(service: Service, c: Ctx, body: unknown): Promise<WorklistTotals> {
  const request = parsed(WorklistTotalsRequest, body)
  const asked = askedBy(service, c)
  const [found, lastScan] = await Promise.all([
    service.ledger.worklistTotals(asked, request),
    service.ledger.lastScan(asked.tenant),
  ])
  const of = new Map(found.byStatus.map((sum) => [sum.name, sum]))
  return {
    all: added(found.byStatus),
    byStatus: Object.fromEntries(
      WORKLIST_STATUSES.map((status) => [status, sumOf(of.get(status))]),
    ) as WorklistTotals['byStatus'],
    byWho: found.byWho.map((sum) => ({ who: sum.name as WorklistTotals['byWho'][number]['who'], ...sumOf(sum) })),
    ...(found.groups && { groups: found.groups.map((sum) => ({ name: sum.name, ...sumOf(sum) })) }),
    ...(lastScan && { lastScan }),
    asOf: service.engine.now(),
  }
}

const sumOf = ({ doses, cents, unknown }: Omit<Sum, 'name'> = { doses: 0, cents: '0', unknown: 0 }): WorklistSum => ({
  doses,
  expectedPayment: moneyOf(cents),
  withoutPayment: unknown,
})

const added = (sums: readonly Sum[]): WorklistSum =>
  sumOf({
    doses: sums.reduce((all, { doses }) => all + doses, 0),
    cents: String(sums.reduce((all, { cents }) => all + BigInt(cents), 0n)),
    unknown: sums.reduce((all, { unknown }) => all + unknown, 0),
  })

/** Rows of an export. */
const MOST_EXPORTED = 100_000
const EXPORTED_AT_ONCE = 500

/** Every row of a filter, page by page: what is not read yet is in no memory. */
async function csv(service: Service, c: Ctx): Promise<Response> {
  const search = { ...searchIn(queryOf(c)), limit: EXPORTED_AT_ONCE }
  const asked = askedBy(service, c)
  const look = { act: 'worklist exported', entry: actorOf(service, c), filters: filtersIn(search) } as const
  const next = (after: Cursor | undefined) => service.ledger.worklistPage(asked, search, after, look)
  const first = await next(cursorIn(search))
  c.header('content-type', 'text/csv; charset=utf-8')
  c.header('content-disposition', `attachment; filename="worklist-${asked.today}.csv"`)
  return stream(c, async (out) => {
    await out.write(csvHead())
    let found = first
    for (let written = 0; ; ) {
      await out.write(found.rows.map((row) => csvLine(worklistRow(row))).join(''))
      written += found.rows.length
      if (!found.next || written >= MOST_EXPORTED || out.aborted) return
      found = await next(found.next)
    }
  })
}

/** Milliseconds between two looks at the ledger: other processes change it too. */
const LOOKS_EVERY = 2000
/** After so many it ends: who is still signed in connects again. */
const MOST_LOOKS = 150

function events({ ledger }: Service, c: Ctx, isDraining: () => boolean): Response {
  const { tenant } = principalOf(c)
  return streamSSE(
    c,
    async (out) => {
      let since = (await ledger.worklistNews(tenant.key, undefined)).last
      await out.writeSSE({ event: 'open', data: '{}' })
      for (let looked = 0; looked < MOST_LOOKS && !out.aborted && !isDraining(); looked++) {
        await out.sleep(LOOKS_EVERY)
        if (out.aborted) return
        const news = await ledger.worklistNews(tenant.key, since)
        if (news.changed.length > 0) await out.writeSSE({ event: 'rows', data: JSON.stringify({ ids: news.changed }) })
        for (const scan of news.scans) await out.writeSSE({ event: 'scan', data: JSON.stringify(scan) })
        since = news.last
      }
      // Where the ledger does not answer it ends too: whoever connects again is told why.
    },
    async () => undefined,
  )
}
