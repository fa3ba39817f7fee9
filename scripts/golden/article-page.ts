import { table } from '@doseline/cli/markdown'
import type { BookData } from '@doseline/codebook'
import { GENERATED } from './generated.ts'

/** `docs/the-article.md`: every claim of the customer’s source, with our verdict, the fact and what acts on it. */
export function articlePage({ article }: BookData): string {
  const count = (verdict: string) => article.claims.filter((claim) => claim.verdict === verdict).length
  const sections = [...Map.groupBy(article.claims, ({ section }) => section)]
  return [
    GENERATED,
    '',
    '# The article, claim by claim',
    '',
    `The product was ordered with the article “[${article.title}](${article.address})”, read on ${article.read}. It says that J3397 is`,
    'denosumab. CMS says that J3397 is vestronidase alfa-vjbk, and that denosumab is J0897 or, for a biosimilar, its own Q-code.',
    'Billing denosumab as J3397 is a false claim; [decision 1](decisions/0001-which-code-bills-denosumab.md) says how Doseline',
    'serves both. The same site gives J3486, J3485 and J0894 as denosumab too; HCPCS has ziprasidone, zidovudine and decitabine there.',
    '',
    `Of ${article.claims.length} claims ${count('right')} are right, ${count('imprecise')} imprecise and ${count('wrong')} wrong.`,
    ...sections.flatMap(([section, claims]) => ['', `## ${section}`, '', table(HEADS, claims.map(rowOf))]),
    '',
  ].join('\n')
}

const HEADS = ['', 'The article says', 'Verdict', 'The fact', 'What acts on it']

function rowOf({
  id,
  claim,
  verdict,
  fact,
  source,
  confidence,
  rules,
}: BookData['article']['claims'][number]): string[] {
  const from = source ? ` ([source](${source.replaceAll('"', '%22')}))` : ''
  const unsure = confidence === 'unconfirmed' ? ' *Unconfirmed.*' : ''
  const acts = rules.length > 0 ? rules.map((rule) => `\`${rule}\``).join(', ') : 'nothing'
  return [id, claim, `**${verdict}**`, `${fact ?? 'as the article says'}${from}${unsure}`, acts]
}
