import type { ClaimLine, ServiceClaim } from '@doseline/billing-interface'
import type { Claim, ClaimItem, CodeableConcept } from 'fhir/r4'

/** The claim as X12 writes it, from the draft in FHIR. */
export function serviceClaim(
  { type, diagnosis = [], insurance, item = [] }: Claim,
  revenueCodes: ReadonlyMap<string, string>,
): ServiceClaim {
  return {
    type: codeIn(type) === 'institutional' ? 'institutional' : 'professional',
    diagnoses: diagnosis.map(({ diagnosisCodeableConcept: coded }) => codeIn(coded)),
    authorization: insurance[0]?.preAuthRef?.[0],
    lines: item.map((each) => claimLine(each, revenueCodes)),
  }
}

function claimLine(item: ClaimItem, revenueCodes: ReadonlyMap<string, string>): ClaimLine {
  const { productOrService, modifier = [], quantity, servicedDate = '', diagnosisSequence = [], detail } = item
  const code = codeIn(productOrService)
  const drug = detail?.[0]
  return {
    code,
    modifiers: modifier.map(codeIn),
    units: quantity?.value ?? 0,
    dateOfService: servicedDate,
    // A line of X12 has four; the first is its own reason.
    pointers: diagnosisSequence.slice(0, 4),
    // A colon parts components in X12.
    narrative: productOrService.text?.replaceAll(':', ','),
    revenueCode: revenueCodes.get(code),
    ndc: drug && {
      code: codeIn(drug.productOrService),
      quantity: drug.quantity?.value?.toString(),
      unit: drug.quantity?.unit,
    },
  }
}

const codeIn = (concept: CodeableConcept | undefined): string => concept?.coding?.[0]?.code ?? ''
