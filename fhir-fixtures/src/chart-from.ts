import type { Bundle, FhirResource } from 'fhir/r4'
import { administrationFrom } from './chart/administration.ts'
import { chargesFrom } from './chart/charges.ts'
import { authorizationFrom, coverageFrom } from './chart/coverage.ts'
import { beforeFrom, resultsFrom } from './chart/history.ts'
import { medicationFrom } from './chart/medication.ts'
import { EHR, keyFor, to } from './chart/names.ts'
import { orderFrom } from './chart/order.ts'
import { patientFrom, weightFrom } from './chart/patient.ts'
import { clinic, infusionRoom, nurse, placeOf, prescriber } from './chart/places.ts'
import { conditionsFrom, visitFor } from './chart/visit.ts'
import { Dose, type Given } from './given.ts'
import { namedOnlyBy } from './products.ts'
import { type Registration, registration } from './registration.ts'

/** A chart as a clinic’s EHR would hold it, and the dose it is about. */
export interface GeneratedChart {
  readonly chart: Bundle<FhirResource>
  /** `MedicationAdministration/…` */
  readonly focus: string
}

/** What is given, as FHIR R4. The same words under the same name make the same chart, byte for byte. */
export function chartFrom(given: Given, name: string, known: Registration = registration()): GeneratedChart {
  const patient = patientFrom(given, keyFor(name))
  const conditions = conditionsFrom(given, patient)
  const reason = conditions.find(({ code }) => code?.coding?.[0]?.code === given.reason)
  if (!reason && given.reason !== 'not recorded')
    throw new Error(`${name}: no condition has the reason ${given.reason}`)
  const product = namedOnlyBy(known.product(given.dose.product), given.dose.names, given.dose.called)
  const medication = medicationFrom(product)
  const standing = conditions.filter((_, at) => given.conditions[at]?.status === 'active')
  const visit = visitFor(given.dose, patient, standing, 1, given.setting)
  const order = orderFrom(given, product, patient, visit, reason)
  const about = {
    id: `${patient.id}-ma1`,
    patient,
    visit,
    product,
    medication,
    order,
    reason,
    acquired: given.acquired,
  }
  const administration = administrationFrom(given.dose, about)
  const earlier = earlierDoses(given, patient, known)
  const covered = coverageFrom(given, patient, known)
  return {
    chart: collectionOf([
      patient,
      visit,
      administration,
      order,
      ...(given.dose.as === 'reference' ? [medication] : []),
      ...conditions,
      ...weightFrom(given, patient),
      ...resultsFrom(given, patient),
      ...beforeFrom(given, patient),
      ...covered.map(({ coverage }) => coverage),
      ...authorizationFrom(given, patient, covered[0]?.payer),
      ...earlier,
      ...chargesFrom(given, patient, administration),
      nurse,
      prescriber,
      clinic,
      placeOf[given.setting],
      ...(given.earlierDoses.length > 0 ? [infusionRoom] : []),
      ...covered.map(({ payer }) => payer),
    ]),
    focus: to(administration).reference ?? '',
  }
}

/** Doses of earlier visits, each with its visit, charted like this one and in order. */
function earlierDoses(given: Given, patient: ReturnType<typeof patientFrom>, known: Registration): FhirResource[] {
  return given.earlierDoses.flatMap(({ on, amount, product: brand }, at) => {
    const product = known.product(brand ?? given.dose.product)
    const medication = medicationFrom(product)
    const { at: time, until } = given.dose
    const dose = Dose.parse({
      product: product.brand,
      amount: amount ?? given.dose.amount,
      on,
      at: time,
      ...(until && { until }),
    })
    const visit = visitFor(dose, patient, [], at + 2)
    return [
      visit,
      administrationFrom(dose, { id: `${patient.id}-ma${at + 2}`, patient, visit, product, medication }),
      medication,
    ]
  })
}

/** Resources as a collection Bundle, each once. */
export function collectionOf(resources: readonly FhirResource[]): Bundle<FhirResource> {
  const each = new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource]))
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [...each].map(([reference, resource]) => ({ fullUrl: `${EHR}/${reference}`, resource })),
  }
}
