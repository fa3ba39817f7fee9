import type { Connection } from '../http/connection.ts'
import { Failure } from '../http/failure.ts'
import { relativeTo } from '../read/references.ts'

export interface WriteGuard {
  /** The id of the patient this launch was made on. */
  readonly patient: string
  /** Throws where a write must not leave now: another patient, another launch, nobody who is known. */
  readonly assertStillHere: () => Promise<void>
}

/**
 * A line on which nothing is written about anybody but the patient of the launch, whoever made the write. Reads pass.
 * Every write first asks whether this is still the launch it was made in.
 */
export function guardWrites(connection: Connection, { patient, assertStillHere }: WriteGuard): Connection {
  const send: Connection['send'] = async (path, options = {}) => {
    const isRead = options.reads ?? (options.method ?? 'GET') === 'GET'
    if (!isRead) {
      await assertStillHere()
      assertOnlyAbout(patient, options.body, connection.base)
    }
    return connection.send(path, options)
  }
  return {
    base: connection.base,
    context: connection.context,
    send,
    request: async (path, options) => (await send(path, options)).body,
  }
}

/**
 * A line on which each write makes sure, right before it leaves, that it may still be sent. A laptop that slept, or an EHR that was busy for
 * long, must not send what somebody else may have written meanwhile.
 */
export function whileHeld(connection: Connection, assertHeld: () => Promise<void>): Connection {
  const send: Connection['send'] = async (path, options = {}) => {
    const isRead = options.reads ?? (options.method ?? 'GET') === 'GET'
    return connection.send(path, isRead ? options : { ...options, mayLeave: assertHeld })
  }
  return { ...connection, send, request: async (path, options) => (await send(path, options)).body }
}

/** Throws where anything in a body refers to another patient, or nothing in it refers to this one. */
export function assertOnlyAbout(patient: string, body: unknown, base: string): void {
  const named = [...referencesOf(body)].filter((reference) => /(^|\/)Patient(\/|\?)/.test(reference))
  if (named.some((reference) => relativeTo(base, reference) !== `Patient/${patient}`)) {
    throw new Failure('wrong-patient', { detail: 'a write is about another patient' })
  }
  if (named.length === 0 && !isProvenance(body)) {
    throw new Failure('wrong-patient', { detail: 'a write names no patient' })
  }
}

/** A Provenance names what it is about, and that names the patient. */
const isProvenance = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'resourceType' in body && body.resourceType === 'Provenance'

function* referencesOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if ('reference' in value && typeof value.reference === 'string') yield value.reference
  for (const below of Object.values(value)) yield* referencesOf(below)
}
