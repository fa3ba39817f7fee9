import type { CalendarDate, ChargeLine, LineNdc } from '@doseline/dose'
import type { Claim, ClaimItem, CodeableConcept } from 'fhir/r4'
import { ICD_10_CM, NDC, systemOfCode, systemOfModifier } from '../code-systems.ts'

/** What a claim says beside its lines. References are relative, as in the chart. */
export interface ClaimInput {
  readonly patient: string
  readonly encounter?: string | undefined
  /** The coverage that pays first, and an authorization number that is on file under it. */
  readonly coverage: string
  readonly authorization?: string | undefined
  /** `institutional` where a hospital claims (UB-04), else `professional` (CMS-1500). */
  readonly type: 'professional' | 'institutional'
  readonly asOf: string
  readonly dateOfService: CalendarDate
  readonly lines: readonly ChargeLine[]
}

/** A claim holds so many diagnoses. Source: CMS-1500 item 21. */
const DIAGNOSES_PER_CLAIM = 12

/**
 * The lines as a draft Claim: the one resource of R4 with an element for everything a line says, modifiers too. A draft
 * is nobody's claim: who bills completes the provider and sends it by its own way.
 * @see https://hl7.org/fhir/R4/claim.html
 */
export function draftClaim(input: ClaimInput): Claim {
  const { patient, encounter, coverage, authorization, type, asOf, dateOfService, lines } = input
  const diagnoses = [...new Set(lines.flatMap((line) => line.diagnoses))].slice(0, DIAGNOSES_PER_CLAIM)
  return {
    resourceType: 'Claim',
    status: 'draft',
    type: concept('http://terminology.hl7.org/CodeSystem/claim-type', type),
    use: 'claim',
    patient: { reference: patient },
    billablePeriod: { start: dateOfService, end: dateOfService },
    created: asOf,
    provider: { display: 'To be completed by the billing system' },
    priority: concept('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
    ...(diagnoses.length > 0 && {
      diagnosis: diagnoses.map((code, at) => ({
        sequence: at + 1,
        diagnosisCodeableConcept: concept(ICD_10_CM, code),
      })),
    }),
    insurance: [
      {
        sequence: 1,
        focal: true,
        coverage: { reference: coverage },
        ...(authorization && { preAuthRef: [authorization] }),
      },
    ],
    item: lines.map((line, at) => item(line, at + 1, diagnoses, encounter)),
  }
}

const concept = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] })

function item(
  { code, units, modifiers, dateOfService, diagnoses, ndc, narrative }: ChargeLine,
  sequence: number,
  listed: readonly string[],
  encounter: string | undefined,
): ClaimItem {
  const pointers = diagnoses.flatMap((each) => (listed.includes(each) ? [listed.indexOf(each) + 1] : []))
  return {
    sequence,
    ...(pointers.length > 0 && { diagnosisSequence: pointers }),
    productOrService: { ...concept(systemOfCode(code), code), ...(narrative && { text: narrative }) },
    ...(modifiers.length > 0 && { modifier: modifiers.map((each) => concept(systemOfModifier(each), each)) }),
    servicedDate: dateOfService,
    quantity: { value: units },
    ...(encounter && { encounter: [{ reference: encounter }] }),
    ...(ndc && { detail: [{ sequence: 1, ...drug(ndc) }] }),
  }
}

/** The drug below its line: N4, the NDC and how much of it in the claim’s own unit (loop 2410). */
const drug = ({ ndc, quantity, unit }: LineNdc) => ({
  productOrService: concept(NDC, ndc),
  ...(quantity !== undefined && { quantity: { value: Number(quantity), unit } }),
})
