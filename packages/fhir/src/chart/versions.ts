import type { FhirResource } from 'fhir/r4'

/**
 * Elements that R4 does not have, and the versions that do, by resource type. Elements by which nothing was given are
 * read for what they say, in whatever version.
 * @see https://hl7.org/fhir/DSTU2/medicationadministration.html
 * @see https://hl7.org/fhir/STU3/medicationadministration.html
 * @see https://hl7.org/fhir/R5/medicationadministration.html
 */
const SIGNS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  MedicationAdministration: {
    effectiveTimeDateTime: ['DSTU2'],
    effectiveTimePeriod: ['DSTU2'],
    practitioner: ['DSTU2'],
    patient: ['DSTU2'],
    reasonGiven: ['DSTU2'],
    prescription: ['STU3', 'DSTU2'],
    definition: ['STU3'],
    encounter: ['R5', 'DSTU2'],
    medication: ['R5'],
    occurenceDateTime: ['R5'],
    occurencePeriod: ['R5'],
    occurenceTiming: ['R5'],
    occurrenceDateTime: ['R5'],
    occurrencePeriod: ['R5'],
    isSubPotent: ['R5'],
    subPotentReason: ['R5'],
  },
  Encounter: {
    actualPeriod: ['R5'],
    plannedStartDate: ['R5'],
    plannedEndDate: ['R5'],
    subjectStatus: ['R5'],
    admission: ['R5'],
    virtualService: ['R5'],
  },
  Coverage: {
    kind: ['R5'],
    insurer: ['R5'],
    insurancePlan: ['R5'],
    paymentBy: ['R5'],
    grouping: ['STU3'],
    sequence: ['STU3', 'DSTU2'],
    bin: ['DSTU2'],
    plan: ['DSTU2'],
    issuer: ['DSTU2'],
  },
}
const VERSIONS = ['R5', 'STU3', 'DSTU2'] as const

/** Which other version of FHIR a resource is of, by elements that R4 does not have; undefined where it has none. */
export function anotherVersion(resource: FhirResource): { version: string; elements: string[] } | undefined {
  const signs = SIGNS[resource.resourceType]
  if (!signs) return undefined
  const elements = Object.keys(resource).filter((name) => Object.hasOwn(signs, name))
  if (elements.length === 0) return undefined
  const fits = (version: string): number => elements.filter((name) => signs[name]?.includes(version)).length
  const [version] = VERSIONS.toSorted((a, b) => fits(b) - fits(a))
  return { version: version ?? '', elements: elements.toSorted() }
}
