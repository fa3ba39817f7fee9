import type { ClaimResponse, Coverage, Organization, Patient } from 'fhir/r4'
import type { Given } from '../given.ts'
import type { ChartedPayer, Registration } from '../registration.ts'
import { digits, sid, to } from './names.ts'
import { clinic, organizationOf } from './places.ts'

interface Covered {
  readonly coverage: Coverage
  readonly payer: Organization
}

/** The patient’s coverages with their payers, the first to pay first; or nothing. */
export function coverageFrom({ coverage, second }: Given, patient: Patient, { payer }: Registration): Covered[] {
  if (coverage === 'none') return []
  return [coverage, ...(second ? [second] : [])].map((each, at) =>
    oneCoverage(each, payer(each.payer), patient, at + 1),
  )
}

function oneCoverage(
  coverage: Exclude<Given['coverage'], 'none'>,
  payer: ChartedPayer,
  patient: Patient,
  order: number,
): Covered {
  const organization = organizationOf(payer)
  const member = memberId(payer, patient)
  return {
    payer: organization,
    coverage: {
      resourceType: 'Coverage',
      id: `${patient.id}-cov${order}`,
      identifier: [{ type: { coding: [{ system: V2_0203, code: 'MB' }] }, system: sid('member'), value: member }],
      status: coverage.status,
      type: { coding: [{ system: 'https://nahdo.org/sopt', ...payer.typology }], text: organization.name },
      subscriber: to(patient),
      subscriberId: member,
      beneficiary: to(patient),
      relationship: { coding: [{ system: RELATIONSHIP, code: 'self' }] },
      period: { start: coverage.from, ...(coverage.until && { end: coverage.until }) },
      payor: [to(organization, organization.name)],
      ...(payer.plan && { class: [planOf(payer.plan)] }),
      order,
    },
  }
}

const V2_0203 = 'http://terminology.hl7.org/CodeSystem/v2-0203'
const RELATIONSHIP = 'http://terminology.hl7.org/CodeSystem/subscriber-relationship'

const planOf = (name: string) => ({
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'plan' }] },
  value: name,
  name,
})

/** A Medicare number starts with 1 to 9 when it is real, so these start with 0. */
function memberId({ memberNumber }: ChartedPayer, patient: Patient): string {
  const number = digits(`${patient.id} member`, 8)
  return memberNumber === 'medicare'
    ? `0A${number[0]}${number[1]}A${number[2]}${number[3]}AA${number.slice(4, 6)}`
    : `XEW${number}`
}

/** The payer’s answer to a request for prior authorization. @see https://hl7.org/fhir/R4/claimresponse.html */
export function authorizationFrom({ authorization }: Given, patient: Patient, payer?: Organization): ClaimResponse[] {
  if (authorization === 'none') return []
  if (!payer) throw new Error('an authorization needs the coverage of a payer')
  return [
    {
      resourceType: 'ClaimResponse',
      id: `${patient.id}-auth1`,
      identifier: [{ system: sid('authorization'), value: authorization.number }],
      status: 'active',
      type: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }],
      },
      use: 'preauthorization',
      patient: to(patient),
      created: authorization.from,
      insurer: to(payer, payer.name),
      requestor: to(clinic, clinic.name),
      outcome: 'complete',
      disposition: authorization.says,
      preAuthRef: authorization.number,
      preAuthPeriod: { start: authorization.from, end: authorization.until },
      ...(authorization.codes.length > 0 && { addItem: authorization.codes.map(itemFor) }),
    },
  ]
}

const itemFor = (code: string, at: number) => ({
  itemSequence: [at + 1],
  productOrService: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code }] },
  adjudication: [
    {
      category: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/adjudication', code: 'eligible' }] },
    },
  ],
})
