import type { PublishedName } from '@doseline/codebook'
import type { Verdict, Who } from '@doseline/contract'
import type { Finding } from '@doseline/dose'
import type { RuleFinding } from './rule.ts'

/**
 * From every finding, not the first: what the dose is. Advice never decides. Of a drug outside the code book only that
 * nothing was given can be said.
 */
export function judge(findings: readonly RuleFinding[], supported: boolean): Verdict {
  if (findings.some(({ noCharge }) => noCharge)) return 'not-billable'
  if (!supported) return 'needs-information'
  const required = findings.filter(({ severity }) => severity === 'required')
  if (required.some(({ outcome }) => outcome === 'fails')) return 'not-ready'
  if (required.some(({ outcome }) => outcome === 'cannot-tell')) return 'needs-information'
  return 'ready'
}

/** The verdict in one sentence, naming its first reasons. What no document confirms is told elsewhere: {@link unconfirmedIn}. */
export function sentenceFor(
  verdict: Verdict,
  findings: readonly RuleFinding[],
  about: {
    readonly drug: string
    readonly supported: boolean
    readonly forSubmission: boolean
    /** What a person stated beside the chart, in words: `2 mg discarded`. */
    readonly stated?: readonly string[]
  },
): string {
  const { drug } = about
  switch (verdict) {
    case 'not-billable':
      return `${drug}: ${findings.find(({ noCharge }) => noCharge)?.text ?? 'no charge arises.'}`
    case 'not-ready':
      return `${drug} is not ready to bill: ${reasons(findings, 'fails')}`
    case 'needs-information':
      if (!about.supported) return `Doseline does not support this drug (${drug}).`
      return `${drug} needs information before it can be billed: ${reasons(findings, 'cannot-tell')}`
    case 'ready':
      return about.forSubmission
        ? `${drug} is ready to bill.${statedToo(about.stated ?? [])}`
        : `${drug} is in order by this demonstration, and must not be submitted.`
  }
}

/** One thing that would have to change, and who can change it. */
export interface WouldMakeReady {
  readonly rule: string
  readonly remedy: string
  readonly who: Who
}

/**
 * The least that stands between this dose and `ready`: each cause once. Rules that miss one fact, or what follows from
 * it, share the remedy of that fact. Nothing makes a dose ready that was not given.
 */
export function wouldMakeReady(findings: readonly RuleFinding[]): WouldMakeReady[] {
  if (findings.some(({ noCharge }) => noCharge)) return []
  const seen = new Set<string>()
  return findings.flatMap(({ rule, severity, outcome, remedy, who }) => {
    if (severity !== 'required' || (outcome !== 'fails' && outcome !== 'cannot-tell')) return []
    if (!remedy || seen.has(remedy)) return []
    seen.add(remedy)
    return [{ rule, remedy, who: who ?? 'biller' }]
  })
}

function reasons(findings: readonly RuleFinding[], outcome: Finding['outcome']): string {
  const deciding = findings.filter((each) => each.severity === 'required' && each.outcome === outcome)
  // What only follows from something missing says nothing beside the finding that names it.
  const roots = deciding.filter(({ follows }) => !follows)
  const distinct = [...new Set((roots.length > 0 ? roots : deciding).map(({ text }) => text))]
  const more = distinct.length > 2 ? ` (and ${distinct.length - 2} more)` : ''
  return `${distinct.slice(0, 2).join(' ')}${more}`
}

/** What stands in no chart is told wherever the verdict is. */
const statedToo = (stated: readonly string[]): string =>
  stated.length === 0 ? '' : ` Not in the chart: ${stated.join('; ')}.`

/** The published values that the required findings in order rest on and no official document confirms, each once. */
export function unconfirmedIn(findings: readonly RuleFinding[]): PublishedName[] {
  const deciding = findings.filter(({ severity, outcome }) => severity === 'required' && outcome === 'passes')
  return [...new Set(deciding.flatMap(({ unconfirmed }) => unconfirmed))]
}
