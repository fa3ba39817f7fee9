import { type DrugNames, type Exact, exact, exactText } from '@doseline/dose'
import type { Listed } from './listed.ts'
import { TELLS_NOTHING, tellingWords } from './listed-drug.ts'
import { LABELER_AND_PRODUCT, singleDoseBy } from './listed-products.ts'
import { words } from './names.ts'
import { CALLED, sourceIn } from './releases/cite.ts'
import type { Marketed } from './releases/marketed.ts'
import type { Releases } from './releases/releases.ts'
import type { Product, Unlisted } from './values.ts'

/**
 * The product of an NDC that neither the code book nor the NDC–HCPCS crosswalk holds: what FDA's NDC directory says of it where one
 * is loaded, else what the chart calls it. Undefined where the chart has no whole NDC, or nothing that names the drug. That an NDC
 * is not listed does not say that it has no code: a person looks that up.
 *
 * `ndcs` are those of the products that the code book holds.
 */
export function unlistedProduct(
  { ndc, partialNdc = [], text }: DrugNames,
  {
    releases,
    listed,
    ndcs,
  }: { readonly releases: Releases; readonly listed: Listed; readonly ndcs: readonly string[] },
): Unlisted | undefined {
  const [first] = ndc
  if (!first || listed.productOf(first.name) || listed.whyNot(first.name) !== undefined) return undefined
  const own = first.name.slice(0, LABELER_AND_PRODUCT)
  const isOwn = (digits: string): boolean => digits.startsWith(own)
  const strange = ndc.find(({ name }) => !isOwn(name)) ?? partialNdc.find(({ could }) => !could.some(isOwn))
  if (strange) return { says: `The chart names NDC ${first.name} and NDC ${strange.name}, which are not of one drug.` }
  const sibling = ndcs.find(isOwn)
  if (sibling !== undefined) {
    return {
      says: `NDC ${first.name} is not listed, and NDC ${sibling}, of the same labeler and product, is: it is another package of it, or a digit is wrong.`,
    }
  }
  const marketed = releases.marketing(first.name).map(({ value }) => value)[0]
  const charted = text.map(({ name }) => name).find((name) => namingWords(name).length > 0)
  const brand = marketed?.brand ?? marketed?.generic ?? charted
  if (brand === undefined) return undefined
  const names = [brand, marketed?.generic ?? '', ...text.map(({ name }) => name)]
  const known = names.flatMap(namingWords).find((word) => listed.moleculesNamed(word).size > 0)
  if (known !== undefined) {
    return {
      says: `NDC ${first.name} is not listed, and “${known}” is a drug that CMS bills with a code of its own: it is another package of it, another labeler’s, or a digit is wrong.`,
    }
  }
  return { product: productOf(first.name, { brand, marketed, releases }) }
}

function productOf(
  ndc: string,
  {
    brand,
    marketed,
    releases,
  }: { readonly brand: string; readonly marketed: Marketed | undefined; readonly releases: Releases },
): Product {
  const generic = marketed?.generic
  const content = marketed && contentOf(marketed)
  return {
    id: `ndc-${ndc}`,
    brand,
    generic: generic ?? brand,
    family: words(generic ?? brand).join(' '),
    // A brand alone does not say which molecule it is.
    ...(generic === undefined && { isMoleculeUnknown: true as const }),
    group: `unlisted-${ndc}`,
    container: 'container',
    singleDose: singleDoseBy(ndc, releases),
    measure: 'mg',
    amountPerContainer: content?.amount,
    mlPerContainer: content?.ml,
    ndcUnit: content && 'ML',
    ndcs: [ndc],
    source: sourceOf(ndc, { marketed, releases }),
    listedUnder: [],
    unlisted: { ...(marketed && { isBiological: /^BLA\b/.test(marketed.category) }) },
  }
}

function sourceOf(
  ndc: string,
  { marketed, releases }: { readonly marketed: Marketed | undefined; readonly releases: Releases },
): Product['source'] {
  const { heads } = releases
  const of = (kind: string) => heads.filter((head) => head.kind === kind).at(-1)
  const [directory, crosswalk] = [of('ndc-directory'), of('asp-crosswalk')]
  if (marketed && directory) return sourceIn(directory, `${marketed.brand ?? marketed.generic} (${marketed.category})`)
  if (crosswalk) return sourceIn(crosswalk, `NDC ${ndc} is not in it`)
  return { id: 'chart', title: CALLED['asp-crosswalk'], value: 'none is loaded', confidence: 'unconfirmed' }
}

/**
 * What a container of a solution holds, by the directory: `25 mg/mL` of `20 mL` are 500 mg. Undefined where the strength is not of
 * a volume, or is counted in anything but mass.
 */
function contentOf({ strength = '', held = '' }: Marketed): { readonly amount: Exact; readonly ml: Exact } | undefined {
  const [, numerator = '', unit = '', per = ''] = STRENGTH.exec(strength) ?? []
  const ml = exact(/^([\d.]{1,10}) mL$/.exec(held)?.[1] ?? '')
  const mass = exact(numerator)
  const volume = exact(per === '' ? '1' : per)
  const factor = exact(IN_MG[unit] ?? '')
  if (!ml || !mass || !volume || !factor || exactText(volume) === '0' || exactText(ml) === '0') return undefined
  return { amount: mass.mul(factor).mul(ml).div(volume), ml }
}

const STRENGTH = /^([\d.]{1,12}) (g|mg|ug)\/([\d.]{0,10})mL$/
const IN_MG: Readonly<Record<string, string>> = { g: '1000', mg: '1', ug: '0.001' }

/** Words of a text that can be the name of a drug. */
const namingWords = (text: string): readonly string[] =>
  tellingWords(text).filter((word) => !NAMES_NO_DRUG.has(word) && !TELLS_NOTHING.has(word))

/** What charts write where they name no drug, or beside its name. */
const NAMES_NO_DRUG: ReadonlySet<string> = new Set(
  'ordered order medication medicine drug drugs unknown unlisted unclassified other otherwise specified biologic biologics biological classified treatment therapy dose study formulary nonformulary miscellaneous custom compound compounded mixture'.split(
    ' ',
  ),
)
