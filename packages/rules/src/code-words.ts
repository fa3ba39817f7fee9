import { type Diagnosis, isInjected, routesNamed } from '@doseline/dose'

/** What the description of a code says of how, or to whom, the drug is given, and the chart does not. */
export type AgainstItsWords =
  | { readonly kind: 'not injected' | 'another route'; readonly route: string }
  | { readonly kind: 'on dialysis' | 'not on dialysis'; readonly code: string }

/** What is known of the dose. */
interface OfTheDose {
  readonly route: string | undefined
  readonly diagnoses: readonly Diagnosis[] | undefined
}

/**
 * The first thing that the long description of a code says and the chart contradicts. HCPCS bills some drugs by one code for
 * patients on dialysis and by another for all others, and says in the description alone how a drug is given.
 */
export const againstItsWords = (descriptor: string, { route, diagnoses }: OfTheDose): AgainstItsWords | undefined =>
  (route === undefined ? undefined : ofRoute(descriptor, route)) ??
  (diagnoses === undefined ? undefined : ofDialysis(descriptor, diagnoses))

function ofRoute(descriptor: string, route: string): AgainstItsWords | undefined {
  const injected = isInjected(route)
  if (injected === undefined) return undefined
  if ((/^injection\b/i.test(descriptor) || route === 'oral') && !injected) return { kind: 'not injected', route }
  const named = routesNamed(descriptor)
  return named.length > 0 && !named.some((each) => each === route) ? { kind: 'another route', route } : undefined
}

/** End-stage renal disease, and dependence on dialysis. */
const ON_DIALYSIS: ReadonlySet<string> = new Set(['N186', 'Z992'])

/** Whether a diagnosis that stands is of dependence on dialysis. The disease alone does not say that the patient is on it. */
export const isOnDialysis = (diagnoses: readonly Diagnosis[]): boolean =>
  diagnoses.some(({ stands, doubt, icd10cm }) => stands && doubt === undefined && icd10cm === 'Z99.2')

function ofDialysis(descriptor: string, diagnoses: readonly Diagnosis[]): AgainstItsWords | undefined {
  const isOfOthers = /\bnon[- ]?esrd\b/i.test(descriptor)
  if (!isOfOthers && !/\besrd\b/i.test(descriptor)) return undefined
  const standing = diagnoses.find(
    ({ stands, icd10cm }) => stands && ON_DIALYSIS.has((icd10cm ?? '').replace('.', '').toUpperCase()),
  )
  if (isOfOthers) return standing && { kind: 'on dialysis', code: standing.icd10cm ?? '' }
  return standing ? undefined : { kind: 'not on dialysis', code: 'N18.6 or Z99.2' }
}
