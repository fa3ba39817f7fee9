import { type Exact, exact, exactly, isPositive } from '@doseline/dose'

/** What is measured. Units, USP units and international units are three things: no source says that one is the other. */
export const MEASURES = [
  'mg',
  'mcg',
  'gm',
  'ml',
  'unit',
  'iu',
  'usp unit',
  'meq',
  'sq cm',
  'microcurie',
  'million pfu',
] as const
export type Measure = (typeof MEASURES)[number]

/** What is counted: one unit each, however much of the drug it is. */
export const OCCASIONS = [
  'dose',
  'therapeutic dose',
  'vial',
  'implant',
  'infusion',
  'applicator',
  'administration',
  'each',
] as const
export type Occasion = (typeof OCCASIONS)[number]

/** An amount of one thing. */
export interface Part {
  readonly amount: Exact
  readonly of: Measure | Occasion
}

/**
 * One billing unit, as CMS writes it in the “HCPCS dosage” column.
 *
 * - `amount`: so much of the drug, `10 MG`.
 * - `combination`: so much of one drug and so much of another, `5MG-1MG`. A hyphen is “and”, never a range; one unit is the pair.
 * - `occasion`: one for each dose, vial or implant.
 * - `bounded`: one administration, where the code stands for an amount or a course within a bound, `Greater than 100 MG`.
 */
export interface BillingUnit {
  readonly kind: 'amount' | 'combination' | 'occasion' | 'bounded'
  readonly parts: readonly [Part, ...Part[]]
  /** A container that holds less is one unit too. */
  readonly upTo?: true
  /** The text says “per”, which means the same as the amount alone. */
  readonly per?: true
  /** What stands beside it: what the bound is, which salt, the same amount in another unit. */
  readonly note?: string
}

/**
 * Reads a dosage text of CMS; undefined where the grammar does not know it, which is then listed and never guessed.
 *
 * @example billingUnit('UP TO 1 GM') // { kind: 'amount', parts: [1 gm], upTo: true }
 * @see https://www.cms.gov/medicare/payment/part-b-drugs/asp-pricing-files
 */
export function billingUnit(written: string): BillingUnit | undefined {
  const text = written.toLowerCase().replaceAll(/\s+/g, ' ').trim()
  const read = occasion(text) ?? bounded(text) ?? cells(text) ?? amount(text)
  return read && text.startsWith('per ') ? { ...read, per: true } : read
}

/** `per dose`, `1 each`, `per 3.2 mg single-use applicator`, `per infusion (minimum 50 million cells)`. */
function occasion(text: string): BillingUnit | undefined {
  const applicator = /^per (\d[\d.]{0,9} mg) single-use applicator$/.exec(text)
  if (applicator) return one('applicator', applicator[1])
  const found = /^(?:per|1) (therapeutic dose|dose|vial|implant|infusion|each|ea)(?: \(([^()]{1,80})\))?$/.exec(text)
  if (!found) return undefined
  const [, what = '', note] = found
  return one(what === 'ea' ? 'each' : (what as Occasion), note)
}

/** The code is one of several, by how much was given or for how long: one administration is one unit. */
const bounded = (text: string): BillingUnit | undefined =>
  /^(?:greater than|less than or equal to) \d{1,6} (?:mg|days)\b[a-z0-9 ]{0,60}$/.test(text)
    ? { ...one('administration', text), kind: 'bounded' }
    : undefined

/** Cells are counted in millions, and billed as one treatment. */
const cells = (text: string): BillingUnit | undefined =>
  /^up to \d{1,5} million [^()]{0,80}(?:\([a-z]{1,8}\) )?[^()]{0,80}\bcells\b[a-z, ]{0,40}$/.test(text)
    ? { ...one('therapeutic dose', text), upTo: true }
    : undefined

const one = (of: Occasion, note?: string): BillingUnit => ({
  kind: 'occasion',
  parts: [{ amount: exactly(1), of }],
  ...(note !== undefined && { note }),
})

/** How CMS writes each measure. */
const WRITTEN: Readonly<Record<string, Measure>> = {
  mg: 'mg',
  mcg: 'mcg',
  gm: 'gm',
  ml: 'ml',
  cc: 'ml',
  unit: 'unit',
  units: 'unit',
  iu: 'iu',
  'i.u.': 'iu',
  'usp unit': 'usp unit',
  meq: 'meq',
  'sq cm': 'sq cm',
  microcurie: 'microcurie',
  'million pfu': 'million pfu',
}

/** A comma sets thousands apart: `1,00 mg` may be one milligram or a hundred. */
const PART = /((?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,6})?|\.\d{1,6}) ?([a-z.]{1,12}(?: (?:unit|cm|pfu)\b)?)/y
const BETWEEN = / ?[-/&] ?/y
const VOLUME = / (\d{1,6}) ml$/y
const BESIDE = / (?:\(([^()]{1,60})\)|(vwf:rco))$/y

/** `[up to|per] N unit {(-|/|&) N unit} [N ml] [(note)]` */
function amount(text: string): BillingUnit | undefined {
  const factor = /^per (factor viii) iu$/.exec(text)
  if (factor) return { kind: 'amount', parts: [{ amount: exactly(1), of: 'iu' }], note: factor[1] ?? '' }
  const qualifier = /^(?:up to|per) /.exec(text)?.[0] ?? ''
  const parts = partsOf(text, qualifier.length)
  const [first, ...others] = parts?.list ?? []
  if (!parts || !first) return undefined
  const rest = text.slice(parts.end)
  const volume = match(VOLUME, text, parts.end)
  const note = match(BESIDE, text, parts.end)
  if (rest !== '' && !volume && !note) return undefined
  const upTo = qualifier === 'up to ' ? { upTo: true as const } : {}
  // `5 mg/20 mg 100 ml` states what the volume holds: the volume is what is billed.
  if (volume) {
    const [, ml = ''] = volume
    const held = text.slice(qualifier.length, parts.end)
    return { kind: 'amount', parts: [{ amount: exactly(ml), of: 'ml' }], ...upTo, note: held }
  }
  return {
    kind: others.length > 0 ? 'combination' : 'amount',
    parts: [first, ...others],
    ...upTo,
    ...(note && { note: note[1] ?? note[2] ?? '' }),
  }
}

function partsOf(text: string, start: number): { list: Part[]; end: number } | undefined {
  const list: Part[] = []
  for (let at = start; ; ) {
    const found = match(PART, text, at)
    const [whole = '', written = '', of = ''] = found ?? []
    const number = exact(written.replaceAll(',', '').replace(/^\./, '0.'))
    const measure = Object.hasOwn(WRITTEN, of) ? WRITTEN[of] : undefined
    if (!number || !isPositive(number) || measure === undefined) return undefined
    list.push({ amount: number, of: measure })
    const end = at + whole.length
    const between = match(BETWEEN, text, end)
    if (!between) return { list, end }
    at = end + between[0].length
  }
}

/** A sticky pattern at a place. */
function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
