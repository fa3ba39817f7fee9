import {
  amountText,
  type CalendarDate,
  type Exact,
  exact,
  exactly,
  exactText,
  groupedText,
  type Route,
} from '@doseline/dose'
import type { Beside, Published } from './edition.ts'
import type { HcpcsRecord, MueTable } from './import/bulletin.ts'
import { type CodeOn, codeOn } from './listed-codes.ts'
import { isNotOfAClinic, tellingWords } from './listed-drug.ts'
import { described, meaningIn } from './listed-meaning.ts'
import type { ListedNames } from './listed-names.ts'
import {
  codesByMolecule,
  LABELER_AND_PRODUCT,
  productIn,
  productOfAnotherPackage,
  productOfCode,
  productOfRxnorm,
} from './listed-products.ts'
import { type RoutesOf, routesOf } from './listed-routes.ts'
import { silent } from './look-up.ts'
import type { MoleculeOf } from './molecule.ts'
import { CALLED, sourceIn } from './releases/cite.ts'
import type { ListedDrug, Releases } from './releases/releases.ts'
import type { CodeMeaning, Mue, Product } from './values.ts'
import type { WhichCode } from './which-code.ts'

/** Drugs that are known by CMS's releases alone, beside the products that the code book holds. */
export interface Listed {
  /** The product of an NDC (11 digits); undefined where it is not listed, or {@link whyNot} says why it is none. */
  productOf(ndc: string): Product | undefined
  /**
   * The product of a code, for a drug that no NDC names; undefined where CMS bills its molecule with other codes too, which go by
   * who makes it.
   */
  productOfCode(code: string): Product | undefined
  /** The product of an RxNorm code, by a map that is loaded; or why it is none, as a sentence. */
  productOfRxnorm(rxcui: string): Product | string | undefined
  /** The codes that the latest crosswalk which lists an NDC has it under. */
  codesOf(ndc: string): readonly string[]
  /** The NDCs that a loaded map gives an RxNorm code. */
  ndcsOfRxnorm(rxcui: string): readonly string[]
  /** Why an NDC that is listed is no product here. */
  whyNot(ndc: string): string | undefined
  /** The codes that CMS bills a drug with, by the words of a text that name one molecule; none of what is swallowed or taken home. */
  codesNamed(text: string): readonly string[]
  /** Molecules of which a word is the name or a part of it; empty for a word of no listed drug. */
  moleculesNamed(word: string): ReadonlySet<string>
  /**
   * The product of an NDC that is not listed itself: the one of the carton that it stands in, by FDA's NDC directory; else of the
   * listed packages of its labeler and product, with the codes of all of them. Undefined where there is none, or they make no product.
   */
  productOfAnotherPackage(ndc: string): Product | undefined
  /** Codes that HCPCS describes by one of these words on a day, with what it says. */
  describedBy(words: readonly string[], day: CalendarDate): readonly HcpcsRecord[]
  meaningOf(code: string): CodeMeaning | undefined
  /** The code that bills a listed product on a day: the only one, the one that the chart chooses, or the one a person looked up. */
  codeOn(product: Product, day: CalendarDate, beside: Beside): CodeOn
  limitOn(code: string, day: CalendarDate): Published<Exact> | undefined
  /** Undefined where no table of unlikely edits that speaks for the day is loaded. */
  /** By which routes a product is given; undefined where no source names each of them. */
  routesOf(product: Product, code: string | undefined): RoutesOf | undefined
  mueOn(code: string, day: CalendarDate, table: MueTable): Published<Mue> | undefined
}

/** What the code book knows beside the releases. */
export interface ListedBy {
  readonly isHeld: (code: string) => boolean
  readonly decides: (codes: readonly string[]) => WhichCode | undefined
  readonly moleculeOf: MoleculeOf
  readonly names: ListedNames
  /** By which routes the drugs of a code are given, where that is entered. */
  readonly routes: ReadonlyMap<string, readonly Route[]>
}

