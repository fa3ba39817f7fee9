import type { Codebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { assess } from '../assess.ts'

const DOSE = 'MedicationAdministration/m1'
/** The day of service where a case says nothing. */
export const ON = '2026-03-02'

/** The code system of HCPCS. */
export const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'

export const coded = (system: string, code: string) => ({ coding: [{ system, code }] })

/** What a case says of a dose. */
export interface Given {
  readonly ndc?: string
  /** Codes of RxNorm. */
  readonly rxnorm?: readonly string[]
  /** The code that the chart has for the drug. */
  readonly hcpcs?: string
  readonly text?: string
  readonly dose: number
  readonly unit?: string
  readonly on?: string
  /** Where it was given, by its place of service code; an office where a case says nothing. */
  readonly place?: string
  readonly diagnosis?: string
  readonly attested?: Readonly<Record<string, unknown>>
  readonly charges?: readonly object[]
  /** In words; into a vein where a case says nothing. */
  readonly route?: string
  /** The words of its dosage, and of a note. */
  readonly directions?: string
  readonly note?: string
  readonly isOnDialysis?: boolean
  readonly gender?: 'female' | 'male'
  readonly isStopped?: boolean
  /** Modifiers that somebody proposes for the line. */
  readonly modifiers?: readonly string[]
}

/** What a person states who looked at everything that no source says of such a drug. */
const LOOKED = { policyMet: true, container: 'single-dose', noAuthorizationNeeded: true }

/** A dose in an office under Medicare Part B, in order but for what the case says. */
export function judgedBy(codebook: Codebook, given: Given): DoseAnswer {
  const { ndc, hcpcs, text = 'as ordered', dose, unit = 'mg', on = ON, diagnosis = 'C34.90' } = given
  const about = {
    subject: { reference: 'Patient/p1' },
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
    verificationStatus: coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
  }
  const resources = [
    { resourceType: 'Patient', id: 'p1', gender: given.gender ?? 'female', birthDate: '1950-05-05' },
    {
      resourceType: 'Encounter',
      id: 'e1',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: { reference: 'Patient/p1' },
      period: { start: `${on}T09:00:00-05:00`, end: `${on}T16:00:00-05:00` },
      location: [{ location: { reference: 'Location/l1' } }],
    },
    {
      resourceType: 'Location',
      id: 'l1',
      type: [
        coded(
          'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
          given.place ?? '11',
        ),
      ],
    },
    { resourceType: 'Condition', id: 'c1', ...about, code: coded('http://hl7.org/fhir/sid/icd-10-cm', diagnosis) },
    {
      resourceType: 'MedicationAdministration',
      id: 'm1',
      status: given.isStopped ? 'stopped' : 'completed',
      medicationCodeableConcept: {
        coding: [
          ...(ndc === undefined ? [] : [{ system: 'http://hl7.org/fhir/sid/ndc', code: ndc }]),
          ...(given.rxnorm ?? []).map((code) => ({ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code })),
          ...(hcpcs === undefined ? [] : [{ system: HCPCS, code: hcpcs }]),
        ],
        text,
      },
      subject: { reference: 'Patient/p1' },
      context: { reference: 'Encounter/e1' },
      effectivePeriod: { start: `${on}T10:00:00-05:00`, end: `${on}T10:35:00-05:00` },
      reasonReference: [{ reference: 'Condition/c1' }],
      ...(given.note !== undefined && { note: [{ text: given.note }] }),
      dosage: {
        ...(given.directions !== undefined && { text: given.directions }),
        route: { text: given.route ?? 'Intravenous' },
        dose: { value: dose, unit, system: 'http://unitsofmeasure.org', code: unit },
      },
    },
    {
      resourceType: 'Coverage',
      id: 'cov1',
      status: 'active',
      beneficiary: { reference: 'Patient/p1' },
      period: { start: '2015-01-01' },
      payor: [{ display: 'Medicare Part B' }],
    },
    ...(given.isOnDialysis
      ? [{ resourceType: 'Condition', id: 'c2', ...about, code: coded('http://hl7.org/fhir/sid/icd-10-cm', 'N18.6') }]
      : []),
    ...(given.charges ?? []),
  ]
  const attested = { by: 'Rosa Alvarez', at: `${on}T18:00:00Z`, ...LOOKED, diagnoses: [diagnosis], ...given.attested }
  const proposed = given.modifiers && { [DOSE]: { modifiers: given.modifiers } }
  const asOf = `${on}T20:00:00Z`
  const request = { resources, focus: DOSE, asOf, attested: { [DOSE]: attested }, ...(proposed && { proposed }) }
  const [answer] = assess(AssessmentRequest.parse(request), codebook, '2026-11-28T12:00:00Z').assessments
  if (!answer) throw new Error('no dose')
  return answer
}

/** `J9271-JZ × 200` */
export const linesOf = ({ lines }: DoseAnswer): string =>
  lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`).join(', ')
/** The required rules that keep a dose from being ready. */
export const heldBy = ({ findings }: DoseAnswer): readonly string[] =>
  findings.flatMap(({ id, severity, outcome }) =>
    severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell') ? [id] : [],
  )
