import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4'
import type { BrowserContext, Page, Route } from 'playwright-core'

/** One answer of the EHR to a read, alone or as a part of a batch. */
export type ReadAnswer = BundleEntry<FhirResource>

/** A refusal with a status and what the EHR says. */
export const refusedRead = (status: number, diagnostics: string): ReadAnswer => ({
  response: { status: String(status) },
  resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing', diagnostics }] },
})

/** Whether a request is a batch of reads. */
export const isBatch = (route: Route): boolean =>
  route.request().method() === 'POST' && (route.request().postData() ?? '').includes('"type":"batch"')

/** What follows the base of the EHR in an address: `Condition?patient=p1`. */
const withinBase = (url: string): string => {
  const [, ...after] = url.split('/fhir')
  return after.join('/fhir').replace(/^\//, '')
}

/** Changes what the EHR answers to reads of these paths, whether they go alone or in a batch. */
export async function changeReads(
  where: Page | BrowserContext,
  path: RegExp,
  change: (answer: ReadAnswer) => ReadAnswer,
): Promise<void> {
  await where.route(/\/fhir([/?]|$)/, async (route) => {
    const request = route.request()
    const own = withinBase(request.url())
    if (request.method() === 'GET' && path.test(own)) {
      const response = await route.fetch()
      const answer = change({ response: { status: String(response.status()) }, resource: await response.json() })
      return route.fulfill({
        response,
        status: Number.parseInt(answer.response?.status ?? '', 10),
        json: answer.resource,
      })
    }
    if (!isBatch(route)) return route.fallback()
    const asked = (request.postDataJSON() as Bundle).entry ?? []
    const response = await route.fetch()
    const bundle = (await response.json()) as Bundle<FhirResource>
    const entry = (bundle.entry ?? []).map((one, at) => (path.test(asked[at]?.request?.url ?? '') ? change(one) : one))
    return route.fulfill({ response, json: { ...bundle, entry } })
  })
}

/** Keeps the EHR's answers to reads of these paths back until they are let go. */
export async function holdReads(where: Page | BrowserContext, path: RegExp): Promise<{ letGo(): void }> {
  const hold = Promise.withResolvers<void>()
  await where.route(/\/fhir([/?]|$)/, async (route) => {
    const asked = isBatch(route) ? ((route.request().postDataJSON() as Bundle).entry ?? []) : []
    const own = withinBase(route.request().url())
    if ([own, ...asked.map(({ request }) => request?.url ?? '')].some((url) => path.test(url))) await hold.promise
    return route.fallback()
  })
  return { letGo: hold.resolve }
}

/** Whether a request is a transaction, the whole of a write-back. */
export const isTransaction = (route: Route): boolean =>
  route.request().method() === 'POST' && (route.request().postData() ?? '').includes('"type":"transaction"')
