import type { Attested } from '@doseline/contract'
import { type ChartedDose, calendarDate, type Fact, known, type LookedUpValues, type StatedAt } from '@doseline/dose'
import type { ReadingOptions } from '../chart.ts'
import { list, text } from '../shape.ts'
import { icd10cm } from './icd10cm.ts'
import { attestedAmount } from './settle.ts'

/** What a person states that no chart has an element for, each with their name. */
export function statedBeside({
  attested,
}: ReadingOptions): Pick<
  ChartedDose,
  | 'doseStated'
  | 'isInitialInfusion'
  | 'extraContainersReason'
  | 'earlierStated'
  | 'drugChangeReason'
  | 'lookedUp'
  | 'departmentModifier'
  | 'reviewed'
> {
  if (!attested) return {}
  const dose = attestedAmount(attested, 'administered', 'The amount given')
  const { isInitialInfusion, departmentModifier: department } = attested
  const reason = text(attested.extraContainersReason)
  const change = text(attested.drugChangeReason)
  const earlier = list(attested.earlierDoses).map(({ reference, notGiven, on }) => ({
    reference,
    ...(notGiven && { notGiven }),
    ...(on !== undefined && { on: calendarDate(on) }),
  }))
  const looked = lookedUp(attested)
  const reviewed = Array.isArray(attested.reviewed) ? attested.reviewed.flatMap((each) => text(each) ?? []) : []
  return {
    ...(reviewed.length > 0 && { reviewed: stated(reviewed, 'reviewed', reviewed.join(', '), attested) }),
    ...(looked && { lookedUp: looked }),
    ...(department && { departmentModifier: stated(department, 'departmentModifier', department, attested) }),
    ...(dose && { doseStated: dose }),
    ...(isInitialInfusion !== undefined && {
      isInitialInfusion: stated(isInitialInfusion, 'isInitialInfusion', isInitialInfusion ? 'yes' : 'no', attested),
    }),
    ...(reason !== undefined && {
      extraContainersReason: stated(reason, 'extraContainersReason', reason, attested),
    }),
    ...(change !== undefined && { drugChangeReason: stated(change, 'drugChangeReason', change, attested) }),
    ...(earlier.length > 0 && {
      earlierStated: stated(earlier, 'earlierDoses', earlier.map(({ reference }) => reference).join(', '), attested),
    }),
  }
}

/** What a person looked up that the code book leaves open. */
function lookedUp(attested: Attested): ChartedDose['lookedUp'] {
  const { effectiveCode, modifier340B, discardAsked, noAuthorizationNeeded, policyMet, container, diagnoses } = attested
  const { filingDays, chargedAt, by, at } = attested
  const values: LookedUpValues = {
    ...(text(effectiveCode) && { effectiveCode: text(effectiveCode)?.toUpperCase() }),
    ...(modifier340B && { modifier340B }),
    ...(discardAsked && { discard: discardAsked }),
    ...(noAuthorizationNeeded && { priorAuthorization: 'not required' as const }),
    ...(policyMet && { policyMetFor: (diagnoses ?? []).flatMap((code) => icd10cm(code) ?? []) }),
    ...(container && { container }),
    ...(filingDays !== undefined && { filingDays }),
    ...(chargedAt && { chargedAt }),
    by,
  }
  if (Object.keys(values).length === 1) return undefined
  const shows = [
    ...[effectiveCode, modifier340B, discardAsked, noAuthorizationNeeded && 'no authorization needed'],
    ...[policyMet && 'the payer’s policy is met', container],
    ...[
      filingDays !== undefined && `claims are taken for ${filingDays} days`,
      chargedAt && `charged by itself: ${chargedAt}`,
    ],
  ]
  return {
    ...known(values, { resource: 'request', element: 'attested', shows: shows.filter(Boolean).join(', ') }),
    attested: { by, at },
  }
}

const stated = <T>(value: T, field: keyof Attested, shows: string, { by, at }: Attested): Fact<T> => ({
  ...known(value, { resource: 'request', element: `attested.${field}`, shows }),
  attested: { by, at },
})

/** What can only be stated once the dose was given: how it was given, and what became of it. */
const OF_THE_DOSE = [
  'discardedMg',
  'discarded',
  'openedMg',
  'opened',
  'containersOpened',
  'administeredMg',
  'administered',
  'infusionMinutes',
  'isInitialInfusion',
  'dateOfService',
  'notCharged',
  'wholeChart',
] as const satisfies readonly (keyof Attested)[]

/** When a person stated what happened with the dose; undefined where nobody does. */
export function statedAt({ attested }: ReadingOptions): Fact<StatedAt> | undefined {
  const fields = OF_THE_DOSE.filter((field) => attested?.[field] !== undefined)
  if (!attested || fields.length === 0) return undefined
  const { at, by } = attested
  return known({ at, by, fields }, { resource: 'request', element: 'attested.at', shows: at })
}
