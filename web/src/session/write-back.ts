import type { Bundle, FhirResource } from 'fhir/r4'
import { Failure, wasStopped } from './failure.ts'
import { type Connection, EhrRefusal } from './gateway.ts'
import { relativeTo } from './references.ts'

type Transaction = Bundle<FhirResource>
type Entry = NonNullable<Transaction['entry']>[number]

/**
 * Sends a planned write-back as one transaction, after making sure that every part of it is about the patient this
 * session was opened on. All of it is stored, or nothing.
 */
export async function sendTransaction(connection: Connection, plan: unknown, patient: string): Promise<void> {
  const transaction = asTransaction(plan)
  assertAboutPatient(transaction, patient, connection.base)
  try {
    await connection.request('', { method: 'POST', body: transaction, headers: { prefer: 'return=representation' } })
  } catch (thrown) {
    throw asWriteFailure(thrown)
  }
}

function asTransaction(plan: unknown): Transaction {
  const bundle = plan as Partial<Transaction> | undefined
  if (bundle?.resourceType === 'Bundle' && bundle.type === 'transaction' && Array.isArray(bundle.entry)) {
    return bundle as Transaction
  }
  throw new Failure('service-error', { detail: 'the plan is not a transaction' })
}

const WRITTEN = new Set(['Flag', 'ChargeItem', 'Provenance'])

/** Throws unless each entry writes one of our three types, and for this patient. */
export function assertAboutPatient({ entry = [] }: Transaction, patient: string, base: string): void {
  const own = new Set(entry.map(({ fullUrl }) => fullUrl).filter((url) => url !== undefined))
  for (const one of entry) {
    const wrong = wrongIn(one, { patient: `Patient/${patient}`, base, own })
    if (wrong) throw new Failure('wrong-patient', { detail: wrong })
  }
}

interface Expected {
  readonly patient: string
  readonly base: string
  /** What this transaction creates, by its provisional addresses. */
  readonly own: ReadonlySet<string>
}

function wrongIn({ resource, request }: Entry, { patient, base, own }: Expected): string | undefined {
  const type = resource?.resourceType
  if (!resource || type === undefined || !WRITTEN.has(type)) return `${type ?? 'nothing'} is not ours to write`
  const expected = request?.method === 'PUT' ? `${type}/${resource.id}` : type
  if ((request?.method !== 'POST' && request?.method !== 'PUT') || request.url !== expected) {
    return `${request?.method} ${request?.url} is not how a ${type} is written`
  }
  if (request.method === 'PUT' && !request.ifMatch) return `${expected} would be overwritten without its version`
  if (resource.resourceType === 'Provenance') {
    const isOwn = ({ reference = '' }): boolean =>
      own.has(reference) || /^(Flag|ChargeItem)\//.test(relativeTo(base, reference) ?? '')
    return resource.target.every(isOwn) ? undefined : 'a Provenance is about something else'
  }
  const subject = (resource as { subject?: { reference?: string } }).subject?.reference
  return relativeTo(base, subject ?? '') === patient ? undefined : `a ${type} is about another patient`
}

/** What the EHR said to a write. A connection lost on the way leaves open whether it was stored. */
function asWriteFailure(thrown: unknown): unknown {
  if (wasStopped(thrown)) return thrown
  if (thrown instanceof Failure) return thrown.kind === 'ehr-unreachable' ? new Failure('write-unconfirmed') : thrown
  if (!(thrown instanceof EhrRefusal)) return thrown
  const about = { detail: thrown.says.join(' ') || undefined, status: thrown.status, requestId: thrown.requestId }
  if (thrown.status === 409 || thrown.status === 412) return new Failure('chart-moved-on', about)
  return new Failure(thrown.status >= 500 ? 'write-unconfirmed' : 'write-refused', about)
}
