import type { ChartGap } from '@doseline/dose'
import type { Bundle, BundleEntry, BundleLink } from 'fhir/r4'
import { byText, isObject, list, quoted, text } from '../shape.ts'
import { addressed, typeAsked } from './where.ts'

/** One page of a search, as a Bundle shows it. */
export interface Page {
  readonly own?: string
  /** Addresses of other pages of the same search. */
  readonly others: readonly string[]
  readonly next?: string
  readonly total?: number
  /** What matched on this page, by name; the same resource on two pages counts once. */
  readonly matches: readonly Match[]
  readonly typeAsked: string | undefined
  readonly isHistory: boolean
}

interface Match {
  readonly type: string | undefined
  readonly name: string | undefined
}

const relations = (links: readonly BundleLink[], ...wanted: readonly string[]): string[] =>
  links.flatMap(({ relation, url }) =>
    wanted.includes((text(relation) ?? UNTOLD).toLowerCase()) ? [pageAddress(text(url) ?? NO_ADDRESS)] : [],
  )

/** A link that does not say what it leads to may lead to a further page. */
const UNTOLD = 'next'

/**
 * An address as pages are compared: servers write the host that they have inside, and the parameters in another order.
 * The path counts, as does every parameter.
 */
function pageAddress(url: string): string {
  const [path = '', query] = url.split('?')
  const withoutHost = path.replace(/^https?:\/\/[^/]+/i, '')
  return query === undefined ? withoutHost : `${withoutHost}?${query.split('&').toSorted(byText).join('&')}`
}

/** A page that is linked to and has no address was not read either. */
const NO_ADDRESS = 'no address'

/** What a Bundle says of the search it is a page of; undefined for one that is no search. */
export function pageOf(bundle: Bundle): Page | undefined {
  const links = list<BundleLink>(bundle.link)
  const total = countIn(bundle.total)
  if (links.length === 0 && total === undefined) return undefined
  const [own] = relations(links, 'self')
  const [next] = relations(links, 'next')
  return {
    ...(own && own !== NO_ADDRESS && { own }),
    ...(next && { next }),
    ...(total !== undefined && { total }),
    others: relations(links, 'next', 'previous', 'prev', 'first', 'last'),
    matches: list<BundleEntry>(bundle.entry).flatMap(matchIn),
    typeAsked: typeAsked(own),
    isHistory: bundle.type === 'history',
  }
}

function countIn(total: unknown): number | undefined {
  const count = typeof total === 'string' && /^\d{1,9}$/.test(total) ? Number(total) : total
  return typeof count === 'number' && count >= 0 ? count : undefined
}

/** What came along, or says how the search went, is no match. */
function matchIn({ resource, fullUrl, search }: BundleEntry): Match[] {
  const type = isObject(resource) ? text(resource.resourceType) : addressed(fullUrl)?.type
  if (type === 'OperationOutcome' || search?.mode === 'include' || search?.mode === 'outcome') return []
  const id = isObject(resource) ? text(resource.id) : undefined
  return [{ type, name: id === undefined ? text(fullUrl) : `${type}/${id}` }]
}

/** What the searches of a chart show to be missing: pages that are not there, and matches that did not come. */
export function gapsOfSearches(pages: readonly Page[]): ChartGap[] {
  const read = new Set(pages.flatMap(({ own }) => own ?? []))
  return searchesIn(pages).flatMap((search) => {
    const says = whatIsMissing(search, read)
    return says === undefined ? [] : gapsFor(typesOf(search), says)
  })
}

const gapsFor = (types: readonly (string | undefined)[], says: (what: string) => string): ChartGap[] =>
  types.map((type) => ({ kind: 'not read', ...(type && { type }), says: says(type ? `of ${type} ` : '') }))

/** The pages that belong together: those that link to each other, at any remove. */
function searchesIn(pages: readonly Page[]): readonly (readonly Page[])[] {
  const linked = new Set(pages.flatMap(({ others }) => others))
  const together = new Together()
  const nameOf = (page: Page, at: number): string =>
    page.own !== undefined && (linked.has(page.own) || page.others.length > 0) ? page.own : `page ${at}`
  pages.forEach((page, at) => {
    for (const other of page.others) together.join(nameOf(page, at), other)
  })
  return [...Map.groupBy(pages.entries(), ([at, page]) => together.of(nameOf(page, at))).values()].map((group) =>
    group.map(([, page]) => page),
  )
}

