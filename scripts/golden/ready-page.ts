import { readFileSync } from 'node:fs'
import { table } from '@doseline/cli/markdown'
import { type BookData, loadReleases, openCodebook, type PublishedName } from '@doseline/codebook'
import type { Outcome } from '@doseline/contract'
import { calendarDate, type Source } from '@doseline/dose'
import { RULEBOOK, type Rule } from '@doseline/rules'
import { findingOf, ruleCases } from '../../packages/rules/src/testing/rule-case.ts'
import { GENERATED } from './generated.ts'

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
    'READY says: *a certified coder who sees this chart would send this line today.* It asserts what stands here, and nothing else:',
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
    ...(rule.published.length > 0
      ? ['', `Compares with what is published: ${rule.published.map((name) => `\`${name}\``).join(', ')}.`]
      : []),
    ...(documents.length > 0 ? ['', `Published by: ${documents.join('; ')}.`] : []),
  ]
}

/** What a rule says where it answers so: its own cases hear every message it has. */
function saidWhere(rule: Rule, outcome: Outcome): readonly string[] {
  const file = `../../packages/rules/src/rules/${rule.id}.cases.yaml`
  const cases = ruleCases(readFileSync(new URL(file, import.meta.url), 'utf8'), file)
  const keys = new Set<string>()
  for (const each of cases) {
    const finding = findingOf(rule, each)
    if (finding.outcome === outcome && finding.message !== undefined) keys.add(finding.message)
  }
  const messages = Object.entries(rule.messages).flatMap(([key, { says }]) => (keys.has(key) ? [says] : []))
  return outcome === 'does-not-apply' && rule.skips ? [...messages, rule.skips] : messages
}

/** The documents that the published values of a rule come from, over all products, payers and the days values begin. */
function documentsOf({ published }: Rule, data: BookData): string[] {
  const found = new Map<string, Source>()
  for (const name of published) for (const source of sourcesOf(name, data)) found.set(source.id, source)
  return [...found.values()]
    .toSorted((a, b) => (a.title < b.title ? -1 : 1))
    .map(({ title, address }) => (address ? `[${title}](${address.replaceAll('"', '%22')})` : title))
}

/** Worked out once for all rules: there are some hundred editions. */
const sourcesBy = new WeakMap<BookData, ReadonlyMap<PublishedName, readonly Source[]>>()

function sourcesOf(name: PublishedName, data: BookData): readonly Source[] {
  const known = sourcesBy.get(data) ?? readSources(data)
  sourcesBy.set(data, known)
  return known.get(name) ?? []
}

const DAYS = ['2019-06-01', '2024-08-01', '2026-03-02', '2026-11-01']

function readSources(data: BookData): ReadonlyMap<PublishedName, readonly Source[]> {
  const codebook = openCodebook(data, loadReleases())
  const found = new Map<PublishedName, Map<string, Source>>()
  for (const day of DAYS) {
    for (const payer of codebook.payers) {
      const edition = codebook.effectiveOn(calendarDate(day), payer.id, 'cms')
      for (const product of codebook.products()) {
        for (const [name, published] of Object.entries(edition.values(product))) {
          if (!published.known) continue
          const sources = found.get(name as PublishedName) ?? new Map<string, Source>()
          sources.set(published.source.id, published.source)
          found.set(name as PublishedName, sources)
        }
      }
    }
  }
  return new Map([...found].map(([name, sources]) => [name, [...sources.values()]]))
}
