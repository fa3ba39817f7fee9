import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4'
import { codesFrom, wordsOf } from '../concepts.ts'
import { list, quoted, text } from '../shape.ts'
import { typesNamedIn } from './resource-types.ts'

/** What an EHR reported among what it sent. */
export interface Reported {
  readonly says: string
  /** The types of which something was left out; empty where it does not say which. */
  readonly types: readonly string[]
  /** False for what leaves nothing out: a remark, or a search parameter that was ignored. */
  readonly leavesOut: boolean
}

/**
 * Each issue of an OperationOutcome that is more than information. Unless it is known to leave nothing out, it may have:
 * some servers drop what does not conform and say so only here.
 * @see https://hl7.org/fhir/R4/search.html#warnings
 */
export function reportedIn(outcome: OperationOutcome): readonly Reported[] {
  return list(outcome.issue).flatMap((issue) => {
    if (onlyInforms(issue)) return []
    const words = wordsIn(issue)
    const says = `The EHR reported: ${quoted(words[0] ?? text(issue.code) ?? 'no reason given', 200)}`
    const pointers = [issue.expression, issue.location].flatMap((each) => (Array.isArray(each) ? each : []))
    const types = typesNamedIn([...words, ...pointers.map((each) => text(each) ?? '')].join(' ').slice(0, 4000))
    return [{ says, types, leavesOut: issue.severity !== 'warning' || !leavesNothingOut(issue, words) }]
  })
}

/** R5 has `success` as a severity too. */
const INFORMS = new Set<unknown>(['information', 'success'])
/** Of what an issue may be about, what leaves nothing out; `suppressed`, `incomplete` or `throttled` do, however mildly told. */
const LEAVES_NOTHING_OUT = new Set<unknown>([
  undefined,
  'informational',
  'success',
  'processing',
  'business-rule',
  'not-supported',
  'not-found',
])

const onlyInforms = ({ severity, code }: OperationOutcomeIssue): boolean =>
  INFORMS.has(severity) && LEAVES_NOTHING_OUT.has(code)

const wordsIn = (issue: OperationOutcomeIssue): string[] =>
  [wordsOf(issue.details), text(issue.diagnostics)].filter((words) => words !== undefined)

/** Epic’s own: nothing was found; the record may hold more than the user may see; a parameter was ignored. */
const EPIC = 'urn:oid:1.2.840.114350.'
const EPIC_LEAVES_NOTHING_OUT = new Set(['4101', '4119', '59100'])
const IGNORED = /\b(ignor|unknown|unsupported|not supported|unrecogni[sz]ed|not recogni[sz]ed|invalid)/i
/** Without these what is referred to, or refers back, does not come. */
const BRINGS_MORE = /_(rev)?include\b/i

function leavesNothingOut(issue: OperationOutcomeIssue, words: readonly string[]): boolean {
  const codes = codesFrom(issue.details)
  if (codes.some(({ system, code }) => system?.startsWith(EPIC) && EPIC_LEAVES_NOTHING_OUT.has(code ?? ''))) return true
  const said = words.join(' ')
  return /\bparameter/i.test(said) && IGNORED.test(said) && !BRINGS_MORE.test(said)
}
