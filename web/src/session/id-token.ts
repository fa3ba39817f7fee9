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
  return address === undefined || address === base ? reference : undefined
}

/** Whether the person is named as a patient or a relative, wherever they are on record. */
export function isNoStaff(claims: Readonly<Record<string, unknown>>): boolean {
  const claimed = claims.fhirUser ?? claims.profile
  return typeof claimed === 'string' && /(?:^|\/)(?:Patient|RelatedPerson|Person)\/[^/]+$/.test(claimed)
}

/** One name for whoever signed in, to tell people apart with: their reference where there is one, else the subject. */
export const userIn = (claims: Readonly<Record<string, unknown>>, base: string): string =>
  fhirUserOf(claims, base) ?? (typeof claims.sub === 'string' ? claims.sub : '')
