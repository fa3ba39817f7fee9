import type { WithId } from '@medplum/core'
import type { Practitioner, Resource } from '@medplum/fhirtypes'
import type { Bundle } from 'fhir/r4'
import { isSupported } from './fhir/resource-types.ts'
import type { Store } from './fhir/store.ts'
import { structuralIssues } from './fhir/validation/validate.ts'
import type { SandboxUser } from './smart/provider-configuration.ts'

/** One patient of the sandbox and what happened to them. */
export interface SandboxScenario {
  readonly name: string
  /** One line, shown under the patient's name. */
  readonly title: string
  readonly book: 'cms' | 'article'
  /** All resources about one patient, exactly one Patient among them. */
  readonly chart: Bundle
}

/**
 * Fills the store with the scenarios' charts and the users' own resources. Charts in the shape of other servers hold odd
 * things, so nothing is refused here; what is structurally wrong is returned, one line each.
 */
export function loadSeeds(
  store: Store,
  scenarios: readonly SandboxScenario[],
  users: readonly SandboxUser[],
): string[] {
  const remarks: string[] = []
  for (const user of users) store.put(practitionerFor(user), 'PUT')
  for (const { name, chart } of scenarios) {
    for (const [index, entry] of (chart.entry ?? []).entries()) {
      const resource = entry.resource as Resource | undefined
      if (!resource?.id || !isSupported(resource.resourceType)) {
        remarks.push(`${name}: entry ${index} has no id, or a type this EHR does not keep`)
        continue
      }
      remarks.push(...complaints(resource).map((text) => `${name}: ${resource.resourceType}/${resource.id}: ${text}`))
      // Practitioners, organizations and drugs are shared between charts: the first one stays.
      if (!store.current(resource.resourceType, resource.id)) store.put(resource as WithId<Resource>, 'PUT')
    }
  }
  return remarks
}

/** The id of the patient a chart is about. */
export function patientIdOf({ chart }: SandboxScenario): string | undefined {
  return chart.entry?.find((entry) => entry.resource?.resourceType === 'Patient')?.resource?.id
}

function complaints(resource: Resource): string[] {
  try {
    return structuralIssues(resource).map((issue) => `${issue.diagnostics} (${issue.expression?.[0] ?? ''})`)
  } catch (thrown) {
    return [`could not be checked: ${(thrown as Error).message}`]
  }
}

function practitionerFor({ fhirUser, name }: SandboxUser): WithId<Practitioner> {
  const [given = '', ...family] = name.split(' ')
  return {
    resourceType: 'Practitioner',
    id: fhirUser.replace(/^.*\//, ''),
    active: true,
    name: [{ text: name, given: [given], family: family.join(' ') }],
  }
}
