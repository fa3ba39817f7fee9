import type { FhirResource, Reference } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'

/** The patient that one element of a resource names. */
export interface NamedPatient {
  /** The resource, as `Coverage/c1`. */
  readonly key: string
  readonly resource: FhirResource
  /** The element that names the patient; `id` of a Patient itself. */
  readonly element: string
  /** As `Patient/p1`; undefined where what is written leads to no patient that could be compared. */
  readonly patient: string | undefined
  /** What is written there. */
  readonly written: string
}

/** The elements by which resources of any type name the patient they are about. */
const ELEMENTS = ['subject', 'patient', 'beneficiary', 'for'] as const

/** Every patient that the resources of a chart are about, element by element. */
export function namedPatientsIn(chart: Chart): NamedPatient[] {
  const insured = insuredBy(chart)
  return [...chart.resources].flatMap(([key, resource]): NamedPatient[] => {
    if (resource.resourceType === 'Patient') {
      // Whoever holds the policy may be on record as a patient too: nothing else of theirs is read.
      return insured.has(key) ? [] : [{ key, resource, element: 'id', patient: key, written: key }]
    }
    return ELEMENTS.flatMap((element) =>
      referencesAt(resource, element).map((reference) => {
        const named = keyOf(chart, reference)
        const patient = named?.startsWith('Patient/') ? named : undefined
        return { key, resource, element, patient, written: writtenIn(reference) }
      }),
    )
  })
}

/** Patients that a coverage names as somebody else than whom it covers. */
function insuredBy(chart: Chart): ReadonlySet<string> {
  const insured = new Set<string>()
  for (const resource of chart.resources.values()) {
    if (resource.resourceType !== 'Coverage') continue
    for (const reference of [resource.policyHolder, resource.subscriber, ...list(resource.payor)]) {
      const key = keyOf(chart, reference)
      if (key?.startsWith('Patient/') && key !== keyOf(chart, resource.beneficiary)) insured.add(key)
    }
  }
  return insured
}

function referencesAt(resource: FhirResource, element: string): readonly Reference[] {
  const value = (resource as unknown as Readonly<Record<string, unknown>>)[element]
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((one): one is Reference => typeof one === 'object' && one !== null)
}

const writtenIn = ({ reference, identifier, display }: Reference): string =>
  text(reference) ?? text(identifier?.value) ?? text(display) ?? 'nothing that names anybody'
