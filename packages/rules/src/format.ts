import type { Measure } from '@doseline/contract'
import { amountText, exactText, groupedText } from '@doseline/dose'
import type { DoseFacts, DoseValues, FactName } from './dose-facts.ts'

/** `1 unit`, `2,000 units`. */
export const units = (count: bigint | number): string => counted(count, 'unit')

/** `1 day`, `2 days`. */
export const counted = (count: bigint | number, one: string): string =>
  `${groupedText(String(count))} ${String(count) === '1' ? one : `${one}s`}`

/** What a code counts as it is, so that there is nothing to divide by. */
export const isCounted = (measure: Measure): boolean => measure === 'dose' || measure === 'billing unit'

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

const SHOWS: { readonly [K in FactName]: (value: DoseValues[K], measure: Measure) => string } = {
  chart: (gaps) => gaps.map(({ says }) => says).join(' ') || 'nothing left out bears on the dose',
  status: (status) => status,
  administeredOn: (date) => date,
  administeredWhen: ({ start, end, visit }) =>
    listed(
      [start?.written, end && `until ${end.written}`, visit && `in ${visit.reference}`].filter(
        (part) => part !== undefined,
      ),
    ) || 'no time',
  drug: (drug) =>
    listed([
      ...new Set(
        [...drug.text, ...drug.ndc, ...(drug.partialNdc ?? []), ...drug.rxnorm, ...drug.hcpcs].map(({ name }) => name),
      ),
    ]),
  product: ({ product, by }) => `${product.brand} (${product.generic}), by its ${BY[by]}`,
  codesNamed: (codes) => listed(codes.map(({ code, by }) => `${code} on ${by}`)) || 'no code',
  modifiersNamed: (lines) =>
    listed(lines.map(({ modifiers, by }) => `${modifiers.map(({ code }) => code).join('-')} on ${by}`)) ||
    'no modifier',
  administeredAmount: amountText,
  dailyAmount: ({ administeredAmount, doses }, measure) => {
    const amount = amountText(administeredAmount, measure)
    return doses.length > 1 ? `${amount} in ${doses.length} doses` : amount
  },
  openedAmount: amountText,
  discardedAmount: amountText,
  extraContainersReason: (reason) => reason,
  minutes: ({ minutes, intervals }) =>
    intervals.length > 1
      ? `${counted(minutes, 'minute')} in ${intervals.length} intervals`
      : counted(minutes, 'minute'),
  visitGiving: ({ others, charged }) =>
    listed([
      ...others.map(({ administration, name }) =>
        name === undefined ? administration : `${name} (${administration})`,
      ),
      ...charged.map(({ code, reference }) => `${code} (${reference})`),
    ]) || 'nothing else into a vein',
  acquired: (acquired) => (acquired === '340B' ? 'bought under 340B' : acquired),
  diagnoses: (diagnoses) =>
    listed(diagnoses.filter(({ stands }) => stands).flatMap(diagnosisName)) || 'no active diagnosis',
  coverages: (coverages) => (coverages.length === 0 ? 'no coverage' : listed(coverages.map(coverageName))),
  coverage: (coverage) => coverageName(coverage),
  benefit: (benefit) => `${benefit} benefit`,
  payer: ({ label }) => label,
  previousDose: (previous) => (previous ? `${previous.administeredOn}` : 'none in the chart'),
  earlierDoses: (doses) => listed(doses.map(({ administeredOn }) => administeredOn)) || 'none in the chart',
  drugChangeReason: (reason) => reason,
  otherProducts: (doses) =>
    listed(doses.map(({ brand, administeredOn }) => `${brand} on ${administeredOn}`)) || 'none in the chart',
  sameDay: ({ others }) => listed(others.map(({ administration }) => administration)) || 'no other dose of that day',
  dailyDoseReason: (reason) => `“${reason}”`,
  texts: ({ said }) => listed(said.map(({ words }) => `“${words.slice(0, 160)}”`)) || 'no note',
  order: (order) => order?.reference ?? 'no order',
  statedAt: (stated) => (stated ? `by ${stated.by} on ${stated.at}` : 'nothing'),
  documentation: ({ lot, expires, route, site }) =>
    [lot && `lot ${lot}`, expires && `expires ${expires}`, route, site].filter(Boolean).join(', ') || 'nothing',
  visit: (visit) => (visit ? `${visit.reference} (${visit.status})` : 'not in the chart'),
  setting: ({ label }) => label,
  stays: (stays) =>
    listed(stays.map(({ reference, kind, written = '' }) => `${reference} (${kind ?? written})`)) || 'none',
  restOfTheLine: (mates) => listed(mates.map(({ administration }) => administration)) || 'no other dose',
  treatments: (list) =>
    listed(
      list.map(({ name, from, notTolerated }) =>
        notTolerated ? `${name} (not tolerated)` : from ? `${name} since ${from}` : name,
      ),
    ) || 'none that a payer asks for',
  results: (list) => listed([...new Set(list.map(({ label, on }) => (on ? `${label} of ${on}` : label)))]) || 'none',
  weight: ({ kg, on, daysOld }) => `${exactText(kg)} kg on ${on}, ${counted(daysOld, 'day')} before the dose`,
  judgedOn: (date) => date,
  judgedAt: ({ written }) => written,
  authorizations: (list) =>
    listed(list.map(({ number, outcome }) => `${number ?? 'unnumbered'} (${outcome})`)) || 'no authorization',
  coverageStatements: (list) =>
    listed(list.map(({ reference, covered = 'not stated' }) => `${reference} (${covered})`)) ||
    'no answer on the order',
  recordsAgainst: (records) => listed(records.map(({ reference }) => reference)) || 'none',
  recordsInDoubt: (records) => listed(records.map(({ reference }) => reference)) || 'none',
  notesToRead: (notes) => listed(notes.map(({ words }) => `“${words.slice(0, 160)}”`)) || 'none',
  charges: (charges) => listed(charges.map(({ reference, status }) => `${reference} (${status})`)) || 'no other charge',
}