/**
 * Makes products of the rows of the crosswalk: each when it is first asked for. `isHeld` tells the codes of which the code book
 * holds products itself: an NDC of those is entered there, so that what is known of them is asked.
 */
export function openListed(releases: Releases, { isHeld, decides, moleculeOf, names, routes }: ListedBy): Listed {
  const read = new Map<string, Product | string | undefined>()
  const productOrWhy = (ndc: string): Product | string | undefined => {
    if (!read.has(ndc)) read.set(ndc, productIn(releases.lastListed(ndc), { releases, isHeld, moleculeOf }))
    return read.get(ndc)
  }
  const meanings = new Map<string, CodeMeaning | undefined>()
  const byCode = new Map<string, Product | undefined>()
  const byRxnorm = new Map<string, Product | string | undefined>()
  let codesOf: ReadonlyMap<string, ReadonlySet<string>> | undefined
  const byMolecule = (): ReadonlyMap<string, ReadonlySet<string>> => {
    codesOf ??= codesByMolecule(releases, moleculeOf)
    return codesOf
  }
  let named: ReadonlyMap<string, ReadonlySet<string>> | undefined
  const moleculesNamed = (word: string): ReadonlySet<string> => {
    named ??= wordsOfDrugs(releases, moleculeOf)
    return named.get(word) ?? NONE
  }
  let packages: ReadonlyMap<string, readonly ListedDrug[]> | undefined
  const ofPackages = new Map<string, Product | undefined>()
  let codes: ReadonlySet<string> | undefined
  return {
    productOf: (ndc) => {
      const found = productOrWhy(ndc)
      return typeof found === 'string' ? undefined : found
    },
    productOfCode: (code) => {
      if (!byCode.has(code))
        byCode.set(code, productOfCode(code, { releases, isHeld, moleculeOf, names, codesOf: byMolecule() }))
      return byCode.get(code)
    },
    productOfRxnorm: (rxcui) => {
      if (!byRxnorm.has(rxcui)) {
        if (byRxnorm.size >= RXNORM_KEPT) byRxnorm.clear()
        byRxnorm.set(rxcui, productOfRxnorm(rxcui, { releases, isHeld, moleculeOf, codesOf: byMolecule() }))
      }
      return byRxnorm.get(rxcui)
    },
    codesOf: (ndc) => releases.lastListed(ndc).map(({ row }) => row.code),
    ndcsOfRxnorm: (rxcui) => releases.ndcsOfRxnorm(rxcui),
    whyNot: (ndc) => {
      const found = productOrWhy(ndc)
      return typeof found === 'string' ? found : undefined
    },
    moleculesNamed,
    codesNamed: (text) => {
      const meant = tellingWords(text)
        .map(moleculesNamed)
        .filter(({ size }) => size > 0)
      const [molecule, ...others] = new Set(meant.flatMap((each) => [...each]))
      if (molecule === undefined || others.length > 0) return []
      const codes = [...(byMolecule().get(molecule) ?? [])]
      return codes.filter((code) => !isNotOfAClinic(code, described(code, releases))).toSorted()
    },
    productOfAnotherPackage: (ndc) => {
      if (!ofPackages.has(ndc)) {
        packages ??= packagesIn(releases)
        ofPackages.set(ndc, productOfAnotherPackage(ndc, { packages, releases, isHeld, moleculeOf }))
      }
      return ofPackages.get(ndc)
    },
    describedBy: (wanted, day) => describedBy(wanted, day, releases),
    meaningOf: (code) => {
      // Charts name codes of every kind: only those of a release are kept.
      codes ??= new Set(releases.heads.flatMap(({ from }) => releases.codes(from)))
      if (!codes.has(code)) return undefined
      if (!meanings.has(code)) meanings.set(code, meaningIn(code, releases, moleculeOf))
      return meanings.get(code)
    },
    codeOn: (product, day, beside) => codeOn(product, day, { beside, releases, decides }),
    routesOf: (product, code) => routesOf(product, code, { releases, entered: routes }),
    mueOn: (code, day, table) => mueOn(code, day, { table, releases }),
    limitOn: (code, day) => limitOn(code, day, releases),
  }
}

