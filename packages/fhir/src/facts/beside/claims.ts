import { addDays, type PaysByRecord, type RecordBeside } from '@doseline/dose'
import type { Claim, ClaimResponse, CodeableConcept, ExplanationOfBenefit, Period, Reference } from 'fhir/r4'
import type { Keyed } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { placeOn, type Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { stayBilledBy } from '../stays.ts'
import { byNameAlone } from './account.ts'
import { aboutThePatient, mayHoldTheDose, phrasesOf, recordOf, type Said } from './said.ts'

type Answer = ClaimResponse | ExplanationOfBenefit

/** So long a payer’s word about an earlier claim is news: coverages are chosen for a year. */
const DAYS_OF_NEWS = 400

/**
 * What payers said of the patient when they answered other claims: that somebody else pays, that nobody does, or that a
 * facility billed until shortly before the dose, which says nothing of an end.
 * @see https://hl7.org/fhir/R4/claimresponse.html
 * @see https://x12.org/codes/claim-adjustment-reason-codes
 */
export const claimsBeside = (reading: Reading): readonly RecordBeside[] =>
  [...aboutThePatient(reading, 'ClaimResponse'), ...aboutThePatient(reading, 'ExplanationOfBenefit')]
    .filter(({ resource }) => resource.status !== 'cancelled' && resource.status !== 'entered-in-error')
    .filter(({ resource }) => resource.use === 'claim' && isOfTheDay(reading, resource))
    .flatMap((answer) =>
      [...saidOfCoverage(reading, answer), ...stillThere(reading, answer)].map((said) =>
        recordOf(answer.key, 'eligibility', said),
      ),
    )

/** Who pays, as claims of the visit or the day have it, also as drafts: whom the visit was billed to is whom the dose is. */
export const claimsOfPayers = (reading: Reading): readonly PaysByRecord[] =>
  aboutThePatient(reading, 'Claim')
    .filter(({ resource }) => resource.use === 'claim' && (resource.status === 'active' || resource.status === 'draft'))
    .filter(({ resource }) => isOfItsVisit(reading, resource))
    .map(({ key, resource }) => ({
      reference: key,
      kind: 'account' as const,
      coverages: list(resource.insurance).flatMap(({ coverage, sequence }) => {
        const reference = keyOf(reading.chart, coverage) ?? byNameAlone(reading, coverage)
        return reference === undefined
          ? []
          : [{ reference, ...(typeof sequence === 'number' && { priority: sequence }) }]
      }),
      place: { ...placeOn({ key }, 'insurance') },
    }))

/** Whether a bill is of the visit of the dose, or of its day alone. */
export function isOfItsVisit(reading: Reading, { billablePeriod, item }: Claim | ExplanationOfBenefit): boolean {
  const { chart, given } = reading
  const visit = keyOf(chart, given.context)
  const items = list<{ encounter?: Reference[]; servicedDate?: string; servicedPeriod?: Period }>(item)
  const isNamed = items.some(({ encounter }) =>
    list(encounter).some((each) => visit !== undefined && keyOf(chart, each) === visit),
  )
  const days = items.flatMap(({ servicedDate, servicedPeriod }) =>
    text(servicedDate) === undefined ? list(servicedPeriod) : [{ start: servicedDate, end: servicedDate }],
  )
  const billed = list(billablePeriod)
  const own = billed.length === 0 ? days : billed
  return isNamed || own.some((each) => text(each.start) !== undefined && isThatDay(reading, each))
}

/** Of a claim for a whole month nobody knows whether it is of the visit. */
function isThatDay(reading: Reading, { start, end }: Period): boolean {
  const zone = zoneOfPeriods(reading)
  const [from, until] = [spanOfPeriodEnd(start, zone), spanOfPeriodEnd(end ?? start, zone)]
  const on = administeredOn(reading)
  return from?.earliest === on?.earliest && until?.latest === on?.latest
}

/** An answer under a coverage that was over by the day of the dose speaks of that one. */
function isOfTheDay(reading: Reading, { insurance }: Answer): boolean {
  const named = list<{ coverage?: Reference }>(insurance).map(({ coverage }) =>
    reading.chart.resources.get(keyOf(reading.chart, coverage) ?? ''),
  )
  return !(named.length > 0 && named.every((each) => each?.resourceType === 'Coverage' && isOver(reading, each)))
}
const isOver = (reading: Reading, { status, period }: { status?: string; period?: object }): boolean =>
  status !== 'active' || !mayHoldTheDose(reading, period)

const administeredOn = (reading: Reading) =>
  spanOfPeriodEnd(reading.given.effectiveDateTime ?? reading.given.effectivePeriod?.start, zoneOfPeriods(reading))

function saidOfCoverage(reading: Reading, { key, resource }: Keyed<Answer>): readonly Said[] {
  const [given, on] = [administeredOn(reading), spanOfPeriodEnd(resource.created, zoneOfPeriods(reading))]
  if (given && on && addDays(on.latest, DAYS_OF_NEWS) < given.earliest) return []
  const words = wordsOf(resource).find((each) => REASONS.test(each) || OF_COVERAGE.some((said) => said.test(each)))
  return words === undefined
    ? []
    : [{ says: `${key}, what a payer answered to a claim, says “${quoted(words, 80)}”.`, element: 'disposition' }]
}

interface Adjudicated {
  readonly adjudication?: readonly { readonly reason?: CodeableConcept }[]
}

/** Everything it says in words, and the codes of its reasons. */
function wordsOf(answer: Answer): readonly string[] {
  const adjudicated: readonly Adjudicated[] = [
    answer,
    ...list<Adjudicated>(answer.item),
    ...list<Adjudicated>(answer.addItem),
  ]
  const reasons = adjudicated.flatMap(({ adjudication }) => list(adjudication).map(({ reason }) => reason))
  const errors = answer.resourceType === 'ClaimResponse' ? list(answer.error).map(({ code }) => code) : []
  return [
    ...[text(answer.disposition)].flatMap((each) => each ?? []),
    ...list(answer.processNote).flatMap((note) => text(note.text) ?? []),
    ...phrasesOf([...reasons, ...errors]),
    ...[...reasons, ...errors].flatMap((reason) => list(reason?.coding).flatMap(({ code }) => text(code) ?? [])),
  ]
}

/**
 * Reasons of X12 that speak of the patient’s coverage, and not of what was billed: injuries (19 to 21), other coverage (22,
 * 23, 24, 109, 201), none or none any more (13, 26, 27, 31 to 34, 177, 200), a benefit that is used up (35, 119, 149), a stay
 * (190), custody (258), a hospice (B9).
 */
const REASONS =
  /(^|\b(CO|OA|PI|PR|CARC)[- ]?|reason code )(13|19|20|21|22|23|24|26|27|31|32|33|34|35|109|119|149|177|190|200|201|258|B9|N418|MA83|MA04)(?![\w.])(?!\S)/i

const OF_COVERAGE: readonly RegExp[] = [
  /hospice|skilled nursing|\bsnf\b|inpatient stay|advantage|\bhmo\b|managed care plan|part c\b|part a only/i,
  /workers?.{0,3} comp|no[- ]?fault|liability|auto(mobile)? (insur|carrier)|black lung|veterans/i,
  /other (payer|insur\w*|carrier|coverage)|another (payer|insurer|carrier|plan)|primary (payer|insur\w*)|coordination of benefits|\bcob\b|\bmsp\b/i,
  /member not|subscriber|(cannot|unable to|not) be? ?(identif|found)|misrouted|\bma plan|medicare replacement|covered by/i,
  /not (eligible|covered (on|at|for) (the )?(date|dos)|enrolled|insured|active|a member)|ineligible|no (active )?coverage|no part b/i,
  /terminat|\btermed\b|lapsed?\b|expired coverage|coverage (ended|expired|cancel)|incarcerat|custody|deceased|date of death/i,
  /(benefit|maximum|limit|visits?).{0,20}(exhausted|reached|met|used up|exceeded)|exhausted/i,
]

/** Days after its last claim within which a facility may not have billed again: a hospice bills by the month. */
const DAYS_SINCE_BILLED = 62

/** A hospice or a nursing facility that billed until shortly before the dose. */
function stillThere(reading: Reading, { key, resource }: Keyed<Answer>): readonly Said[] {
  if (resource.resourceType !== 'ExplanationOfBenefit') return []
  const kind = stayBilledBy(resource)
  const until = spanOfPeriodEnd(resource.billablePeriod?.end, zoneOfPeriods(reading))
  const given = administeredOn(reading)
  if (kind === undefined || kind === 'inpatient' || !until || !given) return []
  const isSoon = until.latest < given.earliest && given.earliest <= addDays(until.latest, DAYS_SINCE_BILLED)
  const who = kind === 'hospice' ? 'A hospice' : 'A skilled nursing facility'
  return isSoon
    ? [
        {
          says: `${who} billed until ${until.latest} (${key}), and nothing says that this was over.`,
          element: 'billablePeriod',
        },
      ]
    : []
}
