import type { MedicationRequest } from 'fhir/r4'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const MG = { unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' }
const DAY = 86_400_000

/** A day so many days after that of the dose. */
export const daysAfter = ({ day }: SpoiledChart, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY).toISOString().slice(0, 10)

export const orderOf = (chart: SpoiledChart): MedicationRequest | undefined =>
  chart.all('MedicationRequest').find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference)
const isStated = ({ request }: SpoiledChart): boolean => request.attested?.[request.focus] !== undefined

const role = (name: string, differs: (chart: SpoiledChart) => object) => ({
  name: `a prescriber ${name}`,
  of: (chart: SpoiledChart) => {
    const { requester } = orderOf(chart) ?? {}
    return (
      requester?.reference?.startsWith('Practitioner/') === true &&
      chart.add({
        resourceType: 'PractitionerRole',
        id: 'role-of-the-prescriber',
        practitioner: { reference: requester.reference },
        ...differs(chart),
      })
    )
  },
})
const spoiled = (
  { name, of }: ReturnType<typeof role>,
  says: RegExp = /fits-its-order: .*PractitionerRole/,
): Spoiler => ({
  name,
  spoil: of,
  says,
})

const directed = (name: string, differs: (chart: SpoiledChart) => object | undefined): Spoiler => ({
  name: `an order that directs ${name}`,
  spoil: (chart) => {
    const [order, directions] = [isStated(chart) ? undefined : orderOf(chart), differs(chart)]
    return directions !== undefined && set(order, 'dosageInstruction', [directions])
  },
  says: /fits-its-order/,
})
/** A drug of which one dose is whole: two bags of one dose are ordered together. */
const isWhole = (chart: SpoiledChart): boolean =>
  chart.dose.status === 'completed' &&
  chart
    .all('MedicationAdministration')
    .filter(
      (each) => each.effectiveDateTime?.startsWith(chart.day) || each.effectivePeriod?.start?.startsWith(chart.day),
    ).length === 1

/** Prescribers who could not order: an EHR is asked about none. */
export const PRESCRIBERS: readonly Spoiler[] = [
  spoiled(role('whose role had ended', (chart) => ({ period: { start: '2010-01-01', end: daysAfter(chart, -400) } }))),
  spoiled(role('whose role is not active', () => ({ active: false }))),
  {
    name: 'a prescriber who is not active',
    spoil: (chart) => {
      const { requester } = orderOf(chart) ?? {}
      const [type, id] = (requester?.reference ?? '').split('/')
      if (type !== 'Practitioner') return false
      chart.remove((each) => each.resourceType === 'Practitioner' && each.id === id)
      return chart.add({ resourceType: 'Practitioner', id, active: false })
    },
    says: /fits-its-order: .*Practitioner\//,
  },
]

/** Orders that speak of another dose than the one that is charted, in codes. */
export const ORDERED_OTHERWISE: readonly Spoiler[] = [
  directed('several doses a day', (chart) =>
    isWhole(chart) ? { timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } } } : undefined,
  ),
  {
    name: 'an order of a dose a year, of which one was given half a year before',
    spoil: (chart) => {
      const order = isStated(chart) ? undefined : orderOf(chart)
      if (!isWhole(chart) || !order) return false
      set(order, 'dosageInstruction', [{ timing: { repeat: { frequency: 1, period: 1, periodUnit: 'a' } } }])
      return chart.addDose({
        request: undefined,
        context: undefined,
        effectivePeriod: undefined,
        effectiveDateTime: `${daysAfter(chart, -200)}T10:00:00Z`,
      })
    },
    says: /fits-its-order|enough-time/,
  },
  directed('a rate that is another than the one charted', (chart) =>
    chart.dose.dosage?.rateQuantity?.value !== undefined
      ? {
          doseAndRate: [
            { rateQuantity: { ...chart.dose.dosage.rateQuantity, value: chart.dose.dosage.rateQuantity.value * 4 } },
          ],
        }
      : undefined,
  ),
  {
    name: 'an order that allows less in half a year than was given in it',
    spoil: (chart) => {
      const order = isStated(chart) ? undefined : orderOf(chart)
      if (chart.mg === undefined || !isWhole(chart) || !order) return false
      set(order, 'dosageInstruction', [
        {
          maxDosePerPeriod: {
            numerator: { ...MG, value: chart.mg * 1.5 },
            denominator: { value: 1, unit: 'a', code: 'a', system: 'http://unitsofmeasure.org' },
          },
        },
      ])
      return chart.addDose({
        request: undefined,
        context: undefined,
        effectivePeriod: undefined,
        effectiveDateTime: `${daysAfter(chart, -300)}T10:00:00Z`,
      })
    },
    says: /fits-its-order|enough-time/,
  },
  {
    name: 'a cancelled order of the drug and day that the dose does not name',
    spoil: (chart) => {
      const { request: _, ...dose } = chart.dose
      const order = orderOf(chart)
      if (!order) return false
      set(chart.dose, 'request', undefined)
      Object.assign(chart.dose, dose)
      return set(order, 'status', 'cancelled') && set(order, 'authoredOn', `${chart.day}T08:00:00Z`)
    },
    says: /MedicationRequest/,
  },
  {
    name: 'a second order of the drug and day that was cancelled, beside a dose without one',
    spoil: (chart) => {
      const order = isWhole(chart) ? orderOf(chart) : undefined
      if (!order) return false
      chart.add({ ...order, id: 'cancelled-order', status: 'cancelled', authoredOn: `${chart.day}T08:00:00Z` })
      chart.remove((each) => each === order)
      return set(chart.dose, 'request', undefined)
    },
    says: /MedicationRequest/,
  },
]

/** What orders and prescribers are as usual. */
export const HARMLESS_ORDERING: readonly Harmless[] = [
  role('whose role is active', () => ({ active: true, period: { start: '2010-01-01' } })),
  role('whose role ended after the order', (chart) => ({
    active: false,
    period: { start: '2010-01-01', end: daysAfter(chart, 1) },
  })),
].map(({ name, of }): Harmless => ({ name, change: of }))
