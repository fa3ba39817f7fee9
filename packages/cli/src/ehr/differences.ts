import type { DoseAnswer } from '@doseline/contract'
import type { Scenario } from '@doseline/fhir-fixtures'

/** What was not read to the end, to be put behind a sentence; empty where everything was. */
export function notRead(reads: Readonly<Record<string, string>>): string {
  const not = Object.entries(reads).filter(([, outcome]) => outcome !== 'complete')
  return not.length > 0 ? `; not complete: ${not.map(([type, outcome]) => `${type} (${outcome})`).join(', ')}` : ''
}

/** The required questions that were answered otherwise than in the scenario. */
export function unlike({ findings }: DoseAnswer, { then: expected }: Scenario): string {
  const known = new Set([...Object.keys(expected.fails), ...Object.keys(expected['cannot tell'])])
  const other = findings.filter(
    ({ id, severity, outcome }) =>
      severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell') && !known.has(id),
  )
  return other.map(({ id, text }) => `${id}: ${text}`).join(' ')
}
