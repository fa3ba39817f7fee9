import type { RecordBeside } from '@doseline/dose'
import type { AdverseEvent, CodeableConcept, Coding, DetectedIssue } from 'fhir/r4'
import { codedIn } from '../../coded.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { aboutThePatient, type Bearing, bearingOf, lowerCodes, phrasesOf, recordOf, type Said } from './said.ts'

/**
 * Alerts about the dose that nobody answered, and events in which it was the wrong one, recalled or faulty.
 * @see https://hl7.org/fhir/R4/detectedissue.html
 * @see https://hl7.org/fhir/R4/adverseevent.html
 */
export const reportsBeside = (reading: Reading): readonly RecordBeside[] => [
  ...aboutThePatient(reading, 'DetectedIssue').flatMap(({ key, resource }) =>
    saidByAlert(key, resource, bearingOf(reading, list(resource.implicated))).map((said) =>
      recordOf(key, 'report', said),
    ),
  ),
  ...aboutThePatient(reading, 'AdverseEvent').flatMap(({ key, resource }) =>
    saidByEvent(key, resource, bearingOfEvent(reading, resource)).map((said) => recordOf(key, 'report', said)),
  ),
]

const ALERT_STATUSES = [
  'registered',
  'preliminary',
  'final',
  'amended',
  'corrected',
  'cancelled',
  'entered-in-error',
  'unknown',
] as const

function saidByAlert(key: string, issue: DetectedIssue, bearing: Bearing): readonly Said[] {
  if (bearing === 'another') return []
  const read = codedIn(key, issue, 'status', ALERT_STATUSES)
  if ('doubt' in read) return [{ says: read.doubt, element: 'status' }]
  if (read.code === 'cancelled' || read.code === 'entered-in-error') return []
  const words = phrasesOf([issue.code])[0] ?? 'without a name'
  const isOfIt = bearing === 'this dose' || bearing === 'its visit'
  const against = list(issue.mitigation).find(({ action }) => (isOfIt ? !isUsualAnswer(action) : saysNotGiven(action)))
  if (against !== undefined) {
    const answer = quoted(phrasesOf([against.action])[0] ?? 'something without words', 60)
    return [{ says: `${key} (“${quoted(words, 60)}”) was answered with “${answer}”.`, element: 'mitigation' }]
  }
  if (list(issue.mitigation).length > 0) return []
  const severity = codedIn(key, issue, 'severity', ['high', 'moderate', 'low'] as const)
  const isSoft = 'code' in severity && severity.code !== 'high'
  if (isSoft && !isOfTheDrug(issue) && isUsualAlert(issue, isOfIt)) return []
  const how = 'code' in severity ? `, of ${severity.code} severity` : ''
  const isCertain = 'code' in severity && severity.code === 'high' && bearing === 'this dose'
  return [
    { says: `Nobody answered ${key}, an alert (“${quoted(words, 60)}”${how}).`, element: 'mitigation', isCertain },
  ]
}

const NOT_GIVEN =
  /\b(not (given|administered)|never|with ?held|held|cancel+ed|discontinued|omit\w*|skipped|refused|missed|switched|replaced|destroyed|wasted)\b/i
const saysNotGiven = (action: CodeableConcept | undefined): boolean =>
  phrasesOf([action]).some((answer) => NOT_GIVEN.test(answer))

/**
 * Answers by which the dose is given all the same; `8` is another, and from `14` on they are of what is supplied.
 * @see https://hl7.org/fhir/R4/valueset-detectedissue-mitigation-action.html
 */
const GIVEN_ANYHOW: ReadonlySet<string> = new Set('1 2 3 4 5 6 7 9 10 11 12 13 22 23'.split(' '))
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

/** Words of usual answers, of which none says that the dose was not given, or was another. */
const OF_ANSWERS = wordList(
  'a an and as at by for in is no of on or the this to will with benefit benefits outweigh outweighs risk risks monitor',
  'monitored monitoring aware acknowledged accepted reviewed discussed patient prescriber provider physician pharmacist',
  'consulted assessed approved appropriate therapy treatment tolerated tolerates previously before drug dose interaction',
  'interactions known continue continued proceed given administered override overridden clinically clinical significant not',
  'insignificant relevant educated education calcium vitamin d level levels lab labs checked normal stable low minor',
)
const isUsualAnswer = (action: CodeableConcept | undefined): boolean => {
  const words = text(action?.text)
  const codings = list(action?.coding)
  const isKnown = ({ system, code, display }: Coding): boolean =>
    (system === ACT_CODE && GIVEN_ANYHOW.has(code ?? '')) || isAnswerInWords(text(display) ?? text(code) ?? '')
  return (words !== undefined || codings.length > 0) && isAnswerInWords(words ?? 'known') && codings.every(isKnown)
}
/** `Not` is usual only of what matters. */
const isAnswerInWords = (phrase: string): boolean =>
  isOnlyOf(phrase, OF_ANSWERS) && !/\bnot (given|admin|drug|dose)/i.test(phrase)

