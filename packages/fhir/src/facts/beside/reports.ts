import type { RecordBeside } from '@doseline/dose'
import type { AdverseEvent, DetectedIssue } from 'fhir/r4'
import { codedIn } from '../../coded.ts'
import { list, quoted } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
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
  const answers = phrasesOf(list(issue.mitigation).map(({ action }) => action))
  const against = answers.find((answer) => NOT_GIVEN.test(answer))
  if (against !== undefined) {
    return [
      { says: `${key} (“${quoted(words, 60)}”) was answered with “${quoted(against, 60)}”.`, element: 'mitigation' },
    ]
  }
  if (list(issue.mitigation).length > 0) return []
  const severity = codedIn(key, issue, 'severity', ['high', 'moderate', 'low'] as const)
  const isSoft = 'code' in severity && severity.code !== 'high'
  if (isSoft && phrasesOf([issue.code]).length > 0 && !isOfTheDrug(issue)) return []
  const how = 'code' in severity ? `, of ${severity.code} severity` : ''
  const isCertain = 'code' in severity && severity.code === 'high' && bearing === 'this dose'
  return [
    { says: `Nobody answered ${key}, an alert (“${quoted(words, 60)}”${how}).`, element: 'mitigation', isCertain },
  ]
}

const NOT_GIVEN = /\b(not (given|administered)|with ?held|held|cancel+ed|discontinued (the )?(order|drug))\b/i

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
const OF_THE_PATIENT: ReadonlySet<string> = new Set(
  (
    'a after allergic and anaphylaxis arm arthralgia at back bone bruising chills constipation cough diarrhea dizziness ' +
    'drug during erythema extremity fatigue femur fever flu flushing fracture headache hives hypersensitivity hypertension ' +
    'hypocalcemia hypotension in infusion injection itching jaw like mild moderate muscle musculoskeletal myalgia nausea of ' +
    'osteonecrosis pain pruritus rash reaction redness related severe site skin swelling symptoms the to urticaria vomiting'
  ).split(' '),
)

const isReaction = (phrase: string): boolean =>
  phrase
    .toLowerCase()
    .split(/[^a-z]/)
    .every((word) => word === '' || OF_THE_PATIENT.has(word))

function saidByEvent(key: string, event: AdverseEvent, bearing: Bearing): readonly Said[] {
  if (bearing === 'another') return []
  const categories = lowerCodes(list(event.category))
  const [words] = phrasesOf([event.event])
  const isOfProduct = categories.some((code) => OF_THE_PRODUCT.has(code))
  if (!isOfProduct && words !== undefined && phrasesOf([event.event]).every(isReaction)) return []
  const shown = words ?? phrasesOf(list(event.category))[0] ?? 'without words'
  const isCertain = isOfProduct && bearing === 'this dose' && event.actuality === 'actual'
  return [
    { says: `${key} reports an event (“${quoted(shown, 80)}”) with what was given.`, element: 'event', isCertain },
  ]
}
