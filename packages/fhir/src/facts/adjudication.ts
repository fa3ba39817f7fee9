import { type Exact, exact, exactly } from '@doseline/dose'
import type { ClaimResponse, ClaimResponseItemAdjudication } from 'fhir/r4'
import { wordsOf } from '../concepts.ts'
import { extensionsEnding } from '../extensions.ts'
import { list, quoted, text } from '../shape.ts'

/** Anything of an answer that is adjudicated: the answer itself, an item, its details. */
interface Adjudicated {
  readonly adjudication?: ClaimResponse['adjudication']
  readonly detail?: readonly Adjudicated[] | undefined
  readonly subDetail?: readonly Adjudicated[] | undefined
}

/** @see https://hl7.org/fhir/R4/codesystem-adjudication.html */
const SYSTEMS: ReadonlySet<string | undefined> = new Set([
  undefined,
  'http://terminology.hl7.org/CodeSystem/adjudication',
  'http://hl7.org/fhir/adjudication',
])
/** Categories that say nothing against what was asked for, and those that grant it, unless they grant nothing. */
const NEUTRAL: ReadonlySet<string> = new Set(['submitted', 'copay', 'deductible', 'unallocdeduct', 'tax'])
const GRANTS: ReadonlySet<string> = new Set(['eligible', 'eligpercent', 'benefit'])

/**
 * Why an adjudication does not let an authorization be relied on: a category that is not known to go with an approval, a
 * reason, or nothing granted. Undefined where all of them are in order, or there is none.
 */
export function adjudicationDoubt(key: string, element: string, adjudicated: object): string | undefined {
  const { adjudication, detail, subDetail }: Adjudicated = adjudicated
  const own = list(adjudication).map((each, at) => {
    const says = saysAgainst(each)
    return says === undefined ? undefined : `${key} says ${says} in ${under(element, 'adjudication', at)}.`
  })
  const inside = [
    ...list(detail).map((each, at) => adjudicationDoubt(key, under(element, 'detail', at), each)),
    ...list(subDetail).map((each, at) => adjudicationDoubt(key, under(element, 'subDetail', at), each)),
  ]
  const partly = grantsAPart(list(adjudication))
    ? `${key} grants a part of what was asked for in ${element}.`
    : undefined
  return [...own, partly, ...inside].find((says) => says !== undefined)
}

const codeOf = ({ category }: ClaimResponseItemAdjudication): string => text(list(category?.coding)[0]?.code) ?? ''
/** What is granted, and what the patient owes of it. */
const COVERS: ReadonlySet<string> = new Set(['benefit', 'eligible'])
const OWED: ReadonlySet<string> = new Set(['copay', 'deductible', 'unallocdeduct', 'tax'])

/** Whether less is granted than was submitted, by number or by amount, and the patient owes no rest of it. */
function grantsAPart(adjudication: readonly ClaimResponseItemAdjudication[]): boolean {
  const numbersOf = (codes: (code: string) => boolean, from: 'value' | 'amount'): readonly Exact[] =>
    adjudication
      .filter((each) => codes(codeOf(each)))
      .flatMap(({ value, amount }) => {
        const written = from === 'value' ? value : amount?.value
        return typeof written === 'number' ? (exact(written) ?? []) : []
      })
  return (['value', 'amount'] as const).some((from) => {
    const [submitted] = numbersOf((code) => code === 'submitted', from)
    const granted = numbersOf((code) => COVERS.has(code), from)
    const owed = numbersOf((code) => OWED.has(code), from).reduce((sum, each) => sum.add(each), exactly(0))
    return submitted !== undefined && granted.some((each) => each.add(owed).lt(submitted))
  })
}

const under = (element: string, name: string, at: number): string =>
  `${element === '' ? '' : `${element}.`}${name}[${at}]`

function saysAgainst(adjudication: ClaimResponseItemAdjudication): string | undefined {
  const { category, reason, amount, value } = adjudication
  if (reason !== undefined) return `“${quoted(wordsOf(reason) ?? 'a reason', 60)}”`
  const codes = list(category?.coding).map(({ system, code }) => ({ system: text(system), code: text(code) ?? '' }))
  const isReviewed = extensionsEnding(adjudication, '/extension-reviewAction').length > 0
  if (codes.length === 0 && wordsOf(category) === undefined) {
    return isReviewed ? undefined : 'nothing of what it decided'
  }
  const isKnown = ({ system, code }: (typeof codes)[number]): boolean =>
    SYSTEMS.has(system) && (NEUTRAL.has(code) || GRANTS.has(code))
  const shown = `“${quoted(wordsOf(category) ?? '', 60)}”`
  if (codes.length === 0 || !codes.every(isKnown)) return `${shown}, which is not known to approve,`
  const grantsNothing = codes.some(({ code }) => GRANTS.has(code)) && (amount?.value === 0 || value === 0)
  return grantsNothing ? `${shown} of 0` : undefined
}