/** The drug twice, or a drug that the patient must not have: no severity makes that harmless. @see https://terminology.hl7.org/CodeSystem-v3-ActCode.html */
const OF_THE_DRUG: ReadonlySet<string> = new Set([
  'duptpy',
  'duptherapy',
  'dupthpy',
  'dupthpcls',
  'dupthpgen',
  'algy',
  'cond',
])
const isOfTheDrug = ({ code }: DetectedIssue): boolean =>
  lowerCodes([code]).some((each) => OF_THE_DRUG.has(each)) ||
  phrasesOf([code]).some((phrase) => /duplicat|contraindicat|wrong|allerg/i.test(phrase))

/** Words of usual alerts. Where one is of the dose itself, its name must be known; of others it must have one. */
const OF_ALERTS = wordList(
  'a and by for in of on or the to with drug drugs food lab disease condition age pregnancy lactation interaction',
  'interactions alert warning caution monitor monitoring moderate minor mild low risk renal hepatic kidney liver function',
  'calcium hypocalcemia hypertension bleeding therapy patient level levels osteonecrosis infection immunosuppression',
  'dint additive effect effects potential possible severity precaution precautions geriatric pediatric',
)
const isUsualAlert = ({ code }: DetectedIssue, isOfIt: boolean): boolean => {
  const phrases = phrasesOf([code])
  return phrases.length > 0 && (!isOfIt || phrases.every((phrase) => isOnlyOf(phrase, OF_ALERTS)))
}

function bearingOfEvent(reading: Reading, event: AdverseEvent): Bearing {
  const bearing = bearingOf(reading, [...list(event.suspectEntity).map(({ instance }) => instance), event.encounter])
  if (bearing !== 'unclear' || event.date === undefined) return bearing
  const zone = zoneOfPeriods(reading)
  const on = spanOfPeriodEnd(event.date, zone)
  const given = spanOfPeriodEnd(reading.given.effectiveDateTime ?? reading.given.effectivePeriod?.start, zone)
  return on && given && on.latest < given.earliest ? 'another' : 'unclear'
}

/** @see https://terminology.hl7.org/CodeSystem-adverse-event-category.html */
const OF_THE_PRODUCT: ReadonlySet<string> = new Set([
  'product-problem',
  'product-quality',
  'product-use-error',
  'wrong-dose',
  'incorrect-prescribing-information',
  'wrong-technique',
  'wrong-route-of-administration',
  'wrong-rate',
  'wrong-duration',
  'wrong-time',
  'expired-drug',
  'problem-different-manufacturer',
])
const OF_THE_PATIENT = wordList(
  'a after allergic and anaphylaxis arm arthralgia at back bone bruising chills constipation cough diarrhea dizziness',
  'drug during erythema extremity fatigue femur fever flu flushing fracture headache hives hypersensitivity hypertension',
  'hypocalcemia hypotension in infusion injection itching jaw like mild moderate muscle musculoskeletal myalgia nausea of',
  'osteonecrosis pain pruritus rash reaction redness related severe site skin swelling symptoms the to urticaria vomiting',
)

function saidByEvent(key: string, event: AdverseEvent, bearing: Bearing): readonly Said[] {
  if (bearing === 'another') return []
  const categories = lowerCodes(list(event.category))
  const [words] = phrasesOf([event.event])
  const isOfProduct = categories.some((code) => OF_THE_PRODUCT.has(code))
  if (
    !isOfProduct &&
    words !== undefined &&
    phrasesOf([event.event]).every((phrase) => isOnlyOf(phrase, OF_THE_PATIENT))
  )
    return []
  const shown = words ?? phrasesOf(list(event.category))[0] ?? 'without words'
  const isCertain = isOfProduct && bearing === 'this dose' && event.actuality === 'actual'
  return [
    { says: `${key} reports an event (“${quoted(shown, 80)}”) with what was given.`, element: 'event', isCertain },
  ]
}
