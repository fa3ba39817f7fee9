import type { ChannelRequest, PlanAnswer } from '@doseline/contract'
import type { Bundle, FhirResource } from 'fhir/r4'
import { Failure } from '../http/failure.ts'
import { tokenSearch } from '../read/searches.ts'

/** A write-back in its channel, as the rules service plans it. */
export type Sendable = Pick<PlanAnswer, 'channel' | 'transaction' | 'requests'>

/** One thing a write-back writes: a request of its own, or an entry of the transaction. */
export interface Part extends Omit<ChannelRequest, 'body'> {
  readonly body: FhirResource
}

/** The parts of a write-back, in the order they are sent. Throws where the plan is of no channel that can be sent. */
export function partsOf({ channel, transaction, requests }: Sendable): readonly Part[] {
  if (channel === 'transaction') return asTransaction(transaction).map(partOf)
  if (channel === 'by-hand' || !requests?.length) throw notSendable()
  return requests.map((request) => ({ ...request, body: request.body as unknown as FhirResource }))
}

type Entry = NonNullable<Bundle<FhirResource>['entry']>[number]

function asTransaction(plan: unknown): readonly Entry[] {
  const bundle = plan as Partial<Bundle<FhirResource>> | undefined
  if (bundle?.resourceType === 'Bundle' && bundle.type === 'transaction' && bundle.entry?.length) return bundle.entry
  throw notSendable()
}

const notSendable = (): Failure => new Failure('service-error', { detail: 'the plan cannot be sent in this channel' })

function partOf({ fullUrl, resource, request }: Entry): Part {
  const { method, url = '', ifNoneExist, ifMatch } = request ?? {}
  if (!resource || (method !== 'POST' && method !== 'PUT')) {
    throw new Failure('wrong-patient', { detail: `${method} ${url} is not how anything is written` })
  }
  const identity = identityIn(resource)
  return {
    method,
    url,
    headers: { ...(ifNoneExist && { 'if-none-exist': ifNoneExist }), ...(ifMatch && { 'if-match': ifMatch }) },
    body: resource,
    says: saysOf(resource),
    ...(identity !== undefined && { identity }),
    ...(ifNoneExist && { search: tokenSearch(resource.resourceType, 'identifier', tokenIn(ifNoneExist)) }),
    ...(fullUrl && { fullUrl }),
  }
}

/** The token in the condition of a creation, which is always `identifier=system|value`. */
const tokenIn = (ifNoneExist: string): string => ifNoneExist.slice(ifNoneExist.indexOf('=') + 1)

function identityIn(resource: FhirResource): string | undefined {
  if (resource.resourceType !== 'Flag' && resource.resourceType !== 'ChargeItem') return undefined
  return resource.identifier?.find(({ value }) => value !== undefined)?.value
}

/** What it is, in a few words. */
function saysOf(resource: FhirResource): string {
  if (resource.resourceType === 'ChargeItem') return resource.code.text ?? 'ChargeItem'
  return resource.resourceType
}
