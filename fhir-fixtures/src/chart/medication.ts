import type { CodeableConcept, Medication } from 'fhir/r4'
import type { ChartedProduct } from '../registration.ts'
import { named } from './names.ts'

/** The product as a formulary holds it, with the lot that was used. The same product is the same resource everywhere. */
export function medicationFrom(product: ChartedProduct): Medication {
  return named(`med-${product.brand.toLowerCase()}`, {
    resourceType: 'Medication',
    code: drugConcept(product),
    status: 'active',
    manufacturer: { display: product.manufacturer },
    form: { text: product.form },
    batch: { lotNumber: product.lot, expirationDate: product.expires },
  } satisfies Medication)
}

/** The names the chart has for the drug. */
export function drugConcept({ ndc, rxnorm, rxnormDisplay, hcpcs, words }: ChartedProduct): CodeableConcept {
  const coding = [
    ...(ndc ? [{ system: 'http://hl7.org/fhir/sid/ndc', code: ndc }] : []),
    ...(rxnorm
      ? [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: rxnorm, display: rxnormDisplay }]
      : []),
    ...(hcpcs ? [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: hcpcs }] : []),
  ]
  return { ...(coding.length > 0 && { coding }), ...(words && { text: words }) }
}
