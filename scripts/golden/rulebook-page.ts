import { table } from '@doseline/cli/markdown'
import type { BookData } from '@doseline/codebook'
import { exactText } from '@doseline/dose'
import { RULEBOOK } from '@doseline/rules'
import { datedRows } from './dated-values.ts'
import { GENERATED } from './generated.ts'

/** `docs/rulebook.md`: every question and every published value, for someone who wants to agree or object. */
export function rulebookPage(data: BookData): string {
  return [
    GENERATED,
    '',
    '# The rulebook',
    '',
    `Every question Doseline asks of a dose (${RULEBOOK.length}), and every published value it asks with. Each question has a page of its own that says`,
    'when it applies, what you see and how to fix it. A value is effective from its day on;',
    '*looked up* means that its source gives no start. What no official document confirms is marked *unconfirmed*.',
    ...questions(data),
    ...severities(data),
    ...payers(data),
    ...groups(data),
    ...codes(data),
    ...products(data),
    ...modifiers(data),
    ...denials(data),
    ...openQuestions(data),
    '',
  ].join('\n')
}

function questions(data: BookData): string[] {
  const byQuestion = Map.groupBy(RULEBOOK, ({ id }) => id.split('/')[0] ?? '')
  return [...byQuestion].flatMap(([question, rules]) => [
    '',
    `## ${question}`,
    '',
    table(
      ['Question', 'Rule', 'Severity', 'Why'],
      rules.map(({ id, asks }) => [
        `[${asks}](rules/${id}.md)`,
        `\`${id}\``,
        data.rules[id]?.severity ?? '',
        data.rules[id]?.why ?? '',
      ]),
    ),
  ])
}

function severities({ rules, payers }: BookData): string[] {
  const names = Object.entries(payers)
  const rows = RULEBOOK.map(({ id }) => [
    `\`${id}\``,
    ...names.map(([payer]) => rules[id]?.payers[payer]?.severity ?? rules[id]?.severity ?? ''),
  ])
  return ['', '## Severity by payer', '', table(['', ...names.map(([, { label }]) => label)], rows)]
}

const VALUE_HEADS = ['', 'Value', 'From', 'Source', 'Confidence']

function payers(data: BookData): string[] {
  return Object.values(data.payers).flatMap(({ label, recognisedBy, drugs, ...values }) => [
    '',
    `## What ${label} asks`,
    '',
    `Recognized by the names ${recognisedBy.names.map((name) => `“${name}”`).join(', ')}.`,
    '',
    table(VALUE_HEADS, [
      ...datedRows(values, data),
      ...Object.entries(drugs).flatMap(([drug, says]) => datedRows({ [drug]: says }, data)),
    ]),
  ])
}

function groups(data: BookData): string[] {
  return Object.entries(data.groups).flatMap(([, { label, ...values }]) => [
    '',
    `## ${label}`,
    '',
    table(VALUE_HEADS, datedRows(values, data)),
  ])
}

function codes({ codes, books }: BookData): string[] {
  const rows = Object.entries(codes).map(([code, { descriptor, unit, unclassified, mue }]) => {
    const billed = Object.values(books.cms?.bills ?? {}).flatMap((entries) =>
      entries.filter((each) => each.code === code || each.inHospital === code),
    )
    const since = [
      ...new Set(
        billed.map(
          ({ from, confidence }) => `${from ?? 'not known'}${confidence === 'unconfirmed' ? ' (unconfirmed)' : ''}`,
        ),
      ),
    ]
    const edits = mue.map(
      ({ units, mai, from, through }) => `${units} (MAI ${mai}) ${from ?? ''} to ${through ?? 'open'}`,
    )
    return [
      code,
      descriptor,
      unit ? `${exactText(unit.amount)} ${unit.of}` : unclassified ? 'a container' : 'bills nothing here',
      since.join(', '),
      edits.join('; '),
    ]
  })
  return ['', '## Codes', '', table(['Code', 'HCPCS says', 'Unit', 'Bills since', 'MUE a day'], rows)]
}

function products({ products, books }: BookData): string[] {
  const heads = ['Product', 'Generic', 'Content', 'Container', 'NDC', 'NDC, 11 digits', 'RxNorm', ...Object.keys(books)]
  const rows = Object.entries(products).map(([id, each]) => [
    each.confidence === 'unconfirmed' ? `${each.brand} *unconfirmed*` : each.brand,
    each.generic,
    `${exactText(each.mg)} mg in ${exactText(each.ml)} mL`,
    `${each.container}, ${each.singleDose ? 'single-dose' : 'several doses'}`,
    each.ndc.map(hyphenated).join(', '),
    each.ndc.join(', '),
    each.rxnorm.join(', '),
    ...Object.values(books).map(
      ({ bills }) =>
        bills[id]?.map(({ code, either }) => code ?? either?.join(' or ')).join(', then ') ?? 'cannot tell',
    ),
  ])
  return ['', '## Products', '', table(heads, rows)]
}

/** 11 digits as CMS prints them: 5-4-2. */
const hyphenated = (ndc: string): string => `${ndc.slice(0, 5)}-${ndc.slice(5, 9)}-${ndc.slice(9)}`

function modifiers(data: BookData): string[] {
  const rows = Object.entries(data.modifiers).flatMap(([code, { says, onDrugLines }]) =>
    datedRows({ [`${code}: ${says}`]: onDrugLines }, data),
  )
  return ['', '## Modifiers on a drug line', '', table(VALUE_HEADS, rows)]
}

function denials({ denials, sources }: BookData): string[] {
  const rows = Object.entries(denials).map(([rule, { reason, group, carc, rarc, source }]) => [
    `\`${rule}\``,
    reason,
    group,
    carc.join(', '),
    rarc.join(', '),
    sources[source]?.title ?? '',
  ])
  return [
    '',
    '## Denials a failing rule prevents',
    '',
    table(['Rule', 'Reason', 'Group', 'CARC', 'RARC', 'Source'], rows),
  ]
}

function openQuestions({ openQuestions }: BookData): string[] {
  const rows = openQuestions.map(({ question, why, close }) => [question, why, close])
  return ['', '## What has no answer yet', '', table(['Question', 'Why it matters', 'How to close it'], rows)]
}
