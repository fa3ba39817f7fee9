import { RULEBOOK } from '@doseline/rules'
import type { CodeSystem } from 'fhir/r4'
import { about } from './canonical.ts'

const READINESS: Readonly<Record<string, string>> = {
  ready: 'Every required question is answered in order',
  'not-ready': 'A required question fails',
  'needs-information': 'None fails, and at least one cannot be answered',
  'not-billable': 'Nothing was given that could be charged',
  'article-demonstration': 'Judged by a code book that is not for submission',
}

/** The words of the Flag, and the questions a finding answers. */
export function codeSystems(): CodeSystem[] {
  const questions = RULEBOOK.map(({ id, asks }) => ({ code: id.replace('/', '.'), display: asks }))
  const readiness = Object.entries(READINESS).map(([code, display]) => ({ code, display }))
  return [
    codeSystem('billing-readiness', 'Whether a dose can be billed', readiness),
    codeSystem('question', 'Questions asked of a dose', questions),
  ]
}

/** A code system of ours, complete. */
export const codeSystem = (id: string, title: string, concept: NonNullable<CodeSystem['concept']>): CodeSystem => ({
  resourceType: 'CodeSystem',
  ...about('CodeSystem', id, title),
  content: 'complete',
  caseSensitive: true,
  count: concept.length,
  concept,
})
