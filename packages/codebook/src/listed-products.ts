import type { Exact } from '@doseline/dose'
import { contentOf, countedBy, genericIn, isNotOfAClinic } from './listed-drug.ts'
import { described, meaningIn } from './listed-meaning.ts'
import type { ListedNames } from './listed-names.ts'
import type { MoleculeOf } from './molecule.ts'
import { sourceIn } from './releases/cite.ts'
import type { ListedDrug, Releases } from './releases/releases.ts'
import type { Product } from './values.ts'

/** What products are made by. */
interface Knowing {
  readonly releases: Releases
  readonly isHeld: (code: string) => boolean
  readonly moleculeOf: MoleculeOf
}

/** What a product of a code alone is made by, too. */
interface ByCode {
  /** The codes that CMS bills each molecule with. */
  readonly codesOf: ReadonlyMap<string, ReadonlySet<string>>
  readonly names: ListedNames
}

/** The product that the rows of one NDC make; or why they make none, as a sentence; undefined without rows. */
export function productIn(
  listed: readonly ListedDrug[],
  { releases, isHeld, moleculeOf }: Knowing,
): Product | string | undefined {
  const [first] = listed
  if (!first) return undefined
  const { row, release } = first
  const codes = listed.map((each) => each.row.code)
  const why = listed.map((each) => whyNone(each, { releases, isHeld })).find((says) => says !== undefined)
  if (why !== undefined) {
    const billed = listed.map((each) => `${each.row.code} (${each.row.dosage})`).join(' or ')
    return `CMS bills NDC ${row.ndc}, ${row.drug}, with ${billed}: ${why}`
  }
  const generic = genericIn(described(row.code, releases)) ?? row.drug
  const molecule = moleculeOf(row.code)
  const counted = listed.map((each) => counting(each, releases))
  const [one] = counted
  if (!one || counted.some((each) => each?.measure !== one.measure)) return differently(listed)
  return {
    id: `ndc-${row.ndc}`,
    brand: row.drug,
    generic,
    family: molecule.name,
    ...(molecule.isKnown ? {} : { isMoleculeUnknown: true as const }),
    group: `listed-${codes.join('-')}`,
    container: 'container',
    singleDose: singleDoseBy(row.ndc, releases),
    measure: one.measure,
    ...(one.orElse !== undefined && { orElse: one.orElse }),
    amountPerContainer: sharedContent(listed, releases),
    mlPerContainer: undefined,
    ndcUnit: undefined,
    ndcs: [row.ndc],
    source: sourceIn(release, `${row.drug} (${row.labeler}), line ${row.line}`),
    listedUnder: codes,
  }
}

/**
 * The product of an NDC that no row has, by the rows of another package of it. CMS lists a carton, and a nurse scans the vial in it.
 * Packages of one labeler and product can be billed with several codes and hold different amounts: all their codes are choices, and
 * a content stands only where all of them agree.
 */
export function productOfAnotherPackage(
  ndc: string,
  { packages, ...knowing }: Knowing & { readonly packages: ReadonlyMap<string, readonly ListedDrug[]> },
): Product | undefined {
  const { releases } = knowing
  const carton = releases.marketing(ndc).flatMap(({ value }) => value.within ?? [])[0]
  const ofCarton = carton === undefined ? [] : releases.lastListed(carton)
  const rows = ofCarton.length > 0 ? ofCarton : (packages.get(ndc.slice(0, LABELER_AND_PRODUCT)) ?? [])
  const product = productIn(rows, knowing)
  if (product === undefined || typeof product === 'string') return undefined
  const codes = [...new Set(product.listedUnder)]
  return {
    ...product,
    id: `ndc-${ndc}`,
    group: `listed-${codes.join('-')}`,
    ndcs: [ndc],
    singleDose: singleDoseBy(ndc, releases) ?? product.singleDose,
    listedUnder: codes,
    otherPackage: { ndc: rows[0]?.row.ndc ?? '', holdsIt: ofCarton.length > 0 },
  }
}

/**
 * The product of an RxNorm code, by the NDCs that RxNorm gives it: where CMS bills all of them that it lists with one code, and no
 * other code bills the molecule, or all are of one labeler. Else the codes, as a sentence: 505(b)(2) drugs go by who makes them, which
 * an RxNorm code for a generic drug does not say. Undefined where no map has it, or CMS lists none of its NDCs.
 */
