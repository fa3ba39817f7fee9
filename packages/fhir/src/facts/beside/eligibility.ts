import type { CalendarDate, Code, CoverageStatement, PaysByRecord, RecordBeside } from '@doseline/dose'
import type {
  CodeableConcept,
  CoverageEligibilityResponse,
  CoverageEligibilityResponseInsurance,
  Period,
  Reference,
} from 'fhir/r4'
import type { Keyed } from '../../chart-index.ts'
import { codedIn } from '../../coded.ts'
import { codesFrom } from '../../concepts.ts'
import { keyOf } from '../../references.ts'
import { byText, list, quoted, text } from '../../shape.ts'
import { payorFrom } from '../payor.ts'
import { placeOn, type Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { aboutThePatient, lowerCodes, mayHoldTheDose, phrasesOf, recordOf, type Said } from './said.ts'

type Answer = CoverageEligibilityResponse
type Insured = CoverageEligibilityResponseInsurance

/** One answer about eligibility, as far as it is about the day of the dose. */
interface AboutTheDay extends Keyed<Answer> {
  readonly on: CalendarDate | undefined
  /** It states that it is about the day of service; one that names no day is about the day on which it was asked for. */
  readonly namesTheDay: boolean
}

const STATUSES = ['active', 'cancelled', 'draft', 'entered-in-error'] as const

/**
 * The answers about eligibility that hold for the day of the dose: the latest of each coverage. One that names no day is
 * about the day on which it was asked for, and nobody knows of another: it counts too.
 * @see https://hl7.org/fhir/R4/coverageeligibilityresponse.html
 */
function answersOf(reading: Reading): readonly AboutTheDay[] {
  const zone = zoneOfPeriods(reading)
  return aboutThePatient(reading, 'CoverageEligibilityResponse')
    .filter(({ resource: { status } }) => status !== 'cancelled' && status !== 'draft' && status !== 'entered-in-error')
    .filter(({ resource }) => mayHoldTheDose(reading, servicedIn(resource)))
    .map((each) => {
      const serviced = servicedIn(each.resource)
      return {
        ...each,
        on: spanOfPeriodEnd(each.resource.created, zone)?.latest,
        namesTheDay: spanOfPeriodEnd(serviced?.start ?? serviced?.end, zone) !== undefined,
      }
    })
}

const servicedIn = ({ servicedDate, servicedPeriod }: Answer): Period | undefined =>
  servicedDate === undefined ? servicedPeriod : { start: servicedDate, end: servicedDate }

/**
 * The latest word about each coverage. One that waits or states an error, that does not say whether the coverage is in
 * force, or that is about no stated day, takes nothing back of what was answered about the day.
 */
function latestAnswers(reading: Reading): readonly AboutTheDay[] {
  const answers = answersOf(reading)
  const takesBack = (later: AboutTheDay, each: AboutTheDay, coverage: string): boolean =>
    isWord(later.resource) &&
    (later.on ?? '') > (each.on ?? '9') &&
    (later.namesTheDay || !each.namesTheDay) &&
    settledBy(reading, later.resource).includes(coverage)
  return answers
    .filter((each) =>
      coveragesOf(reading, each.resource).some((one) => !answers.some((later) => takesBack(later, each, one))),
    )
    .toSorted((a, b) => byText(a.key, b.key))
}

/** It was answered in full or in part, and without an error. */
const isWord = ({ status, outcome, error }: Answer): boolean =>
  status === 'active' && (outcome === 'complete' || outcome === 'partial') && list(error).length === 0

const NO_COVERAGE = 'no coverage'

function coveragesOf({ chart }: Reading, { insurance }: Answer): readonly string[] {
  const named = list(insurance).flatMap(({ coverage }) => keyOf(chart, coverage) ?? [])
  return named.length === 0 ? [NO_COVERAGE] : named
}

/** The coverages of which it says whether they are in force. */
function settledBy(reading: Reading, answer: Answer): readonly string[] {
  const saying = list(answer.insurance).filter(({ inforce }) => typeof inforce === 'boolean')
  return coveragesOf(reading, { ...answer, insurance: saying })
}

/** What answers about eligibility say of the coverage as a whole. */
export const eligibilityBeside = (reading: Reading): readonly RecordBeside[] =>
  latestAnswers(reading).flatMap(({ key, resource }) =>
    saidOf(reading, key, resource).map((said) => recordOf(key, 'eligibility', said)),
  )

function saidOf(reading: Reading, key: string, answer: Answer): readonly Said[] {
  const status = codedIn(key, answer, 'status', STATUSES)
  if ('doubt' in status) return [{ says: status.doubt, element: 'status' }]
  const outcome = codedIn(key, answer, 'outcome', ['queued', 'complete', 'error', 'partial'] as const)
  if ('doubt' in outcome) return [{ says: outcome.doubt, element: 'outcome' }]
  if (outcome.code === 'queued') return []
  const words = text(answer.disposition)
  const isUsual = words === undefined || USUAL.test(words)
  return [
    ...(outcome.code === 'error' || list(answer.error).length > 0
      ? [{ says: `${key}, an answer about eligibility, states an error.`, element: 'error' }]
      : []),
    ...(isUsual
      ? []
      : [{ says: `${key}, an answer about eligibility, says “${quoted(words, 80)}”.`, element: 'disposition' }]),
    ...phrasesOf([answer.form])
      .filter(hasAnother)
      .map((each) => ({ says: `${key} is an answer of the form “${quoted(each, 60)}”.`, element: 'form' })),
    ...list(answer.insurance).flatMap((insured) => ofInsurance(reading, key, { insured, answer })),
  ]
}

/** What payers print where a coverage is in order. */
const USUAL =
  /^(the |this )?(policy|coverage|plan|member|patient|subscriber|insurance)?( is| was)?( currently)? ?(active|in[- ]force|eligible|covered|active coverage)\.?$|^(complete|completed|processed|success|successful|eligibility (confirmed|verified))\.?$/i

function ofInsurance(
  reading: Reading,
  key: string,
  { insured, answer }: { readonly insured: Insured; readonly answer: Answer },
): readonly Said[] {
  const { inforce, coverage } = insured
  const about = keyOf(reading.chart, coverage) ?? text(coverage?.display) ?? 'the coverage'
  if (isOfAnotherCoverage(reading, insured)) return []
  if (inforce !== false && isElsewhere(reading, insured)) {
    const says = `${key} says that ${about} is in force, which is no coverage of the chart.`
    return [{ says, element: 'insurance.coverage' }]
  }
  const plan = strangeBenefit(reading, insured)
  if (plan !== undefined) {
    return [{ says: `${key} names “${quoted(plan, 60)}” among the benefits of ${about}.`, element: 'insurance.item' }]
  }
  const excluded = excludedIn(insured)
  if (excluded !== undefined) {
    return [{ says: `${key} excludes “${quoted(excluded, 60)}” from ${about}.`, element: 'insurance.item.excluded' }]
  }
  const stay = stayIn(insured)
  if (stay !== undefined) {
    return [
      {
        says: `${key} names for ${about} “${quoted(stay, 80)}”, which may pay for the dose.`,
        element: 'insurance.item',
      },
    ]
  }
  const used = usedUp(insured)
  if (used !== undefined) {
    return [{ says: `${key} says that ${used} of ${about} are used up.`, element: 'insurance.item.benefit' }]
  }
  if (inforce === false) {
    const { created } = answer
    const asked = servicedIn(answer) ?? (text(created) === undefined ? undefined : { start: created, end: created })
    // Asked about another day than the dose’s, or about none, it says nothing outright of that day.
    const isCertain = asked !== undefined && mayHoldTheDose(reading, asked)
    return [{ says: `${key} says that ${about} is not in force.`, element: 'insurance.inforce', isCertain }]
  }
  if (inforce !== undefined && inforce !== true) {
    return [
      { says: `${key} does not say whether ${about} is in force in a way that can be read.`, element: 'insurance' },
    ]
  }
  return !mayHoldTheDose(reading, insured.benefitPeriod)
    ? [{ says: `${key} gives ${about} a benefit period that does not hold the day of the dose.`, element: 'insurance' }]
    : []
}

/**
 * Words by which payers name benefits, with those of the service types that every answer lists (X12 271): that a hospice is
 * a benefit of a plan is no election of it. A plan, a payer or an election has words of its own.
 * @see https://x12.org/codes/service-type-codes
 */
const OF_BENEFITS = wordList(
  'a active amount and annual benefit benefits calendar care co coinsurance copay copayment cost coverage covered day days',
  'deductible description diagnostic drug drugs eligible emergency facility family for general group health home hospital in',
  'individual infusion injectable injection injections inpatient insurance lab laboratory limit limitations limitation major',
  'maximum medical member network of office on or out outpatient patient payment per pharmacy physician plan pocket',
  'policy prescription preventive professional remaining service services sharing specialist specialty spend down status stop',
  'loss surgical the therapy total treatment urgent visit visits with year',
  'accident addiction acupuncture additional air alcoholism allergy ambulance ambulatory anesthesia assistant audiology',
  'baby blood board brand burn cabulance cancer cardiac cat center cessation charges chemotherapy chiropractic chronic',
  'consultation crowns dental dialysis disease donor duty durable endodontics equipment exam experimental eye frames free',
  'generic hearing hospice imaging immunizations immunization infertility inhalation kidney lenses licensed long maternity',
  'medically medicine mental mri name necessary newborn nursery nursing occupational optometry oral order orthodontics',
  'pathology pediatric periodontics physical planning pneumonia podiatry pre admission private procedures prosthetic',
  'prosthetics psychiatric psychotherapy pulmonary purchase radiation ray rehabilitation related renal rental respite',
  'restorative room routine scan screening second opinion self administered skilled smoking snf social speech standing',
  'substance abuse supplies surgery telehealth term testing tests transplant transplants transportation vision well',
  'wellness work x diabetes self management training education nutrition counseling obesity supply bone mass measurement screenings',
)
/** Parts of Medicare beside Part B, and words that make of a benefit what the patient has of it. */
const HAS = /\bonly\b|\b(elect(ed|ion)?|enrolled|enrollment|admitted|admission date|currently)\b/i
const OF_A_STAY = /\b(hospice|snf|skilled nursing)\b/i
const OF_ITS_TIME = /\b(active|status|day|days|year|remaining)\b/i
const hasAnother = (words: string): boolean => HAS.test(words) || (OF_A_STAY.test(words) && OF_ITS_TIME.test(words))

/** A name among the benefits that is neither a benefit’s nor the coverage’s own: another plan may pay. */
function strangeBenefit(reading: Reading, { item, coverage }: Insured): string | undefined {
  const own = namesOfCoverage(reading, coverage)
  return list(item)
    .flatMap(({ name, description, category }) => {
      const words = [text(name), text(description)].flatMap((each) => each ?? [])
      return isOfAnotherBenefit(category)
        ? words.filter(hasAnother)
        : words.filter((each) => hasAnother(each) || !isOnlyOf(each, OF_BENEFITS, own))
    })
    .at(0)
}

/** What a patient pays may well be paid up; visits, doses and a benefit as a whole may not. */
const PAID_BY_THE_PATIENT = /deduct|co-?pay|co-?insur|out[- ]of[- ]pocket|oop|stop[- ]loss/i

/** Benefits under which no drug of a clinic falls, by their words. */
const OF_OTHER_CARE = wordList(
  'dental dentistry orthodontics vision eyewear glasses frames lenses hearing aids aid acupuncture chiropractic cosmetic surgery weight loss bariatric',
  'infertility fertility transportation ambulance massage naturopathy podiatry foot routine custodial maternity newborn room board private duty nursing',
  'mental psychiatric psychotherapy substance abuse oral prescription drugs outpatient tablets retail mail order pharmacy equipment durable supplies',
  'services care benefit benefits and or of the for a long term adult day experimental investigational procedures travel overseas gym fitness telehealth',
)

/** What is excluded in words alone, unless it is of other care: a drug that staff give may fall under it. */
const excludedIn = ({ item }: Insured): string | undefined =>
  list(item)
    .filter(({ excluded, category }) => excluded === true && !isOfAnotherBenefit(category))
    .flatMap(({ productOrService, category, name, description }) => {
      const isCoded = list(productOrService?.coding).some(({ code }) => text(code) !== undefined)
      return isCoded ? [] : [...phrasesOf([productOrService, category]), text(name), text(description)]
    })
    .flatMap((each) => each ?? [])
    .find((each) => !isOnlyOf(each, OF_OTHER_CARE))

/** A benefit that pays for everything while it lasts, with the days that it has lasted: not that a plan has it. */
const PAYS_FOR_ALL =
  /\bhospice\b|\bskilled nursing\b|\bsnf\b|\bhome health\b|\badvantage\b|\bhmo\b|\bmsp\b|\bsecondary payer\b|\besrd\b/i
const A_DAY = /\d{4}-\d{2}|\d{1,2}\/\d{1,2}\/\d{2,4}/

const stayIn = ({ item }: Insured): string | undefined =>
  list(item)
    .flatMap(({ category, productOrService, name, description, benefit }) => {
      const called = [...phrasesOf([category, productOrService]), text(name), text(description)].flatMap(
        (each) => each ?? [],
      )
      const of = called.find((each) => PAYS_FOR_ALL.test(each))
      const days = list(benefit)
        .flatMap(({ allowedString, usedString }: { allowedString?: string; usedString?: string }) => [
          text(allowedString),
          text(usedString),
        ])
        .find((each) => each !== undefined && A_DAY.test(each))
      return of === undefined || days === undefined ? [] : [`${of}: ${days}`]
    })
    .at(0)

/** `2 of 2 visits`: a benefit of which nothing is left, of those that a drug of a clinic may fall under. */
function usedUp({ item }: Insured): string | undefined {
  return list(item)
    .filter(({ category }) => !isOfAnotherBenefit(category))
    .flatMap(({ benefit }) => list(benefit))
    .flatMap(({ type, allowedUnsignedInt, allowedMoney, usedUnsignedInt, usedMoney }) => {
      const called = phrasesOf([type])
      const [allowed, used] = [allowedUnsignedInt ?? allowedMoney?.value, usedUnsignedInt ?? usedMoney?.value]
      if (typeof allowed !== 'number' || typeof used !== 'number' || used < allowed) return []
      return called.some((each) => PAID_BY_THE_PATIENT.test(each))
        ? []
        : [`${used} of ${allowed} ${called[0] ?? ''}`.trim()]
    })
    .at(0)
}

/** Every word of the names of a coverage, its payers and its plans. Who has Part B has Part A named beside it. */
export function namesOfCoverage(reading: Reading, reference: Reference | undefined): ReadonlySet<string> {
  const key = keyOf(reading.chart, reference)
  const found = reading.chart.resources.get(key ?? '')
  if (key === undefined || found?.resourceType !== 'Coverage') return new Set()
  const payors = list(found.payor).flatMap((each) => {
    const { name, alsoNamed = [] } = payorFrom(reading, { key, resource: found }, each)
    return [...(name === undefined ? [] : [name]), ...alsoNamed]
  })
  const plans = list(found.class).flatMap(({ name, value }) => [text(name) ?? [], text(value) ?? []].flat())
  return wordList(...payors, ...plans, ...phrasesOf([found.type]))
}

/** A coverage that is named and that the chart does not hold: it may be the one that pays. */
function isElsewhere({ chart }: Reading, { coverage }: Insured): boolean {
  const key = keyOf(chart, coverage)
  if (key !== undefined) return !chart.resources.has(key)
  return text(coverage?.display) !== undefined || text(coverage?.reference) !== undefined
}

/** A coverage of the chart that was not in force, or that pays later, has answers of its own. */
function isOfAnotherCoverage({ chart }: Reading, { coverage }: Insured): boolean {
  const found = chart.resources.get(keyOf(chart, coverage) ?? '')
  return found?.resourceType === 'Coverage' && (found.status === 'cancelled' || found.status === 'entered-in-error')
}

/** By whom, and about which coverages, eligibility was answered. */
export const eligibilityOfPayers = (reading: Reading): readonly PaysByRecord[] =>
  latestAnswers(reading).flatMap(({ key, resource }) => {
    const insurer = resource.insurer && payorFrom(reading, { key, resource }, resource.insurer)
    if (!insurer || (insurer.name === undefined && insurer.identifiers.length === 0)) return []
    const coverages = list(resource.insurance).flatMap(({ coverage }) => {
      const reference = keyOf(reading.chart, coverage)
      return reference === undefined ? [] : [{ reference }]
    })
    return [{ reference: key, kind: 'eligibility' as const, coverages, insurer, place: placeOn({ key }, 'insurer') }]
  })

/** What an answer about eligibility says of a benefit, as a payer’s answer about the drug. */
export const eligibilityStatements = (reading: Reading): readonly CoverageStatement[] =>
  latestAnswers(reading).flatMap(({ key, resource, on }) =>
    list(resource.insurance).flatMap((insured) => {
      const coverage = keyOf(reading.chart, insured.coverage)
      return list(insured.item).flatMap((item): CoverageStatement[] => {
        const codes: readonly Code[] = codesFrom(item.productOrService)
        if (codes.length === 0 && isOfAnotherBenefit(item.category)) return []
        const isExcluded = item.excluded === true
        const isAuthorized = item.authorizationRequired === true
        // Of a benefit as a whole that is not excluded nothing follows for one drug.
        if (codes.length === 0 && !isExcluded && !isAuthorized) return []
        return [
          {
            reference: key,
            covered: isExcluded ? 'not-covered' : 'covered',
            ...(isAuthorized && { authorization: 'auth-needed' }),
            ...(on && { on }),
            ...(coverage && { coverage }),
            codes,
            place: {
              resource: key,
              element: 'insurance.item',
              shows: isExcluded ? 'excluded' : isAuthorized ? 'authorization required' : 'covered',
            },
          },
        ]
      })
    }),
  )

/**
 * Categories of benefits under which no drug of a clinic falls, by the codes of X12 and of FHIR's own list.
 * @see https://terminology.hl7.org/CodeSystem-ex-benefitcategory.html
 */
const ELSEWHERE: ReadonlySet<string> = new Set(
  '2 3 4 5 14 23 24 25 26 27 28 33 35 36 37 38 39 40 41 46 47 48 49 51 52 54 56 61 62 63 68 69 70 71 75 76 79 80 81 82 83 84 86 88 89 90 91 92 98 a4 a6 a7 ad ae af ag ah ai al am bh f3 f4 f6 mh uc'.split(
    ' ',
  ),
)

const isOfAnotherBenefit = (category: CodeableConcept | undefined): boolean => {
  const codes = lowerCodes([category])
  return codes.length > 0 && codes.every((code) => ELSEWHERE.has(code))
}
