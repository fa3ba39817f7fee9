import type { MedicationAdministration } from 'fhir/r4'
import { type SpoiledChart, type Spoiler, set, setOnAll } from './spoiler.ts'

const REVIEW_ACTION = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction'

/** The tenth of the month before the dose's, or the first of its own: too early for every interval of a month and more. */
function tooSoon({ day }: SpoiledChart): string | undefined {
  const [year, month, dayOfMonth] = day.split('-').map(Number)
  if (!year || !month || !dayOfMonth) return undefined
  if (dayOfMonth > 8) return `${day.slice(0, 8)}${String(dayOfMonth - 7).padStart(2, '0')}`
  const [before, of] = month === 1 ? [12, year - 1] : [month - 1, year]
  return `${of}-${String(before).padStart(2, '0')}-26`
}
const drugOf = ({ dose }: SpoiledChart) => {
  const { medicationReference, medicationCodeableConcept, contained } = dose
  return {
    ...(medicationReference && { medicationReference }),
    ...(medicationCodeableConcept && { medicationCodeableConcept }),
    ...(contained && { contained }),
  }
}
/** On loading days a dose may follow soon, and Forteo is given each day; of a drug of the crosswalk a person states the interval. */
const mayFollowSoon = (chart: SpoiledChart): boolean =>
  /teriparatide|keytruda|mvasi|kovaltry|oncaspar|xofigo/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) ||
  /C40|D48\.0|E83\.52|D16/.test(JSON.stringify(chart.all('Condition')))
const isOfYear = ({ effectiveDateTime, effectivePeriod }: MedicationAdministration, day: string): boolean =>
  (effectiveDateTime ?? effectivePeriod?.start ?? '').startsWith(day.slice(0, 4))
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const needsAuthorization = (chart: SpoiledChart): boolean => chart.all('ClaimResponse').length > 0

/** A name of the molecule that is no product's own; undefined for molecules that have none here. */
const otherName = (chart: SpoiledChart): string | undefined => {
  const text = JSON.stringify([chart.dose, chart.all('Medication')])
  return Object.entries(OTHER_NAMES).find(([drug]) => new RegExp(drug, 'i').test(text))?.[1]
}
const OTHER_NAMES = {
  denosumab: 'denosumab-zzzz 60 mg/mL',
  ibandronate: 'Boniva 3 mg/3 mL injection',
  pamidronate: 'Aredia 90 mg',
  'zoledronic acid': 'zoledronate infusion',
  romosozumab: 'romosozumab',
}
const statement = (chart: SpoiledChart, differs: object): true =>
  chart.add({
    resourceType: 'MedicationStatement',
    id: 'stated',
    status: 'completed',
    subject: { reference: chart.patient },
    ...drugOf(chart),
    ...differs,
  })

