import type { Hcpcs, Product } from '@doseline/codebook'
import { type CalendarDate, ndc11 } from '@doseline/dose'
import { unitsGiven } from './billed-units.ts'
import type { AuthorizationOnFile, DoseFacts } from './dose-facts.ts'

/** The number a claim names: of the authorization that covers this dose; undefined where none is known to. */
export function authorizationFor(
  { administeredOn, product, authorizations, dailyAmount, earlierDoses }: DoseFacts,
  hcpcs: Hcpcs,
): string | undefined {
  if (!administeredOn.known || !product.known || !authorizations.known) return undefined
  const about: AboutAuthorized = {
    day: administeredOn.value,
    product: product.value.product,
    hcpcs,
    units: dailyAmount.known ? unitsGiven(dailyAmount.value.administeredAmount, hcpcs) : undefined,
    earlier: earlierDoses.known ? earlierDoses.value.map((each) => each.administeredOn) : [],
  }
  return judgedAuthorizations(authorizations.value, about).find(
    ({ each, trouble }) => each.number !== undefined && !trouble,
  )?.each.number
}

/** An authorization with why it does not cover the dose; `undefined` where it does. */
export interface JudgedAuthorization {
  readonly each: AuthorizationOnFile
  readonly trouble: Trouble | undefined
}

/** Each held against the dose. One that covers it is overtaken where a later answer with its number says otherwise. */
export function judgedAuthorizations(
  all: readonly AuthorizationOnFile[],
  about: AboutAuthorized,
): readonly JudgedAuthorization[] {
  const judged = all
    .filter(isAuthorization)
    .map((each): JudgedAuthorization => ({ each, trouble: troubleWith(each, about) }))
  return judged.map((one) =>
    one.trouble === undefined && judged.some((other) => overtakes(other, one))
      ? { each: one.each, trouble: 'overtaken' }
      : one,
  )
}

const isAuthorization = ({ isPredetermination }: AuthorizationOnFile): boolean => isPredetermination !== true

/**
 * Answers by which the payer refuses the product for that day, predeterminations among them; `isNamed` where it says what it
 * refuses. Refusals by others, and those for another time, are none of this dose.
 */
export function refusals(
  all: readonly AuthorizationOnFile[],
  about: AboutAuthorized,
): readonly { readonly each: AuthorizationOnFile; readonly isNamed: boolean }[] {
  return all.flatMap((each) => {
    if (each.outcome !== 'denied' || each.elsewhere !== undefined || each.otherDiagnosis !== undefined) return []
    if ((each.from ?? about.day) > about.day || (each.until ?? about.day) < about.day) return []
    const trouble = troubleWithProduct(each, about)
    return trouble === 'another product' ? [] : [{ each, isNamed: trouble === undefined }]
  })
}

/**
 * The newest answer with the number, or to the request, is the payer's word, whatever it says: only one about another
 * product, or about days of its own, leaves the earlier one as it is. Of what a person states only a refusal under its number does.
 */
const overtakes = ({ each: later, trouble }: JudgedAuthorization, { each }: JudgedAuthorization): boolean =>
  (!isStated(each) || isTakenBack(later, each)) &&
  later.reference !== each.reference &&
  isSameCase(later, each) &&
  trouble !== undefined &&
  trouble !== 'another product' &&
  !(trouble === 'another time' && areApart(later, each)) &&
  (later.answeredOn ?? '9') >= (each.answeredOn ?? '')

/** What a person states the payer’s own answer under that number may refuse or cancel. */
const isTakenBack = ({ number, outcome }: AuthorizationOnFile, each: AuthorizationOnFile): boolean =>
  (outcome === 'denied' || outcome === 'cancelled') &&
  number !== undefined &&
  each.number !== undefined &&
  compared(number) === compared(each.number)

const isSameCase = (a: AuthorizationOnFile, b: AuthorizationOnFile): boolean =>
  (a.number !== undefined && b.number !== undefined && compared(a.number) === compared(b.number)) ||
  (a.request !== undefined && a.request === b.request)

/** `BX-20260114 7731` and `bx202601147731` are one number. */
const compared = (number: string): string => number.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** A number that is used again for days of their own: the one ends before the other begins. */
const areApart = (a: AuthorizationOnFile, b: AuthorizationOnFile): boolean =>
  (a.until ?? '9') < (b.from ?? '') || (b.until ?? '9') < (a.from ?? '')

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
  'overtaken',
  'in doubt',
  'no number',
  'not a number',
  'changed',
  'names no code',
  'names no product',
  'states no days',
  'perhaps used up',
  'too few units',
  'no visits left',
  'another payer',
  'another diagnosis',
  'another time',
  'decision unknown',
  'not approved',
  'another product',
] as const
export type Trouble = (typeof CLOSENESS)[number]
/** How near an authorization comes to covering the dose; less is nearer. */
export const closeness = (trouble: Trouble | undefined): number => (trouble ? CLOSENESS.indexOf(trouble) : -1)

