import type { Product } from '@doseline/codebook'
import { type Exact, exact, exactly, inMg } from '@doseline/dose'
import { USUAL } from './phrases.ts'
import { amountsIn, nameTokens } from './read.ts'

/** So many first letters of a name tell it: `zoledronate` is zoledronic acid. */
const TELLS = 5

/** Whether a name of the drug says nothing of the product, and something else instead. */
export function namesAnotherDrug(name: string, { brand, generic, family }: Product): boolean {
  const names = [brand, generic, family].flatMap(nameTokens)
  const telling = names.filter((word) => !SALTS.has(word))
  // Magnesium sulfate is told by nothing else.
  const own = (telling.length > 0 ? telling : names).map((word) => word.slice(0, TELLS))
  const said = nameTokens(name).filter((word) => !/^[\d./%]+$/.test(word) && !OF_A_NAME.has(word) && !USUAL.has(word))
  const words = said.filter((word) => !HCPCS.test(word))
  return words.length > 0 && !words.some((word) => own.includes(word.slice(0, TELLS)))
}

/** Parts of the names of many drugs: they tell none of them. */
const SALTS: ReadonlySet<string> = new Set(
  'hcl hydrochloride sulfate sodium disodium phosphate acetate chloride citrate tartrate succinate mesylate calcium potassium magnesium acid iron human immune globulin'.split(
    ' ',
  ),
)

/** What a formulary writes beside the name of a drug. */
const OF_A_NAME: ReadonlySet<string> = new Set(
  'hc hcpcs ndc rx drug drugs device kit auto autoinjector pfs syr syrg soln conc concentrate pf powder recon reconst formulary nonformulary specialty supportive bone'.split(
    ' ',
  ),
)

/** How drugs are made up and called in formularies, price lists and RxNorm, and who makes them. */
const OF_ANY_NAME: ReadonlySet<string> = new Set(
  (
    'vl vls syg syr sdu admixture ampul ampules ampule ampoule antineoplastic apothecon aseptic autoinjector bag base biosimilar brand btl chemo ' +
    'chemotherapy compound container cartridge cart conc concentrated concentrate dex dextrose dihydrate anhydrous monohydrate ' +
    'dispensing dispersion emul emulsion extended fluid frozen generic gel hematology immunotherapy inf infus infuser injectables ' +
    'injector intraven intrav ivpb ivp lactated large liposomal liposome lyophilized lyo mab mdv medication mini mixture monoclonal ' +
    'multi multidose multiple nacl neat non nonchemo oncology onpro osteoporosis bone health package parenteral pd peg pegylated ' +
    'pen pfs piggyback pigg pb plain pluggable premix premixed preservative free pri ready release reconstituted refrigerated ' +
    'ringers sdv sdpf single small soaj soln solp solr sosy sopn soct solution special sterile strength susp suspension syringe ' +
    'tbl therapeutic tumor unit units use vial vialmate viaflex volume wfi water dose doses mg ml mcg g gm iu unt act actuation ' +
    'each ea ct pack pak ndc hcpcs cpt code hc jcode j q c charge per adult pediatric peds ped weight based rounded rounding ' +
    'treatment plan protocol order set therapy maintenance loading initial subsequent cycle day week injectable product ' +
    'abbvie accord almaject amgen amneal apotex astellas athenex avet baxter bayer biocon bioepis bluepoint bms breckenridge ' +
    'camber celltrion cipla civica dr reddys eugia fosun fresenius kabi genentech gland gsk henlius hikma hospira janssen jiangsu ' +
    'lilly meitheal merck mylan northstar novadoz novaplus novartis organon par pfizer piramal qilu regeneron roche sagent samsung ' +
    'sandoz sanofi shilpa slate sun teva ucb ultragenyx viatris vizient winthrop wg zydus'
  ).split(' '),
)
/** Usual words of directions that say of a name what it must not say. */
const NOT_OF_A_NAME: ReadonlySet<string> = new Set(
  'patient other inpatient hospital received documented if tid bid twice two three next'.split(' '),
)

