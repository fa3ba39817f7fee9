import type { LineRole, PostedCharge, WriteAct } from '@doseline/contract'
import type { ChargeItem, Flag } from 'fhir/r4'
import { list, text } from '../../shape.ts'
import type { Written } from '../resources/content.ts'
import type { Ours } from '../targets/ours.ts'

/** What is done with one resource of ours. */
export type Decision = Create | Change | Credit | Keep

interface Create {
  readonly act: 'create'
  readonly resource: Flag | ChargeItem
  readonly words: string
  readonly bills?: Bills
}

interface Change {
  readonly act: 'update' | 'void'
  readonly resource: Written
  /** What stands there: it is changed at the version that was read. */
  readonly ours: Ours<Written>
  readonly version: string
  readonly words: string
  readonly bills?: Bills
}

/** Takes back a charge that the billing system has by HL7 v2, and the EHR does not hold. */
interface Credit {
  readonly act: 'credit'
  readonly resource: ChargeItem
  readonly words: string
  readonly bills: Bills
}

interface Keep {
  readonly act: 'keep'
  readonly what: Written['resourceType']
  readonly status: string
  readonly identifier: WrittenIdentifier
  readonly words: string
}

/** What a line that is written, changed or voided bills. */
export interface Bills {
  readonly charges?: Omit<PostedCharge, 'identity'>
  readonly role?: LineRole
  readonly doses: readonly string[]
}

/** The identifier we write. */
export interface WrittenIdentifier {
  readonly system: string
  readonly value: string
}

/** What is decided, and what a person should know before it is done. */
export interface Decided {
  readonly decisions: readonly Decision[]
  readonly warnings: readonly string[]
}

export const NOTHING: Decided = { decisions: [], warnings: [] }

/** Nothing is done, and said why. */
export const warned = (...warnings: string[]): Decided => ({ decisions: [], warnings })

/** Puts what was decided together. */
export const together = (parts: readonly Decided[]): Decided => ({
  decisions: parts.flatMap(({ decisions }) => decisions),
  warnings: parts.flatMap(({ warnings }) => warnings),
})

/** Writes what is not there yet. */
export const create = (resource: Flag | ChargeItem, words: string, bills?: Bills): Decided => ({
  decisions: [{ act: 'create', resource, words, ...(bills && { bills }) }],
  warnings: [],
})

/** Changes a resource of ours at the version we read, or says why it cannot be changed safely. */
export function change<T extends Written>(
  ours: Ours<T>,
  resource: T,
  act: Exclude<WriteAct, 'create' | 'keep'>,
  words: string,
  bills?: Bills,
): Decided {
  const version = text(ours.resource.meta?.versionId)
  return version === undefined
    ? kept(ours, words, `The EHR gave no version of ${ours.key}, so it cannot be changed safely and stays as it is.`)
    : { decisions: [{ act, resource, ours, version, words, ...(bills && { bills }) }], warnings: [] }
}

/** Takes a charge back where it went. */
export const credited = (resource: ChargeItem, words: string, bills: Bills): Decided => ({
  decisions: [{ act: 'credit', resource, words, bills }],
  warnings: [],
})

/** Leaves a resource of ours as it is. */
export function kept({ resource }: Ours<Written>, words: string, ...warnings: string[]): Decided {
  const { resourceType: what, status } = resource
  return { decisions: [{ act: 'keep', what, status, identifier: identifierOf(resource), words }], warnings }
}

/** The first identifier that is whole. */
export function identifierOf(resource: Written): WrittenIdentifier {
  const identifier = list(resource.identifier).find(({ system, value }) => text(system) && text(value))
  return { system: identifier?.system ?? '', value: identifier?.value ?? '' }
}
