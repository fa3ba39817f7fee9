import { baseOf } from '../address.ts'
import type { Issuer } from '../tenants.ts'

/** What somebody who signed in from an EHR is to it. */
export type Role = 'staff' | 'patient' | 'other'

/** Who signed in, and what they may be asked about. */
export interface Standing {
  readonly role: Role
  /** The one patient a patient’s session is about, as `Patient/id`. */
  readonly patient?: string
}

/** A person or a patient of an EHR, however the reference to them is written: relative, absolute, with a version. */
export interface Person {
  readonly type: string
  readonly id: string
  /** FHIR base of an absolute reference. */
  readonly base?: string
}

const REFERENCE =
  /^([hH][tT]{2}[pP][sS]?:\/\/[^\s?#]{1,2000}\/)?([A-Z][A-Za-z]{2,63})\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/

/** Reads a reference; undefined for what is none. @see https://hl7.org/fhir/R4/references.html#literal */
export function personIn(reference: string): Person | undefined {
  const [, base, type, id] = REFERENCE.exec(reference) ?? []
  if (type === undefined || id === undefined || (base !== undefined && !URL.canParse(base))) return undefined
  return { type, id, ...(base !== undefined && { base: baseOf(base) }) }
}

/** Whether two references can mean the same record of this EHR: a relative one is of the EHR itself. */
export function isSamePerson(a: Person, b: Person, { iss }: Pick<Issuer, 'iss'>): boolean {
  const own = iss === undefined ? undefined : baseOf(iss)
  return a.type === b.type && a.id === b.id && (a.base ?? own ?? b.base) === (b.base ?? own ?? a.base)
}

/** Whether a person is surely a record of this EHR, so that a reference to them means something there. */
export function isOnRecord({ base }: Person, { iss, issPattern }: Pick<Issuer, 'iss' | 'issPattern'>): boolean {
  if (base === undefined) return true
  if (iss !== undefined) return base === baseOf(iss)
  return issPattern !== undefined && new URL(base).origin === new URL(issPattern.origin).origin
}

const STAFF = new Set(['Practitioner', 'PractitionerRole'])

/**
 * What a session may do follows from `fhirUser` by an allow-list: practitioners are staff, and of other persons those whom
 * the file of tenants registers. No `fhirUser`, and one of any other form or type, is not staff.
 * @see https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html#scopes-for-requesting-identity-data
 */
export function standingOf(who: string, issuer: Issuer): Standing {
  const person = personIn(who)
  if (!person) return { role: 'other' }
  if (STAFF.has(person.type)) return { role: 'staff' }
  if (person.type === 'Patient' && isOnRecord(person, issuer))
    return { role: 'patient', patient: `Patient/${person.id}` }
  const registered = (issuer.staffPersons ?? []).flatMap((each) => personIn(each) ?? [])
  const isStaff = person.type === 'Person' && registered.some((each) => isSamePerson(each, person, issuer))
  return { role: isStaff ? 'staff' : 'other' }
}