export function productOfRxnorm(
  rxcui: string,
  { codesOf, ...knowing }: Knowing & { readonly codesOf: ReadonlyMap<string, ReadonlySet<string>> },
): Product | string | undefined {
  const { releases, moleculeOf } = knowing
  const rows = releases.ndcsOfRxnorm(rxcui).flatMap((ndc) => releases.lastListed(ndc))
  const [first] = rows
  const release = releases.heads.filter(({ kind }) => kind === 'rxnorm-ndc').at(-1)
  if (!first || !release) return undefined
  const codes = [...new Set(rows.map(({ row }) => row.code))]
  const ofOneLabeler = new Set(rows.map(({ row }) => row.labeler.toLowerCase())).size === 1
  const ofMolecule = [...(codesOf.get(moleculeOf(first.row.code).name) ?? [])].filter(
    (code) => !isNotOfAClinic(code, described(code, releases)),
  )
  const several = codes.length > 1 ? codes : ofOneLabeler || ofMolecule.length < 2 ? [] : ofMolecule
  if (several.length > 0) {
    return `RxNorm code ${rxcui} does not say which of ${several.toSorted().join(', ')} bills the drug: they go by who makes it, or how it is given.`
  }
  const product = productIn(rows, knowing)
  if (product === undefined || typeof product === 'string') return product
  return {
    ...product,
    id: `rxnorm-${rxcui}`,
    brand: ofOneLabeler ? product.brand : product.generic,
    ndcs: [],
    singleDose: undefined,
    listedUnder: codes,
    source: sourceIn(release, `RxNorm code ${rxcui}: ${rows.length} NDCs under ${codes.join(', ')}`),
  }
}

/** Whether FDA's NDC directory calls the container one for a single dose, or for several; undefined where its words say neither. */
export function singleDoseBy(ndc: string, releases: Releases): boolean | undefined {
  const said = new Set(releases.marketing(ndc).map(({ value }) => value.singleDose))
  return said.size === 1 ? [...said][0] : undefined
}

/** Of the 11 digits of an NDC; the last two say how it is packed. */
export const LABELER_AND_PRODUCT = 9

/** What a container holds by the rows that give it exactly: under another code two decimals may not hold it. */
function sharedContent(listed: readonly ListedDrug[], releases: Releases): Exact | undefined {
  const contents = listed.flatMap((each) => {
    const counted = counting(each, releases)
    const isUpTo = releases.unitOf(each.row.code, each.release.from)?.upTo === true
    return (counted && contentOf(each, counted.amount, isUpTo)) ?? []
  })
  const [first] = contents
  return first && contents.every((each) => each.equals(first)) ? first : undefined
}

/**
 * What CMS's files say of a code: its unit, and its name. Who made it, and which strength it is, the NDC alone tells, so that no
 * container of it has a content. Undefined where CMS bills its molecule with other codes too, which go by who makes it.
 */
export function productOfCode(
  code: string,
  { releases, isHeld, moleculeOf, codesOf, names }: Knowing & ByCode,
): Product | undefined {
  const rows = releases.ofCode(code, releases.lastDay)
  const unit = releases.unitOf(code, releases.lastDay)
  const description = described(code, releases)
  const counted = unit && countedBy(unit, description)
  const meaning = meaningIn(code, releases, moleculeOf)
  if (!counted || !meaning || isHeld(code) || isNotOfAClinic(code, description)) return undefined
  if (rows.some((each) => whyNone(each, { releases, isHeld }) !== undefined)) return undefined
  const { name: family, isKnown } = moleculeOf(code)
  if ((codesOf.get(family)?.size ?? 0) > 1) return undefined
  const [brand, ...brands] = new Set(rows.map(({ row }) => row.drug))
  return {
    id: `hcpcs-${code}`,
    brand: names[code]?.brand ?? (brands.length === 0 ? brand : undefined) ?? meaning.generic,
    generic: names[code]?.generic ?? meaning.generic,
    family,
    ...(rows.length > 0 && isKnown ? {} : { isMoleculeUnknown: true as const }),
    group: `listed-${code}`,
    container: 'container',
    singleDose: undefined,
    measure: counted.measure,
    ...(counted.orElse !== undefined && { orElse: counted.orElse }),
    amountPerContainer: undefined,
    mlPerContainer: undefined,
    ndcUnit: undefined,
    ndcs: [],
    source: meaning.source,
    listedUnder: [code],
  }
}

/** The codes that CMS bills each molecule with. */
export function codesByMolecule(releases: Releases, moleculeOf: MoleculeOf): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>()
  for (const code of releases.codes(releases.lastDay)) {
    const { name } = moleculeOf(code)
    codes.set(name, (codes.get(name) ?? new Set<string>()).add(code))
  }
  return codes
}

const counting = ({ row, unit }: ListedDrug, releases: Releases) =>
  unit && countedBy(unit, described(row.code, releases))

const differently = (listed: readonly ListedDrug[]): string => {
  const codes = listed.map(({ row }) => `${row.code} (${row.dosage})`).join(' and ')
  return `CMS bills NDC ${listed[0]?.row.ndc} with ${codes}, which count different things: bill it by hand.`
}

/** Why a row makes no product whose units could be worked out. */
function whyNone(
  { row, unit, doubts }: ListedDrug,
  { releases, isHeld }: Pick<Knowing, 'releases' | 'isHeld'>,
): string | undefined {
  const description = described(row.code, releases)
  if (isHeld(row.code)) return 'the code book holds products of that code, and this NDC is to be entered with them.'
  if (!unit) return 'its dosage text is not read.'
  if (doubts.some(({ about }) => about === 'unit')) return 'its rows do not agree on what one unit is.'
  if (!countedBy(unit, description)) return `HCPCS calls it “${description}”, which is another amount.`
  if (isNotOfAClinic(row.code, description))
    return 'it is swallowed, inhaled or taken home, and no service of a clinic.'
  return undefined
}
