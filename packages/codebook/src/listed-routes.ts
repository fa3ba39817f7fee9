import { ROUTES, type Route, routesNamed } from '@doseline/dose'
import { z } from 'zod'
import type { ReleaseHead } from './releases/release-file.ts'
import type { Releases } from './releases/releases.ts'
import type { Product } from './values.ts'

/** `data/listed-routes.yaml`: by route, the codes of drugs that are given so, of those that no label is loaded of. */
export const ListedRoutesFile = z.partialRecord(
  z.enum(ROUTES),
  z.array(z.string().regex(/^[A-Z0-9]\d{4}$/, 'is no code')),
)
export type ListedRoutes = z.infer<typeof ListedRoutesFile>

/** The routes of each code, as they are entered; none of a code that is not. */
export function routesByCode(entered: ListedRoutes): ReadonlyMap<string, readonly Route[]> {
  const found = new Map<string, Route[]>()
  for (const route of ROUTES) {
    for (const code of entered[route] ?? []) found.set(code, [...(found.get(code) ?? []), route])
  }
  return found
}

/** By which routes a product is given, and the release that says so; without one they are entered. */
export interface RoutesOf {
  readonly routes: readonly [Route, ...Route[]]
  readonly release?: ReleaseHead
}

/**
 * What FDA's directory says of the NDCs of a product, as far as every route that it names is known here; else what is entered for
 * its code, else what HCPCS's description of the code names. Undefined where none of them names one.
 */
export function routesOf(
  { ndcs }: Product,
  code: string | undefined,
  { releases, entered }: { readonly releases: Releases; readonly entered: ReadonlyMap<string, readonly Route[]> },
): RoutesOf | undefined {
  const rows = ndcs.flatMap((ndc) => releases.marketing(ndc))
  const named = rows.flatMap(({ value }) => value.route.split(';').map((name) => routesNamed(name)))
  const [row] = rows
  if (row && named.every((routes) => routes.length > 0)) return asRoutes(named.flat(), row.release)
  if (code === undefined) return undefined
  const meaning = releases.described(code, releases.lastDay)
  return (
    asRoutes(entered.get(code) ?? []) ?? (meaning && asRoutes(routesNamed(meaning.value.description), meaning.release))
  )
}

function asRoutes(named: readonly Route[], release?: ReleaseHead): RoutesOf | undefined {
  const [first, ...more] = new Set(named)
  return first && { routes: [first, ...more], ...(release && { release }) }
}
