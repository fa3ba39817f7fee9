import { requestFor, scenario } from '@doseline/fhir-fixtures'
import type { Encounter, FhirResource, MedicationAdministration } from 'fhir/r4'

/** What becomes of a dose in its chart between two readings. */
export const AMENDMENTS = [
  'moved to another visit',
  'moved back',
  'taken out of its visit',
  'given another day',
] as const
export type Amendment = (typeof AMENDMENTS)[number]

const REQUEST = requestFor(scenario('medicare-mepsevii-discard-recorded'))
const FOCUS = REQUEST.focus?.split('/')[1] ?? ''
/** Every id of the scenario begins so. */
const PREFIX = FOCUS.replace(/-ma\d+$/, '')
const CHART = JSON.stringify(
  ((REQUEST.bundle?.entry ?? []) as { resource: FhirResource }[]).map((each) => each.resource),
)

const aDayLater = <T>(resource: T): T => JSON.parse(JSON.stringify(resource).replaceAll('2026-03-02', '2026-03-03'))

/** The chart of one patient, as the ward keeps it. */
export class Ward {
  readonly patient: string
  /** The dose that is billed. */
  readonly focus: string
  #dose: MedicationAdministration
  #visit: Encounter
  readonly #others: readonly FhirResource[]

  /** `patient`: id of the patient, with which every other id begins. */
  constructor(patient: string) {
    const all = JSON.parse(CHART.replaceAll(PREFIX, patient)) as FhirResource[]
    const id = FOCUS.replace(PREFIX, patient)
    const dose = all.find((each) => each.resourceType === 'MedicationAdministration' && each.id === id)
    if (dose?.resourceType !== 'MedicationAdministration') throw new Error('the scenario has a dose')
    const visit = all.find((each) => `${each.resourceType}/${each.id}` === dose.context?.reference)
    if (visit?.resourceType !== 'Encounter') throw new Error('the dose has a visit')
    this.patient = patient
    this.focus = `MedicationAdministration/${id}`
    this.#dose = dose
    this.#visit = visit
    this.#others = all.filter((each) => each !== dose && each !== visit)
  }

  /** The chart as it is now. */
  get resources(): readonly FhirResource[] {
    return structuredClone([
      this.#dose,
      ...this.#others,
      this.#visit,
      { ...this.#visit, id: `${this.patient}-another-visit` },
    ])
  }

  amend(amendment: Amendment): void {
    const { context: _, ...dose } = this.#dose
    switch (amendment) {
      case 'moved to another visit':
        this.#dose = { ...dose, context: { reference: `Encounter/${this.patient}-another-visit` } }
        break
      case 'moved back':
        this.#dose = { ...dose, context: { reference: `Encounter/${this.#visit.id}` } }
        break
      case 'taken out of its visit':
        this.#dose = dose
        break
      case 'given another day':
        this.#dose = aDayLater(this.#dose)
        this.#visit = aDayLater(this.#visit)
    }
  }
}
