import type { MedicationRequest } from 'fhir/r4'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

/** What a person states of how the drug was bought answers these, and of a drug that is not charged nothing hangs on it. */
const isOpen = (chart: SpoiledChart): boolean =>
  !('acquired' in chart.stated) && !/acquired/.test(JSON.stringify(chart.dose.extension ?? []))
const orderOf = (chart: SpoiledChart): MedicationRequest | undefined =>
  chart.all('MedicationRequest').find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference)

/** A dispense by the order of the dose, on its day. */
const dispensed = (chart: SpoiledChart, differs: object): boolean => {
  const { dose } = chart
  return (
    dose.request !== undefined &&
    orderOf(chart) !== undefined &&
    chart.add({
      resourceType: 'MedicationDispense',
      id: 'for-the-dose',
      status: 'completed',
      ...(dose.medicationReference && { medicationReference: dose.medicationReference }),
      ...(dose.medicationCodeableConcept && { medicationCodeableConcept: dose.medicationCodeableConcept }),
      subject: { reference: chart.patient },
      authorizingPrescription: [dose.request],
      whenPrepared: chart.day,
      ...differs,
    })
  )
}

const notOwn = (name: string, differs: (chart: SpoiledChart) => object): Spoiler => ({
  name: `a dispense of the dose ${name}`,
  spoil: (chart) => isOpen(chart) && dispensed(chart, differs(chart)),
  says: /administration\/was-bought: MedicationDispense\/for-the-dose says/,
})
const neverCame = (name: string, differs: object): Spoiler => ({
  name: `a dispense of the dose that ${name}`,
  spoil: (chart) => dispensed(chart, differs),
  says: /administration\/nothing-was-reported: MedicationDispense\/for-the-dose/,
})
const community = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationdispense-category', code: 'community' }],
}

/** Where the drug came from, and whether it came. */
export const DISPENSES: readonly Spoiler[] = [
  notOwn('of a community pharmacy', () => ({ category: community })),
  notOwn('that goes home with the patient', () => ({ category: { text: 'Discharge' } })),
  notOwn('by a specialty pharmacy', () => ({ performer: [{ actor: { display: 'Accredo Specialty Pharmacy' } }] })),
  notOwn('by a mail-order pharmacy in the chart', (chart) => {
    chart.add({ resourceType: 'Organization', id: 'mail-order', name: 'Optum Rx' })
    return { performer: [{ actor: { reference: 'Organization/mail-order' } }] }
  }),
  notOwn('to the patient', (chart) => ({ receiver: [{ reference: chart.patient }] })),
  notOwn('to a daughter', () => ({ receiver: [{ reference: 'RelatedPerson/daughter' }] })),
  ...['White bag', 'Patient assistance program', 'Billed to Part D', 'Ship to clinic'].map((words) =>
    notOwn(`with the note “${words}”`, () => ({ note: [{ text: words }] })),
  ),
  notOwn('that was a sample', () => ({ type: { text: 'Sample' } })),
  notOwn('that was a trial fill', () => ({ type: { coding: [{ code: 'TF' }] } })),
  ...(['declined', 'cancelled', 'stopped', 'on-hold', 'unknown', 'Completed'] as const).map((status) =>
    neverCame(`is ${status}`, { status }),
  ),
  neverCame('went back', { statusReasonCodeableConcept: { text: 'Returned to stock' } }),
  {
    name: 'an order that a specialty pharmacy is to fill',
    spoil: (chart) =>
      isOpen(chart) && set(orderOf(chart), 'dispenseRequest', { performer: { display: 'Accredo Specialty Pharmacy' } }),
    says: /administration\/was-bought: MedicationRequest\//,
  },
  {
    name: 'an order of a community pharmacy',
    spoil: (chart) => isOpen(chart) && set(orderOf(chart), 'category', [community]),
    says: /administration\/was-bought: MedicationRequest\//,
  },
]

const well = (name: string, differs: (chart: SpoiledChart) => object): Harmless => ({
  name: `a dispense of the dose ${name}`,
  change: (chart) => dispensed(chart, differs(chart)),
})

/** Dispenses of the clinic's own pharmacy, and what became of them in the end. */
export const HARMLESS_DISPENSES: readonly Harmless[] = [
  well('by the clinic’s own pharmacy', () => ({
    category: { coding: [{ code: 'outpatient', display: 'Outpatient' }] },
    type: { coding: [{ code: 'UD', display: 'Unit Dose' }] },
    performer: [{ actor: { display: 'Main Infusion Pharmacy' } }, { actor: { reference: 'Practitioner/rph-1' } }],
    receiver: [{ reference: 'Practitioner/rn-1', display: 'A nurse' }],
    note: [{ text: 'Compounded by pharmacy, refrigerate until administration.' }],
  })),
  well('by the pharmacy of the organization that runs the place', (chart) => {
    const runs = { resourceType: 'Organization', id: 'runs-the-place', name: 'Lakeshore Health' }
    if (chart.encounter && chart.encounter.serviceProvider === undefined) {
      chart.add(runs)
      chart.encounter.serviceProvider = { reference: 'Organization/runs-the-place' }
      return { performer: [{ actor: { display: 'Lakeshore Health Infusion Pharmacy' } }] }
    }
    return {}
  }),
  {
    name: 'a dispense of the dose that was cancelled and made again',
    change: (chart) =>
      dispensed(chart, {}) &&
      dispensed(chart, { id: 'made-in-error', status: 'cancelled', note: [{ text: 'White bag' }] }),
  },
  {
    name: 'a dispense of the dose by a specialty pharmacy, and a person who states that the drug was bought',
    change: (chart) => {
      if (!isOpen(chart)) return false
      const own = { by: 'A pharmacist', at: `${chart.day}T23:30:00Z`, ...chart.stated }
      chart.request.attested = { ...chart.request.attested, [chart.request.focus]: { ...own, acquired: 'bought' } }
      return dispensed(chart, { performer: [{ actor: { display: 'Accredo Specialty Pharmacy' } }] })
    },
  },
  {
    name: 'tablets that were dispensed to the patient on the day of the dose',
    change: (chart) =>
      chart.add({
        resourceType: 'MedicationDispense',
        id: 'tablets',
        status: 'completed',
        category: community,
        medicationCodeableConcept: { text: 'acetaminophen 500 mg tablet' },
        subject: { reference: chart.patient },
        receiver: [{ reference: chart.patient }],
        whenHandedOver: chart.day,
      }),
  },
]