/** Charts name codes of every kind: those of so many are kept. */
const RXNORM_KEPT = 2_000

const NONE: ReadonlySet<string> = new Set()

/**
 * Every word that tells a listed drug, with the molecules it can mean: the first of its name and the molecule, and of the words
 * behind the first those that one molecule alone has, such as Faspro.
 */
function wordsOfDrugs(releases: Releases, moleculeOf: MoleculeOf): ReadonlyMap<string, ReadonlySet<string>> {
  const [first, behind] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const add = (words: Map<string, Set<string>>, word: string, molecule: string) =>
    words.set(word, (words.get(word) ?? new Set<string>()).add(molecule))
  for (const code of releases.codes(releases.lastDay)) {
    const { name: molecule } = moleculeOf(code)
    for (const { row } of releases.ofCode(code, releases.lastDay)) {
      const [head, ...others] = tellingWords(row.drug)
      for (const word of [head, ...tellingWords(molecule)]) if (word !== undefined) add(first, word, molecule)
      for (const word of others) add(behind, word, molecule)
    }
  }
  const alone = [...behind].filter(([word, molecules]) => molecules.size === 1 && !first.has(word))
  return new Map([...first, ...alone])
}

/** The rows of the latest crosswalk by labeler and product, the first nine digits of an NDC. */
const packagesIn = (releases: Releases): ReadonlyMap<string, readonly ListedDrug[]> =>
  Map.groupBy(
    releases.codes(releases.lastDay).flatMap((code) => releases.ofCode(code, releases.lastDay)),
    ({ row: { ndc } }) => ndc.slice(0, LABELER_AND_PRODUCT),
  )

/** Of the release that speaks for the day, or the last one before it: codes that had not ended then. */
function describedBy(wanted: readonly string[], day: CalendarDate, releases: Releases): readonly HcpcsRecord[] {
  const head = releases.effectiveOn('hcpcs', day)
  if (!head || wanted.length === 0) return []
  return releases.descriptions(head).filter(({ description, ended }) => {
    const isAlive = ended === undefined || ended >= day
    return isAlive && tellingWords(description).some((word) => wanted.includes(word))
  })
}

function limitOn(code: string, day: CalendarDate, releases: Releases): Published<Exact> | undefined {
  const limit = releases.limit(code, day)
  const perUnit = limit && exact(limit.value.perUnit ?? '')
  if (!limit || !perUnit) return undefined
  const { value, release, isStale } = limit
  const share = value.coinsurance === undefined ? '' : `, of which the patient pays ${value.coinsurance} %`
  const source = sourceIn(release, `$${groupedText(exactText(perUnit))} a unit${share}`)
  if (!isStale) return { known: true, value: perUnit, source }
  const ended = release.through === undefined ? {} : { ended: release.through }
  return { known: true, value: perUnit, source: { ...source, confidence: 'unconfirmed' }, ...ended }
}

/** A table that is loaded whole says of a code that it does not hold that there is no edit, for as long as it applies. */
function mueOn(
  code: string,
  day: CalendarDate,
  { table, releases }: { readonly table: MueTable; readonly releases: Releases },
): Published<Mue> | undefined {
  const head = releases.effectiveOn(`mue-${table}`, day)
  if (!head || (head.through !== undefined && head.through < day)) return undefined
  const found = releases.mue(code, day, table)
  if (!found) return silent(`No MUE is listed for ${code} in the ${CALLED[head.kind]} of ${head.from}.`)
  const { units, mai } = found.value
  return {
    known: true,
    value: { units, mai },
    source: sourceIn(head, `${amountText(exactly(units), 'unit')} a day (MAI ${mai})`),
  }
}
