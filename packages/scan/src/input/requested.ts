import { withoutEnding } from '@doseline/dose'
import { READ_TYPES } from '@doseline/fhir'

/** What was asked of a server, as far as manifests say it. */
export interface Requested {
  /** The types: `all` without `_type`; undefined where no manifest says it. */
  readonly typesExported: 'all' | readonly string[] | undefined
  /** Of which types only a part was asked for, with why. */
  readonly inPart: Readonly<Record<string, string>>
  /** Address of the server. */
  readonly server: string | undefined
}

/**
 * What the kick-offs of exports asked for together. An export of what changed since a day is a part, unless a whole one lies
 * next to it; one of what a search finds is a part of that type.
 */
export function requestedIn(requests: readonly string[]): Requested {
  const urls = requests.flatMap((request) => (URL.canParse(request) ? [new URL(request)] : []))
  const [first] = urls
  if (!first) return { typesExported: undefined, inPart: {}, server: undefined }
  const whole = urls.filter((url) => !url.searchParams.has('_since'))
  const [begun] = whole
  return {
    typesExported: typesOf(begun ? whole : urls),
    inPart: begun
      ? filtered(whole)
      : everything(`only what changed since ${first.searchParams.get('_since')} was exported`),
    server: serverOf(begun ?? first),
  }
}

function typesOf(urls: readonly URL[]): 'all' | readonly string[] {
  const each = urls.map((url) => url.searchParams.getAll('_type').flatMap((types) => types.split(',')))
  return each.some((types) => types.length === 0) ? 'all' : [...new Set(each.flat().map((type) => type.trim()))]
}

function filtered(urls: readonly URL[]): Readonly<Record<string, string>> {
  const filters = urls.flatMap((url) => url.searchParams.getAll('_typeFilter'))
  const types = filters.flatMap((filter) => /^([A-Z][A-Za-z]+)\?/.exec(filter)?.[1] ?? [])
  return Object.fromEntries(types.map((type) => [type, 'only what a search finds was exported']))
}

const everything = (why: string): Readonly<Record<string, string>> =>
  Object.fromEntries(READ_TYPES.map((type) => [type, why]))

/** The FHIR base: what the kick-off was asked of, without the group, the patients and the operation. */
const serverOf = ({ origin, pathname }: URL): string =>
  withoutEnding(`${origin}${pathname.replace(/(?:\/Group\/[^/]+|\/Patient)?\/(?:\$|%24)export$/, '')}`, '/')
