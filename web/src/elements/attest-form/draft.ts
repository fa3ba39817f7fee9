import type { Attested } from '@doseline/assessment'
import type { Statement } from '../../events/facts-attested.ts'
import type { AttestField } from '../../events/jump-asked.ts'
import { words } from '../../words.ts'

export type Outcome = NonNullable<Attested['earlierTreatments']>[number]['outcome']

/** What stands in the fields, as it was typed. */
export interface Draft {
  discarded: string
  opened: string
  containers: string
  acquired: string
  authorization: string
  from: string
  until: string
  units: string
  visits: string
  /** Chosen diagnoses, dotted upper-case ICD-10-CM, the first being the reason. */
  diagnoses: readonly string[]
  /** Somebody looked in the billing system. */
  notCharged: boolean
  treatments: readonly { readonly name: string; readonly outcome: Outcome }[]
}

/** What is wrong, at the field where it is. */
export type Problems = Partial<Record<AttestField | 'code' | 'form' | `treatment-${number}`, string>>

export const ACQUISITIONS = ['bought', '340B', 'supplied', 'free'] as const satisfies readonly Attested['acquired'][]
export const OUTCOMES = Object.keys(words.attest.outcomes) as Outcome[]

/** The service takes decimals as text of this form; a comma is a slip worth correcting aloud. */
const AMOUNT = /^\d{1,6}(\.\d{1,6})?$/
const COUNT = /^\d{1,3}$/
const WHOLE = /^[1-9]\d{0,3}$/
const MANY = /^[1-9]\d{0,5}$/
const CODE = /^([A-Z]\d[0-9A-Z])\.?([0-9A-Z]{1,4})?$/

/** The fields as a statement fills them. */
export function draftOf(stated: Statement | undefined): Draft {
  const { discardedMg, openedMg, containersOpened, acquired, notCharged, authorization, diagnoses, earlierTreatments } =
    stated ?? {}
  const text = (value: string | number | undefined): string => String(value ?? '')
  return {
    discarded: text(discardedMg),
    opened: text(openedMg),
    containers: text(containersOpened),
    acquired: text(acquired),
    authorization: text(authorization?.number),
    from: text(authorization?.from),
    until: text(authorization?.until),
    units: text(authorization?.units),
    visits: text(authorization?.visits),
    notCharged: notCharged === true,
    diagnoses: diagnoses ?? [],
    treatments: earlierTreatments ?? [],
  }
}

/** The draft with what changed from one statement to the next; everything else stays as it was typed. */
export function movedOn(draft: Draft, before: Statement | undefined, after: Statement | undefined): Draft {
  const [old, fresh] = [draftOf(before), draftOf(after)]
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  const changed = (Object.keys(fresh) as (keyof Draft)[]).filter((key) => !same(old[key], fresh[key]))
  return { ...draft, ...Object.fromEntries(changed.map((key) => [key, fresh[key]])) }
}

/** What is wrong with a draft; empty where it can be stated. */
export function problemsIn(draft: Draft): Problems {
  const { discarded, opened, containers, authorization, from, until, units, visits, treatments } = draft
  const ofAuthorization = [from, until, units, visits].some((value) => value !== '')
  return {
    ...(discarded && !AMOUNT.test(discarded) && { discarded: words.attest.badAmount }),
    ...(opened && !AMOUNT.test(opened) && { opened: words.attest.badAmount }),
    ...(containers && !COUNT.test(containers) && { containers: words.attest.badCount }),
    ...(!authorization && ofAuthorization && { authorization: words.attest.badNumber }),
    ...(from && until && until < from && { until: words.attest.badDates }),
    ...(units && !MANY.test(units) && { units: words.attest.badWhole }),
    ...(visits && !WHOLE.test(visits) && { visits: words.attest.badWhole }),
    ...Object.fromEntries(
      treatments.flatMap(({ name }, at) => (name.length === 1 ? [[`treatment-${at}`, words.attest.badTreatment]] : [])),
    ),
  }
}

/** What a draft without problems states; undefined where it states nothing. */
export function statementOf(draft: Draft): Statement | undefined {
  const { discarded, opened, containers, authorization, from, until, units, visits, diagnoses } = draft
  const acquired = ACQUISITIONS.find((one) => one === draft.acquired)
  const treatments = draft.treatments.filter(({ name }) => name !== '')
  const statement: Statement = {
    ...(discarded && { discardedMg: discarded }),
    ...(opened && { openedMg: opened }),
    ...(containers && { containersOpened: Number(containers) }),
    ...(acquired && { acquired }),
    ...(draft.notCharged && { notCharged: true as const }),
    ...(authorization && {
      authorization: {
        number: authorization,
        ...(from && { from }),
        ...(until && { until }),
        ...(units && { units: Number(units) }),
        ...(visits && { visits: Number(visits) }),
      },
    }),
    ...(diagnoses.length > 0 && { diagnoses: [...diagnoses] }),
    ...(treatments.length > 0 && { earlierTreatments: treatments.map((one) => ({ ...one })) }),
  }
  return Object.keys(statement).length > 0 ? statement : undefined
}

/** The code as a claim shows it, upper case and dotted; undefined where it has not the form of ICD-10-CM. */
export function asIcd10cm(written: string): string | undefined {
  const parts = CODE.exec(written.toUpperCase().replace(/\s+/g, ''))
  if (!parts) return undefined
  return parts[2] ? `${parts[1]}.${parts[2]}` : parts[1]
}
