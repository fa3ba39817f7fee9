import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const isStated = ({ request }: SpoiledChart): boolean => request.attested?.[request.focus] !== undefined
const stop = (chart: SpoiledChart, reason?: object): boolean =>
  (reason === undefined || set(chart.dose, 'statusReason', [reason])) && set(chart.dose, 'status', 'stopped')
const refused = {
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/reason-medication-not-given',
      code: 'b',
      display: 'Patient Refused',
    },
  ],
}
const isHalfWay = (chart: SpoiledChart): boolean => chart.dose.status === 'stopped'

/** A dose that was stopped, and whose record does not say how much of it was given before. */
export const STOPPED: readonly Spoiler[] = [
  {
    name: 'a stopped dose of which all is charted as given',
    spoil: (chart) => !isStated(chart) && !isHalfWay(chart) && stop(chart),
    says: /administration\/is-completed: The administration was stopped, and/,
  },
  ...[
    { text: 'Wrong patient' },
    { text: 'Charted in error' },
    { text: 'Patient refused' },
    refused,
    { coding: [{ code: '183932001', display: 'Procedure contraindicated' }] },
    { text: 'Given elsewhere' },
    { text: 'Pharmacy' },
    {},
  ].map(
    (reason): Spoiler => ({
      name: `a dose that was stopped half way because of ${JSON.stringify(reason)}`,
      spoil: (chart) => isHalfWay(chart) && stop(chart, reason),
      says: /administration\/is-completed: .* is stopped because of/,
    }),
  ),
  {
    name: 'a dose stopped on the wrong patient, and an amount that a person states',
    spoil: (chart) => {
      if (isStated(chart) || chart.mg === undefined) return false
      const stated = { administeredMg: String(chart.mg), by: 'A nurse', at: `${chart.day}T23:00:00Z` }
      chart.request.attested = { [chart.request.focus]: stated }
      return stop(chart, { text: 'Wrong patient' })
    },
    says: /administration\/is-completed: .* is stopped because of/,
  },
]

/** A dose that was stopped, as it is stopped every day. */
export const HARMLESS_STOPPED: readonly Harmless[] = [
  ...[
    'Infusion reaction',
    'Adverse drug event',
    'IV infiltrated',
    'Hypotension',
    'Patient unable to tolerate, grade 2 infusion reaction with rigors',
  ].map(
    (text): Harmless => ({
      name: `a dose that was stopped half way because of “${text}”`,
      change: (chart) => isHalfWay(chart) && stop(chart, { text }),
    }),
  ),
  {
    name: 'a dose stopped for a reason that nobody knows here, and the amount that a person states',
    change: (chart) => {
      if (isStated(chart) || chart.mg === undefined || chart.request.codebook !== 'cms') return false
      const stated = { administeredMg: String(chart.mg), by: 'A nurse', at: `${chart.day}T23:00:00Z` }
      chart.request.attested = { [chart.request.focus]: stated }
      return stop(chart, { text: 'Clinic closed' })
    },
  },
]
