import { sameHost } from '@doseline/ehr-client'

/**
 * The claims of an id_token as it says them, before anything is proven: base64url and UTF-8, which fhirclient's own
 * reading with `atob` gets wrong. They only say whom to ask the EHR about; `identity.ts` proves them.
 */
export function claimsOf(idToken: string | undefined): Readonly<Record<string, unknown>> {
  const [, payload = ''] = idToken?.split('.') ?? []
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof claims === 'object' && claims !== null ? { ...claims } : {}
  } catch {
    return {}
  }
}

const USER =
  /^(?:(https?:\/\/.+)\/)?((?:Practitioner|PractitionerRole|Patient|RelatedPerson|Person)\/[A-Za-z0-9\-.]{1,64})$/

/** `fhirUser` as a relative reference, where it is a person of this very server. */
export function fhirUserOf(claims: Readonly<Record<string, unknown>>, base: string): string | undefined {
  const claimed = claims.fhirUser ?? claims.profile
  const [, address, reference] = (typeof claimed === 'string' && USER.exec(claimed)) || []
  return address === undefined || sameHost(address) === base ? reference : undefined
}

/** Of what type a person is and on whose server, without saying who. */
export interface KindOfUser {
  /** Undefined where they are named in a form nobody knows. */
  readonly type?: string | undefined
  /** Origin of another server; undefined where it is the EHR itself. */
  readonly server?: string | undefined
}

/** Undefined where the claims name no FHIR user. */
export function kindOfUser(claims: Readonly<Record<string, unknown>>, base: string): KindOfUser | undefined {
  const claimed = claims.fhirUser ?? claims.profile
  if (typeof claimed !== 'string') return undefined
  const [, address, reference] = USER.exec(claimed) ?? []
  const isElsewhere = address !== undefined && sameHost(address) !== base && URL.canParse(address)
  return { type: reference?.split('/')[0], server: isElsewhere ? new URL(address).origin : undefined }
}

/** `fhirUser` as it is, where it is a person of some server, in the form the rules service takes. */
export function personElsewhere(claims: Readonly<Record<string, unknown>>): string | undefined {
  const claimed = claims.fhirUser ?? claims.profile
  return typeof claimed === 'string' && claimed.length <= 400 && !/[\s?#]/.test(claimed) && USER.test(claimed)
    ? claimed
    : undefined
}

/** Whether the person is named as a patient or a relative, wherever they are on record. */
export function isNoStaff(claims: Readonly<Record<string, unknown>>): boolean {
  const claimed = claims.fhirUser ?? claims.profile
  return typeof claimed === 'string' && /(?:^|\/)(?:Patient|RelatedPerson|Person)\/[^/]+$/.test(claimed)
}

/** One name for whoever signed in, to tell people apart with: their reference where there is one, else the subject. */
export const userIn = (claims: Readonly<Record<string, unknown>>, base: string): string =>
  fhirUserOf(claims, base) ?? (typeof claims.sub === 'string' ? claims.sub : '')
