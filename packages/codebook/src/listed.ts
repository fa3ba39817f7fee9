import { type CalendarDate, type Exact, exact } from '@doseline/dose'
import type { Beside, Published } from './edition.ts'
import type { MueTable } from './import/bulletin.ts'
import { contentOf, countedBy, genericIn, isNotOfAClinic, moleculeIn, tellingWords } from './listed-drug.ts'
import { silent, type Unknown, unknown } from './look-up.ts'
import type { BillingUnit } from './releases/billing-unit.ts'
import { CALLED, sourceIn } from './releases/cite.ts'
import type { ReleaseHead } from './releases/release-file.ts'
import type { ListedDrug, Releases } from './releases/releases.ts'
import { unitText } from './releases/unit-text.ts'
import type { CodeMeaning, Hcpcs, Mue, Product } from './values.ts'
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
  /** Why an NDC that is listed is no product here. */
  whyNot(ndc: string): string | undefined
  /** Molecules of which a word is the name or a part of it; empty for a word of no listed drug. */
  moleculesNamed(word: string): ReadonlySet<string>
  meaningOf(code: string): CodeMeaning | undefined
  /** The code that bills a listed product on a day: the only one, the one that the chart chooses, or the one a person looked up. */
  codeOn(product: Product, day: CalendarDate, beside: Beside): CodeOn
  limitOn(code: string, day: CalendarDate): Published<Exact> | undefined
  /** Undefined where no table of unlikely edits that speaks for the day is loaded. */
  mueOn(code: string, day: CalendarDate, table: MueTable): Published<Mue> | undefined
}

/** The code that is in force, or what is open about it. */
export type CodeOn =
  | { readonly published: Published<Hcpcs>; readonly isStated: boolean }
  | { readonly open: Unknown & { readonly choices: readonly string[]; readonly remedy: string } }

/**
 * Makes products of the rows of the crosswalk: each when it is first asked for. `isHeld` tells the codes of which the code book
 * holds products itself: an NDC of those is entered there, so that what is known of them is asked.
 */
export function openListed(
  releases: Releases,
  isHeld: (code: string) => boolean,
  decides: (codes: readonly string[]) => WhichCode | undefined,
): Listed {
  const read = new Map<string, Product | string | undefined>()
  const productOrWhy = (ndc: string): Product | string | undefined => {
    if (!read.has(ndc)) read.set(ndc, productIn(releases.lastListed(ndc), { releases, isHeld }))
    return read.get(ndc)
  }
  const meanings = new Map<string, CodeMeaning | undefined>()
  const byCode = new Map<string, Product | undefined>()
  let codesOf: ReadonlyMap<string, ReadonlySet<string>> | undefined
  const byMolecule = (): ReadonlyMap<string, ReadonlySet<string>> => {
    codesOf ??= codesByMolecule(releases)
    return codesOf
  }
  let named: ReadonlyMap<string, ReadonlySet<string>> | undefined
  let codes: ReadonlySet<string> | undefined
  return {
    productOf: (ndc) => {
      const found = productOrWhy(ndc)
      return typeof found === 'string' ? undefined : found
    },
    productOfCode: (code) => {
      if (!byCode.has(code)) byCode.set(code, productOfCode(code, { releases, isHeld, codesOf: byMolecule() }))
      return byCode.get(code)
    },
    whyNot: (ndc) => {
      const found = productOrWhy(ndc)
      return typeof found === 'string' ? found : undefined
    },
    moleculesNamed: (word) => {
      named ??= wordsOfDrugs(releases)
      return named.get(word) ?? NONE
    },
    meaningOf: (code) => {
      // Charts name codes of every kind: only those of a release are kept.
      codes ??= new Set(releases.heads.flatMap(({ from }) => releases.codes(from)))
      if (!codes.has(code)) return undefined
      if (!meanings.has(code)) meanings.set(code, meaningIn(code, releases))
      return meanings.get(code)
    },
    codeOn: (product, day, beside) => codeOn(product, day, { beside, releases, decides }),
    mueOn: (code, day, table) => mueOn(code, day, { table, releases }),
    limitOn: (code, day) => limitOn(code, day, releases),
  }
}

const NONE: ReadonlySet<string> = new Set()

/** What is read of a code on a day, or on the last day on which a release holds it. */
function described(code: string, releases: Releases): string {
  return releases.described(code, releases.lastDay)?.value.description ?? ''
}

