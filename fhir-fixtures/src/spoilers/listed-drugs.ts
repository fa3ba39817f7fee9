import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'

/** A drug that CMS's crosswalk alone names: a person states that the payer's policy is met. */
const isListed = (chart: SpoiledChart): boolean => 'policyMet' in chart.stated
/** Its name may stand in a Medication of its own. */
const isKeytruda = (chart: SpoiledChart): boolean =>
  isListed(chart) && /keytruda/i.test(JSON.stringify([chart.dose, chart.all('Medication')]))

/** The dose and its orders by another route. */
function givenBy(chart: SpoiledChart, route: string): boolean {
  for (const order of chart.all('MedicationRequest')) {
    for (const directions of order.dosageInstruction ?? []) set(directions, 'route', { text: route })
  }
  return set(chart.dose.dosage, 'route', { text: route })
}

/** A charge of the day by a code that names no drug. */
const charge = (chart: SpoiledChart, code: string, differs: object = {}): true =>
  chart.add({
    resourceType: 'ChargeItem',
    id: 'names-no-drug',
    status: 'billable',
    code: { coding: [{ system: HCPCS, code }] },
    subject: { reference: chart.patient },
    occurrenceDateTime: chart.day,
    ...differs,
  })

/** What nothing but the chart knows of a drug that no label is loaded of. */
export const LISTED_DRUGS: readonly Spoiler[] = [
  ...['intravitreal', 'subcutaneous', 'intramuscular', 'intrathecal'].map(
    (route): Spoiler => ({
      name: `a drug for a vein alone, charted and ordered as ${route}`,
      spoil: (chart) => isKeytruda(chart) && givenBy(chart, route),
      says: /route-fits-the-product|infusion-time|fits-the-product/,
    }),
  ),
  {
    name: 'a hundred times the dose of a drug of the crosswalk',
    spoil: (chart) => {
      const { mg } = chart
      if (!isKeytruda(chart) || mg === undefined) return false
      for (const order of chart.all('MedicationRequest')) {
        for (const { doseAndRate } of order.dosageInstruction ?? []) {
          for (const { doseQuantity } of doseAndRate ?? []) set(doseQuantity, 'value', mg * 100)
        }
      }
      return set(chart.dose.dosage?.dose, 'value', mg * 100)
    },
    says: /is-the-labelled-dose|containers/,
  },
  ...['J9999', 'J3490', 'J3590', 'C9399'].map(
    (code): Spoiler => ({
      name: `a charge of the day by ${code}, which names no drug`,
      spoil: (chart) => !chart.isStatedAsNotCharged && charge(chart, code),
      says: /not-already-charged|fits-the-product/,
    }),
  ),
]

/** What a coder would not stop at. */
export const HARMLESS_LISTED_DRUGS: readonly Harmless[] = [
  { name: 'a drug for a vein, charted as IVPB', change: (chart) => isKeytruda(chart) && givenBy(chart, 'IVPB') },
  {
    name: 'a charge by a code that names no drug, of another day',
    change: (chart) => charge(chart, 'J9999', { occurrenceDateTime: '2015-01-05' }),
  },
]
