import { WorklistFilter, WorklistSearch } from '@doseline/contract'
import type { Asked, Cursor } from '../../ledger/worklist/search.ts'
import { HttpProblem, parsed } from '../../middleware/problem.ts'
import { principalOf } from '../../security/principal.ts'
import type { Ctx, Service } from '../../service.ts'

/** Whose worklist somebody asks for: a session sees the EHR it was opened from, an app all of its tenant. */
export function askedBy({ engine }: Service, c: Ctx): Asked {
  const { tenant, issuer } = principalOf(c)
  return { tenant: tenant.key, today: engine.now().slice(0, 10), ...(issuer && { only: issuer.key }) }
}

const LISTS = ['status', 'who', 'rule', 'facility', 'payer', 'drug', 'server', 'assignee', 'priority'] as const
const COUNTS = ['limit', 'olderThanDays'] as const

/** The filter in an address, as a body has it. A list is a name that comes several times. */
export function queryOf(c: Ctx): Record<string, unknown> {
  const query = c.req.queries()
  if ('patient' in query) throw patientInAddress()
  return Object.fromEntries(
    Object.entries(query).map(([name, values]) => {
      if (LISTS.some((list) => list === name)) return [name, values]
      const value = values.at(-1) ?? ''
      return [name, COUNTS.some((count) => count === name) && /^\d+$/.test(value) ? Number(value) : value]
    }),
  )
}

const patientInAddress = (): HttpProblem =>
  new HttpProblem('not-of-the-contract', 'A patient is not named in an address: addresses are kept in logs.', [
    { pointer: '/patient', detail: 'In the address.', remedy: 'Send the filter as JSON to POST /v1/worklist/search.' },
  ])

export const searchIn = (body: unknown): WorklistSearch => parsed(WorklistSearch, body)

/** Names of the filters that are set: what they ask for may name a patient. */
export const filtersIn = (search: WorklistSearch): string[] =>
  Object.keys(search)
    .filter((name) => name in WorklistFilter.shape)
    .toSorted()

/** Where a page ended, as text for the next. */
export const cursorText = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** Where a page starts. Throws 400 for what no page gave. */
export function cursorIn({ after, sort }: WorklistSearch): Cursor | undefined {
  if (after === undefined) return undefined
  const [value, id, ...more] = listIn(after)
  const isNumber = sort === 'expected-payment' || sort === 'priority' || sort === 'changed'
  const fits = isNumber ? Number.isSafeInteger(value) : typeof value === 'string'
  if (fits && typeof id === 'string' && more.length === 0) return [value as string | number, id]
  throw new HttpProblem('not-of-the-contract', 'after: this page does not follow from a page with the same sort.', [
    { pointer: '/after', detail: 'Not of a page before.', remedy: 'Send `next` of the page before, with its sort.' },
  ])
}

function listIn(after: string): readonly unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(after, 'base64url').toString())
    return Array.isArray(read) ? read : []
  } catch {
    return []
  }
}
