import { type CalendarDate, type Exact, exact, exactly, type Source } from '@doseline/dose'
import type { CodeMeaning, Hcpcs, Mue, Product, Published } from './edition.ts'
import type { MueTable } from './import/bulletin.ts'
import { silent, type Unknown, unknown } from './look-up.ts'
import type { BillingUnit } from './releases/billing-unit.ts'
import type { ReleaseHead } from './releases/release-file.ts'
import type { ListedDrug, Releases } from './releases/releases.ts'
import { unitText } from './releases/unit-text.ts'

/** Drugs that are known by CMS's releases alone, beside the products that the code book holds. */
export interface Listed {
  /** The product of an NDC (11 digits); undefined where it is not listed, or its code counts no mass. */
  productOf(ndc: string): Product | undefined
  /** Why an NDC that is listed is no product here. */
  whyNot(ndc: string): string | undefined
  meaningOf(code: string): CodeMeaning | undefined
  /** The code that bills a listed product on a day. `stated`: the one a person looked up. */
  codeOn(product: Product, day: CalendarDate, stated: string | undefined): CodeOn
  limitOn(code: string, day: CalendarDate): Published<Exact> | undefined
  /** Undefined where no table of unlikely edits that speaks for the day is loaded. */
  mueOn(code: string, day: CalendarDate, table: MueTable): Published<Mue> | undefined
}

/** The code that is in force, or what is open about it. */
export type CodeOn =
  | { readonly published: Published<Hcpcs>; readonly isStated: boolean }
  | { readonly open: Unknown & { readonly choices: readonly string[]; readonly remedy: string } }

/** Milligrams of each measure of mass that CMS counts by. */
const MG: Readonly<Record<string, Exact>> = { mg: exactly(1), mcg: exactly('0.001'), gm: exactly(1000) }

/** Makes products of the rows of the crosswalk: each when it is first asked for. */
export function openListed(releases: Releases): Listed {
  const products = new Map<string, Product | undefined>()
  const productOf = (ndc: string): Product | undefined => {
    if (!products.has(ndc)) products.set(ndc, productIn(releases.lastListed(ndc), releases))
    return products.get(ndc)
  }
  return {
    productOf,
    whyNot: (ndc) => {
      const listed = releases.lastListed(ndc)
      const [first] = listed
      if (!first || productOf(ndc)) return undefined
      const codes = listed.map(({ row }) => `${row.code} (${row.dosage})`).join(' or ')
      return `CMS bills NDC ${ndc}, ${first.row.drug}, with ${codes}: units of that kind are not worked out here.`
    },
    meaningOf: (code) => meaningIn(code, releases),
    codeOn: (product, day, stated) => codeOn(product, day, { stated, releases }),
    mueOn: (code, day, table) => mueOn(code, day, { table, releases }),
    limitOn: (code, day) => limitOn(code, day, releases),
  }
}

/** Milligrams of one unit; undefined for a unit that is no mass, or a pair of them. */
const unitMg = (unit: BillingUnit | undefined): Exact | undefined => {
  const [part, ...others] = unit?.parts ?? []
  return unit?.kind === 'amount' && part && others.length === 0 ? MG[part.of]?.mul(part.amount) : undefined
}

function productIn(listed: readonly ListedDrug[], releases: Releases): Product | undefined {
  const [first] = listed
  if (!first || listed.some(({ unit }) => unitMg(unit) === undefined)) return undefined
  const { row, release } = first
  const codes = listed.map((each) => each.row.code)
  const generic = genericOf(row.code, release.from, releases) ?? row.drug
  return {
    id: `ndc-${row.ndc}`,
    brand: row.drug,
    generic,
    family: generic,
    group: `listed-${codes.join('-')}`,
    container: 'container',
    singleDose: undefined,
    mgPerContainer: contentOf(first, releases),
    mlPerContainer: undefined,
    ndcUnit: undefined,
    ndcs: [row.ndc],
    source: sourceIn(release, `${row.drug} (${row.labeler}), line ${row.line}`),
    listedUnder: codes,
  }
}

/**
 * What one container holds, where CMS's units say it exactly: they are given to two decimals, so that one that uses both may
 * have been rounded, and a container of an “up to” code is one unit whatever it holds.
 */
function contentOf({ row, unit, units }: ListedDrug, releases: Releases): Exact | undefined {
  const one = unitMg(unit)
  const isUpTo = releases.unitOf(row.code, releases.lastDay)?.upTo === true
  if (!units || !one || isUpTo || TWO_DECIMALS.test(row.perContainer)) return undefined
  return units.perContainer.mul(one)
}

const TWO_DECIMALS = /\.\d*[1-9]\d*[1-9]|\.\d[1-9]/

/** `pembrolizumab` of `Injection, pembrolizumab, 1 mg`. */
function genericOf(code: string, day: CalendarDate, releases: Releases): string | undefined {
  const [way = '', drug = ''] = releases.described(code, day)?.value.description.split(',') ?? []
  return /^(injection|infusion)$/i.test(way.trim()) && drug.trim() !== '' ? drug.trim() : undefined
}

