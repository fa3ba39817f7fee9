import type { Condition, FhirResource } from 'fhir/r4'
import { asIcd10cm } from './draft.ts'

/** A diagnosis of the chart that can be chosen. */
export interface Choice {
  readonly code: string
  readonly name: string
}

const ICD10CM = /icd-?10-?cm|2\.16\.840\.1\.113883\.6\.90$/i
const OVER = new Set(['inactive', 'remission', 'resolved'])
const NEVER_WAS = new Set(['refuted', 'entered-in-error'])

/** The active diagnoses of the chart that carry an ICD-10-CM code, each code once. */
export function diagnosesIn(resources: readonly FhirResource[]): Choice[] {
  const choices = new Map<string, string>()
  for (const resource of resources) {
    if (resource.resourceType !== 'Condition' || !stands(resource)) continue
    for (const { system, code, display } of resource.code?.coding ?? []) {
      const icd = ICD10CM.test(system ?? '') ? asIcd10cm(code ?? '') : undefined
      if (icd && !choices.get(icd)) choices.set(icd, display ?? resource.code?.text ?? '')
    }
  }
  return [...choices].map(([code, name]) => ({ code, name })).toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

function stands({ clinicalStatus, verificationStatus }: Condition): boolean {
  const has = (concept: Condition['clinicalStatus'], codes: ReadonlySet<string>): boolean =>
    (concept?.coding ?? []).some(({ code }) => codes.has(code ?? ''))
  return !has(clinicalStatus, OVER) && !has(verificationStatus, NEVER_WAS)
}
