import type { FactAnswer, FindingAnswer } from '@doseline/contract'
import type { Statement } from '../../events/facts-attested.ts'
import { words } from '../../later-words.ts'
import { measured } from '../../words/measured.ts'
import { amountStated } from './draft.ts'
import { plainNumber } from './plain-number.ts'
import { recordsToReview } from './reviewed.ts'

/** What the chart offers for something missing, ready to be confirmed by one click. */
export interface Offer {
  /** Where it comes from, in a sentence. */
  readonly says: string
  readonly button: string
  readonly states: Statement
}

/** An amount right beside a word of waste: “discarded 2 mg”, “2 mg was wasted”. Any other may be what was given. */
const WASTED =
  /\b(?:wasted?|discard(?:ed)?|wastage)(?:\s{1,3}(?:was|amount))?\s{0,3}[:=]?\s{0,3}(\d{1,9}(?:\.\d{1,9})?)\s{0,3}mg\b|(?<![\d.,])(\d{1,9}(?:\.\d{1,9})?)\s{0,3}mg\s{1,3}(?:(?:was|were|is)\s{1,3})?(?:wasted?|discard(?:ed)?)\b(?!\s{0,3}[:=]?\s{0,3}\d)/gi

/** The same for what was opened: “opened 90 mg”, “90 mg was opened”, “9 vials” that were not thrown away whole. */
const OPENED =
  /\bopened(?:\s{1,3}(?:was|amount))?\s{0,3}[:=]?\s{0,3}(\d{1,9}(?:\.\d{1,9})?)\s{0,3}mg\b|(?<![\d.,])(\d{1,9}(?:\.\d{1,9})?)\s{0,3}mg\s{1,3}(?:(?:was|were|is)\s{1,3})?opened\b(?!\s{0,3}[:=]?\s{0,3}\d)/gi
const CONTAINERS =
  /(?<![\d.,])(\d+)\s*(?:vials?|syringes?|containers?|ampoules?|ampules?)\b(?!\s+(?:(?:was|were|is)\s+)?(?:wasted?|discard(?:ed)?)\b)/gi

/** What a missing fact itself asks a person to confirm. */
const CONFIRM_DAY = /confirm (?:that|whether) it was given on (\d{4}-\d{2}-\d{2})(?: or on (\d{4}-\d{2}-\d{2}))?/
const CONFIRM_AMOUNT = /confirm that ([\d,]{1,12}(?:\.\d{1,6})?) ([A-Za-z² ]{1,20}) was given/
const CONFIRM_MINUTES = /confirm that it ran (\d+) minutes/

/** What is open about the dose, and what its amounts are counted in. */
interface Asked {
  readonly findings?: readonly FindingAnswer[]
  readonly focus?: string
  readonly measure?: string
}

/** What the chart offers for what is missing: in the fact’s own sentence, in a note, or in a record to look at. */
export function offersIn(
  facts: readonly FactAnswer[],
  attested?: Statement,
  { findings = [], focus = '', measure = 'mg' }: Asked = {},
): Offer[] {
  const reviewed = attested?.reviewed ?? []
  const ofRecords = offersOfRecords(facts, reviewed)
  const offered = new Set(ofRecords.flatMap(({ states }) => states.reviewed ?? []))
  return [
    ...offersInFacts(facts, measure),
    ...offersInNotes(facts),
    ...offersOfEarlierDoses(facts, attested?.earlierDoses ?? []),
    ...ofRecords,
    ...offersOfFindings(findings, focus, reviewed).filter(
      ({ states }) => !states.reviewed?.some((record) => !reviewed.includes(record) && offered.has(record)),
    ),
  ]
}

/** A record that a check names can be stated to have been looked at. */
function offersOfFindings(findings: readonly FindingAnswer[], focus: string, before: readonly string[]): Offer[] {
  const says = new Map<string, string>()
  for (const finding of findings) {
    if (finding.outcome !== 'fails' && finding.outcome !== 'cannot-tell') continue
    for (const record of recordsToReview(finding, focus)) {
      if (!before.includes(record) && !says.has(record)) says.set(record, finding.text)
    }
  }
  return [...says].map(([record, text]) => ({
    says: text,
    button: words.attest.confirm.reviewed,
    states: { reviewed: [...before, record] },
  }))
}

