import type { FhirResource } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { keyOf } from '../references.ts'
import { byText } from '../shape.ts'
import { patientReference } from './patient-reference.ts'

/** The element a resource names its patient by. */
const PATIENT_ELEMENT: Readonly<Record<string, string>> = {
  Coverage: 'beneficiary',
  Claim: 'patient',
  ClaimResponse: 'patient',
  ExplanationOfBenefit: 'patient',
  AllergyIntolerance: 'patient',
  CoverageEligibilityResponse: 'patient',
  EpisodeOfCare: 'patient',
  Consent: 'patient',
  DetectedIssue: 'patient',
  ResearchSubject: 'individual',
  Task: 'for',
}

/** A resource of somebody else than the patient whose doses are judged. */
export interface OtherPatient {
  readonly key: string
  readonly resource: FhirResource
  readonly element: string
  readonly patient: string
  readonly expected: string
}

/**
 * What is not of the patient of the doses: of the dose in `focus`, else of the first. Only references that name a patient
 * count; one that leads nowhere is missing, not another.
 */
export function otherPatients(chart: Chart, focus: string | undefined): OtherPatient[] {
  const doses = [...chart.resources].filter(([key, { resourceType }]) =>
    focus === undefined ? resourceType === 'MedicationAdministration' : key === focus,
  )
  const patientOf = (resource: FhirResource): string | undefined => {
    const key = keyOf(chart, patientReference(resource))
    return key?.startsWith('Patient/') ? key : undefined
  }
  const expected = doses.map(([, resource]) => patientOf(resource)).find((patient) => patient !== undefined)
  if (expected === undefined) return []
  return [...chart.resources].flatMap(([key, resource]) => {
    const patient = patientOf(resource)
    const element = PATIENT_ELEMENT[resource.resourceType] ?? 'subject'
    return patient === undefined || patient === expected ? [] : [{ key, resource, element, patient, expected }]
  })
}

const READ_BY_PATIENT = new Set([
  'Condition',
  'Coverage',
  'Claim',
  'ClaimResponse',
  'ExplanationOfBenefit',
  'ChargeItem',
  'MedicationRequest',
  'MedicationStatement',
  'AllergyIntolerance',
  'Observation',
])

const MAY_BE_ANYBODYS = new Set(['ChargeItem', 'Claim', 'ExplanationOfBenefit'])

/** Says which resources belong to none of the patients whose doses are in the chart; they are never read. */
export function warningsAboutPatients(chart: Chart): string[] {
  const patients = new Set<string | undefined>()
  for (const resource of chart.resources.values()) {
    if (resource.resourceType === 'MedicationAdministration') patients.add(keyOf(chart, resource.subject))
  }
  const strangers = new Map<string, number>()
  for (const resource of chart.resources.values()) {
    if (!READ_BY_PATIENT.has(resource.resourceType)) continue
    const patient = keyOf(chart, patientReference(resource))
    if (patient !== undefined && patients.has(patient)) continue
    // What bills nobody by a reference may bill the patient: it is read, with that doubt.
    if (patient === undefined && MAY_BE_ANYBODYS.has(resource.resourceType)) continue
    const about = patient === undefined ? 'of no patient' : `of ${patient}, who has no dose in the chart`
    const stranger = `${resource.resourceType} ${about}`
    strangers.set(stranger, (strangers.get(stranger) ?? 0) + 1)
  }
  if (patients.size === 0) return []
  return [...strangers]
    .toSorted(([a], [b]) => byText(a, b))
    .map(([stranger, count]) => `Not read: ${count} × ${stranger}.`)
}
