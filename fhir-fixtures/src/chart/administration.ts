import type {
  Condition,
  Encounter,
  Extension,
  Medication,
  MedicationAdministration,
  MedicationAdministrationDosage,
  MedicationRequest,
  Patient,
} from 'fhir/r4'
import type { Dose } from '../given.ts'
import type { ChartedProduct } from '../registration.ts'
import { drugConcept } from './medication.ts'
import { to } from './names.ts'
import { nurse } from './places.ts'
import { count, quantity } from './quantities.ts'
import { instant } from './times.ts'

/** What a dose stands in: who got it, at which visit, by which order, for what. */
export interface Around {
  readonly id: string
  readonly patient: Patient
  readonly visit: Encounter
  readonly product: ChartedProduct
  readonly medication: Medication
  readonly order?: MedicationRequest
  readonly reason?: Condition | undefined
  readonly acquired?: string | undefined
}

/** One administration. @see https://hl7.org/fhir/R4/medicationadministration.html */
export function administrationFrom(dose: Dose, around: Around): MedicationAdministration {
  const { id, patient, visit, order, reason } = around
  const extension = [...openedAndDiscarded(dose), ...acquiredAs(around.acquired)]
  return {
    resourceType: 'MedicationAdministration',
    id,
    ...(dose.as === 'contained' && { contained: [{ ...around.medication, id: 'med' }] }),
    ...(extension.length > 0 && { extension }),
    status: dose.status,
    ...(dose.why && { statusReason: [{ text: dose.why }] }),
    category: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/medication-admin-category',
          ...(visit.class.code === 'IMP'
            ? { code: 'inpatient', display: 'Inpatient' }
            : { code: 'outpatient', display: 'Outpatient' }),
        },
      ],
    },
    ...drug(dose, around),
    subject: to(patient),
    context: to(visit),
    ...when(dose),
    ...(dose.status !== 'not-done' && { performer: [{ actor: to(nurse, 'Ngozi Okafor, RN') }] }),
    ...(reason && { reasonReference: [to(reason)] }),
    ...(order && { request: to(order) }),
    ...(dose.note && { note: [{ text: dose.note }] }),
    ...((dose.amount !== 'not recorded' || dose.rate) && { dosage: dosage(dose, around.product) }),
  }
}

const DEFINITIONS = 'https://doseline.example/fhir/StructureDefinition'

/** FHIR R4 has no element for what was opened or thrown away; these are Doseline’s own. */
function openedAndDiscarded({ opened, discarded }: Dose): Extension[] {
  return [
    ...(opened === 'not recorded' ? [] : [{ url: `${DEFINITIONS}/containers-opened`, valueInteger: count(opened) }]),
    ...(discarded === 'not recorded'
      ? []
      : [{ url: `${DEFINITIONS}/discarded-amount`, valueQuantity: quantity(discarded) }]),
  ]
}

const acquiredAs = (acquired: string | undefined): Extension[] =>
  acquired ? [{ url: `${DEFINITIONS}/acquired`, valueCode: acquired }] : []

function drug(
  dose: Dose,
  { medication, product }: Around,
): Pick<MedicationAdministration, 'medicationReference' | 'medicationCodeableConcept'> {
  switch (dose.as) {
    case 'codeable concept':
      return { medicationCodeableConcept: drugConcept(product) }
    case 'contained':
      return { medicationReference: { reference: '#med' } }
    case 'reference':
      return { medicationReference: to(medication, medication.code?.text) }
  }
}

function when({ on, at, until }: Dose): Pick<MedicationAdministration, 'effectiveDateTime' | 'effectivePeriod'> {
  const start = instant(on, at)
  if (until === 'not recorded') return { effectivePeriod: { start } }
  return until ? { effectivePeriod: { start, end: instant(on, until) } } : { effectiveDateTime: start }
}

const SNOMED = 'http://snomed.info/sct'

function dosage(
  { amount, rate, says, route: charted }: Dose,
  { route, words }: ChartedProduct,
): MedicationAdministrationDosage {
  const subcutaneous = (charted ?? route) === 'subcutaneous'
  return {
    ...(words && { text: says ?? `${words}, ${rate ?? amount} ${subcutaneous ? 'injected once' : 'infused'}` }),
    site: subcutaneous
      ? { coding: [{ system: SNOMED, code: '368208006', display: 'Left upper arm structure' }], text: 'Left upper arm' }
      : { text: 'Peripheral IV, right forearm' },
    route: subcutaneous
      ? { coding: [{ system: SNOMED, code: '34206005', display: 'Subcutaneous route' }], text: 'Subcutaneous' }
      : { coding: [{ system: SNOMED, code: '47625008', display: 'Intravenous route' }], text: 'Intravenous' },
    ...(amount !== 'not recorded' && { dose: quantity(amount) }),
    ...(rate && { rateQuantity: quantity(rate) }),
  }
}