/** Words of a name that are none of the product, of how drugs are made up, of an amount or of a way to give it. */
export function strangeInName(name: string, { brand, generic, family }: Product): readonly string[] {
  const own = [brand, generic, family].flatMap(nameTokens).map((word) => word.slice(0, TELLS))
  return nameTokens(name.replaceAll(/\breddy['’]s\b/gi, 'reddys')).filter(
    (word) =>
      !/^[\d./%]+$/.test(word) &&
      !HCPCS.test(word) &&
      !own.includes(word.slice(0, TELLS)) &&
      !SALTS.has(word) &&
      !OF_A_NAME.has(word) &&
      !OF_ANY_NAME.has(word) &&
      (!USUAL.has(word) || NOT_OF_A_NAME.has(word)),
  )
}

/** A second active substance, or the suffix of a biological product of its own. */
const OF_ANOTHER_PRODUCT = /hyaluronidase$|^[a-z]{3,}-[a-z]{4}$/

/**
 * Whether a name goes on after the brand with a word that no name of the product has: `Keytruda Qlex` is another product than
 * Keytruda, as are most that a company calls by a brand and a second name. Also a second substance that its name does not have.
 */
export function extendsTheBrand(name: string, product: Product): boolean {
  const strange = new Set(strangeInName(name, product))
  if ([...strange].some((word) => OF_ANOTHER_PRODUCT.test(word))) return true
  const brand = nameTokens(product.brand)
  const words = nameTokens(name)
  return words.some(
    (word, at) => word === brand.at(-1) && strange.has(words[at + 1] ?? '') && /^[a-z-]{2,}$/.test(words[at + 1] ?? ''),
  )
}

/** Whether a name counts it: two of something, where one is charted. */
export const countsMore = (name: string): boolean => /\bx ?[2-9]\b|\b[2-9] ?x\b/i.test(name)

/** A code of HCPCS in words. */
export const HCPCS = /^[a-v] ?\d{4}$/

/** The least that a unit of a code counts: names from a charge master state it. */
const OF_A_CODE = [exactly(1), exactly('0.01')]

const STRENGTH =
  /(?<![\d.,])(\d{1,6}(?:\.\d{1,4})?) ?(mg|mcg|g)\b(?: ?\/ ?(\d{1,4}(?:\.\d{1,3})?)? ?(ml|kg|hr|h|actuation|dose)\b)?/gi

/** Whether a name of the drug states a strength that is none of the product’s; a bag is named by the amount that is given. */
export function statesAnotherStrength(
  name: string,
  { product, administeredAmount }: { readonly product: Product; readonly administeredAmount: Exact | undefined },
): boolean {
  // Without the amount that was given nobody can tell, and that holds the dose by itself.
  if (!administeredAmount) return false
  const { amountPerContainer, mlPerContainer, measure } = product
  if (measure !== 'mg') return statesOtherUnits(name, { product, administeredAmount })
  const perMl = mlPerContainer && amountPerContainer?.div(mlPerContainer)
  return [...name.slice(0, 300).matchAll(STRENGTH)].some(([, number = '', unit = '', volume, per]) => {
    const value = exact(number)
    const mg = value && inMg({ value, unit: unit.toLowerCase() === 'mcg' ? 'ug' : unit.toLowerCase() })
    if (!mg || (per !== undefined && per.toLowerCase() !== 'ml')) return false
    // Without its concentration nobody can tell: the NDC names it, and the amount that was given is charted apart.
    if (per !== undefined) return perMl !== undefined && !isNear(mg.div(exact(volume ?? '1') ?? exactly(1)), perMl)
    if (!amountPerContainer) return false
    const own = [amountPerContainer, administeredAmount, ...OF_A_CODE]
    return !own.some((each) => isNear(mg, each))
  })
}

/** The same of a drug that is not counted by mass: what a container of it holds stands in its name as units, mEq or the like. */
function statesOtherUnits(
  name: string,
  { product, administeredAmount }: { readonly product: Product; readonly administeredAmount: Exact },
): boolean {
  const { amountPerContainer, measure } = product
  if (!amountPerContainer) return false
  const words = nameTokens(name)
  // `1000 units/mL` is a concentration, and the NDC names that.
  const stated = amountsIn(words, measure).flatMap(({ at, amount }) =>
    amount && words[at + 2] !== 'ml' ? [amount] : [],
  )
  return (
    stated.length > 0 &&
    !stated.some((each) => [amountPerContainer, administeredAmount].some((own) => isNear(each, own)))
  )
}

/** Whether words state a concentration that is none of the product's: `1 mL of 120 mg/1.7 mL`. */
export const statesAnotherConcentration = (
  words: string,
  coded: { readonly product: Product; readonly administeredAmount: Exact | undefined },
): boolean => statesAnotherStrength([...words.matchAll(CONCENTRATION)].map(([found]) => found).join('; '), coded)

const CONCENTRATION = /\d{1,6}(?:\.\d{1,4})? ?(?:mg|mcg|g) ?\/ ?(?:\d{1,4}(?:\.\d{1,3})? ?)?ml\b/gi

/** A listed concentration is rounded: `70 mg/mL` of 120 mg in 1.7 mL. */
function isNear(one: Exact, other: Exact): boolean {
  const apart = one.gt(other) ? one.sub(other) : other.sub(one)
  return apart.mul(exactly(100)).lte(other.mul(exactly(3)))
}
