import type { Hcpcs, Product } from '@doseline/codebook'
import { type Authorization, type CalendarDate, ndc11, wholePartsUp } from '@doseline/dose'
import type { DoseFacts } from './dose-facts.ts'

/** The number a claim names: of the authorization that covers this dose; undefined where none is known to. */
export function authorizationFor(
  { givenOn, product, authorizations, day, earlierDoses }: DoseFacts,
  hcpcs: Hcpcs,
): string | undefined {
  if (!givenOn.known || !product.known || !authorizations.known) return undefined
  const about: AboutAuthorized = {
    day: givenOn.value,
    product: product.value.product,
    hcpcs,
    units: day.known ? wholePartsUp(day.value.givenMg, hcpcs.unitMg) : undefined,
    earlier: earlierDoses.known ? earlierDoses.value.map((each) => each.givenOn) : [],
  }
  return authorizations.value.find((each) => each.number !== undefined && !troubleWith(each, about))?.number
}

/** What an authorization is held against. */
export interface AboutAuthorized {
  readonly day: CalendarDate
  readonly product: Product
  readonly hcpcs: Hcpcs
  /** Units of the day; undefined where they are not known. */
  readonly units: bigint | undefined
  /** The days of earlier doses. */
  readonly earlier: readonly CalendarDate[]
}

const CLOSENESS = [
  'names no code',
  'states no days',
  'too few units',
  'no visits left',
  'another time',
  'not approved',
  'another product',
] as const
export type Trouble = (typeof CLOSENESS)[number]
/** How near an authorization comes to covering the dose; less is nearer. */
export const closeness = (trouble: Trouble | undefined): number => (trouble ? CLOSENESS.indexOf(trouble) : -1)

/** Why an authorization does not cover the dose; undefined where it does. */
export function troubleWith(
  each: Authorization,
  { day, product, hcpcs, units: billed, earlier }: AboutAuthorized,
): Trouble | undefined {
  const names = (code: string) => code.toUpperCase() === hcpcs.code || product.ndcs.includes(ndc11(code) ?? '')
  const codes = each.codes.flatMap(({ code }) => code ?? [])
  if (each.codes.length > 0 && codes.length === 0) return 'names no code'
  if (codes.length > 0 && !codes.some(names)) return 'another product'
  if (each.outcome !== 'approved') return 'not approved'
  if ((each.from ?? day) > day || (each.until ?? day) < day) return 'another time'
  if (isStated(each) && !(each.from && each.until)) return 'states no days'
  if (each.units !== undefined && billed !== undefined && billed > BigInt(each.units)) return 'too few units'
  if (each.visits !== undefined && usedBefore(each, earlier) >= each.visits) return 'no visits left'
  return undefined
}

/** A payer's own answer without days is one without end; a person who states a number has the days on the same paper. */
const isStated = ({ reference }: Authorization): boolean => reference === 'request'

/** Doses given under the authorization before this one; without its start, every earlier dose may have been. */
export const usedBefore = ({ from, until }: Authorization, earlier: readonly CalendarDate[]): number =>
  earlier.filter((day) => (from ?? day) <= day && day <= (until ?? day)).length
