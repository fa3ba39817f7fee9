import type { ChargeItem, FhirResource } from 'fhir/r4'
import type { Connection } from '../http/connection.ts'
import { Failure } from '../http/failure.ts'
import { relativeTo } from '../read/references.ts'
import type { Part } from './send-parts.ts'

/**
 * Throws unless this session is about this patient, and each part writes one of our types, for this patient, in the way
 * that type is written. Nothing may have been sent before.
 */
export function assertAboutPatient(parts: readonly Part[], patient: string, { base, context }: Connection): void {
  if (context.patient !== undefined && context.patient !== patient) throw wrong('the session is about another patient')
  const own = new Set(parts.flatMap(({ fullUrl }) => fullUrl ?? []))
  for (const part of parts) {
    const complaint = wrongIn(part, { patient: `Patient/${patient}`, base, own })
    if (complaint) throw wrong(complaint)
  }
}

const wrong = (detail: string): Failure => new Failure('wrong-patient', { detail })

interface Expected {
  readonly patient: string
  readonly base: string
  /** What this write-back creates, by its provisional addresses. */
  readonly own: ReadonlySet<string>
}

function wrongIn(part: Part, expected: Expected): string | undefined {
  const { body, url, method, headers } = part
  const type = body.resourceType
  if (url === ORACLE_CREATE) return wrongInOracle(part, expected)
  const subject = SUBJECTS[type]
  if (!subject) return `${type} is not ours to write`
  const mayChange = type === 'Flag' || type === 'ChargeItem'
  const address = method === 'PUT' && mayChange ? `${type}/${body.id}` : type
  if (url !== address || (method === 'PUT' && !mayChange)) return `${method} ${url} is not how a ${type} is written`
  if (method === 'PUT' && !headers['if-match']) return `${address} would be overwritten without its version`
  return subject(body, expected)
}

const ORACLE_CREATE = 'ChargeItem/$create'

type Subject = (body: FhirResource, expected: Expected) => string | undefined

const about =
  (element: 'subject' | 'for'): Subject =>
  (body, { base, patient }) => {
    const { reference = '' } = (body as Partial<Record<typeof element, { reference?: string }>>)[element] ?? {}
    return relativeTo(base, reference) === patient ? undefined : `a ${body.resourceType} is about another patient`
  }

/** The types we write, and where each says whom it is about. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  Flag: about('subject'),
  ChargeItem: about('subject'),
  Communication: about('subject'),
  DocumentReference: about('subject'),
  Task: about('for'),
  Provenance: (body, { base, own }) => {
    const targets = body.resourceType === 'Provenance' ? body.target : []
    const isOwn = ({ reference = '' }): boolean =>
      own.has(reference) || /^(Flag|ChargeItem)\//.test(relativeTo(base, reference) ?? '')
    return targets.length > 0 && targets.every(isOwn) ? undefined : 'a Provenance is about something else'
  },
}

function wrongInOracle({ body, method }: Part, expected: Expected): string | undefined {
  if (method !== 'POST' || body.resourceType !== 'Parameters') return `${ORACLE_CREATE} takes other content`
  const [transactionId, charge, ...more] = body.parameter ?? []
  if (transactionId?.name !== 'transactionId' || charge?.name !== 'chargeItem' || more.length > 0) {
    return `${ORACLE_CREATE} takes a transactionId and a chargeItem`
  }
  if (charge.resource?.resourceType !== 'ChargeItem') return `${ORACLE_CREATE} takes a ChargeItem`
  return about('subject')(charge.resource as ChargeItem, expected)
}
