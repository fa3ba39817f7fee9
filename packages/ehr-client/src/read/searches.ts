import type { Dialect } from '../capabilities/offered.ts'
import type { Row } from './reading-plan.ts'

/** The patient of a search, or the visit. */
export interface Searched {
  readonly patient: string
  readonly encounter?: string
}

/**
 * The searches of a row in the order to try them. What a server lists comes first: forms all of whose parameters it
 * lists, without the includes it does not list. The others follow, because lists are not always complete.
 */
export function searchesFor(row: Row, dialect: Dialect | undefined, about: Searched): string[] {
  const forms = (about.encounter === undefined ? row.searches : row.searchesByVisit) ?? []
  const listed = dialect?.searches[row.type] ?? []
  const bare = forms.map((form) => withoutUnlisted(form, dialect?.includes[row.type]))
  const known = bare.filter((form) => listed.length === 0 || namesIn(form).every((name) => listed.includes(name)))
  const wanted = known.filter((form) => namesIn(form).some((name) => GIVEN_AWAY[name]?.(listed)))
  return [...new Set([...wanted, ...known, ...bare])].map((form) => `${row.type}?${filled(form, about)}`)
}

/**
 * A search by a token, such as the condition of a conditional create: `Flag?identifier=https%3A%2F%2F…`. Encoded: the SMART
 * launcher makes one slash of every `//` in an address, in its query too.
 */
export function tokenSearch(type: string, parameter: string, token: string): string {
  return `${type}?${parameter}=${encodeURIComponent(token)}`
}

/** Lists that give away what a search cannot do without: Oracle Health finds no dose without a time, no charge without its own status. */
const GIVEN_AWAY: Readonly<Record<string, (listed: readonly string[]) => boolean>> = {
  'effective-time': (listed) => listed.includes('effective-time') && !listed.includes('context'),
  '-status': (listed) => listed.includes('-status'),
}

/** Whether a server finds a type by visit only: it lists how it is searched, and the patient is not there. */
export function isFoundByVisit(row: Row, dialect: Dialect | undefined): boolean {
  const listed = dialect?.searches[row.type] ?? []
  return !!row.searchesByVisit && listed.length > 0 && !listed.includes('patient') && !listed.includes('subject')
}

/** Parameters of the result, which no server needs to list. */
const OF_THE_RESULT = /^_/

const namesIn = (form: string): string[] =>
  form
    .split('&')
    .map((part) => part.split('=')[0] ?? '')
    .filter((name) => !OF_THE_RESULT.test(name))

function withoutUnlisted(form: string, includes: readonly string[] | undefined): string {
  if (includes === undefined) return form
  const isListed = (part: string): boolean =>
    !part.startsWith('_include=') || includes.some((one) => one === '*' || part === `_include=${one}`)
  return form.split('&').filter(isListed).join('&')
}

const filled = (form: string, { patient, encounter = '' }: Searched): string =>
  form.replaceAll('{patient}', encodeURIComponent(patient)).replaceAll('{encounter}', encodeURIComponent(encounter))
