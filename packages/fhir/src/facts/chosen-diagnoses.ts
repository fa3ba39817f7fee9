import type { Diagnosis } from '@doseline/dose'
import { ICD_10_CM } from '../code-systems.ts'
import { icd10cm } from './icd10cm.ts'

/**
 * The charted diagnoses, those that a person chose for the dose first, in the person's order. A chosen one keeps where it
 * stands in the chart, and whether it stands: nobody but the chart's owner can say that a resolved one is active; where the
 * chart leaves that open the person has said it. One
 * that the chart does not hold at all is the person's own statement; a diagnosis that the chart has by another code alone, as
 * of SNOMED CT, has the ICD-10-CM code that the person states for it.
 */
export function chosenFirst(charted: readonly Diagnosis[], written: readonly string[]): readonly Diagnosis[] {
  const codes = [...new Set(written.map(icd10cm).filter((code) => code !== undefined))]
  const chosen = codes.flatMap((code) => {
    const same = charted.filter((diagnosis) => diagnosis.icd10cm === code)
    if (same.length > 0) return same.map(settled)
    const meant = meantBy(code, charted)
    return [meant === undefined ? stated(code) : { ...meant, icd10cm: code, chosen: true as const }]
  })
  const meant = new Set(chosen.map(({ place }) => place))
  const others = charted.filter(
    ({ icd10cm: code, place }) => !meant.has(place) && (code === undefined || !codes.includes(code)),
  )
  return [...chosen, ...others]
}

/**
 * The diagnosis of the chart, without an ICD-10-CM code of its own, that a code is stated for: one whose words name that
 * disease, else the only one whose words name no other.
 */
function meantBy(code: string, charted: readonly Diagnosis[]): Diagnosis | undefined {
  const open = charted.filter(
    ({ icd10cm: own, stands, isDenied, codes }) =>
      own === undefined && stands && !isDenied && codes.some(({ system }) => system !== undefined),
  )
  const named = open.find(({ names }) => names?.some((stem) => code.startsWith(stem)))
  const unnamed = open.filter(({ names }) => names === undefined)
  return named ?? (unnamed.length === 1 ? unnamed[0] : undefined)
}

/**
 * What the chart leaves open of a diagnosis, the person who chose it has answered. Nobody makes an established one of what
 * the chart itself says is not: a coder codes no “rule out” (ICD-10-CM Guidelines, section IV.H).
 */
function settled(charted: Diagnosis): Diagnosis {
  const { doubt, ...diagnosis } = charted
  if (diagnosis.isDenied) return { ...charted, chosen: true }
  return { ...diagnosis, stands: diagnosis.stands || doubt !== undefined, chosen: true }
}

const stated = (code: string): Diagnosis => ({
  icd10cm: code,
  codes: [{ system: ICD_10_CM, code }],
  from: 'attested',
  chosen: true,
  stands: true,
  place: { resource: 'request', element: 'attested.diagnoses', shows: code },
})
