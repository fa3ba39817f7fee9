import { table } from '@doseline/cli/markdown'
import { type BookData, PUBLISHED_VALUES, type PublishedName } from '@doseline/codebook'
import type { Outcome } from '@doseline/contract'
import { RULEBOOK, type Rule } from '@doseline/rules'
import { GENERATED } from './generated.ts'
import { publishedIn } from './published-in.ts'
import { answersOf } from './rule-answers.ts'

/** Where the page of a rule is. */
export const rulePageFile = (id: string): string => `docs/rules/${id}.md`

/** A page for each rule, by its file. */
export const rulePages = (data: BookData): Readonly<Record<string, string>> =>
  Object.fromEntries(RULEBOOK.map((rule) => [rulePageFile(rule.id), rulePage(rule, data)]))

/** One rule, for a biller who met its answer: when it applies, what you see, how to fix it, since when, and from where. */
function rulePage(rule: Rule, data: BookData): string {
  return [
    GENERATED,
    '',
    `# ${rule.asks}`,
    '',
    `\`${rule.id}\` · **${SEVERITIES[data.rules[rule.id]?.severity ?? 'required']}** · ${data.rules[rule.id]?.why ?? ''}`,
    ...applies(rule, data),
    ...shown(rule),
    ...denied(rule, data),
    ...since(rule, data),
    ...looksAt(rule),
    '',
  ].join('\n')
}

const SEVERITIES = {
  required: 'Required: a dose is not ready without it',
  advisory: 'Advisory: it holds nothing back',
} as const

function applies(rule: Rule, { rules, payers }: BookData): string[] {
  const otherwise = Object.entries(rules[rule.id]?.payers ?? {}).map(([payer, { severity, why }]) => [
    payers[payer]?.label ?? payer,
    severity,
    why,
  ])
  const skipped = [
    ...[...answersOf(rule).values()].flatMap(({ outcome, text }) => (outcome === 'does-not-apply' ? [text] : [])),
    ...(rule.skips ? [rule.skips] : []),
  ]
  return [
    '',
    '## When it applies',
    '',
    skipped.length === 0 ? 'To every dose.' : 'To every dose, unless it says (N/A):',
    ...(skipped.length === 0 ? [] : ['', ...skipped.map((says) => `- ${says}`)]),
    ...(otherwise.length === 0
      ? []
      : ['', 'Some payers weigh it differently:', '', table(['Payer', 'Severity', 'Why'], otherwise)]),
  ]
}

const CHECKS: Readonly<Partial<Record<Outcome, string>>> = { fails: 'Not met', 'cannot-tell': 'Unknown', passes: 'Met' }

/** An example of each message, with the numbers of one of the rule’s own cases. */
function shown(rule: Rule): string[] {
  const answers = [...answersOf(rule).values()]
  const rows = Object.entries(CHECKS).flatMap(([outcome, check]) =>
    answers
      .filter((each) => each.outcome === outcome)
      .map(({ text, remedy = '', who = '' }) => [check, text, remedy, who]),
  )
  return [
    '',
    '## What you see, and how to fix it',
    '',
    'Each row is an example from the tests of this rule; your numbers differ.',
    '',
    table(['Check', 'It says', 'How to fix it', 'Who'], rows),
    ...(rule.needs.length === 0
      ? []
      : [
          '',
          `It is Unknown, too, where the chart does not give ${named(rule.needs)}; the answer says what is missing and who can add it.`,
        ]),
  ]
}

function denied({ id }: Rule, { denials, sources }: BookData): string[] {
  const denial = denials[id]
  if (denial === undefined) return []
  const { reason, group, carc, rarc, source, confidence } = denial
  return [
    '',
    '## The denial it prevents',
    '',
    table(
      ['Reason', 'Group', 'CARC', 'RARC', 'Source'],
      [[reason, group, carc.join(', '), rarc.join(', '), `${sources[source]?.title ?? source} (${confidence})`]],
    ),
  ]
}

function since({ published }: Rule, data: BookData): string[] {
  const heading = ['', '## Since when, and who says so', '']
  const rows = published.flatMap((name) => publishedRows(name, data))
  if (rows.length === 0)
    return [...heading, 'It compares the record with itself, so it applies to every date of service.']
  return [
    ...heading,
    'These published values are looked up on the date of service, for the drug and the payer.',
    '',
    table(['Value', 'Effective from', 'Source', 'Confidence'], rows),
  ]
}

/** One row for each document: a code has one day in it, another code another. */
function publishedRows(name: PublishedName, data: BookData): string[][] {
  const byDocument = Map.groupBy(publishedIn(name, data), ({ id }) => id)
  return [...byDocument.values()]
    .map((sources) => {
      const [first] = sources
      const days = sources.map(({ from }) => from ?? 'the source gives no day').toSorted()
      const { title = '', address, confidence = '' } = first ?? {}
      const link = address ? `[${title}](${address.replaceAll('"', '%22')})` : title
      return [PUBLISHED_VALUES[name].label, [...new Set(days)].join(', '), link, confidence]
    })
    .toSorted(([, a = ''], [, b = '']) => (a < b ? -1 : 1))
}

const looksAt = (rule: Rule): string[] => [
  '',
  '## What it reads',
  '',
  `Facts of the chart and of what was stated: ${named(rule.reads)}. The rule is`,
  `[\`${rule.id}.ts\`](../../../packages/rules/src/rules/${rule.id}.ts), its cases are`,
  `[\`${rule.id}.cases.yaml\`](../../../packages/rules/src/rules/${rule.id}.cases.yaml).`,
]

const named = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')
