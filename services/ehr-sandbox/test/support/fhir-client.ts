import type { Bundle, FhirResource, OperationOutcome } from 'fhir/r4'
import type { Sandbox } from '../../src/index.ts'

export interface FhirAnswer<T = FhirResource> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
  readonly outcome: OperationOutcome
}

/** Speaks FHIR to the sandbox with one token. */
export function fhirClient(sandbox: Pick<Sandbox, 'fhirBase'>, token?: string) {
  async function send<T = FhirResource>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<FhirAnswer<T>> {
    const isText = typeof body === 'string' || body instanceof URLSearchParams
    const response = await fetch(path.startsWith('http') ? path : `${sandbox.fhirBase}/${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && !(body instanceof URLSearchParams) && { 'content-type': 'application/fhir+json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const parsed = text === '' ? undefined : JSON.parse(text)
    return { status: response.status, headers: response.headers, body: parsed, outcome: parsed }
  }
  return {
    send,
    get: <T = FhirResource>(path: string, headers?: Record<string, string>) => send<T>('GET', path, undefined, headers),
    search: (path: string, headers?: Record<string, string>) => send<Bundle>('GET', path, undefined, headers),
    post: <T = FhirResource>(path: string, body: unknown, headers?: Record<string, string>) =>
      send<T>('POST', path, body, headers),
    put: <T = FhirResource>(path: string, body: unknown, headers?: Record<string, string>) =>
      send<T>('PUT', path, body, headers),
  }
}

/** The ids of the matches in a searchset. */
export function ids(bundle: Bundle, mode = 'match'): string[] {
  return (bundle.entry ?? []).filter((one) => one.search?.mode === mode).map((one) => one.resource?.id ?? '')
}

/** A Flag about a patient. */
export function flagFor(patient: string, value = 'flag-1') {
  return {
    resourceType: 'Flag',
    identifier: [{ system: 'urn:test', value }],
    status: 'active',
    code: { text: 'Ready to bill' },
    subject: { reference: `Patient/${patient}` },
  }
}

/** A charge line about a patient. */
export function chargeFor(patient: string, value = 'charge-1') {
  return {
    resourceType: 'ChargeItem',
    identifier: [{ system: 'urn:test', value }],
    status: 'planned',
    code: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J0897' }] },
    subject: { reference: `Patient/${patient}` },
    quantity: { value: 60 },
  }
}

/** A bundle entry that posts. */
export function posting(resource: { resourceType: string }, extra: object = {}, fullUrl?: string) {
  return { ...(fullUrl && { fullUrl }), resource, request: { method: 'POST', url: resource.resourceType, ...extra } }
}

/** A Bundle to be posted to the base. */
export function bundleOf(type: 'batch' | 'transaction', entry: object[]) {
  return { resourceType: 'Bundle', type, entry }
}
