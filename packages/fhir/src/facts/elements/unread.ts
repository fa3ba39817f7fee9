import type { CodeableConcept, FhirResource } from 'fhir/r4'
import { isNothing, isObject, list, text } from '../../shape.ts'
import { isOnlyOf, wordList } from '../beside/phrases.ts'
import { phrasesOf } from '../beside/said.ts'
import { ELEMENT_TABLES } from './index.ts'

/** An element of a record of which nothing is read, or that has another value than the usual ones. */
export interface Unread {
  readonly element: string
  /** What it is, in words: `a protocol that it follows`. */
  readonly is: string
  /** Its value, where it has another than the usual ones. */
  readonly value?: string
}

/** What of a type has to be looked at where it is present; everything else is read, or never bears on a line. */
interface Watched {
  readonly is?: string
  readonly usual?: ReadonlySet<string>
  readonly below: Map<string, Watched>
}

const WATCHED: ReadonlyMap<string, Watched> = new Map(
  ELEMENT_TABLES.map(({ type, asked = {}, usual = {} }) => {
    const top: Watched = { below: new Map() }
    for (const [path, is] of Object.entries(asked)) place(top, path, { is })
    for (const [path, { is, of }] of Object.entries(usual)) place(top, path, { is, usual: wordList(of) })
    return [type, top]
  }),
)

function place(top: Watched, path: string, watched: Omit<Watched, 'below'>): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  let at = top
  for (const name of names) {
    const next = at.below.get(name) ?? { below: new Map() }
    at.below.set(name, next)
    at = next
  }
  at.below.set(last, { ...watched, below: new Map() })
}

/** The elements of a record that somebody has to look at, each once. */
export function unreadIn(resource: FhirResource): readonly Unread[] {
  const watched = WATCHED.get(resource.resourceType)
  if (watched === undefined || watched.below.size === 0) return NONE
  const found: Unread[] = []
  gather(resource, watched, '', found)
  return found.length === 0
    ? NONE
    : found.filter(({ element }, at) => found.findIndex((each) => each.element === element) === at)
}
const NONE: readonly Unread[] = []

function gather(value: unknown, watched: Watched, path: string, found: Unread[]): void {
  for (const each of Array.isArray(value) ? value : [value]) {
    if (!isObject(each)) continue
    for (const written of Object.keys(each)) {
      const name = written.startsWith('_') ? written.slice(1) : written
      const inner = watched.below.get(name)
      if (inner === undefined) continue
      const element = path === '' ? name : `${path}.${name}`
      const held: unknown = Reflect.get(each, written)
      if (inner.is === undefined) gather(held, inner, element, found)
      else found.push(...lookedAt(held, { ...inner, is: inner.is }, element))
    }
  }
}

function lookedAt(held: unknown, { is, usual }: Watched & { readonly is: string }, element: string): readonly Unread[] {
  if (isNothing(held)) return []
  if (usual === undefined) return [{ element, is }]
  const value = saidBy(held).find((each) => !isUsual(each, usual))
  return value === undefined ? [] : [{ element, is, value }]
}

/** A number, a text or codes, as phrases; of what is none of these, that it cannot be read. */
function saidBy(held: unknown): readonly string[] {
  if (typeof held === 'boolean' || typeof held === 'number') return [String(held)]
  const said = text(held)
  if (said !== undefined) return [said]
  return list(held as CodeableConcept[] | undefined).flatMap((each) => {
    const phrases = phrasesOf([each])
    return phrases.length > 0 ? phrases : ['no code and no words']
  })
}

/** Whether a phrase is made of usual words: numbers and codes of an EHR’s own say nothing else. */
const isUsual = (phrase: string, usual: ReadonlySet<string>): boolean => {
  const words = phrase.replaceAll(/\d+/g, ' ')
  return !/\p{L}/u.test(words) ? usual.has(phrase) || phrase.length > SHORT : isOnlyOf(words, usual)
}
const SHORT = 2