function meaningIn(code: string, releases: Releases): CodeMeaning | undefined {
  const day = releases.lastDay
  const unit = releases.unitOf(code, day)
  const [row] = releases.ofCode(code, day)
  const described = releases.described(code, day)
  const release = row?.release ?? described?.release
  if (!release || !unit) return undefined
  const generic = genericOf(code, day, releases) ?? row?.row.drug ?? described?.value.description ?? code
  const descriptor = descriptorOf(code, unit, day, releases)
  return { code, descriptor, generic, products: [], isListed: true, source: sourceIn(release, descriptor) }
}

/** The long description; of a code that no HCPCS release which is loaded holds, what its unit is. */
const descriptorOf = (code: string, unit: BillingUnit, day: CalendarDate, releases: Releases): string =>
  releases.described(code, day)?.value.description ?? `one unit is ${unitText(unit)}, by the NDC–HCPCS crosswalk`

function codeOn(
  product: Product,
  day: CalendarDate,
  { stated, releases }: { readonly stated: string | undefined; readonly releases: Releases },
): CodeOn {
  const choices = product.listedUnder ?? []
  const release = releases.inForce('asp-crosswalk', day)
  const [ndc = ''] = product.ndcs
  const listed = release ? releases.listed(ndc, day).filter(({ unit }) => unitMg(unit) !== undefined) : []
  const isInForce = release !== undefined && (release.through === undefined || day <= release.through)
  const chosen = choices.includes(stated ?? '') ? stated : undefined
  const only = isInForce && listed.length === 1 ? listed[0]?.row.code : undefined
  const code = only ?? chosen
  const unit = code === undefined ? undefined : releases.unitOf(code, releases.lastDay)
  const mg = unitMg(unit)
  if (code !== undefined && unit && mg) {
    const descriptor = descriptorOf(code, unit, releases.lastDay, releases)
    const value: Hcpcs = { code, descriptor, unitMg: mg, unitText: unitText(unit) }
    const source = sourceIn(release ?? (releases.heads.at(-1) as ReleaseHead), `${code} (${unitText(unit)})`)
    return { published: { known: true, value, source }, isStated: only === undefined }
  }
  return { open: { ...unknown(whyOpen(product, day, { release, listed })), choices, ...remedyFor(choices) } }
}

function whyOpen(
  { brand, ndcs }: Product,
  day: CalendarDate,
  { release, listed }: { readonly release: ReleaseHead | undefined; readonly listed: readonly ListedDrug[] },
): string {
  if (!release) return `No NDC–HCPCS crosswalk that speaks for ${day} is loaded, and ${brand} is known by it alone.`
  if (release.through !== undefined && release.through < day) {
    return `Which code billed ${brand} on ${day} is not known: the NDC–HCPCS crosswalk that is loaded ended on ${release.through}.`
  }
  if (listed.length === 0) return `The NDC–HCPCS crosswalk in force on ${day} does not list NDC ${ndcs.join(', ')}.`
  const codes = listed.map(({ row }) => `${row.code} (${row.dosage})`).join(' and ')
  return `CMS lists NDC ${ndcs.join(', ')} under ${codes}: what it was given for, or how, decides which one bills the dose.`
}

const remedyFor = (choices: readonly string[]) => ({
  remedy: `Load the release of that quarter (doseline codebook update), or look the code up and state it: ${choices.join(' or ')}.`,
  who: 'biller' as const,
})

function limitOn(code: string, day: CalendarDate, releases: Releases): Published<Exact> | undefined {
  const limit = releases.limit(code, day)
  const perUnit = limit && exact(limit.value.perUnit ?? '')
  if (!limit || !perUnit) return undefined
  const { value, release, isStale } = limit
  const share = value.coinsurance === undefined ? '' : `, of which the patient pays ${value.coinsurance} %`
  const source = sourceIn(release, `$${value.perUnit} a unit${share}`)
  return { known: true, value: perUnit, source: isStale ? { ...source, confidence: 'unconfirmed' } : source }
}

/** A table that is loaded whole says of a code that it does not hold that there is no edit. */
function mueOn(
  code: string,
  day: CalendarDate,
  { table, releases }: { readonly table: MueTable; readonly releases: Releases },
): Published<Mue> | undefined {
  const head = releases.inForce(`mue-${table}`, day)
  if (!head) return undefined
  const found = releases.mue(code, day, table)
  if (!found) return silent(`No MUE is listed for ${code} in the ${CALLED[head.kind]} of ${head.from}.`)
  const { units, mai } = found.value
  return { known: true, value: { units, mai }, source: sourceIn(head, `${units} units a day (MAI ${mai})`) }
}

/** What each kind of release is called. */
const CALLED: Readonly<Record<ReleaseHead['kind'], string>> = {
  'asp-crosswalk': 'NDC–HCPCS crosswalk',
  'payment-limits': 'Part B payment limits',
  hcpcs: 'HCPCS release',
  'mue-practitioner': 'MUE table for practitioners',
  'mue-outpatient': 'MUE table for outpatient hospitals',
  'mue-dme': 'MUE table for suppliers of equipment',
}

/** A release as a finding cites it. */
const sourceIn = ({ id, kind, publisher, from }: ReleaseHead, value: string): Source => ({
  id,
  title: `${CALLED[kind]} of ${from} (${publisher})`,
  from,
  value,
  confidence: 'confirmed',
})
