import type { Diagnosis } from '@doseline/dose'
import { ICD_10_CM } from '../code-systems.ts'
import { icd10cm } from './icd10cm.ts'

/**
 * The charted diagnoses, those that a person chose for the dose first, in the person's order. A chosen one keeps where it
 * stands in the chart, and whether it stands: nobody but the chart's owner can say that a resolved one is active; where the
 * chart leaves that open the person has said it. One
 * that the chart does not hold at all is the person's own statement.
 */
export function chosenFirst(charted: readonly Diagnosis[], written: readonly string[]): readonly Diagnosis[] {
  const codes = [...new Set(written.map(icd10cm).filter((code) => code !== undefined))]
  const chosen = codes.flatMap((code) => {
    const same = charted.filter((diagnosis) => diagnosis.icd10cm === code)
    return same.length > 0 ? same.map(settled) : [stated(code)]
  })
  const others = charted.filter((diagnosis) => diagnosis.icd10cm === undefined || !codes.includes(diagnosis.icd10cm))
  return [...chosen, ...others]
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
