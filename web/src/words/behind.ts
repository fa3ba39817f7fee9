import { plural } from './plural.ts'

/** What is said in rows that are closed at first. */
export const timeline = {
  title: 'Dosing interval',
  every: (brand: string, every: string) => `${brand}, every ${every}`,
  last: 'Last dose',
  perhaps: 'Possible last dose',
  due: 'Due from',
  current: 'This dose',
  next: 'Next due from',
  none: 'none in the chart',
  early: (days: number) => `${plural(days, 'day')} early`,
  late: (days: number) => (days === 0 ? 'on the due date' : `${plural(days, 'day')} after the due date`),
  noInterval: 'No labeled interval is known for this dose.',
  noDay: 'This dose has no date of service.',
  all: (drug: string) => `All doses of ${drug}`,
} as const

export const resource = {
  title: 'FHIR resource as read',
  close: 'Close',
  copy: 'Copy',
  element: 'Element',
  missing: 'This resource was not read.',
  notFound: 'The resource does not contain this element. Doseline looked for it there.',
  address: 'FHIR address',
  addressNote: 'opens in a new tab; many EHRs ask for a sign-in',
} as const
