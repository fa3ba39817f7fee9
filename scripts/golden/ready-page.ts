import { table } from '@doseline/cli/markdown'
import type { BookData } from '@doseline/codebook'
import type { Source } from '@doseline/dose'
import { RULEBOOK, type Rule } from '@doseline/rules'
import { GENERATED } from './generated.ts'
import { publishedIn } from './published-in.ts'
import { saidWhere } from './rule-answers.ts'

/** `docs/what-ready-means.md`: the closed list of what READY asserts of a dose, for someone who is to rely on it. */
export function readyPage(data: BookData): string {
  const required = RULEBOOK.filter(({ id }) => severityOf(id, data) === 'required')
  const byPayer = RULEBOOK.filter(
    ({ id }) => severityOf(id, data) !== 'required' && Object.keys(data.rules[id]?.payers ?? {}).length > 0,
  )
  const advice = RULEBOOK.filter((rule) => !required.includes(rule) && !byPayer.includes(rule))
  return [
    GENERATED,
    '',
    '# What READY means',
    '',
    'READY says: *a certified coder who sees this chart would send this line today.* It asserts what is listed here, and nothing else:',
    `each of these ${required.length} questions was asked of the dose, and each is *met* or does not apply. One that is not met makes the`,
    'dose *not ready*, one that is unknown *needs information*; there is no other way to READY. What a person stated instead of the',
    'chart is named in the answer. Values that no official document confirms are a footnote of the answer and hold nothing back.',
    ...required.flatMap((rule) => section(rule, data)),
    '',
    '## Required by some payers only',
    '',
    table(
      ['Question', 'Required by', 'Why'],
      byPayer.flatMap(({ id, asks }) =>
        Object.entries(data.rules[id]?.payers ?? {}).map(([payer, { why }]) => [
          `${asks} (\`${id}\`)`,
          data.payers[payer]?.label ?? payer,
          why,
        ]),
      ),
    ),
    '',
    '## What READY does not assert',
    '',
    'These are advice: an answer that is not in order is shown for review next to READY and holds nothing back.',
    '',
    table(
      ['Question', 'Why it is advice'],
      advice.map(({ id, asks }) => [`${asks} (\`${id}\`)`, data.rules[id]?.why ?? '']),
    ),
    '',
    'READY does not say that the payer will pay, that the record would pass an audit beyond what is named above, or that the drug was',
    'right for the patient. It says nothing of what is in no chart and was not stated.',
    '',
  ].join('\n')
}

const severityOf = (id: string, { rules }: BookData): string | undefined => rules[id]?.severity

function section(rule: Rule, data: BookData): string[] {
  const documents = documentsOf(rule, data)
  const compared = [...rule.published, ...rule.consults]
  const [passes, noBearing] = [saidWhere(rule, 'passes'), saidWhere(rule, 'does-not-apply')]
  return [
    '',
    `## ${rule.asks}`,
    '',
    `\`${rule.id}\`: ${data.rules[rule.id]?.why ?? ''}`,
    '',
    'In order where it says:',
    '',
    ...passes.map((says) => `- ${says}`),
    '',
    ...(noBearing.length > 0
      ? ['Without bearing on the dose where it says:', '', ...noBearing.map((says) => `- ${says}`), '']
      : []),
    `Reads: ${rule.reads.map((name) => `\`${name}\``).join(', ')}.`,
    ...(compared.length > 0
      ? ['', `Compares with what is published: ${compared.map((name) => `\`${name}\``).join(', ')}.`]
      : []),
    ...(documents.length > 0 ? ['', `Published by: ${documents.join('; ')}.`] : []),
  ]
}

/** The documents that the published values of a rule come from, over all products, payers and the days values begin. */
function documentsOf({ published }: Rule, data: BookData): string[] {
  const found = new Map<string, Source>()
  for (const name of published) for (const source of publishedIn(name, data)) found.set(source.id, source)
  return [...found.values()]
    .toSorted((a, b) => (a.title < b.title ? -1 : 1))
    .map(({ title, address }) => (address ? `[${title}](${address.replaceAll('"', '%22')})` : title))
}