const BY = { ndc: 'NDC', rxnorm: 'RxNorm code', hcpcs: 'HCPCS code and text', text: 'text' } as const

/** What a fact says, in a biller's words; of a missing one, why it is missing. */
export function factShows(name: FactName, facts: DoseFacts): string {
  const fact = facts[name]
  if (!fact.known) return fact.says
  const measure = facts.product.known ? facts.product.value.product.measure : 'mg'
  return (SHOWS[name] as (value: unknown, measure: Measure) => string)(fact.value, measure)
}

/** The same, and by whom where a person stated it: a sentence in which it stands must not pass for the chart’s. */
export function factSays(name: FactName, facts: DoseFacts): string {
  const fact = facts[name]
  const shows = factShows(name, facts)
  return fact.known && fact.attested ? `${shows} (stated by ${fact.attested.by}, not in the chart)` : shows
}

function diagnosisName({ icd10cm, codes }: DoseValues['diagnoses'][number]): string[] {
  const name = icd10cm ?? codes[0]?.display ?? codes[0]?.code
  return name ? [name] : []
}

/** `CMS, Part B (active, 2025-01-01 to open)`: with its plan, because one payer may have several. */
export function coverageName({ payors, types, from, until, status }: DoseValues['coverage']): string {
  const name = payors[0]?.name ?? payors[0]?.identifiers[0]?.code ?? 'a payer without a name'
  const plan = types.find((type) => type.code === 'plan' && type.system?.endsWith('/coverage-class'))?.display
  const called = plan === undefined || plan === name ? name : `${name}, ${plan}`
  const period = from || until ? `, ${from ?? '…'} to ${until ?? 'open'}` : ''
  return `${called} (${status}${period})`
}