function productIn(
  listed: readonly ListedDrug[],
  { releases, isHeld }: { readonly releases: Releases; readonly isHeld: (code: string) => boolean },
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
  const counted = listed.map((each) => counting(each, releases))
  const [one] = counted
  if (!one || counted.some((each) => each?.measure !== one.measure)) return differently(listed)
  return {
    id: `ndc-${row.ndc}`,
    brand: row.drug,
    generic,
    family: moleculeIn(generic),
    group: `listed-${codes.join('-')}`,
    container: 'container',
    singleDose: undefined,
    measure: one.measure,
    ...(one.orElse !== undefined && { orElse: one.orElse }),
    amountPerContainer: contentOf(first, one.amount, releases.unitOf(row.code, release.from)?.upTo === true),
    mlPerContainer: undefined,
    ndcUnit: undefined,
    ndcs: [row.ndc],
    source: sourceIn(release, `${row.drug} (${row.labeler}), line ${row.line}`),
    listedUnder: codes,
  }
}

/** What CMS's files say of a code without an NDC: its unit, and the molecule of its description. */
function productOfCode(
  code: string,
  {
    releases,
    isHeld,
    codesOf,
  }: {
    readonly releases: Releases
    readonly isHeld: (code: string) => boolean
    readonly codesOf: ReadonlyMap<string, ReadonlySet<string>>
  },
): Product | undefined {
  const unit = releases.unitOf(code, releases.lastDay)
  const description = described(code, releases)
  const counted = unit && countedBy(unit, description)
  const meaning = meaningIn(code, releases)
  if (!counted || !meaning || isHeld(code) || isNotOfAClinic(code, description)) return undefined
  const family = moleculeIn(meaning.generic)
  if ((codesOf.get(family)?.size ?? 0) > 1) return undefined
  return {
    id: `hcpcs-${code}`,
    brand: meaning.generic,
    generic: meaning.generic,
    family,
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
function codesByMolecule(releases: Releases): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>()
  for (const code of releases.codes(releases.lastDay)) {
    const names = [
      genericIn(described(code, releases)),
      ...releases.ofCode(code, releases.lastDay).map(({ row }) => row.drug),
    ]
    for (const name of names) {
      const molecule = name === undefined ? undefined : moleculeIn(name)
      if (molecule !== undefined) codes.set(molecule, (codes.get(molecule) ?? new Set<string>()).add(code))
    }
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
  { releases, isHeld }: { readonly releases: Releases; readonly isHeld: (code: string) => boolean },
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

/**
 * Every word that tells a listed drug, with the molecules it can mean: the first of its name and the molecule, and of the words
 * behind the first those that one molecule alone has, such as Faspro.
 */
function wordsOfDrugs(releases: Releases): ReadonlyMap<string, ReadonlySet<string>> {
  const [first, behind] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const add = (words: Map<string, Set<string>>, word: string, molecule: string) =>
    words.set(word, (words.get(word) ?? new Set<string>()).add(molecule))
  for (const code of releases.codes(releases.lastDay)) {
    const generic = genericIn(described(code, releases))
    for (const { row } of releases.ofCode(code, releases.lastDay)) {
      const molecule = moleculeIn(generic ?? row.drug)
      const [head, ...others] = tellingWords(row.drug)
      for (const word of [head, ...tellingWords(molecule)]) if (word !== undefined) add(first, word, molecule)
      for (const word of others) add(behind, word, molecule)
    }
  }
  const alone = [...behind].filter(([word, molecules]) => molecules.size === 1 && !first.has(word))
  return new Map([...first, ...alone])
}

/** A code may have been replaced since: what it meant is read where it stands last. */
function meaningIn(code: string, releases: Releases): CodeMeaning | undefined {
  const day = releases.heads
    .map(({ from }) => from)
    .toSorted()
    .findLast((each) => releases.unitOf(code, each) !== undefined)
  const unit = day === undefined ? undefined : releases.unitOf(code, day)
  if (day === undefined || !unit) return undefined
  const [row] = releases.ofCode(code, day)
  const release = row?.release ?? releases.limit(code, day)?.release
  if (!release) return undefined
  const generic = genericIn(described(code, releases)) ?? row?.row.drug ?? code
  const descriptor = descriptorOf(code, unit, releases)
  const family = moleculeIn(generic)
  return { code, descriptor, generic, products: [], isListed: { family }, source: sourceIn(release, descriptor) }
}

/** The long description; of a code that no HCPCS release which is loaded holds, what its unit is. */
const descriptorOf = (code: string, unit: BillingUnit, releases: Releases): string =>
  described(code, releases) || `one unit is ${unitText(unit)}, by the NDC–HCPCS crosswalk`

function codeOn(
  product: Product,
  day: CalendarDate,
  {
    beside,
    releases,
    decides,
  }: {
    readonly beside: Beside
    readonly releases: Releases
    readonly decides: (codes: readonly string[]) => WhichCode | undefined
  },
): CodeOn {
  const stated = beside.looked?.effectiveCode
  const choices = product.listedUnder ?? []
  const release = releases.effectiveOn('asp-crosswalk', day)
  const [ndc = ''] = product.ndcs
  const listed = release ? releases.listed(ndc, day) : []
  const isEffective = release !== undefined && (release.through === undefined || day <= release.through)
  const which = listed.length > 1 ? decides(listed.map(({ row }) => row.code)) : undefined
  const chosenByChart = which && codeOfTheChart(which, listed, beside)
  const ofItself = product.ndcs.length === 0 ? codeByItself(choices, day, releases) : undefined
  const only = ofItself
    ? ofItself
    : isEffective
      ? listed.length === 1
        ? listed[0]?.row.code
        : chosenByChart
      : undefined
  const chosen = choices.find((code) => code === stated)
  const code = chosen ?? only
  const open = (says: string): CodeOn => ({ open: { ...unknown(says), choices, ...remedyFor(choices) } })
  if (only !== undefined && stated !== undefined && stated !== only) {
    return open(
      `${stated} is stated for ${product.brand}, and the NDC–HCPCS crosswalk in force on ${day} lists it under ${only}${which ? ` (${which.codes[only]})` : ''}.`,
    )
  }
  const ended = code === undefined ? undefined : outOfForce(code, day, releases)
  if (ended !== undefined) return open(ended)
  const unit = code === undefined ? undefined : (releases.unitOf(code, day) ?? releases.unitOf(code, releases.lastDay))
  const counted = code === undefined ? undefined : unit && countedBy(unit, described(code, releases))
  if (code === undefined || !unit || !counted) return open(whyOpen(product, day, { release, listed, which }))
  const value: Hcpcs = {
    code,
    descriptor: descriptorOf(code, unit, releases),
    unitAmount: counted.amount,
    unitText: unitText(unit),
  }
  const of = ofItself === undefined ? release : (releases.limit(code, day)?.release ?? release)
  const source = of ? sourceIn(of, `${code} (${unitText(unit)})`) : product.source
  return { published: { known: true, value, source }, isStated: only === undefined }
}

/** The code of a product that is known by it alone, where a release that speaks for the day gives its unit. */
function codeByItself([code]: readonly string[], day: CalendarDate, releases: Releases): string | undefined {
  const isListed = (['asp-crosswalk', 'payment-limits'] as const).some((kind) => {
    const head = releases.effectiveOn(kind, day)
    return head !== undefined && (head.through === undefined || day <= head.through)
  })
  return code !== undefined && isListed && releases.unitOf(code, day) ? code : undefined
}

/**
 * Of the codes that CMS lists an NDC under, the one that the chart chooses: by the bag, the route, or a diagnosis of dialysis.
 * Undefined where the chart does not say: that no such diagnosis is charted does not say that the patient is on none.
 */
function codeOfTheChart(
  { decidedBy, codes }: WhichCode,
  listed: readonly ListedDrug[],
  { route, isOnDialysis }: Beside,
): string | undefined {
  const holds = (says: string): string | undefined => Object.keys(codes).find((code) => codes[code] === says)
  if (decidedBy === 'route') return route === undefined ? undefined : holds(route)
  if (decidedBy === 'dialysis') return isOnDialysis ? holds(ON_DIALYSIS) : undefined
  if (decidedBy !== 'bag-volume') return undefined
  const whole = listed.filter(({ units, doubts }) => units?.perContainer.equals(1) && doubts.length === 0)
  return whole.length === 1 ? whole[0]?.row.code : undefined
}

/** As `data/which-code.yaml` writes it. */
const ON_DIALYSIS = 'end-stage renal disease on dialysis'

/** Why a HCPCS release says that a code is not used on a day. */
function outOfForce(code: string, day: CalendarDate, releases: Releases): string | undefined {
  const { added, ended } = releases.described(code, day)?.value ?? {}
  if (ended !== undefined && ended < day) return `HCPCS ended ${code} on ${ended}, before ${day}.`
  return added !== undefined && added > day ? `HCPCS added ${code} on ${added}, after ${day}.` : undefined
}

function whyOpen(
  { brand, ndcs }: Product,
  day: CalendarDate,
  {
    release,
    listed,
    which,
  }: {
    readonly release: ReleaseHead | undefined
    readonly listed: readonly ListedDrug[]
    readonly which: WhichCode | undefined
  },
): string {
  if (!release) return `No NDC–HCPCS crosswalk that speaks for ${day} is loaded, and ${brand} is known by it alone.`
  if (release.through !== undefined && release.through < day) {
    return `Which code billed ${brand} on ${day} is not known: the NDC–HCPCS crosswalk that is loaded ended on ${release.through}.`
  }
  if (ndcs.length === 0) return `No release that is loaded gives what bills ${brand} on ${day}.`
  if (listed.length === 0) return `The NDC–HCPCS crosswalk in force on ${day} does not list NDC ${ndcs.join(', ')}.`
  const codes = listed.map(({ row }) => `${row.code} (${which?.codes[row.code] ?? row.dosage})`).join(' and ')
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
  return { known: true, value: { units, mai }, source: sourceIn(head, `${units} units a day (MAI ${mai})`) }
}
