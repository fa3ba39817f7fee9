/** What an address may tell the app. Everything else in it is dropped before any library sees it. */
export interface LaunchParameters {
  readonly iss?: string
  readonly launch?: string
  readonly codebook?: string
  /** Only for a registered open server. */
  readonly patient?: string
  /** An `iss` that is no web address, as it was given. */
  readonly malformedIss?: string
}

const FORMS = {
  iss: /^https?:\/\/\S{1,500}$/i,
  launch: /^[\x21-\x7e]{1,4000}$/,
  codebook: /^[a-z0-9-]{1,40}$/,
  patient: /^[A-Za-z0-9\-.]{1,64}$/,
} as const

/** The id of a patient as somebody gives it: bare, or as the reference `Patient/…`. */
export const patientIdIn = (given: string | undefined): string | undefined => given?.replace(/^Patient\//, '')

/**
 * Reads the four parameters we honor, each once and in its own form. An EHR that encodes `iss` once more than a browser
 * decodes it has done so with `launch` too.
 */
export function launchParameters(address: URL): LaunchParameters {
  const given = (name: string): string | undefined => address.searchParams.get(name)?.trim()
  const iss = given('iss')
  const decode = ENCODED_TWICE.test(iss ?? '') ? decodedOnce : (text: string) => text
  const read = Object.entries(FORMS).flatMap(([name, form]) => {
    const text = name === 'patient' ? patientIdIn(given(name)) : given(name)
    const value = text === undefined || (name !== 'iss' && name !== 'launch') ? text : decode(text)
    return value !== undefined && form.test(value) ? [[name, value] as const] : []
  })
  const parameters: LaunchParameters = Object.fromEntries(read)
  const isMalformed = iss !== undefined && parameters.iss === undefined
  return isMalformed ? { ...parameters, malformedIss: iss.slice(0, 200) } : parameters
}

const ENCODED_TWICE = /^https?%3a%2f%2f/i

/** What is no encoding stays as it is. */
function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The address fhirclient may see: it lets `clientId`, `fhirServiceUrl`, `patientId` and others in the address win over
 * its configuration, so that a link could open a foreign chart in our origin.
 */
export function harmlessAddress(address: URL, iss: string, { launch, codebook }: LaunchParameters): URL {
  const harmless = new URL(address.pathname, address.origin)
  harmless.searchParams.set('iss', iss)
  if (launch !== undefined) harmless.searchParams.set('launch', launch)
  // The library does not know this one, and a page that is loaded again needs it.
  if (codebook !== undefined) harmless.searchParams.set('codebook', codebook)
  return harmless
}
