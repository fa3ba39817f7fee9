import type { WithId } from '@medplum/core'
import type { Group, Practitioner, Resource } from '@medplum/fhirtypes'
import type { Bundle, ChargeItem, Period } from 'fhir/r4'
import { isSupported } from './fhir/resource-types.ts'
import type { Store } from './fhir/store.ts'
import { structuralIssues } from './fhir/validation/validate.ts'
import type { Personality } from './personalities/personality.ts'
import type { SandboxUser } from './smart/provider-configuration.ts'

/** One patient of the sandbox and what happened to them. */
export interface SandboxScenario {
  readonly name: string
  /** One line, shown under the patient's name. */
  readonly title: string
  readonly book: 'cms' | 'article'
  /** All resources about one patient, exactly one Patient among them. */
  readonly chart: Bundle
  /** The dose it is about, `MedicationAdministration/…`. */
  readonly focus?: string
  /** How another app proposes to bill it. */
  readonly proposed?: { readonly code?: string | undefined; readonly modifiers: readonly string[] }
  readonly then?: { readonly verdict?: string }
}

/** Fills an EHR's store with what it keeps of the scenarios' charts, and with the users' own resources. */
export function loadSeeds(
  store: Store,
  scenarios: readonly SandboxScenario[],
  users: readonly SandboxUser[],
  { types, bulk, keeps = (resource) => resource }: Pick<Personality, 'types' | 'keeps' | 'bulk'>,
): void {
  for (const user of users.filter(isStaff)) store.seed(practitionerFor(user))
  for (const scenario of scenarios) {
    const chart = withProposal(scenario)
    const find = (reference: string) => resourcesIn(chart).find((one) => `${one.resourceType}/${one.id}` === reference)
    for (const resource of resourcesIn(chart)) {
      if (!resource.id || !types[resource.resourceType]) continue
      // Practitioners, organizations and drugs are shared between charts: the first one stays.
      if (store.current(resource.resourceType, resource.id)) continue
      store.seed(keeps(resource, find) as WithId<Resource>)
    }
  }
  if (bulk) store.seed(everyPatient(store))
}

/** The group by which a hospital would let all patients of an infusion center be exported. */
function everyPatient(store: Store): WithId<Group> {
  return {
    resourceType: 'Group',
    id: 'infusion-center',
    type: 'person',
    actual: true,
    name: 'Patients of the infusion center',
    member: store.all('Patient').map(({ id }) => ({ entity: { reference: `Patient/${id}` } })),
  }
}

/**
 * What is structurally odd in the charts, one line each. Charts in the shape of other servers hold odd things, so
 * nothing is refused for it.
 */
export function remarksOn(scenarios: readonly SandboxScenario[]): string[] {
  return scenarios.flatMap(({ name, chart }) =>
    (chart.entry ?? []).flatMap((entry, index) => {
      const resource = entry.resource as Resource | undefined
      if (!resource?.id || !isSupported(resource.resourceType)) {
        return [`${name}: entry ${index} has no id, or a type this EHR does not keep`]
      }
      return complaints(resource).map((text) => `${name}: ${resource.resourceType}/${resource.id}: ${text}`)
    }),
  )
}

/**
 * A code that another app proposes is a planned charge of the chart, where the title of a case turns on it: the app is asked
 * about a chart, and could not see it otherwise.
 */
function withProposal({ chart, focus, proposed, then }: SandboxScenario): Bundle {
  const dose = resourcesIn(chart).find((one) => `${one.resourceType}/${one.id}` === focus)
  if (!proposed?.code || then?.verdict === 'ready' || dose?.resourceType !== 'MedicationAdministration') return chart
  const charge: ChargeItem = {
    resourceType: 'ChargeItem',
    id: `${dose.id}-proposed`,
    status: 'planned',
    subject: dose.subject as ChargeItem['subject'],
    ...(dose.context && { context: dose.context as NonNullable<ChargeItem['context']> }),
    code: {
      text: `Proposed by another app: ${[proposed.code, ...proposed.modifiers].join('-')}`,
      coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: proposed.code }],
    },
    service: [{ reference: `MedicationAdministration/${dose.id}` }],
    ...(dose.effectiveDateTime && { occurrenceDateTime: dose.effectiveDateTime }),
    ...(dose.effectivePeriod && { occurrencePeriod: dose.effectivePeriod as Period }),
  }
  return { ...chart, entry: [...(chart.entry ?? []), { resource: charge }] }
}

function resourcesIn(chart: Bundle): Resource[] {
  return (chart.entry ?? []).flatMap(({ resource }) => (resource ? [resource as Resource] : []))
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

/** A patient who signs in is in the charts already. */
const isStaff = ({ fhirUser }: SandboxUser): boolean => fhirUser.startsWith('Practitioner/')

function practitionerFor({ fhirUser, name }: SandboxUser): WithId<Practitioner> {
  const [given = '', ...family] = name.split(' ')
  return {
    resourceType: 'Practitioner',
    id: fhirUser.replace(/^.*\//, ''),
    active: true,
    name: [{ text: name, given: [given], family: family.join(' ') }],
  }
}