/** Names that are joined to each other, directly or through others. */
class Together {
  readonly #above = new Map<string, string>()

  join(a: string, b: string): void {
    const [one, other] = [this.of(a), this.of(b)]
    if (one !== other) this.#above.set(one, other)
  }

  /** The name that stands for all those joined to this one. */
  of(name: string): string {
    let top = name
    for (let above = this.#above.get(top); above !== undefined; above = this.#above.get(top)) top = above
    if (top !== name) this.#above.set(name, top)
    return top
  }
}

/** What was asked for; where no address says so, what came, if that is of one type. */
function typesOf(search: readonly Page[]): readonly (string | undefined)[] {
  const asked = search.map((page) => page.typeAsked).find((type) => type !== undefined)
  if (asked) return [asked]
  const came = new Set(search.flatMap(({ matches }) => matches.map(({ type }) => type)))
  return came.size === 1 ? [...came] : [undefined]
}

function whatIsMissing(search: readonly Page[], read: ReadonlySet<string>): ((what: string) => string) | undefined {
  if (search.some(({ next }) => next !== undefined && !read.has(next))) {
    return (what) => `A search result ${what}has a further page that is not in the chart.`
  }
  const narrowed = search.map(({ own }) => narrowedBy(own)).find((by) => by !== undefined)
  if (narrowed !== undefined) {
    return (what) =>
      `A search result ${what}was narrowed by “${quoted(narrowed, 60)}”: what it left out is not in the chart.`
  }
  const came = cameIn(search)
  const totals = search.flatMap(({ total }) => total ?? [])
  const total = totals.length === 0 ? undefined : Math.max(...totals)
  if (total !== undefined && total > came) {
    return (what) => `A search result ${what}states a total of ${total}, and ${came} of them are in the chart.`
  }
  const most = search.map(({ own }) => countAsked(own)).find((count) => count !== undefined)
  const isOnePage = search.every(({ next }) => next === undefined)
  if (total === undefined && isOnePage && most !== undefined && came >= most) {
    return (what) => `A search result ${what}holds ${came}, which is all that one page may hold: there may be more.`
  }
  return undefined
}

function cameIn(search: readonly Page[]): number {
  const [asked] = typesOf(search)
  const matches = search.flatMap((page) => page.matches.filter(({ type }) => asked === undefined || type === asked))
  if (search.some(({ isHistory }) => isHistory)) return matches.length
  const names = matches.flatMap(({ name }) => name ?? [])
  return new Set(names).size + (matches.length - names.length)
}

/**
 * Parameters that leave out a part of each resource, or resources by their words or by when they were stored.
 * @see https://hl7.org/fhir/R4/search.html
 */
const NARROWING = new Set(['_elements', '_filter', '_text', '_content', '_lastUpdated'])
/** Doses since a day are what an interval is told from; those of one day, or until one, are not. */
const DAY_OF_A_DOSE = new Set(['effective-time', 'date'])
const SINCE = /^(ge|gt|sa)/

/** The parameter by which a server says that it searched for less than all of a type. */
function narrowedBy(own: string | undefined): string | undefined {
  const isOfDoses = typeAsked(own) === 'MedicationAdministration'
  const [, query = ''] = (own ?? '').split('?')
  return query.split('&').find((each) => {
    const [name = '', value = ''] = each.split('=')
    if (name === '_summary') return value !== 'false' && value !== ''
    return NARROWING.has(name) || (isOfDoses && DAY_OF_A_DOSE.has(name) && !SINCE.test(value))
  })
}

/** The `_count` a server says it used; it may be smaller than what was asked for. */
function countAsked(own: string | undefined): number | undefined {
  const [, count] = /[?&]_count=(\d{1,6})(?:&|$)/.exec(own ?? '') ?? []
  return count === undefined ? undefined : Number(count)
}
