import type { WorklistGroup, WorklistSearchInput, WorklistSort, WorklistStatus } from '@doseline/contract'
import { WORKLIST_GROUPS, WORKLIST_SORTS } from '@doseline/contract/enumerations'

/** What a person chose to see. */
export interface Selection {
  readonly filter: Readonly<Record<string, string>>
  readonly sort: WorklistSort
  readonly group: WorklistGroup | ''
}

/** Filters that a select or a field sets, by their name in the address. */
export const LISTS = ['status', 'who', 'facility', 'payer', 'drug', 'rule', 'assignee'] as const
const TEXTS = ['from', 'until', 'olderThanDays', 'fileBefore', 'atLeast', 'snoozed'] as const
const OPEN: readonly WorklistStatus[] = ['ready', 'not-ready', 'needs-information']

/** The selection an address stands for; what it does not know it leaves out. */
export function selectionIn(address: string): Selection {
  const query = new URLSearchParams(address)
  const names = [...LISTS, ...TEXTS].filter((name) => query.get(name))
  return {
    filter: Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])),
    sort: WORKLIST_SORTS.find((sort) => sort === query.get('sort')) ?? 'date-of-service',
    group: WORKLIST_GROUPS.find((group) => group === query.get('group')) ?? '',
  }
}

/** The address of a selection: a patient is in none. */
export function addressOf({ filter, sort, group }: Selection): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([name, value]) => value && name !== 'patient'))
  if (sort !== 'date-of-service') query.set('sort', sort)
  if (group) query.set('group', group)
  const text = query.toString()
  return text ? `?${text}` : ''
}

/** What is asked of the service; open doses where no status is chosen. */
export function filterOf({ filter }: Selection): WorklistSearchInput {
  const { olderThanDays, ...rest } = filter
  const set = Object.entries(rest).filter(([, value]) => value)
  const asked = Object.fromEntries(set.map(([name, value]) => [name, isList(name) ? [value] : value]))
  return {
    ...asked,
    ...(!filter.status && { status: [...OPEN] }),
    ...(olderThanDays && { olderThanDays: Number(olderThanDays) }),
  } as WorklistSearchInput
}

const isList = (name: string): boolean => LISTS.some((list) => list === name)

/** The same without its status, for totals that compare statuses. */
export function totalsOf(selection: Selection): WorklistSearchInput {
  const { status: _, ...rest } = filterOf(selection)
  return rest
}

/** Money and priority are read from the top; days from the oldest. */
export const orderOf = (sort: WorklistSort): 'ascending' | 'descending' =>
  sort === 'date-of-service' || sort === 'file-by' ? 'ascending' : 'descending'

/** The query of an export. */
export function exportOf(selection: Selection): string {
  const { sort } = selection
  const query = new URLSearchParams({ sort, order: orderOf(sort) })
  for (const [name, value] of Object.entries(filterOf(selection))) {
    if (name === 'patient') continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  return `?${query}`
}
