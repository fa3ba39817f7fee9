import { baseFrom } from '../arguments.ts'
import { VENDORS } from './vendors.ts'

/** A server the main job is tried on. */
export interface Target {
  readonly name: string
  readonly base: string
  /** True for an address nobody confirmed. */
  readonly fromMemory: boolean
}

/** The public test servers with a name; where they are is from memory. */
export const NAMED: readonly Target[] = VENDORS.flatMap(({ key, base }) =>
  base && ['hapi', 'smart-health-it', 'medplum'].includes(key) ? [{ name: key, base, fromMemory: true }] : [],
)

/** What somebody typed: a name or a FHIR base; undefined for neither. */
export function targetFrom(typed: string): Target | undefined {
  const named = NAMED.find(({ name }) => name === typed)
  if (named) return named
  const base = baseFrom(typed)
  return base === undefined ? undefined : { name: base, base, fromMemory: false }
}
