import type { BilledPatient } from '@doseline/contract'
import type { Account, Encounter, FhirResource, Identifier, MedicationAdministration, Patient } from 'fhir/r4'

/**
 * Whom a message to the billing system is about: name, date of birth, sex, and the identifiers of patient, visit and account. Only a site with such an
 * interface sends this to its service, and only for that message.
 */
export function billedPatientIn(resources: readonly FhirResource[], focus: string): BilledPatient {
  const at = (key: string | undefined): FhirResource | undefined =>
    resources.find(
      ({ resourceType, id }) =>
        key !== undefined && (key === `${resourceType}/${id}` || key.endsWith(`/${resourceType}/${id}`)),
    )
  const dose = at(focus) as MedicationAdministration | undefined
  const patient = at(dose?.subject.reference) as Patient | undefined
  const visit = at(dose?.context?.reference) as Encounter | undefined
  const accounts = (visit?.account ?? []).map(({ reference }) => at(reference) as Account | undefined)
  const name = patient?.name?.find(({ use }) => use === 'official') ?? patient?.name?.find(({ use }) => use !== 'old')
  const { birthDate, gender } = patient ?? {}
  return {
    identifiers: identifiersOf(patient?.identifier),
    ...(name?.family && { family: name.family }),
    ...(name?.given?.length && { given: [...name.given] }),
    ...(birthDate && WHOLE_DAY.test(birthDate) && { birthDate }),
    ...(gender && { sex: gender }),
    visit: identifiersOf(visit?.identifier),
    account: accounts.flatMap((account) => identifiersOf(account?.identifier)),
  }
}

const WHOLE_DAY = /^\d{4}-\d{2}-\d{2}$/

const identifiersOf = (identifiers: readonly Identifier[] = []): BilledPatient['identifiers'] =>
  identifiers
    .filter(({ use }) => use !== 'old')
    .flatMap(({ system, type, value }) => {
      const code = type?.coding?.find((coding) => coding.code !== undefined)?.code
      return value ? [{ ...(system && { system }), ...(code && { type: code }), value }] : []
    })
