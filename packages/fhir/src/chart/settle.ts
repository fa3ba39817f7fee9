import type { FhirResource } from 'fhir/r4'
import { canonicalJson } from '../canonical-json.ts'
import { byText, list, listedWords } from '../shape.ts'
import type { Word } from './word.ts'

/** What becomes of all that a chart says of one resource. */
export interface Settled {
  /** The newest content; absent where there never was one. */
  readonly resource?: FhirResource
  readonly isDeleted: boolean
  /** Why it is not known which of the words counts, as a sentence. */
  readonly unclear?: string
  /** Every element in which the words differ, where it is not known which of them counts. */
  readonly differsIn?: readonly string[]
}

/**
 * The newest word by time, then by version, then by its place in a history. Where words differ and nothing orders them the
 * resource is unclear, and the choice only has to be the same in whatever order they came.
 * @see https://hl7.org/fhir/R4/resource.html#versions
 * @see https://hl7.org/fhir/R4/http.html#history
 */
export function settled(key: string, words: readonly Word[]): Settled {
  const [only] = words
  if (only && words.length === 1) return outcome(only, [])
  const candidates = different(newestOf(words))
  const [newest] = candidates
  if (newest && candidates.length === 1) {
    const unclear = ofTwoServers(key, words) ?? againstItsVersion(key, newest, words)
    return { ...outcome(newest, words), ...(unclear && doubted(unclear, words)) }
  }
  const first = firstOfHistory(candidates)
  if (first) return outcome(first, words)
  const whole = withoutExtracts(candidates)
  const [chosen] = whole.filter(({ resource }) => resource !== undefined)
  const unclear = whole.length === 1 ? undefined : whyUnclear(key, whole)
  return {
    ...(chosen?.resource && { resource: chosen.resource }),
    isDeleted: false,
    ...(unclear && doubted(unclear, whole)),
  }
}

const doubted = (unclear: string, words: readonly Word[]) => ({
  unclear,
  differsIn: differing(words.flatMap(({ resource }) => resource ?? [])),
})

/** The word that counts; of a deleted resource what it was before, where the chart holds that too. */
function outcome({ resource }: Word, words: readonly Word[]): Settled {
  if (resource) return { resource, isDeleted: false }
  const before = words.filter((word) => word.resource !== undefined)
  return { ...(before.length > 0 && { resource: settled('', before).resource }), isDeleted: true }
}

/** The words that no other one is newer than. */
function newestOf(words: readonly Word[]): readonly Word[] {
  const latest = most(words.map(({ at }) => at))
  const undated = words.filter(({ at }) => at === undefined || at === latest)
  const [highest, highestUndated] = [words, undated].map((each) => most(each.map(({ version }) => version)))
  return words.filter(({ at, version }) => {
    if (at !== undefined && at < (latest ?? at)) return false
    const above = at === undefined ? highest : highestUndated
    return version === undefined || version >= (above ?? version)
  })
}

const most = (values: readonly (number | undefined)[]): number | undefined =>
  values.reduce<number | undefined>((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined)

/** Words of different content: of equal ones any, the same in whatever order they came. */
function different(words: readonly Word[]): readonly Word[] {
  const byContent = new Map<string, readonly [string, Word]>()
  for (const word of words) {
    const [content, all] = [contentIn(word), canonicalJson(word.resource)]
    const other = byContent.get(content)
    if (other === undefined || byText(all, other[0]) < 0) byContent.set(content, [all, word])
  }
  return [...byContent.values()].toSorted(([a], [b]) => byText(a, b)).map(([, word]) => word)
}

/** What a resource says; not when it was stored, nor the same in words for people. */
function contentIn({ resource }: Word): string {
  if (resource === undefined) return ''
  const { meta: _, text: __, ...content } = resource as FhirResource & { text?: unknown }
  return canonicalJson(content)
}

/** A history has the newest first; true only of words of one and the same history. */
function firstOfHistory(words: readonly Word[]): Word | undefined {
  const [first, ...others] = words.toSorted((a, b) => (a.history?.position ?? 0) - (b.history?.position ?? 0))
  return first?.history && others.every(({ history }) => history?.of === first.history?.of) ? first : undefined
}

/** A server marks a resource that it shortened; what is left of it must agree with the whole one. */
function withoutExtracts(words: readonly Word[]): readonly Word[] {
  const whole = words.filter(({ resource }) => !isExtract(resource))
  const [only] = whole
  if (whole.length !== 1 || !only?.resource) return words
  const content = Object.entries(only.resource)
  const agrees = ({ resource }: Word): boolean =>
    resource !== undefined &&
    differing([resource, only.resource ?? resource]).every(
      (element) => !(element in resource) && content.some(([name]) => name === element),
    )
  return words.every((word) => word === only || agrees(word)) ? whole : words
}

const isExtract = (resource: FhirResource | undefined): boolean =>
  list(resource?.meta?.tag).some(({ code }) => code === 'SUBSETTED')

/** Versions of two servers do not compare. */
function ofTwoServers(key: string, words: readonly Word[]): string | undefined {
  const servers = new Set(words.flatMap(({ server }) => server ?? []))
  const contents = different(words)
  if (servers.size < 2 || contents.length < 2) return undefined
  return `${key} came from two servers, and the copies differ${inElements(contents)}.`
}

/** The latest by its time must not be an older version than another copy. */
function againstItsVersion(key: string, newest: Word, words: readonly Word[]): string | undefined {
  const higher = words.find(({ version }) => version !== undefined && version > (newest.version ?? version))
  if (!higher || contentIn(higher) === contentIn(newest)) return undefined
  return `${key} came in two versions: one has the later time, the other the higher version.`
}

function whyUnclear(key: string, words: readonly Word[]): string {
  if (words.some(({ resource }) => resource === undefined)) {
    return `${key} is in the chart and was also deleted, and nothing says which came later.`
  }
  return `${key} came in two versions that differ${inElements(words)}, and nothing says which is newer.`
}

function inElements(words: readonly Word[]): string {
  const elements = differing(words.flatMap(({ resource }) => resource ?? []))
  return elements.length === 0 ? '' : ` in ${listedWords(elements.slice(0, MOST_NAMED))}`
}

const MOST_NAMED = 3

/** The elements in which resources differ, sorted. */
function differing(resources: readonly FhirResource[]): string[] {
  const names = new Set(resources.flatMap((resource) => Object.keys(resource)))
  for (const name of ['meta', 'text']) names.delete(name)
  return [...names]
    .filter((name) => new Set(resources.map((resource) => canonicalJson(Reflect.get(resource, name)))).size > 1)
    .toSorted(byText)
}
