import {
  WORKLIST_PRIORITIES,
  WORKLIST_STATUSES,
  type WorklistFilter,
  type WorklistSearch,
  type WorklistSort,
  type WorklistStatus,
  type WorklistTotalsRequest,
} from '@doseline/contract'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { NO_DAY, type Stored } from './as-row.ts'
import { NOT_KNOWN } from './money.ts'

/** Whose worklist is asked, and the day it is there. */
export interface Asked {
  readonly tenant: string
  /** yyyy-mm-dd */
  readonly today: string
  /** The one FHIR server whose doses may be seen; all of the tenant where it is undefined. */
  readonly only?: string | undefined
}

/** Where a page starts: after this value and id. */
export type Cursor = readonly [value: string | number, id: string]

const COLUMN: Readonly<Record<WorklistSort, string>> = {
  'date-of-service': 'service_day',
  'file-by': 'file_by',
  'expected-payment': 'expected_cents',
  priority: 'priority',
  changed: 'change_no',
}

export interface FoundPage {
  readonly rows: readonly Stored[]
  readonly next?: Cursor
}

/**
 * One page of rows. Each status has its own scan of an index that has the order, and the first of each are merged: so a
 * page costs the same however many rows are charged.
 */
export async function findPage(
  db: Kysely<Tables>,
  asked: Asked,
  search: WorklistSearch,
  after: Cursor | undefined,
): Promise<FoundPage> {
  const { rows } = await pageQuery(asked, search, after).execute(db)
  const column = COLUMN[search.sort] as 'service_day'
  const page = rows.slice(0, search.limit)
  const last = page.at(-1)
  const isMore = rows.length > search.limit
  return { rows: page, ...(isMore && last && { next: [last[column], last.id] as const }) }
}

/** The statement of a page, so that its plan can be looked at. */
export function pageQuery(asked: Asked, search: WorklistSearch, after: Cursor | undefined): RawBuilder<Stored> {
  const { sort, order, limit, status = WORKLIST_STATUSES } = search
  const column = sql.ref(COLUMN[sort])
  const [direction, beyond] = order === 'ascending' ? ([sql`asc`, sql`>`] as const) : ([sql`desc`, sql`<`] as const)
  const from = after ? sql`and (${column}, id) ${beyond} (${after[0]}, ${after[1]})` : sql``
  const scans = [...new Set(status)].map(
    (
      one,
    ) => sql`(select * from worklist where tenant = ${asked.tenant} and status = ${one} ${conditions(asked, search)} ${from}
      order by ${column} ${direction}, id ${direction} limit ${limit + 1})`,
  )
  return sql<Stored>`select * from (${sql.join(scans, sql` union all `)}) as found
    order by ${column} ${direction}, id ${direction} limit ${limit + 1}`
}

/** What a filter asks for beside tenant and status, each with `and` before it. */
function conditions({ today, only }: Asked, filter: WorklistFilter): RawBuilder<unknown> {
  const { who, rule, facility, payer, drug, server, assignee, priority } = filter
  const { from, until, olderThanDays, fileBefore, atLeast, snoozed, patient } = filter
  const each = [
    only !== undefined && sql`server = ${only}`,
    who && sql`who && ${[...who]}::text[]`,
    rule && sql`rules && ${[...rule]}::text[]`,
    facility && oneOf('facility', facility),
    payer && oneOf('payer', payer),
    drug && oneOf('drug', drug),
    server && oneOf('server', server),
    assignee &&
      oneOf(
        'assignee',
        assignee.map((name) => (name === 'unassigned' ? '' : name)),
      ),
    priority &&
      oneOf(
        'priority',
        priority.map((name) => WORKLIST_PRIORITIES.indexOf(name)),
      ),
    from !== undefined && sql`service_day >= ${from} and service_day != ${NO_DAY}`,
    until !== undefined && sql`service_day <= ${until}`,
    olderThanDays !== undefined && sql`service_day <= ${daysBefore(today, olderThanDays)}`,
    fileBefore !== undefined && sql`file_by <= ${fileBefore}`,
    atLeast !== undefined && sql`expected_cents >= ceil(${atLeast}::numeric * 100)`,
    snoozed === 'hide' && sql`snoozed_until <= ${today}`,
    snoozed === 'only' && sql`snoozed_until > ${today}`,
    patient !== undefined && sql`position(lower(${patient}) in lower(patient || ' ' || patient_name)) > 0`,
  ].filter((one): one is RawBuilder<unknown> => one !== undefined && one !== false)
  return sql.join(
    each.map((one) => sql`and ${one}`),
    sql` `,
  )
}

const oneOf = (column: string, values: readonly (string | number)[]): RawBuilder<unknown> =>
  sql`${sql.ref(column)} in (${sql.join(values)})`

function daysBefore(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - days)
  return at.toISOString().slice(0, 10)
}

/** Doses of one kind, and their money in whole cents as text. */
export interface Sum {
  readonly name: string
  readonly doses: number
  readonly cents: string
  readonly unknown: number
}

export interface FoundTotals {
  readonly byStatus: readonly Sum[]
  readonly byWho: readonly Sum[]
  readonly groups?: readonly Sum[]
}

/** What a filter comes to. */
export async function findTotals(
  db: Kysely<Tables>,
  asked: Asked,
  { group, ...filter }: WorklistTotalsRequest,
): Promise<FoundTotals> {
  const { status = WORKLIST_STATUSES } = filter
  const stuck = status.filter((one): one is WorklistStatus => one === 'not-ready' || one === 'needs-information')
  const where = (statuses: readonly WorklistStatus[]) =>
    sql`tenant = ${asked.tenant} and ${statuses.length > 0 ? oneOf('status', statuses) : sql`false`} ${conditions(asked, filter)}`
  const byStatus =
    await sql<Sum>`select status as name, ${SUMS} from worklist where ${where(status)} group by status`.execute(db)
  const byWho = await sql<Sum>`select one as name, ${SUMS} from worklist cross join unnest(who) as one
    where ${where(stuck)} group by one order by count(*) desc`.execute(db)
  if (group === undefined) return { byStatus: byStatus.rows, byWho: byWho.rows }
  const { name, from } = GROUPS[group]
  const groups = await sql<Sum>`select ${name} as name, ${SUMS} from ${from}
    where ${where(status)} group by 1 order by sum(greatest(expected_cents, 0)) desc, 1 limit 200`.execute(db)
  return { byStatus: byStatus.rows, byWho: byWho.rows, groups: groups.rows }
}

const SUMS = sql`count(*)::int as doses,
  coalesce(sum(expected_cents) filter (where expected_cents != ${sql.lit(NOT_KNOWN)}), 0)::text as cents,
  (count(*) filter (where expected_cents = ${sql.lit(NOT_KNOWN)}))::int as unknown`

const ROWS = sql`worklist`
const GROUPS = {
  facility: { name: sql`facility`, from: ROWS },
  payer: { name: sql`payer`, from: ROWS },
  drug: { name: sql`drug`, from: ROWS },
  assignee: { name: sql`assignee`, from: ROWS },
  who: { name: sql`one`, from: sql`worklist cross join unnest(who) as one` },
  rule: { name: sql`one`, from: sql`worklist cross join unnest(rules) as one` },
  week: {
    name: sql`case when service_day = ${sql.lit(NO_DAY)} then '' else to_char(date_trunc('week', service_day::date), 'YYYY-MM-DD') end`,
    from: ROWS,
  },
} as const
