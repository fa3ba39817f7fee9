import type { Registry } from '../session/registry.ts'
import { tabStorageIfAny } from '../session/tab-storage.ts'
import type { inspect } from '../words/inspect.ts'

/** What is kept in the tab, by what it is: its own name may hold the state of a launch. Characters. */
export interface StoredItem {
  readonly what: keyof (typeof inspect)['stored']
  readonly size: number
}

/** Where a launch happened. */
export interface Surroundings {
  /** Address of the folder of the app. */
  readonly app: string
  readonly version: string | undefined
  /** Whether the service wants a sign-in; undefined where it did not answer. */
  readonly signIn: boolean | undefined
  /** Origins of the pages around this one, the nearest first; undefined for one the browser does not name. */
  readonly frames: readonly (string | undefined)[]
  readonly hasStorage: boolean
  readonly stored: readonly StoredItem[]
  /** How far the clock of this computer is ahead of the service’s, in seconds: id_tokens are refused where it is much. */
  readonly clockSeconds: number | undefined
  readonly userAgent: string
}

/** Looks around, and asks the service that served this page. */
export async function lookAround(
  registry: Registry | undefined,
  fetcher: typeof fetch = fetch,
  now: () => number = Date.now,
): Promise<Surroundings> {
  const response = await fetcher(new URL('../version', document.baseURI), { cache: 'no-store' }).catch(() => undefined)
  const { version } = ((await response?.json().catch(() => undefined)) ?? {}) as { version?: unknown }
  const date = Date.parse(response?.headers.get('date') ?? '')
  const storage = tabStorageIfAny()
  return {
    app: new URL('.', document.baseURI).href,
    version: typeof version === 'string' ? version : undefined,
    signIn: registry?.signIn,
    frames: framesAround(),
    hasStorage: storage !== undefined,
    stored: storage ? storedIn(storage) : [],
    clockSeconds: Number.isNaN(date) ? undefined : Math.round((now() - date) / 1000),
    userAgent: navigator.userAgent,
  }
}

function framesAround(): readonly (string | undefined)[] {
  if (window.parent === window) return []
  const { ancestorOrigins } = location
  return ancestorOrigins?.length ? [...ancestorOrigins] : [undefined]
}

const KINDS: readonly (readonly [RegExp, StoredItem['what']])[] = [
  [/^doseline\.launch\./, 'launch'],
  [/^doseline-session-/, 'session'],
  [/^doseline\.used\./, 'used'],
  [/^doseline\.draft\./, 'draft'],
  [/^doseline\.trace\./, 'trace'],
  // fhirclient keeps a launch under its bare state.
  [/^[A-Za-z0-9_-]{43}$/, 'state'],
]

export const storedIn = (storage: Storage): readonly StoredItem[] =>
  Object.keys(storage)
    .toSorted()
    .map((name) => ({
      what: KINDS.find(([form]) => form.test(name))?.[1] ?? 'other',
      size: (storage.getItem(name) ?? '').length,
    }))
