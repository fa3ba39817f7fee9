import { type Fact, known, type PaysByRecord, type RecordBeside } from '@doseline/dose'
import { doubtAbout } from '../../chart/doubt.ts'
import { allOf } from '../../chart-index.ts'
import { byText } from '../../shape.ts'
import { placeOn, type Reading } from '../reading.ts'
import { abroadBeside } from './abroad.ts'
import { accidentsBeside } from './accident.ts'
import { accountsBeside, accountsOfPayers } from './account.ts'
import { claimsBeside, claimsOfPayers } from './claims.ts'
import { claimsOfTheVisit } from './claims-of-the-visit.ts'
import { consentsBeside, studiesAgreedTo } from './consent.ts'
import { coursesBeside } from './courses.ts'
import { dispensesBeside } from './dispenses.ts'
import { documentsBeside } from './documents.ts'
import { earlierInWords } from './earlier-in-words.ts'
import { eligibilityBeside, eligibilityOfPayers } from './eligibility.ts'
import { episodesBeside } from './episode.ts'
import { extendedValuesBeside } from './extended-values.ts'
import { homeChargesBeside, problemsBeside } from './home-charges.ts'
import { insuredBeside } from './insured.ts'
import { narrativesBeside } from './narratives.ts'
import { orderOfPayers } from './order.ts'
import { ordersBeside } from './orders.ts'
import { ordersAgainst } from './orders-against.ts'
import { otherRecordsBeside } from './other-records.ts'
import { otherTypesBeside } from './other-types.ts'
import { ownElements } from './own-elements.ts'
import { ownExtensions } from './own-extensions.ts'
import { paymentsBeside } from './payments.ts'
import { historyBeside } from './record-history.ts'
import { registeredBeside } from './registered.ts'
import { registrationBeside } from './registration.ts'
import { reportsBeside } from './reports.ts'
import { recordOf } from './said.ts'
import { sameHoursBeside } from './same-hours.ts'
import { notDoneBeside } from './same-order.ts'
import { statementsBeside } from './statements.ts'
import { studiesBeside } from './study.ts'
import { subjectBeside } from './subject.ts'
import { tagsBeside } from './tags.ts'
import { unreadElements } from './unread-elements.ts'
import { visitBeside } from './visit.ts'
import { containedBeside, visitChargesBeside } from './visit-charges.ts'
import { visitElements } from './visit-elements.ts'
import { wordsAloneBeside } from './words-alone.ts'
import { flagsBeside, workBeside } from './work.ts'

const READERS = [
  eligibilityBeside,
  accountsBeside,
  consentsBeside,
  studiesBeside,
  reportsBeside,
  workBeside,
  flagsBeside,
  visitBeside,
  episodesBeside,
  claimsBeside,
  claimsOfTheVisit,
  studiesAgreedTo,
  otherTypesBeside,
  dispensesBeside,
  coursesBeside,
  ownElements,
  ownExtensions,
  visitElements,
  registrationBeside,
  unreadElements,
  registeredBeside,
  notDoneBeside,
  ordersBeside,
  ordersAgainst,
  tagsBeside,
  wordsAloneBeside,
  statementsBeside,
  narrativesBeside,
  otherRecordsBeside,
  sameHoursBeside,
  accidentsBeside,
  abroadBeside,
  homeChargesBeside,
  visitChargesBeside,
  containedBeside,
  problemsBeside,
  subjectBeside,
  documentsBeside,
  extendedValuesBeside,
  earlierInWords,
  historyBeside,
  paymentsBeside,
  insuredBeside,
]

const KIND_OF = {
  CoverageEligibilityResponse: 'eligibility',
  Account: 'account',
  Consent: 'consent',
  ResearchSubject: 'study',
  DetectedIssue: 'report',
  AdverseEvent: 'report',
  Task: 'work',
  Communication: 'work',
} as const

/**
 * What records beside the dose say against charging it, or may say: each is read by what is plainly harmless, and what is
 * not is named.
 */
export function recordsBeside(reading: Reading): Fact<readonly RecordBeside[]> {
  const found = [...READERS.flatMap((read) => read(reading)), ...inDoubt(reading)]
  return known(found, ...(found.length > 0 ? found.map(({ place }) => place) : [placeOn(reading, 'subject')]))
}

/** Records that must not be built on, whatever they say. */
function inDoubt({ chart }: Reading): readonly RecordBeside[] {
  const types = Object.keys(KIND_OF) as (keyof typeof KIND_OF)[]
  return types.flatMap((type) =>
    allOf(chart, type).flatMap(({ key }) => {
      const says = doubtAbout(chart, key)
      return says === undefined ? [] : [recordOf(key, KIND_OF[type], { says, element: 'meta' })]
    }),
  )
}

/** Who pays, as accounts, answers about eligibility and the order of the dose have it. */
export const paysByRecords = (reading: Reading): Fact<readonly PaysByRecord[]> =>
  known(
    [
      ...accountsOfPayers(reading),
      ...eligibilityOfPayers(reading),
      ...orderOfPayers(reading),
      ...claimsOfPayers(reading),
    ].toSorted((a, b) => byText(a.reference, b.reference)),
  )
