import type { SettingKind } from '@doseline/contract'
import type { CalendarDate } from '@doseline/dose'
import { type DrugPolicy, policiesOf } from './drug-policy.ts'
import type { PayerInfo, Published } from './edition.ts'
import { lookUp, NO_PAYER, type On, silent, type Unknown } from './look-up.ts'
import { forEach, type PublishedValues } from './published-values.ts'
import { sourceIn } from './releases/cite.ts'
import type { Releases } from './releases/releases.ts'
import type { Product, Step } from './values.ts'

const ASKED = [
  'stepTherapy',
  'preferred',
  'evidence',
  'maximum',
  'selfAdministered',
  'timelyFiling',
  'paymentWindow',
  'discardNotIn',
  'packagedIn',
] as const

type Asked = { readonly [K in (typeof ASKED)[number]]: Published<PublishedValues[K]> }

/** What a payer asks beyond the rules that hold for all; where no document speaks of it, the question has no bearing. */
export function askedByPayer(
  product: Product,
  {
    payer,
    drug,
    code,
    releases,
  }: {
    readonly payer: PayerInfo | undefined
    readonly drug: DrugPolicy | undefined
    readonly code: string | undefined
    readonly releases: Releases
  },
  on: On,
): Asked {
  const policies = policiesOf(payer, on.data)
  if (!payer || !policies) {
    return { ...forEach(ASKED, silent(NO_PAYER.says)), discardNotIn: NO_PAYER }
  }
  const no = (asks: string): Unknown =>
    silent(
      payer.isOutside
        ? `No code book describes ${payer.label}: whether it ${asks} is part of what somebody finds in its policy.`
        : `No source says that ${payer.label} ${asks}.`,
    )
  const { brand } = product
  const packagedIn = packagedFor(code, { paysByOpps: policies.paysByOpps === true, releases }, on)
  const packaged = packagedIn.known ? packagedIn.value : []
  return {
    stepTherapy: stepsFor(product, drug?.stepTherapy, on, no(`asks for another treatment before ${brand}`)),
    preferred: stepsFor(product, drug?.preferred, on, no(`prefers another product to ${brand}`)),
    evidence: drug?.evidence.length
      ? lookUp(on, drug.evidence, {
          value: ({ list }) => list,
          shows: ({ list }) => list.map(({ label }) => label).join('; '),
          without: `No source says what evidence ${payer.label} looked for on ${on.day}.`,
        })
      : no(`looks for results in the record of ${brand}`),
    maximum: drug?.maximum.length
      ? lookUp(on, drug.maximum, {
          value: ({ units, says }) => ({ units, says }),
          shows: ({ says }) => says,
          without: `No source says how many units ${payer.label} paid at most on ${on.day}.`,
        })
      : no(`limits the units of ${brand}`),
    selfAdministered: drug?.selfAdministered.length
      ? lookUp(on, drug.selfAdministered, {
          value: ({ says }) => says,
          shows: ({ says }) => says,
          without: `No source says whether ${payer.label} paid for ${brand} on ${on.day}.`,
        })
      : no(`leaves ${brand} out as a drug that patients give themselves`),
    timelyFiling:
      policies.timelyFiling.length > 0
        ? lookUp(on, policies.timelyFiling, {
            value: ({ within, unit }) => ({ within, unit }),
            shows: ({ within, unit }) => `within ${within} ${unit}`,
            without: `No source says how long ${payer.label} took claims of ${on.day}.`,
          })
        : longestFiling(on, no('takes claims only for a time')),
    paymentWindow:
      policies.paymentWindow.length > 0
        ? lookUp(on, policies.paymentWindow, {
            value: ({ days }) => ({ days }),
            shows: ({ days }) => `${days} days before an admission`,
            without: `No source says whether ${payer.label} paid with a stay what was given before it on ${on.day}.`,
          })
        : no('pays with a stay what was given before it'),
    discardNotIn: lookUp(on, policies.discard, {
      value: ({ notIn }) => [...notIn, ...packaged],
      shows: ({ notIn }) =>
        notIn.length + packaged.length > 0
          ? `not asked in ${[...notIn, ...packaged].join(', ')}`
          : 'asked wherever it is given',
      without: `No source says what ${payer.label} asks about discarded drug on ${on.day}.`,
    }),
    packagedIn: packagedIn.known || !packagedIn.silent ? packagedIn : no(`packages ${brand} into another payment`),
  }
}

/** Whatever this payer's own time is: after the longest that any states it is past, as far as can be told. */
function longestFiling(on: On, none: Unknown): Published<PublishedValues['timelyFiling']> {
  const found = lookUp(on, on.data.coverageKinds.longestFiling, {
    value: ({ within, unit }) => ({ within, unit, isOfOthers: true as const }),
    shows: ({ within, unit }) => `at most ${within} ${unit} with every payer that was read`,
    without: none.says,
  })
  return found.known ? found : none
}

function stepsFor(
  product: Product,
  entries: DrugPolicy['stepTherapy'] | undefined,
  on: On,
  none: Unknown,
): Published<readonly Step[]> {
  if (!entries?.length) return none
  const asked = ({ steps }: (typeof entries)[number]) =>
    steps.filter(({ before }) => before === undefined || before.includes(product.id))
  const found = lookUp(on, entries, {
    value: asked,
    shows: (entry) =>
      asked(entry)
        .map(({ label }) => label)
        .join('; '),
    without: none.says,
  })
  return found.known && found.value.length > 0 ? found : none
}

/** Where hospitals are paid by OPPS. */
export const HOSPITAL_OUTPATIENT: readonly SettingKind[] = [
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
]
const PACKAGED = 'N'
/** Paid by themselves: drugs and biologicals, and those with pass-through payment. */
const PAID: ReadonlySet<string> = new Set(['K', 'G'])

/** Where a code of status N is given: its payment is part of another. By the Addendum B in force, else as it was entered. */
function packagedFor(
  code: string | undefined,
  { paysByOpps, releases }: { readonly paysByOpps: boolean; readonly releases: Releases },
  on: On,
): Published<readonly SettingKind[]> {
  const none = silent('Not packaged.')
  if (code === undefined || !paysByOpps) return none
  const loaded = packagedByAddendum(code, on.day, releases)
  if (loaded) return loaded
  const status = lookUp(on, on.data.codes[code]?.opps ?? [], {
    value: (entry) => entry.status,
    shows: (entry) => `${code} has the payment status ${entry.status}`,
    without: none.says,
  })
  return status.known && status.value === PACKAGED ? { ...status, value: HOSPITAL_OUTPATIENT } : none
}

/** What the Addendum B in force says of a code; undefined where none is loaded or none of its rows has the code. */
export function packagedByAddendum(
  code: string,
  day: CalendarDate,
  releases: Releases,
): Published<readonly SettingKind[]> | undefined {
  const found = releases.status(code, day)
  if (!found || found.isStale) return undefined
  const { status } = found.value
  const source = sourceIn(found.release, `${code} has the payment status ${status}`)
  if (status === PACKAGED) return { known: true, value: HOSPITAL_OUTPATIENT, source }
  if (PAID.has(status)) return { known: true, value: [], source }
  return {
    known: false,
    says: `${code} has the payment status ${status} in the Addendum B of ${found.release.from}: it is not paid as a drug by itself.`,
    remedy: 'Look up in Addendum D1 what the status means, and how the payer wants the drug billed.',
    who: 'biller',
  }
}
