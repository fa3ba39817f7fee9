import type { FhirResource } from 'fhir/r4'

/** A Flag or a charge of the chart in one line. */
export function shownResource(resource: FhirResource): string {
  if (resource.resourceType === 'Flag') return `${resource.code.text ?? 'Flag'} (${resource.status})`
  if (resource.resourceType !== 'ChargeItem') return resource.resourceType
  const { code, quantity, status } = resource
  const units = quantity?.value === undefined ? '' : ` × ${quantity.value}`
  return `${code.coding?.[0]?.code ?? ''}${units} (${status})${code.text ? `: ${code.text}` : ''}`
}
