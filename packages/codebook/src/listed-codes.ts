import type { CalendarDate } from '@doseline/dose'
import type { Beside, Published } from './edition.ts'
import { countedBy } from './listed-drug.ts'
import { described, descriptorOf } from './listed-meaning.ts'
import { type Unknown, unknown } from './look-up.ts'
import { sourceIn } from './releases/cite.ts'
import type { ReleaseHead } from './releases/release-file.ts'
import type { ListedDrug, Releases } from './releases/releases.ts'
import { unitText } from './releases/unit-text.ts'
import type { Hcpcs, Product } from './values.ts'
import type { WhichCode } from './which-code.ts'

/** The code that is in force, or what is open about it. */
export type CodeOn =
  | { readonly published: Published<Hcpcs>; readonly isStated: boolean }
  | { readonly open: Unknown & { readonly choices: readonly string[]; readonly remedy: string } }

/** The code that bills a listed product on a day, from the release that speaks for it; else what is open, with what to state. */
export function codeOn(
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
  const release = releases.effectiveOn('asp-crosswalk', day)
  const { otherPackage } = product
  // What a carton is listed under bills the vials in it.
  const ndc = otherPackage?.holdsIt ? otherPackage.ndc : (product.ndcs[0] ?? '')
  // Only what is open or stated has to look into the crosswalks of other days.
  const choices = () => choicesOf(product, ndc, day, releases)
  const listed = release ? releases.listed(ndc, day) : []
  const isEffective = release !== undefined && (release.through === undefined || day <= release.through)
  const which = listed.length > 1 ? decides(listed.map(({ row }) => row.code)) : undefined
  const chosenByChart = which && codeOfTheChart(which, listed, beside)
  const ofItself = product.ndcs.length === 0 ? codeByItself(product.listedUnder ?? [], day, releases) : undefined
  const only = ofItself
    ? ofItself
    : isEffective
      ? listed.length === 1
        ? listed[0]?.row.code
        : chosenByChart
      : undefined
  const chosen = stated === undefined ? undefined : choices().find((code) => code === stated)
  const code = chosen ?? only
  const open = (says: string): CodeOn => {
    const known = choices()
    return { open: { ...unknown(says), choices: known, ...remedyFor(known, day, release) } }
  }
  if (only !== undefined && stated !== undefined && stated !== only) {
    return open(
      `${stated} is stated for ${product.brand}, and the NDC–HCPCS crosswalk in force on ${day} lists it under ${only}${which ? ` (${which.codes[only]})` : ''}.`,
    )
  }
  const ended = code === undefined ? undefined : outOfForce(code, day, releases)
  if (ended !== undefined) return open(ended)
  const unit = code === undefined ? undefined : unitOf(code, day, releases)
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

/** What a person may have looked up: the codes of the crosswalk of the day first, then those of others, since codes are replaced. */
function choicesOf(
  { listedUnder = [] }: Product,
  ndc: string,
  day: CalendarDate,
  releases: Releases,
): readonly string[] {
  const days = releases.heads.filter(({ kind }) => kind === 'asp-crosswalk').map(({ from }) => from)
  const ever = [day, ...days.toReversed()].flatMap((each) => releases.listed(ndc, each).map(({ row }) => row.code))
  return [...new Set([...ever, ...listedUnder])]
}

/** One unit of a code as it was on the day; of a day for which none is loaded, as it stands last. */
function unitOf(code: string, day: CalendarDate, releases: Releases): ReturnType<Releases['unitOf']> {
  const onThatDay = releases.unitOf(code, day)
  if (onThatDay) return onThatDay
  const days = releases.heads.map(({ from }) => from).toSorted()
  const last = days.findLast((each) => releases.unitOf(code, each) !== undefined)
  return last === undefined ? undefined : releases.unitOf(code, last)
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
  { brand, ndcs, otherPackage, listedUnder = [] }: Product,
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
  if (listed.length === 0 && otherPackage && !otherPackage.holdsIt) {
    return `The NDC–HCPCS crosswalk in force on ${day} does not list NDC ${ndcs.join(', ')}. It lists NDC ${otherPackage.ndc}, of the same labeler and product, under ${listedUnder.join(' and ')}: it is another package of it, or a digit is wrong.`
  }
  if (listed.length === 0) return `The NDC–HCPCS crosswalk in force on ${day} does not list NDC ${ndcs.join(', ')}.`
  const codes = listed.map(({ row }) => `${row.code} (${which?.codes[row.code] ?? row.dosage})`).join(' and ')
  return `CMS lists NDC ${ndcs.join(', ')} under ${codes}: what it was given for, or how, decides which one bills the dose.`
}

const remedyFor = (choices: readonly string[], day: CalendarDate, release: ReleaseHead | undefined) => ({
  remedy: release
    ? `Load the release of that quarter (doseline codebook update), or look the code up and state it: ${choices.join(' or ')}.`
    : `Load the release of that quarter (doseline codebook update). The crosswalks that are loaded begin later and say ${choices.join(' or ')}: codes are replaced with the years, so look up whether it was in use on ${day} before you state it.`,
  who: 'biller' as const,
})
