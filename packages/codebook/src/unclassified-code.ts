import type { CalendarDate } from '@doseline/dose'
import type { Published } from './edition.ts'
import type { Listed } from './listed.ts'
import { tellingWords } from './listed-drug.ts'
import { unknown } from './look-up.ts'
import { CALLED } from './releases/cite.ts'
import type { Releases } from './releases/releases.ts'
import type { BookData } from './schema.ts'
import type { Product } from './values.ts'

type WithoutCode = NonNullable<BookData['books'][string]['withoutCode']>

/** What is known beside the product. */
interface Asked {
  readonly day: CalendarDate
  readonly listed: Listed
  readonly releases: Releases
  /** The code that a person states. */
  readonly stated: string | undefined
  /** Where it was given, as far as it decides: one unclassified code is of hospitals that are paid by OPPS. */
  readonly place: 'hospital' | 'elsewhere' | 'either'
}

type Open = Extract<Published<never>, { known: false }>

/**
 * Which unclassified code bills a drug that no list with codes has: only what a person states, who looked for a code of its own, and
 * only one that fits what is known of it. What is open else says what to look for, and what to state then.
 */
export function unclassifiedCode(
  product: Product,
  codes: WithoutCode | undefined,
  { day, listed, releases, stated, place }: Asked,
): { readonly code: string } | { readonly open: Open } {
  if (!codes) return { open: unknown(`No code of this code book bills ${product.brand}.`) }
  const open = (says: string, remedy?: string): { readonly open: Open } => ({
    open: { ...unknown(says), choices, who: 'biller', ...(remedy !== undefined && { remedy }) },
  })
  const choices = choicesFor(product, codes, place)
  const described = listed.describedBy(nameOf(product), day)[0]
  if (described) {
    return open(
      `HCPCS describes ${described.code} as “${described.description}”, which names ${product.brand}: no unclassified code bills it while that one stands.`,
      `Check whether ${described.code} bills NDC ${product.ndcs[0]}; if it does, load the release of that quarter that lists it (doseline codebook update).`,
    )
  }
  if (stated !== undefined && choices.includes(stated)) return { code: stated }
  const looked = `No list that is loaded says what bills NDC ${product.ndcs[0]}, ${product.brand}, on ${day} (${loaded(day, releases)}).`
  const says =
    stated === undefined
      ? looked
      : `${looked} ${stated} is stated, and it is none of ${choices.join(', ')}, which bill a drug without a code of its own.`
  return open(says, remedyFor(product, codes, place))
}

/** By what is known of it: a biological is no other drug, and a drug is no biological; either can be against cancer. */
function choicesFor({ unlisted }: Product, codes: WithoutCode, place: Asked['place']): readonly string[] {
  const { drug, biological, antineoplastic, outpatientHospital } = codes
  const own = unlisted?.isBiological === undefined ? [drug, biological] : unlisted.isBiological ? [biological] : [drug]
  return [...(place === 'elsewhere' ? [] : [outpatientHospital.code]), ...own, antineoplastic]
}

function remedyFor(product: Product, codes: WithoutCode, place: Asked['place']): string {
  const {
    drug,
    biological,
    antineoplastic,
    outpatientHospital: { code, approvedFrom },
  } = codes
  const kinds =
    product.unlisted?.isBiological === undefined
      ? `${biological} for a biological, ${drug} for any other drug`
      : product.unlisted.isBiological
        ? `${biological} for this biological`
        : `${drug} for this drug`
  const where = place === 'hospital' ? 'here' : 'in a hospital outpatient department'
  const hospital =
    place === 'elsewhere'
      ? ''
      : `${code} where FDA approved it from ${approvedFrom} on and it was given ${where}; else `
  return `Look ${product.brand} up in the HCPCS file of that quarter: where it has no code of its own, state the code: ${hospital}${antineoplastic} for one against cancer, ${kinds}. Where it has one, load the release that lists it.`
}

/** The words that name it: its first one of brand and of molecule, since the others may be of its form. */
const nameOf = ({ brand, generic }: Product): readonly string[] => [
  ...new Set([brand, generic].flatMap((name) => tellingWords(name).slice(0, 1))),
]

/** Which releases were looked in, and how far they speak for the day. */
function loaded(day: CalendarDate, releases: Releases): string {
  const read = (['asp-crosswalk', 'payment-limits', 'hcpcs'] as const).flatMap((kind) => {
    const head = releases.effectiveOn(kind, day)
    const ended = head?.through !== undefined && head.through < day ? `, which ended on ${head.through}` : ''
    return head ? [`${CALLED[kind]} of ${head.from}${ended}`] : []
  })
  return read.length === 0 ? 'none is loaded for that day' : `looked in: ${read.join('; ')}`
}
