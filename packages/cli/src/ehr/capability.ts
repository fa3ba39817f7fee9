import { isReadVersion } from '@doseline/ehr-client'
import type { CapabilityStatement, CapabilityStatementRest } from 'fhir/r4'

/** The server’s part of a CapabilityStatement. */
export const serverOf = (statement: CapabilityStatement): CapabilityStatementRest | undefined =>
  statement.rest?.find(({ mode }) => mode === 'server') ?? statement.rest?.[0]

export const isCapabilityStatement = (body: unknown): body is CapabilityStatement =>
  typeof body === 'object' && body !== null && 'resourceType' in body && body.resourceType === 'CapabilityStatement'

/** True for R4 and R4B, and for a server that does not say. */
export const isR4 = (fhirVersion: string | undefined): boolean =>
  fhirVersion === undefined || isReadVersion(fhirVersion)

/** The letters of SMART v2 a server offers of a type: create, read, update, search. Undefined where it does not name it. */
export function lettersOf(statement: CapabilityStatement, type: string): string | undefined {
  const resource = serverOf(statement)?.resource?.find((one) => one.type === type)
  if (!resource) return undefined
  const codes = (resource.interaction ?? []).map(({ code }) => code)
  return LETTERS.filter(([, code]) => codes.some((one) => one === code))
    .map(([letter]) => letter)
    .join('')
}

const LETTERS = [
  ['c', 'create'],
  ['r', 'read'],
  ['u', 'update'],
  ['s', 'search-type'],
] as const

/** System interactions: `transaction`, `batch`. */
export const systemInteractions = (statement: CapabilityStatement): string[] =>
  (serverOf(statement)?.interaction ?? []).map(({ code }) => code)

/** The search parameters of a type, as it names them. */
export const searchParametersOf = (statement: CapabilityStatement, type: string): string[] =>
  (serverOf(statement)?.resource?.find((one) => one.type === type)?.searchParam ?? []).map(({ name }) => name)

/** The types of these whose create can be made conditional. */
export const conditionalCreates = (statement: CapabilityStatement, types: readonly string[]): string[] =>
  types.filter((type) => serverOf(statement)?.resource?.find((one) => one.type === type)?.conditionalCreate === true)

/** Operations as `$name` for the system and `Type/$name` for a type. */
export function operationsOf(statement: CapabilityStatement): string[] {
  const server = serverOf(statement)
  const named = (name: string) => (name.startsWith('$') ? name : `$${name}`)
  return [
    ...(server?.operation ?? []).map(({ name }) => named(name)),
    ...(server?.resource ?? []).flatMap(({ type, operation = [] }) =>
      operation.map(({ name }) => `${type}/${named(name)}`),
    ),
  ]
}