/** An earlier dose that is no administration of this chart can be stated not to have been given. */
function offersOfEarlierDoses(facts: readonly FactAnswer[], before: NonNullable<Statement['earlierDoses']>): Offer[] {
  const [place] = facts.find(({ fact, known }) => fact === 'previousDose' && known)?.places ?? []
  const reference = place?.resource
  if (!place || !reference || !TELLS_OF_A_DOSE.test(reference)) return []
  const says = words.attest.earlierDose(reference, place.shows ?? '')
  const states: Statement = { earlierDoses: [...before, { reference, notGiven: true }] }
  return [{ says, button: words.attest.confirm.notGiven, states }]
}

/** A record beside the dose, or a note of it, that cannot be read as harmless can be stated not to bear on it. */
function offersOfRecords(facts: readonly FactAnswer[], before: NonNullable<Statement['reviewed']>): Offer[] {
  const says = new Map<string, string[]>()
  for (const { resource, shows } of facts.flatMap(({ fact, known, places }) =>
    known && TO_REVIEW.has(fact) ? places : [],
  )) {
    if (!RECORD.test(resource) || !shows || before.includes(resource)) continue
    says.set(resource, [...(says.get(resource) ?? []), shows])
  }
  return [...says].map(([resource, each]) => ({
    says: each.join(' '),
    button: words.attest.confirm.reviewed,
    states: { reviewed: [...before, resource] },
  }))
}

/** Facts whose places are records that a person can state to have reviewed. */
const TO_REVIEW: ReadonlySet<string> = new Set(['recordsInDoubt', 'notesToRead'])

/** A record of whatever type: what these facts name is what can be stated. What a person stated has no such address. */
const RECORD = /^[A-Za-z]{1,64}\/[A-Za-z0-9\-.]{1,64}$/

const TELLS_OF_A_DOSE =
  /^(MedicationStatement|MedicationDispense|ChargeItem|Claim|ExplanationOfBenefit)\/[A-Za-z0-9\-.]{1,64}$/

function offersInFacts(facts: readonly FactAnswer[], measure: string): Offer[] {
  const { confirm } = words.attest
  return facts.flatMap(({ fact, known, shows: says }): Offer[] => {
    if (known) return []
    const days = fact === 'administeredOn' ? (CONFIRM_DAY.exec(says)?.slice(1).filter(Boolean) ?? []) : []
    const [, amount, called] = (fact === 'administeredAmount' && CONFIRM_AMOUNT.exec(says)) || []
    const minutes = fact === 'minutes' ? CONFIRM_MINUTES.exec(says)?.[1] : undefined
    return [
      ...days.map((day) => ({ says, button: confirm.administeredOn(day), states: { dateOfService: day } })),
      ...(amount && called
        ? [
            {
              says,
              button: confirm.given(`${amount} ${called}`),
              states: amountStated('administered', plainNumber(amount), measure),
            },
          ]
        : []),
      ...(minutes ? [{ says, button: confirm.minutes(minutes), states: { infusionMinutes: Number(minutes) } }] : []),
    ]
  })
}

/** What notes of the chart offer for amounts that are not recorded. A note that names two such amounts offers none. */
function offersInNotes(facts: readonly FactAnswer[]): Offer[] {
  return facts.flatMap(({ fact, known, places }): Offer[] => {
    const note = places.find(({ element, shows }) => shows && /(^note\[|\btext$)/.test(element))?.shows
    if (known || !note) return []
    const amount = only(note, OPENED)
    const wasted = only(note, WASTED)
    const count = only(note, CONTAINERS)
    const { confirm } = words.attest
    const says = words.attest.offer(note)
    if (fact === 'discardedAmount' && wasted)
      return [{ says, button: confirm.discarded(measured(wasted)), states: { discardedMg: wasted } }]
    if (fact === 'openedAmount' && count)
      return [{ says, button: confirm.containers(count), states: { containersOpened: Number(count) } }]
    if (fact === 'openedAmount' && amount)
      return [{ says, button: confirm.opened(measured(amount)), states: { openedMg: amount } }]
    return []
  })
}

function only(says: string, pattern: RegExp): string | undefined {
  const [first, ...more] = [...says.matchAll(pattern)].map(([, before, after]) => before ?? after)
  return more.length === 0 ? first : undefined
}
