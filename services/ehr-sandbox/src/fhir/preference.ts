import type { Resource } from '@medplum/fhirtypes'
import type { Answer } from './context.ts'
import { outcomeOf } from './outcome.ts'

/** `Prefer: return=`, or nothing where the caller left it to the server. */
export type Preference = 'minimal' | 'representation' | 'OperationOutcome' | undefined

/** What a Prefer header asks for. */
export function preferencesIn(header: string | undefined): { returns: Preference; handling: 'strict' | 'lenient' } {
  const returns = /(?:^|[;,\s])return=(minimal|representation|OperationOutcome)/.exec(header ?? '')?.[1] as Preference
  return { returns, handling: /handling=strict/.test(header ?? '') ? 'strict' : 'lenient' }
}

/** What to show of a record that was read or written. */
export function recordShown({ resource, withheld, status }: Answer, prefer: Preference): Resource | undefined {
  if (prefer === 'OperationOutcome') {
    const text = status === 201 ? 'Created' : 'Done'
    return outcomeOf([{ severity: 'information', code: 'informational', details: { text }, diagnostics: text }])
  }
  return prefer === 'minimal' || withheld ? undefined : resource
}