/** Why an authorization does not cover the dose; undefined where it does. */
function troubleWith(each: AuthorizationOnFile, about: AboutAuthorized): Trouble | undefined {
  return (
    troubleWithProduct(each, about) ??
    troubleWithOutcome(each) ??
    troubleWithDays(each, about.day) ??
    (each.elsewhere === undefined ? undefined : 'another payer') ??
    (each.otherDiagnosis === undefined ? undefined : 'another diagnosis') ??
    troubleWithAmount(each, about) ??
    (isChanged(each) ? 'changed' : undefined) ??
    troubleWithNumber(each) ??
    (each.doubt === undefined ? undefined : 'in doubt')
  )
}

/** It must name the code where it names codes, and the NDC where it names NDCs: both Prolia and Xgeva are J0897. */
function troubleWithProduct(
  { codes: named, isForThisDose, namesOthers }: AuthorizationOnFile,
  { product, hcpcs }: AboutAuthorized,
): Trouble | undefined {
  if (named.length === 0 && !isForThisDose) return 'names no product'
  const codes = named.flatMap(({ code }) => code ?? [])
  if (named.length > 0 && codes.length === 0) return 'names no code'
  const ndcs = codes.flatMap((code) => ndc11(code) ?? [])
  const others = codes.filter((code) => ndc11(code) === undefined)
  const isOurs =
    (ndcs.length === 0 || ndcs.some((ndc) => product.ndcs.includes(ndc))) &&
    (others.length === 0 || others.some((code) => code.toUpperCase() === hcpcs.code))
  return isOurs && namesOthers === undefined ? undefined : 'another product'
}

function troubleWithOutcome({ outcome }: AuthorizationOnFile): Trouble | undefined {
  if (outcome === 'denied' || outcome === 'pending' || outcome === 'cancelled') return 'not approved'
  return outcome === 'unknown' ? 'decision unknown' : undefined
}

function troubleWithDays(each: AuthorizationOnFile, day: CalendarDate): Trouble | undefined {
  if ((each.from ?? day) > day || (each.until ?? day) < day) return 'another time'
  if (isStated(each)) return each.from && each.until ? undefined : 'states no days'
  return each.from || each.until || each.isForThisDose ? undefined : 'states no days'
}

/** What a claim may name: digits, or a few letters with them; `PENDING`, `N/A` and `NPR` are words. */
function troubleWithNumber({ number }: AuthorizationOnFile): Trouble | undefined {
  if (number === undefined) return 'no number'
  const parts = number.split(/[^\p{L}\p{N}]/u).filter((part) => part !== '')
  const isWord = (part: string): boolean =>
    !/\p{N}/u.test(part) && (part.length > LETTERS_AT_MOST || NOTHING.has(part.toUpperCase()))
  return /[1-9]/.test(number) && !parts.some(isWord) ? undefined : 'not a number'
}

/** Letters that a number may have on their own, as in `AUTH-77`. */
const LETTERS_AT_MOST = 5
/** Short words that say that there is no number. */
const NOTHING: ReadonlySet<string> = new Set([
  'NO',
  'NOT',
  'NONE',
  'NA',
  'NPR',
  'TBD',
  'PEND',
  'NULL',
  'VOID',
  'PER',
  'CALL',
  'REP',
  'OK',
])

/** Units are those it covers in all: doses before this one have used some. */
function troubleWithAmount(
  each: AuthorizationOnFile,
  { units: billed, earlier }: AboutAuthorized,
): Trouble | undefined {
  const used = usedBefore(each, earlier)
  if (each.units !== undefined && billed !== undefined) {
    const covered = BigInt(each.units)
    if (billed > covered) return 'too few units'
    if (billed * BigInt(used + 1) > covered) return 'perhaps used up'
  }
  return each.visits !== undefined && used >= each.visits ? 'no visits left' : undefined
}

const isChanged = ({ outcome }: AuthorizationOnFile): boolean => outcome === 'modified' || outcome === 'partly approved'

/** A person who states a number has both days on the same paper. */
const isStated = ({ reference }: AuthorizationOnFile): boolean => reference === 'request'

/** Doses given under the authorization before this one; without its start, every earlier dose may have been. */
export const usedBefore = ({ from, until }: AuthorizationOnFile, earlier: readonly CalendarDate[]): number =>
  earlier.filter((day) => (from ?? day) <= day && day <= (until ?? day)).length
