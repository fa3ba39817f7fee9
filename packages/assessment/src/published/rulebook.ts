import type { BookData } from '@doseline/codebook'
import type { FhirResource } from 'fhir/r4'
import { chargeItemDefinitions } from './charge-item-definitions.ts'
import { codeSystems } from './code-systems.ts'
import { extensionDefinitions } from './extension-definitions.ts'
import { valueSets } from './value-sets.ts'

/**
 * The rulebook as FHIR resources, made of the same data that judges: how each code bills (ChargeItemDefinition), what
 * supports each product and which NDCs are it (ValueSet), the words of a Flag and of a finding (CodeSystem), and the
 * extensions Doseline writes (StructureDefinition). Pure; the CMS book only, because no other may reach a payer.
 * @see https://hl7.org/fhir/R4/chargeitemdefinition.html
 */
export function publishedRulebook(data: BookData): FhirResource[] {
  return [...extensionDefinitions(), ...codeSystems(), ...valueSets(data), ...chargeItemDefinitions(data)]
}