/** What happened before, and what the payer allowed. */
export const HISTORY: readonly Spoiler[] = [
  {
    name: 'the same drug given a few days before',
    spoil: (chart) => {
      const on = tooSoon(chart)
      if (!on || mayFollowSoon(chart)) return false
      return chart.addDose({ effectivePeriod: undefined, effectiveDateTime: `${on}T10:00:00-05:00` })
    },
    says: /enough-time/,
  },
  {
    name: 'the same drug a few days before, as the patient states it',
    spoil: (chart) => {
      const on = tooSoon(chart)
      if (!on || mayFollowSoon(chart)) return false
      return chart.add({
        resourceType: 'MedicationStatement',
        id: 'stated',
        status: 'completed',
        subject: { reference: chart.patient },
        effectiveDateTime: on,
        ...drugOf(chart),
      })
    },
    says: /enough-time/,
  },
  {
    name: 'a dose a few days before, of a drug that is not in the chart',
    spoil: (chart) => {
      const on = tooSoon(chart)
      if (!on || mayFollowSoon(chart)) return false
      return chart.addDose({
        effectivePeriod: undefined,
        effectiveDateTime: `${on}T10:00:00-05:00`,
        medicationCodeableConcept: undefined,
        medicationReference: { reference: 'Medication/none' },
      })
    },
    says: /enough-time/,
  },
  {
    name: 'a dose a few days before, under another name of the drug',
    spoil: (chart) => {
      const [on, text] = [tooSoon(chart), otherName(chart)]
      if (!on || !text || mayFollowSoon(chart)) return false
      return chart.addDose({
        effectivePeriod: undefined,
        effectiveDateTime: `${on}T10:00:00-05:00`,
        medicationReference: undefined,
        contained: undefined,
        medicationCodeableConcept: { text },
      })
    },
    says: /enough-time/,
  },
  {
    name: 'a dose a few days before, named by its HCPCS code alone',
    spoil: (chart) => {
      const on = tooSoon(chart)
      const drug = JSON.stringify([chart.dose, chart.all('Medication')])
      if (!on || mayFollowSoon(chart) || !/prolia|xgeva/i.test(drug)) return false
      return chart.addDose({
        effectivePeriod: undefined,
        effectiveDateTime: `${on}T10:00:00-05:00`,
        medicationReference: undefined,
        medicationCodeableConcept: { coding: [{ system: HCPCS, code: 'J0897' }] },
      })
    },
    says: /enough-time/,
  },
  {
    name: 'a dose elsewhere of which only the year is stated',
    spoil: (chart) =>
      !mayFollowSoon(chart) &&
      !chart.all('MedicationAdministration').some((each) => isOfYear(each, chart.day) && each !== chart.dose) &&
      statement(chart, { effectiveDateTime: chart.day.slice(0, 4) }),
    says: /enough-time/,
  },
  {
    name: 'a dose elsewhere that is stated without a day',
    spoil: (chart) => !mayFollowSoon(chart) && statement(chart, {}),
    says: /enough-time/,
  },
  {
    name: 'the drug on the list of medicines for two weeks, with no dose that it could speak of',
    spoil: (chart) => {
      const on = tooSoon(chart)
      if (!on || mayFollowSoon(chart)) return false
      return statement(chart, { status: 'active', effectivePeriod: { start: on } })
    },
    says: /enough-time/,
  },
  {
    name: 'Xgeva on the list of medicines of a patient on Prolia',
    spoil: (chart) =>
      /prolia/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
      statement(chart, {
        status: 'active',
        medicationReference: undefined,
        medicationCodeableConcept: { text: 'Xgeva 120 mg/1.7 mL' },
        effectivePeriod: { start: '2024-01-01' },
      }),
    says: /enough-time/,
  },
  {
    name: 'two syringes handed over for one dose, on no day',
    spoil: (chart) => {
      if (mayFollowSoon(chart)) return false
      const subject = { reference: chart.patient }
      const shared = { resourceType: 'MedicationDispense', status: 'completed', subject, ...drugOf(chart) }
      const given = chart.all('MedicationAdministration').length
      for (let each = 0; each <= given; each += 1) chart.add({ ...shared, id: `handed-over-${each}` })
      return true
    },
    says: /enough-time/,
  },
  {
    name: 'an earlier dose whose day cannot be read',
    spoil: (chart) => chart.addDose({ effectivePeriod: undefined, effectiveDateTime: 'last month' }),
    says: /enough-time|second-dose/,
  },
  {
    name: 'an authorization that was denied',
    spoil: (chart) =>
      needsAuthorization(chart) &&
      setOnAll(chart.all('ClaimResponse'), 'item', undefined) &&
      setOnAll(chart.all('ClaimResponse'), 'disposition', 'Denied'),
    says: /prior-authorization/,
  },
  {
    name: 'an authorization that ended before the dose',
    spoil: (chart) =>
      needsAuthorization(chart) &&
      setOnAll(chart.all('ClaimResponse'), 'item', undefined) &&
      setOnAll(chart.all('ClaimResponse'), 'preAuthPeriod', { start: '2018-01-01', end: '2018-12-31' }),
    says: /prior-authorization/,
  },
  ...['draft', 'cancelled', 'entered-in-error', 'Active', undefined].map(
    (status): Spoiler => ({
      name: `an authorization with the status ${status ?? 'left out'}`,
      spoil: (chart) => needsAuthorization(chart) && setOnAll(chart.all('ClaimResponse'), 'status', status),
      says: /prior-authorization/,
    }),
  ),
  {
    name: 'an authorization of another product',
    spoil: (chart) => {
      if (!needsAuthorization(chart)) return false
      for (const answer of chart.all('ClaimResponse')) {
        set(answer, 'item', undefined)
        set(answer, 'request', undefined)
        set(answer, 'addItem', [
          {
            productOrService: {
              coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J1745' }],
            },
            adjudication: [],
          },
        ])
      }
      return true
    },
    says: /prior-authorization/,
  },
  ...(
    [
      ['that states no number', { preAuthRef: undefined }],
      ['whose disposition says that it was denied', { disposition: 'Denied: not medically necessary' }],
      ['that states an error', { error: [{ code: { text: 'Member not eligible' } }] }],
    ] as const
  ).map(
    ([what, differs]): Spoiler => ({
      name: `an answer that approves an item, ${what}`,
      spoil: (chart) => {
        const answers = chart.all('ClaimResponse')
        for (const answer of answers) {
          const approved = { url: 'reviewActionCode', valueCodeableConcept: { coding: [{ code: 'A1' }] } }
          const productOrService = { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: ndc(chart) }] }
          set(answer, 'item', undefined)
          set(answer, 'addItem', [
            { productOrService, adjudication: [], extension: [{ url: REVIEW_ACTION, extension: [approved] }] },
          ])
          for (const [element, value] of Object.entries(differs)) set(answer, element, value)
        }
        return answers.length > 0
      },
      says: /prior-authorization/,
    }),
  ),
  {
    name: 'an authorization of fewer units',
    spoil: (chart) => {
      const answers = chart.all('ClaimResponse')
      for (const answer of answers) {
        set(answer, 'item', undefined)
        set(answer, 'addItem', [
          {
            productOrService: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: ndc(chart) }] },
            quantity: { value: 3 },
            extension: [
              {
                url: REVIEW_ACTION,
                extension: [
                  { url: 'reviewActionCode', valueCodeableConcept: { coding: [{ code: 'A1' }] } },
                  { url: 'number', valueString: 'PA-1' },
                ],
              },
            ],
            adjudication: [],
          },
        ])
      }
      return answers.length > 0
    },
    says: /prior-authorization/,
  },
]

function ndc(chart: SpoiledChart): string | undefined {
  const text = JSON.stringify([chart.dose, chart.all('Medication')])
  return /"code":"(\d{4,5}-\d{3,4}-\d{2})"/.exec(text)?.[1]
}
