import { CPT, systemOfCode } from '../code-systems.ts'

/** What a charge bills for: an administration by its own code; of a drug, what was given or what was discarded. */
export function kindOf(code: string | undefined, modifiers: readonly string[]): string {
  if (code !== undefined && systemOfCode(code) === CPT) return code
  return modifiers.includes('JW') ? 'discarded drug' : 'drug'
}
