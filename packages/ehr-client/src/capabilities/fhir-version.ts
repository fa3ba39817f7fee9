import type { Connection } from '../http/connection.ts'
import { endsEverything, Failure } from '../http/failure.ts'

/** R4 (4.0.x) and R4B (4.3.x), which has every element that is read here. Nothing else is read. */
const READ = /^4\.[03](?:\.\d{1,3})?(?:-[A-Za-z0-9.-]{1,40})?$/

/** True for a version of FHIR whose elements mean what Doseline reads in them. */
export const isReadVersion = (version: string): boolean => READ.test(version)

/**
 * The FHIR version a server says it speaks; undefined where it says none. DSTU2 says it in a resource that is called
 * Conformance, so the name of the resource is not looked at.
 * @see https://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.fhirVersion
 */
export function fhirVersionOf(statement: unknown): string | undefined {
  const { fhirVersion } = (typeof statement === 'object' && statement !== null ? statement : {}) as {
    fhirVersion?: unknown
  }
  return typeof fhirVersion === 'string' && fhirVersion !== '' ? fhirVersion.slice(0, 40) : undefined
}

/**
 * Stops before a chart of another version is read: in STU3 and DSTU2 `notGiven` takes a dose back, and R5 names the drug
 * and the time of a dose in other words. Throws a Failure that names the version.
 */
export function assertReadVersion(version: string | undefined): void {
  if (version !== undefined && !isReadVersion(version)) {
    throw new Failure('other-fhir-version', { detail: `The EHR says that it speaks FHIR ${version}.` })
  }
}

/** Asks a server for its version; undefined where it does not say, or is not reached. */
export async function askVersion(connection: Connection, signal?: AbortSignal): Promise<string | undefined> {
  return connection.request('metadata', { signal }).then(fhirVersionOf, (thrown: unknown) => {
    if (endsEverything(thrown)) throw thrown
    return undefined
  })
}
