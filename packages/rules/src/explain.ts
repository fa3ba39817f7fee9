import type { Outcome, Verdict } from '@doseline/contract'
import { type ChargeLine, type Finding, groupedText, ndcText, type Place } from '@doseline/dose'
import type { FactName } from './dose-facts.ts'
import { listed } from './format.ts'
import type { WouldMakeReady } from './judge.ts'
import type { RuleFinding } from './rule.ts'

const MARK: Record<Outcome, string> = { fails: '✗', 'cannot-tell': '?', passes: '✓', 'does-not-apply': '–' }
const ORDER: readonly Outcome[] = ['fails', 'cannot-tell', 'passes', 'does-not-apply']
const HEADING: Record<Verdict, string> = {
  ready: 'READY',
  'not-ready': 'NOT READY',
  'needs-information': 'NEEDS INFORMATION',
  'not-billable': 'NOT BILLABLE',
}

/** What `explain` prints, in the order a biller reads. */
export interface Explanation {
  readonly about: readonly string[]
  readonly verdict: Verdict
  readonly sentence: string
  readonly findings: readonly RuleFinding[]
  /** A fact that findings rest on: what it says, and where it stands. */
  readonly shown: Shown
  readonly lines: readonly ChargeLine[]
  readonly wouldMakeReady: readonly WouldMakeReady[]
  readonly bookNote?: string
  /** Published values it rests on that no official document confirms. */
  readonly unconfirmed?: readonly string[]
  /** What the drug lines are worth at the payment limit. */
  readonly atStake?: { readonly dollars: string; readonly working: string }
}

/** What a fact says, and where it was read. */
type Shown = (fact: FactName) => { readonly shows: string; readonly places: readonly Place[] }

/** A verdict as plain text. Nothing is invented here: every number stands in a finding or a line. */
export function explain({
  about,
  verdict,
  sentence,
  findings,
  shown,
  lines,
  wouldMakeReady,
  bookNote,
  atStake,
  unconfirmed = [],
}: Explanation): string {
  return [
    about.join(' · '),
    `${HEADING[verdict]}   ${tally(findings)}`,
    ...(bookNote ? [`NOT FOR SUBMISSION   ${bookNote}`] : []),
    '',
    sentence,
    '',
    ...ORDER.flatMap((outcome) =>
      findings.filter((each) => each.outcome === outcome).flatMap((each) => findingText(each, shown)),
    ),
    ...(lines.length > 0
      ? ['', verdict === 'ready' ? 'Lines' : 'Lines it would have', ...lines.flatMap(lineText)]
      : []),
    ...(atStake ? ['', `Expected payment: $${groupedText(atStake.dollars)} (${atStake.working})`] : []),
    ...(wouldMakeReady.length > 0
      ? ['', 'To make it ready', ...wouldMakeReady.map(({ remedy, who }) => `  · ${remedy}  [${who}]`)]
      : []),
    ...unconfirmedText(unconfirmed),
    '',
  ].join('\n')
}

/** A footnote, never part of the verdict: `3 values unconfirmed: the MUE, the interval and the code.` */
function unconfirmedText(names: readonly string[]): string[] {
  if (names.length === 0) return []
  return ['', `${names.length} ${names.length === 1 ? 'value' : 'values'} unconfirmed: ${listed(names)}.`]
}

/** `J3397-JW × 2`: the line as a biller says it. */
export function lineName({ code, modifiers, units }: Pick<ChargeLine, 'code' | 'modifiers' | 'units'>): string {
  return `${[code, ...modifiers].join('-')} × ${units}`
}

/** What decides, and beside it how much advice is to be reviewed. */
function tally(findings: readonly Finding[]): string {
  const isOpen = ({ outcome }: Finding) => outcome === 'fails' || outcome === 'cannot-tell'
  const decides = findings.filter((each) => each.severity === 'required' || !isOpen(each))
  const count = (outcome: Outcome) => decides.filter((each) => each.outcome === outcome).length
  const advice = findings.length - decides.length
  return [
    `${count('fails')} not met`,
    `${count('cannot-tell')} unknown`,
    `${count('passes')} met`,
    `${count('does-not-apply')} N/A`,
    ...(advice > 0 ? [`${advice} to review`] : []),
  ].join(' · ')
}

function findingText(finding: RuleFinding, shown: Shown): string[] {
  const weight = finding.severity === 'advisory' ? '  (advice)' : ''
  const head = `${MARK[finding.outcome]} ${finding.rule}${weight}`
  const text = `    ${finding.text}`
  if (finding.outcome === 'does-not-apply') return [head, text]
  return [head, text, ...evidenceText(finding, shown), ...sourceText(finding), ...denialText(finding)]
}

function evidenceText({ evidence }: RuleFinding, shown: Shown): string[] {
  return evidence
    .map((fact) => ({ fact, ...shown(fact) }))
    .filter(({ places }) => places.length > 0)
    .map(({ fact, shows, places }) => `      ${(CALLED[fact] ?? fact).padEnd(22)} ${shows}  — ${placeText(places)}`)
}

/** Facts as a biller calls them. */
const CALLED: Readonly<Record<string, string>> = {
  administeredOn: 'day of service',
  codesNamed: 'codes on the dose',
  administeredAmount: 'given',
  dailyAmount: 'given that day',
  restOfTheLine: 'other doses on its line',
  openedAmount: 'opened',
  discardedAmount: 'discarded',
  previousDose: 'last dose',
  earlierDoses: 'earlier doses',
  documentation: 'record of giving',
  treatments: 'treatments before',
  judgedOn: 'judged on',
  judgedAt: 'judged at',
  administeredWhen: 'by the clock',
  visitGiving: 'also into a vein',
  extraContainersReason: 'why more was opened',
}

function placeText(places: readonly Place[]): string {
  const [first] = places
  if (!first) return ''
  const more = places.length > 1 ? ` (+${places.length - 1})` : ''
  return `${first.resource} ${first.element}${more}`
}

function sourceText({ sources }: Finding): string[] {
  return sources.map(({ id, value, from, confidence }) => {
    const since = from ? `, since ${from}` : ''
    return `      ${'in force'.padEnd(22)} ${value ?? 'as published'}${since}  [${id}${confidence === 'unconfirmed' ? ', unconfirmed' : ''}]`
  })
}

function denialText({ denial }: Finding): string[] {
  if (!denial) return []
  const remarks = denial.rarc.length > 0 ? ` with ${denial.rarc.join(', ')}` : ''
  return [
    `      ${'would be denied as'.padEnd(22)} ${denial.reason}: ${denial.group} ${denial.carc.join(', ')}${remarks}`,
  ]
}

function lineText(line: ChargeLine): string[] {
  const ndc = line.ndc ? `  ${ndcText(line.ndc)}` : ''
  const reasons = line.diagnoses.length > 0 ? `  for ${line.diagnoses.join(', ')}` : ''
  const authorization = line.authorization === undefined ? '' : `  authorization ${line.authorization}`
  return [`  ${lineName(line).padEnd(18)} ${line.role}${ndc}${reasons}${authorization}`, `      ${line.working}`]
}
