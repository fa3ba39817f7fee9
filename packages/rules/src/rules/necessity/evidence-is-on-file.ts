import type { EvidenceAsked } from '@doseline/codebook'
import { addMonths, type CalendarDate, type Diagnosis, type Exact, exactText } from '@doseline/dose'
import type { KnownResult } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import { cannotTell, doesNotApply, fails, passes, rule } from '../../rule.ts'
import { isUnder, supportFor } from '../../support.ts'

/** The results that the payer looks for in the record are there. */
export default rule({
  id: 'necessity/evidence-is-on-file',
  asks: 'Is the evidence in the chart that the payer looks for?',
  needs: ['administeredOn', 'product', 'results'],
  mayUse: ['payer', 'diagnoses'],
  published: ['evidence', 'indications'],
  messages: {
    'on file': { says: '{payer} looks for {wanted}; the chart shows {shows}.' },
    'not asked': { says: '{payer} looks for no result where {brand} is given for this.' },
    'not on file': {
      says: '{payer} looks for {wanted}; the chart shows none.',
      remedy: 'Add the result to the chart, or have it ready when {payer} asks.',
      who: 'prescriber',
    },
    'too old': {
      says: '{payer} looks for {wanted} of the last {months} months; the last one is of {on}.',
      remedy: 'Add a newer result to the chart.',
      who: 'prescriber',
    },
    'does not reach': {
      says: '{payer} looks for {wanted}; the chart shows {shows}.',
      remedy: 'Add what else supports the drug, such as a fracture or a risk score.',
      who: 'prescriber',
    },
  },
  check({ administeredOn, product: { product }, results, diagnoses }, { evidence, indications }) {
    const support = diagnoses.known ? supportFor(diagnoses.value, indications) : undefined
    const given = support?.kind === 'supported' ? support.indication.id : undefined
    const asked = evidence.filter(({ indications: only }) => !only || given === undefined || only.includes(given))
    const standing = diagnoses.known ? diagnoses.value.filter(({ stands }) => stands) : []
    const answers = asked.map((each) => ({ each, seen: seenOf(each, results, standing, administeredOn) }))
    for (const kind of ['not on file', 'too old', 'does not reach'] as const) {
      const short = answers.find(({ seen }) => seen.kind === kind)
      if (!short) continue
      const { each, seen } = short
      const months = String(each.withinMonths ?? '')
      const values = { wanted: each.label, shows: seen.shows, on: seen.on ?? 'a day not stated', months }
      return kind === 'does not reach' ? fails(kind, values) : cannotTell(kind, values)
    }
    if (answers.length === 0) return doesNotApply('not asked', { brand: product.brand })
    return passes('on file', {
      wanted: listed(answers.map(({ each }) => each.label)),
      shows: listed(answers.map(({ seen }) => seen.shows)),
    })
  },
})

interface Seen {
  readonly kind: 'on file' | 'not on file' | 'too old' | 'does not reach'
  readonly shows: string
  readonly on?: CalendarDate | undefined
}

/** The best that the chart has for it: a diagnosis that says the same, else the results. */
function seenOf(
  asked: EvidenceAsked,
  results: readonly KnownResult[],
  diagnoses: readonly Diagnosis[],
  day: CalendarDate,
): Seen {
  const same = diagnoses.find(
    ({ icd10cm }) => icd10cm !== undefined && asked.orDiagnoses.some((stem) => isUnder(icd10cm, stem)),
  )
  if (same?.icd10cm) return { kind: 'on file', shows: same.icd10cm }
  const found = results.filter(({ result }) => result === asked.result)
  const [latest] = found
  if (!latest) return { kind: 'not on file', shows: '' }
  const { withinMonths } = asked
  const recent = found.filter(({ on }) => withinMonths === undefined || (on && addMonths(on, withinMonths) >= day))
  if (recent.length === 0) return { kind: 'too old', shows: shown(latest), on: latest.on }
  const enough = recent.find(({ value }) => reaches(value?.value, asked))
  if (enough) return { kind: 'on file', shows: shown(enough), on: enough.on }
  return { kind: 'does not reach', shows: shown(recent[0] ?? latest), on: latest.on }
}

function reaches(value: Exact | undefined, { atMost, atLeast }: EvidenceAsked): boolean {
  if (atMost === undefined && atLeast === undefined) return true
  if (value === undefined) return false
  return (atMost === undefined || value.lte(atMost)) && (atLeast === undefined || value.gt(atLeast))
}

/** `T-score of a bone density scan −2.8 on 2026-01-05`. */
function shown({ label, value, words, on }: KnownResult): string {
  const said = value ? exactText(value.value) : words
  return [label, said, on && `on ${on}`].filter(Boolean).join(' ')
}
