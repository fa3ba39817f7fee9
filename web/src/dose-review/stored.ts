import { isOurs } from '@doseline/ehr-client'
import type { ChargeItem, FhirResource, Flag, Provenance } from 'fhir/r4'

/** One thing of ours that stands in the chart. */
export interface Stored {
  /** `Flag/…` or `ChargeItem/…` */
  readonly key: string
  readonly type: 'Flag' | 'ChargeItem'
  readonly status: string
  readonly text: string
}

const FLAG_DETAIL = 'http://hl7.org/fhir/StructureDefinition/flag-detail'

/** What Doseline has stored in the chart about this dose: the Flag that names it, and the charges that bill it. */
export function storedFor(resources: readonly FhirResource[], focus: string): Stored[] {
  const about = (resource: Flag | ChargeItem): readonly (string | undefined)[] =>
    resource.resourceType === 'Flag'
      ? (resource.extension ?? [])
          .filter(({ url }) => url === FLAG_DETAIL)
          .map(({ valueReference }) => valueReference?.reference)
      : (resource.service ?? []).map(({ reference }) => reference)
  return resources
    .filter((resource) => resource.resourceType === 'Flag' || resource.resourceType === 'ChargeItem')
    .filter((resource) => isOurs(resource) && about(resource).some((reference) => reference?.endsWith(focus)))
    .map((resource) => ({
      key: `${resource.resourceType}/${resource.id}`,
      type: resource.resourceType,
      status: resource.status ?? '',
      text: resource.code?.text ?? '',
    }))
    .toSorted((a, b) => (a.type === b.type ? 0 : a.type === 'Flag' ? -1 : 1))
}

/** Whether it still says or charges something. */
export const isLive = ({ status }: Stored): boolean =>
  status !== 'entered-in-error' && status !== 'inactive' && status !== 'aborted'

/** What stands in the chart for a dose: charged, or only suggested. */
export type ChargeState = 'charged' | 'suggested'

/** Which doses are charged or suggested by what Doseline stored, by `MedicationAdministration/…`. */
export function chargesByDose(resources: readonly FhirResource[]): ReadonlyMap<string, ChargeState> {
  const found = new Map<string, ChargeState>()
  for (const resource of resources) {
    const state = resource.resourceType === 'ChargeItem' && isOurs(resource) ? STATES[resource.status] : undefined
    if (!state || resource.resourceType !== 'ChargeItem') continue
    for (const { reference = '' } of resource.service ?? []) {
      const [dose] = /MedicationAdministration\/[^/]+$/.exec(reference) ?? []
      if (dose && found.get(dose) !== 'charged') found.set(dose, state)
    }
  }
  return found
}

const STATES: Readonly<Record<string, ChargeState>> = { billable: 'charged', billed: 'charged', planned: 'suggested' }

/** Who did what when, newest first. */
export interface Signature {
  readonly activity: string
  readonly name: string
  readonly recorded: string
}

export function signaturesFrom(provenances: readonly Provenance[]): Signature[] {
  return provenances
    .map(({ activity, agent, recorded }) => {
      const author = agent.find(({ type }) => type?.coding?.some(({ code }) => code === 'author')) ?? agent[0]
      return {
        activity: activity?.text ?? activity?.coding?.[0]?.code ?? '',
        name: author?.who.display ?? author?.who.reference ?? '',
        recorded,
      }
    })
    .toSorted((a, b) => (a.recorded < b.recorded ? 1 : -1))
}
