import type { Condition } from 'fhir/r4'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm'

/** The ICD-10-CM code of a condition. */
const codeOf = ({ code }: Condition): string | undefined =>
  code?.coding?.find(({ system }) => system === ICD_10_CM)?.code

/** The codes that a person states for the dose, else that of its reason; none where neither is coded. */
function diagnosesOf(chart: SpoiledChart): string[] {
  const stated = (chart.stated as { diagnoses?: string[] }).diagnoses
  if (stated) return stated
  const reasons = (chart.dose.reasonReference ?? []).map(({ reference }) => reference)
  return chart.all('Condition').flatMap((each) => {
    const isReason = reasons.includes(`Condition/${each.id}`)
    return isReason ? (codeOf(each) ?? []) : []
  })
}

/** A person states these diagnoses for the dose. */
function state(chart: SpoiledChart, diagnoses: string[]): true {
  const stated = { by: 'A biller', at: '2026-11-23T10:00:00Z', ...chart.stated, diagnoses }
  chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
  return true
}

/** The same diagnoses, and one more. */
function stateAsWell(chart: SpoiledChart, code: string): boolean {
  const diagnoses = diagnosesOf(chart)
  return isListed(chart) && diagnoses.length > 0 && state(chart, [...diagnoses, code])
}

const genderOf = (chart: SpoiledChart): string | undefined => chart.all('Patient')[0]?.gender
/** The shipped list is of fiscal year 2026: a day that it does not speak for holds nothing. */
const isListed = ({ day }: SpoiledChart): boolean => day >= '2025-10-01' && day <= '2026-09-30'
const isOfTheCrosswalk = (chart: SpoiledChart): boolean => 'policyMet' in chart.stated
const isGrownUp = (chart: SpoiledChart): boolean => (chart.all('Patient')[0]?.birthDate ?? '9') < '2000'

/** Every diagnosis of the chart and of the statement by another code. */
function recode(chart: SpoiledChart, to: (code: string) => string): true {
  for (const { code } of chart.all('Condition')) {
    for (const coding of code?.coding ?? []) if (coding.system === ICD_10_CM) set(coding, 'code', to(coding.code ?? ''))
  }
  return state(chart, diagnosesOf(chart).map(to))
}

/** Codes of the line that no claim takes, or not of this patient. */
export const DIAGNOSIS_LIST: readonly Spoiler[] = [
  ...(
    [
      ['that does not exist', 'Z99.999', /diagnosis-codes-exist: Z99\.999 does not stand/],
      ['that is a category', 'E11', /diagnosis-codes-exist: E11 has more digits/],
      ['that was split on the first of October', 'G35', /diagnosis-codes-exist: G35 has more digits/],
    ] as const
  ).map(
    ([which, code, says]): Spoiler => ({
      name: `a second diagnosis ${which}, as a person states it`,
      spoil: (chart) => stateAsWell(chart, code),
      says,
    }),
  ),
  {
    name: 'a reason for the dose by a code that does not exist',
    spoil: (chart) =>
      isListed(chart) &&
      set(chart.dose, 'reasonCode', [
        ...(chart.dose.reasonCode ?? []),
        { coding: [{ system: ICD_10_CM, code: 'M82' }] },
      ]),
    says: /diagnosis-codes-exist: M82 does not stand/,
  },
  {
    name: 'a drug of the crosswalk for a category of diseases',
    spoil: (chart) =>
      isOfTheCrosswalk(chart) &&
      isListed(chart) &&
      diagnosesOf(chart).every((code) => code.length > 3) &&
      recode(chart, (code) => code.slice(0, 3)),
    says: /diagnosis-codes-exist: \w{3} has more digits|diagnosis-supports/,
  },
  {
    name: 'a cancer of the prostate beside the diagnosis, in a woman',
    spoil: (chart) => genderOf(chart) === 'female' && stateAsWell(chart, 'C61'),
    says: /diagnosis-supports/,
  },
  {
    name: 'a cancer of the ovary beside the diagnosis, in a man',
    spoil: (chart) => genderOf(chart) === 'male' && stateAsWell(chart, 'C56.1'),
    says: /diagnosis-supports/,
  },
  {
    name: 'a birth before term beside the diagnosis, in a grown-up',
    spoil: (chart) => isGrownUp(chart) && stateAsWell(chart, 'P07.30'),
    says: /diagnosis-supports/,
  },
  ...['Z51.11', 'Z85.118', 'Z79.899', 'Y84.2'].map(
    (code): Spoiler => ({
      name: `a drug of the crosswalk for ${code} alone`,
      spoil: (chart) => {
        if (!isOfTheCrosswalk(chart)) return false
        recode(chart, () => code)
        return state(chart, [code])
      },
      says: /names no condition|no condition that/,
    }),
  ),
]

const problem = (chart: SpoiledChart, code: string): true =>
  chart.add({
    resourceType: 'Condition',
    id: 'another-problem',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    subject: { reference: chart.patient },
    code: { coding: [{ system: ICD_10_CM, code }] },
  })

/** Codes that a claim takes, and old ones to which no line points. */
export const HARMLESS_DIAGNOSES: readonly Harmless[] = [
  { name: 'a problem by a code that has ended', change: (chart) => problem(chart, 'G35') },
  { name: 'a problem by a category', change: (chart) => problem(chart, 'E11') },
  { name: 'a problem that began with the birth', change: (chart) => problem(chart, 'P27.1') },
  {
    name: 'a session of chemotherapy beside the diagnosis of a drug of the crosswalk',
    change: (chart) => isOfTheCrosswalk(chart) && stateAsWell(chart, 'Z51.11'),
  },
]
