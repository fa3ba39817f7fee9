import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const OURS = 'https://doseline.example/fhir/sid/charge'
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const PROLIA = 'J0897'
const OTHER = 'MedicationAdministration/charted-before'

/** A dose of denosumab 60 mg that nobody says was looked up in the billing system. */
const isOpen = (chart: SpoiledChart): boolean =>
  !chart.isStatedAsNotCharged &&
  /prolia/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
  chart.day !== ''

function posted(chart: SpoiledChart, doses: readonly string[], differs: object = {}): boolean {
  const charge = {
    identity: 'posted-before',
    code: PROLIA,
    units: 60,
    modifiers: ['JZ'],
    dateOfService: chart.day,
    doses,
    ...differs,
  }
  return isOpen(chart) && set(chart.request, 'postedCharges', [charge])
}

/** A charge that Doseline wrote into the chart, for another record than the dose. */
const written = (chart: SpoiledChart, differs: object = {}): boolean =>
  isOpen(chart) &&
  chart.add({
    resourceType: 'ChargeItem',
    id: 'written-before',
    identifier: [{ system: OURS, value: 'written-before' }],
    status: 'billable',
    code: { coding: [{ system: HCPCS, code: PROLIA }] },
    subject: { reference: chart.patient },
    context: chart.dose.context,
    occurrenceDateTime: chart.day,
    quantity: { value: 60 },
    service: [{ reference: OTHER }],
    ...differs,
  })

const withRecord = (chart: SpoiledChart, differs: object): true => chart.addDose({ id: 'charted-before', ...differs })
const IN_ERROR = { status: 'entered-in-error' }
const days = ({ day }: SpoiledChart, from: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + from * 86_400_000).toISOString().slice(0, 10)

/** What was charged for a record of the dose that stands no longer: the dose was charted again under another id. */
export const CHARGED_ELSEWHERE: readonly Spoiler[] = [
  {
    name: 'what was posted for a dose that the chart does not hold',
    spoil: (chart) => posted(chart, [OTHER]),
    says: /already-charged: .*charted-before, which is not in the chart/,
  },
  {
    name: 'what was posted for no dose',
    spoil: (chart) => posted(chart, []),
    says: /already-charged/,
  },
  {
    name: 'giving it posted for a dose that the chart does not hold',
    spoil: (chart) => posted(chart, [OTHER], { code: '96372', units: 1, modifiers: [] }),
    says: /already-charged: .*charted-before, which is not in the chart/,
  },
  {
    name: 'what was posted for a dose that is there as entered in error',
    spoil: (chart) => posted(chart, [OTHER]) && withRecord(chart, IN_ERROR),
    says: /already-charged: .*charted as entered-in-error: correct or void that charge first/,
  },
  {
    name: 'what was posted for a dose of the day before that is there as entered in error',
    spoil: (chart) =>
      posted(chart, [OTHER], { dateOfService: days(chart, -1) }) &&
      withRecord(chart, { ...IN_ERROR, effectiveDateTime: `${days(chart, -1)}T12:00:00-05:00` }),
    says: /already-charged: .*charted as entered-in-error: correct or void that charge first/,
  },
  {
    name: 'our own charge of a dose that the chart does not hold',
    spoil: (chart) => written(chart),
    says: /already-charged: .*charted-before, which is not in the chart/,
  },
  {
    name: 'our own charge of a dose that is there as entered in error',
    spoil: (chart) => written(chart) && withRecord(chart, IN_ERROR),
    says: /already-charged: .*charted as entered-in-error: correct or void that charge first/,
  },
]

/** What was charged for other doses, and what was posted for this one. */
export const HARMLESS_CHARGED_ELSEWHERE: readonly Harmless[] = [
  {
    name: 'what was posted for this very dose',
    change: (chart) =>
      !/jubbonti/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) && posted(chart, [chart.request.focus]),
  },
  {
    name: 'what was posted half a year before, for a dose that the chart does not hold',
    change: (chart) => posted(chart, [OTHER], { dateOfService: days(chart, -190) }),
  },
  {
    name: 'what was posted that day of another drug',
    change: (chart) => posted(chart, [OTHER], { code: 'J1100', units: 4, modifiers: [] }),
  },
  {
    name: 'our own charge of a dose in error that was voided',
    change: (chart) => written(chart, IN_ERROR) && withRecord(chart, IN_ERROR),
  },
]
