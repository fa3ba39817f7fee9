/** What an address may tell the app. Everything else in it is dropped before any library sees it. */
export interface LaunchParameters {
  readonly iss?: string
  readonly launch?: string
  readonly codebook?: string
  /** Only for a registered open server. */
  readonly patient?: string
}

const FORMS = {
  iss: /^https?:\/\/\S{1,500}$/,
  launch: /^[\x21-\x7e]{1,4000}$/,
  codebook: /^[a-z0-9-]{1,40}$/,
  patient: /^[A-Za-z0-9\-.]{1,64}$/,
} as const

/** Reads the four parameters we honour, each once and in its own form. */
export function launchParameters(address: URL): LaunchParameters {
  const read = Object.entries(FORMS).flatMap(([name, form]) => {
    const value = address.searchParams.get(name)?.trim()
    return value !== undefined && form.test(value) ? [[name, value] as const] : []
  })
  return Object.fromEntries(read)
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
