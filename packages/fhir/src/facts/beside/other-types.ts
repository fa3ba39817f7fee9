import { isLayPerson } from '@doseline/contract'
import { addDays, type CalendarDate, epochMilliseconds, type RecordBeside, type RecordKind } from '@doseline/dose'
import type {
  Appointment,
  CarePlan,
  CareTeam,
  CodeableConcept,
  DocumentReference,
  FhirResource,
  Immunization,
  Invoice,
  List,
  Observation,
  Procedure,
  Provenance,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  Reference,
  RequestGroup,
  ServiceRequest,
  SupplyDelivery,
} from 'fhir/r4'
import { allOf, ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { isNothing, list, quoted, text } from '../../shape.ts'
import { isOfTheClinic } from '../own-stock.ts'
import { saidByName } from '../place-names.ts'
import type { Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { isNotice } from './notices.ts'
import { deniesDose, isOnlyOf, namesIn, stops, wordList } from './phrases.ts'
import { restsOn } from './rests-on.ts'
import { drugNames, mayHoldTheDose, phrasesOf, recordOf, type Said, wordsOrCodes } from './said.ts'
import { OF_ANY_DRUG } from './words-of-drugs.ts'
import { isOfThatDay } from './words-of-the-dose.ts'

/** What a record of another type is read beside. */
interface Dose {
  readonly reading: Reading
  readonly names: ReadonlySet<string>
  readonly on: CalendarDate | undefined
  readonly visit: string | undefined
}
type OfType<T extends FhirResource['resourceType']> = Extract<FhirResource, { resourceType: T }>
type Read<T extends FhirResource> = (resource: T, dose: Dose, key: string) => readonly Said[]

interface Row {
  readonly type: FhirResource['resourceType']
  readonly kind: RecordKind
  readonly read: Read<FhirResource>
}
const row = <T extends FhirResource['resourceType']>(type: T, kind: RecordKind, read: Read<OfType<T>>): Row => ({
  type,
  kind,
  read: read as Read<FhirResource>,
})

/** Types that an EHR need not be asked for: where somebody sends them, what they say against the dose is said. */
const ROWS: readonly Row[] = [
  row('Procedure', 'work', ofProcedure),
  row('Invoice', 'work', ofInvoice),
  row('Immunization', 'work', ofImmunization),
  row('Provenance', 'report', ofProvenance),
  row('QuestionnaireResponse', 'eligibility', ofAnswers),
  row('Appointment', 'report', ofAppointment),
  row('ServiceRequest', 'episode', ofRequest),
  row('CarePlan', 'episode', ofPlan),
  row('CareTeam', 'episode', ofTeam),
  row('Observation', 'episode', ofAssessment),
  row('RequestGroup', 'work', ofGroup),
  row('SupplyDelivery', 'work', ofDelivery),
  row('List', 'work', ofList),
  row('DocumentReference', 'consent', ofDocument),
]

/** What records of other types say against charging the dose. */
export function otherTypesBeside(reading: Reading): readonly RecordBeside[] {
  const dose: Dose = {
    reading,
    names: drugNames(reading),
    on: dayOf(reading, reading.given.effectiveDateTime ?? reading.given.effectivePeriod?.start),
    visit: keyOf(reading.chart, reading.given.context),
  }
  return ROWS.flatMap(({ type, kind, read }) =>
    allOf(reading.chart, type)
      .filter(({ resource }) => mayBeOfPatient(reading, resource))
      .filter(({ resource }) => !IS_NONE.has(String(Reflect.get(resource, 'status'))))
      .flatMap(({ key, resource }) => read(resource, dose, key).map((said) => recordOf(key, kind, said))),
  )
}

/** Statuses by which a record says nothing. */
const IS_NONE: ReadonlySet<string> = new Set(['entered-in-error', 'not-done', 'superseded'])

/** Whom it is about by any of the elements that say it; one that does not say it may be the patient’s. */
function mayBeOfPatient({ chart, patient }: Reading, resource: FhirResource): boolean {
  const { subject, patient: own }: { subject?: Reference; patient?: Reference } = resource as never
  const whose = keyOf(chart, subject ?? own)
  return whose === undefined || !patient.known || whose === patient.value
}

const dayOf = (reading: Reading, written: string | undefined): CalendarDate | undefined =>
  spanOfPeriodEnd(written, zoneOfPeriods(reading))?.earliest

/** Codes by which a drug is billed, with or without modifiers: not those of giving it. */
const OF_A_DRUG = /\b[CJQS]\d{4}(?!\d|[A-Z])/gi
/** Such codes of concepts, also where they stand in words. */
const drugCodesIn = (concepts: readonly (CodeableConcept | undefined)[]): readonly string[] =>
  concepts
    .flatMap((concept) => [
      text(concept?.text),
      ...list(concept?.coding).flatMap(({ code, display }) => [text(code), text(display)]),
    ])
    .flatMap((words) => words?.slice(0, LONGEST_NAME).match(OF_A_DRUG) ?? [])
    .map((code) => code.toUpperCase())
const LONGEST_NAME = 300

/** Whether words name the drug of the dose. */
const namesTheDrug = (phrases: readonly string[], { names }: Dose): boolean =>
  [...namesIn(phrases)].some((word) => names.has(word) && !OF_ANY_DRUG.has(word))

const DAYS_OF_A_YEAR = 366

/** Whether a dose of that day is charted as one: then a procedure of the day is that. */
const isChartedOn = (reading: Reading, day: CalendarDate): boolean =>
  reading.patient.known &&
  ofPatient(reading.chart, 'MedicationAdministration', reading.patient.value).some(
    ({ resource }) => dayOf(reading, resource.effectiveDateTime ?? resource.effectivePeriod?.start) === day,
  )

/** A procedure of the visit by the code of a drug: where procedures are charges, it is one. Hospice care may be one that goes on. */
function ofProcedure(procedure: Procedure, dose: Dose, key: string): readonly Said[] {
  const { code, encounter, performedDateTime, performedPeriod } = procedure
  const [drug] = drugCodesIn([code])
  const care = phrasesOf([code]).find((each) => PAYS_FOR_ALL.test(each)) ?? codesOfHospice([code])[0]
  const wasThen = performedPeriod === undefined || mayHoldTheDose(dose.reading, performedPeriod)
  if (care !== undefined && wasThen)
    return [{ says: `${key} records “${quoted(care, 60)}” at the time of the dose.`, element: 'code' }]
  const isOfVisit = dose.visit !== undefined && keyOf(dose.reading.chart, encounter) === dose.visit
  const on = dayOf(dose.reading, performedDateTime ?? performedPeriod?.start)
  const called = phrasesOf([code]).find((each) => namesTheDrug([each], dose))
  const isEarlier = on !== undefined && dose.on !== undefined && on < dose.on && addDays(on, DAYS_OF_A_YEAR) >= dose.on
  if (called !== undefined && isEarlier && !isChartedOn(dose.reading, on))
    return [
      {
        says: `${key} records “${quoted(called, 60)}” on ${on}, of which no administration is in the chart: it may be an earlier dose.`,
        element: 'code',
      },
    ]
  const isThen = isOfVisit || (on !== undefined && on === dose.on)
  const otherwise = isThen ? givenOtherwise(procedure, dose, key) : undefined
  if (otherwise !== undefined) return [otherwise]
  if (drug === undefined || !isThen) return []
  return [{ says: `${key} records ${drug} on the day of the dose, and may have charged it.`, element: 'code' }]
}

/** What gives a drug, as a procedure is called. */
const GIVES = /\binfus\w+|\binject\w+|\badminist\w+|\bchemo\w*|\b(9636[0-9]|9637[0-9]|964\d\d|9640\d)\b/i
/** Minutes by which two records of one infusion may differ; no source says how many, a quarter of an hour is ours. */
const MINUTES_APART = 15

/** Giving the drug as a procedure that was stopped, was shorter than the dose is charted, or took place where no clinic is. */
function givenOtherwise(
  { status, code, performedPeriod, location }: Procedure,
  dose: Dose,
  key: string,
): Said | undefined {
  const called = phrasesOf([code]).find((each) => GIVES.test(each) || namesTheDrug([each], dose))
  if (called === undefined) return undefined
  const what = `${key} (“${quoted(called, 60)}”)`
  if (status !== 'completed')
    return { says: `${what} is “${quoted(String(status), 20)}”, and the dose is charted as given.`, element: 'status' }
  const place = saidByName(location?.display).find(({ kind }) => kind !== 'says nothing' && !IN_A_CLINIC.has(kind))
  if (place !== undefined)
    return { says: `${what} took place in “${quoted(text(location?.display) ?? '', 60)}”.`, element: 'location' }
  const [from, until] = [performedPeriod?.start, performedPeriod?.end].map((each) => text(each))
  const { start, end } = dose.reading.given.effectivePeriod ?? {}
  const minutes = (later: string | undefined, earlier: string | undefined): number | undefined => {
    const [b, a] = [epochMilliseconds(text(later) ?? ''), epochMilliseconds(text(earlier) ?? '')]
    return a === undefined || b === undefined ? undefined : (b - a) / 60_000
  }
  const [own, charted] = [minutes(until, from), minutes(end, start)]
  if (own === undefined || charted === undefined || charted - own <= MINUTES_APART) return undefined
  return { says: `${what} took ${own} minutes, and the dose is charted over ${charted}.`, element: 'performedPeriod' }
}

const IN_A_CLINIC: ReadonlySet<string> = new Set([
  'office',
  'outpatient',
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
  'independent clinic',
])

const DAYS_OF_AN_INVOICE = 60

/** An invoice that was sent, with the code of a drug, on the day of the dose or soon after. */
function ofInvoice({ status, date, lineItem }: Invoice, dose: Dose, key: string) {
  const items = list(lineItem)
  const [drug] = drugCodesIn(items.map(({ chargeItemCodeableConcept }) => chargeItemCodeableConcept))
  const called = items
    .flatMap((each) => [
      ...phrasesOf([each.chargeItemCodeableConcept]),
      ...[text(each.chargeItemReference?.display)].flatMap((words) => words ?? []),
    ])
    .find((words) => namesTheDrug([words], dose))
  const billed = drug ?? (called && `“${quoted(called, 60)}”`)
  const on = dayOf(dose.reading, date)
  const isLater = on && dose.on && (on < dose.on || on > addDays(dose.on, DAYS_OF_AN_INVOICE))
  if (billed === undefined || status === 'cancelled' || isLater) return []
  return [{ says: `${key}, an invoice that is ${status ?? 'without a status'}, bills ${billed}.`, element: 'lineItem' }]
}

/** A drug that was charted as a vaccine: it is an earlier dose all the same. */
function ofImmunization({ vaccineCode, occurrenceDateTime }: Immunization, dose: Dose, key: string) {
  const on = dayOf(dose.reading, occurrenceDateTime)
  const isAfter = on !== undefined && dose.on !== undefined && on > dose.on
  if (isAfter || !namesTheDrug(phrasesOf([vaccineCode]), dose)) return []
  const called = quoted(wordsOrCodes([vaccineCode])[0] ?? '', 60)
  return [
    {
      says: `${key} records “${called}”${on ? ` on ${on}` : ''}, which may be a dose of the drug.`,
      element: 'vaccineCode',
    },
  ]
}

/** Activities by which a record comes to be, and goes on. @see https://terminology.hl7.org/CodeSystem-v3-DataOperation.html */
const USUAL_ACTIVITY = wordList(
  'create created update updated append appended revise revised read operate execute activate complete completed',
  'author authored authenticate legally authenticated verify verified attest attested sign signed transmit receive received',
  'import imported assemble assembled record recorded charting la au treat treatment and',
)
const ERROR = /wrong|error|mistake|nullif|void|delet|retract|cancel|duplicate/i

const isOfPatient = ({ chart }: Reading, who: Reference | undefined): boolean => {
  const named = text(who?.type) ?? keyOf(chart, who)?.split('/')[0]
  return (
    named === 'Patient' || named === 'RelatedPerson' || (named === undefined && isLayPerson(text(who?.display) ?? ''))
  )
}

function ofProvenance({ target, activity, reason, agent }: Provenance, dose: Dose, key: string) {
  const { chart, key: given } = dose.reading
  const about = list(target).flatMap((each) => keyOf(chart, each) ?? [])
  const bearing = about.filter((each) => each === given || restsOn(dose.reading).has(each))
  if (bearing.length === 0) return []
  const lay = list(agent).find(
    ({ who, onBehalfOf }) =>
      isOfPatient(dose.reading, who) || (!isNothing(onBehalfOf) && !isOfTheClinic(dose.reading, onBehalfOf)),
  )
  if (lay !== undefined && about.includes(given)) {
    const by = isOfPatient(dose.reading, lay.who)
      ? (keyOf(chart, lay.who) ?? 'the patient')
      : `somebody on behalf of ${quoted(text(lay.onBehalfOf?.display) ?? keyOf(chart, lay.onBehalfOf) ?? 'another organization', 60)}`
    return [{ says: `${key} says that the record of the dose is by ${by}.`, element: 'agent' }]
  }
  const done = wordsOrCodes([activity]).find((each) => !isOnlyOf(each, USUAL_ACTIVITY))
  const why = phrasesOf(list(reason)).find((each) => ERROR.test(each) || deniesDose(each) || stops(each))
  const words = why ?? done
  return words === undefined
    ? []
    : [{ says: `${key} says of ${bearing[0]} “${quoted(words, 60)}”.`, element: 'activity' }]
}

/** Questions of whoever may pay before Medicare, and of a hospice (CMS-L564, the questionnaire of the MSP manual). */
const ABOUT_PAYERS =
  /employ|group health|\bghp\b|workers?.{0,3} comp|no[- ]?fault|accident|injur|liabilit|veteran|\bva\b|black lung|hospice|skilled nursing|other insurance|research|medicare advantage|esrd|end[- ]stage/i
const YES = /^(y|yes|true)\b/i
const DAYS_OF_ANSWERS = 400

function ofAnswers({ item, authored, questionnaire }: QuestionnaireResponse, dose: Dose, key: string) {
  const on = dayOf(dose.reading, authored)
  if (on && dose.on && addDays(on, DAYS_OF_ANSWERS) < dose.on) return []
  const notice = [questionnaire, ...questionsIn(list(item)).map((each) => each.text)]
    .flatMap((each) => text(each) ?? [])
    .find((each) => OF_A_NOTICE.test(each))
  if (notice !== undefined)
    return [
      {
        says: `${key} is a notice that the payer may not pay (“${quoted(notice, 60)}”): the line may need GA.`,
        element: 'questionnaire',
      },
    ]
  const yes = questionsIn(list(item)).find(
    ({ text: asked, answer }) =>
      ABOUT_PAYERS.test(text(asked) ?? '') &&
      list(answer).some(
        ({ valueBoolean, valueString, valueCoding }) =>
          valueBoolean === true ||
          [valueString, valueCoding?.code, valueCoding?.display].some((each) => YES.test(text(each) ?? '')),
      ),
  )
  if (yes !== undefined)
    return [{ says: `${key} answers “${quoted(text(yes.text) ?? '', 80)}” with yes.`, element: 'item.answer' }]
  const open = questionsIn(list(item)).flatMap(({ text: asked, answer }) => {
    const said = wordsOfAnswers(answer).find((each) => !USUALLY_NOT.test(each))
    return ABOUT_PAYERS.test(text(asked) ?? '') && said !== undefined ? [{ asked: text(asked) ?? '', said }] : []
  })[0]
  if (open !== undefined) {
    const says = `${key} answers “${quoted(open.asked, 80)}” with “${quoted(open.said, 40)}”.`
    return [{ says, element: 'item.answer' }]
  }
  const payers = payersOf(dose.reading)
  const other = questionsIn(list(item)).find((question) =>
    answersOfPayers(question).some((each) => !isUsualAnswer(question, each, payers)),
  )
  return other === undefined
    ? []
    : [
        {
          says: `${key} answers “${quoted(text(other.text) ?? '', 80)}” with “${quoted(answersOfPayers(other).join(', '), 40)}”.`,
          element: 'item.answer',
        },
      ]
}

/** Answers by which none of those pays: no, never, retired; a day and a number say when something was. */
const USUALLY_NOT =
  /^(n\b|no\b|none\b|never\b|false\b|not\b|n\/?a\b|denie[sd]\b|retired\b|unemployed\b|homemaker\b|student\b|inactive\b|[\d\s/.-]+$)/i

const wordsOfAnswers = (answers: QuestionnaireResponseItem['answer']): readonly string[] =>
  list(answers).flatMap(({ valueString, valueCoding }) =>
    [valueString, valueCoding?.display ?? valueCoding?.code].flatMap((each) => text(each) ?? []),
  )

const OF_A_NOTICE = /\br-?131\b|\babn\b|advance beneficiary/i

/** Questions of who pays, and whether it may be asked. */
const OF_PAYERS = /\binsur|\bmedicare\b|\bmedicaid\b|\bpayers?\b|\bcoverage\b|\bbill(ed|ing)?\b|\bguarantor\b/i
/** Those to which no is the usual answer. */
const NO_IS_USUAL = /chang|other|additional|another|secondary|second|supplement|different|problem|dispute/i

const answersOfPayers = ({ text: asked, answer }: QuestionnaireResponseItem): readonly string[] =>
  OF_PAYERS.test(text(asked) ?? '')
    ? list(answer).flatMap(({ valueBoolean, valueString, valueCoding }) =>
        valueBoolean === undefined
          ? [valueString ?? valueCoding?.display ?? valueCoding?.code].flatMap((each) => text(each) ?? [])
          : [valueBoolean ? 'yes' : 'no'],
      )
    : []

function isUsualAnswer(
  { text: asked }: QuestionnaireResponseItem,
  answer: string,
  payers: ReadonlySet<string>,
): boolean {
  const isNoUsual = NO_IS_USUAL.test(text(asked) ?? '')
  if (YES.test(answer)) return !isNoUsual
  if (NO.test(answer)) return isNoUsual
  return /^[\d\s/-]+$/.test(answer) || isOnlyOf(answer, payers)
}

/** Words of who pays for the patient, as the coverages have it. */
function payersOf({ chart, patient }: Reading): ReadonlySet<string> {
  const coverages = patient.known ? ofPatient(chart, 'Coverage', patient.value) : []
  const called = coverages.flatMap(({ resource }) => [
    ...list(resource.payor).flatMap(({ display }) => text(display) ?? []),
    ...phrasesOf([resource.type]),
  ])
  return wordList('part a b original traditional plan insurance the my', ...called)
}

const questionsIn = (items: readonly QuestionnaireResponseItem[]): readonly QuestionnaireResponseItem[] =>
  items.flatMap((each) => [
    each,
    ...questionsIn(list(each.item)),
    ...list(each.answer).flatMap((answer) => questionsIn(list(answer.item))),
  ])

const CAME: ReadonlySet<string> = new Set(['booked', 'arrived', 'fulfilled', 'checked-in'])

/** The appointment of the visit, or one of the patient at the hour of the dose, that nobody came to; another of that hour may have taken its place. */
function ofAppointment(appointment: Appointment, { reading, visit }: Dose, key: string) {
  const { chart } = reading
  const encounter = chart.resources.get(visit ?? '')
  const named = encounter?.resourceType === 'Encounter' ? list(encounter.appointment) : []
  const isOwn = named.some((each) => keyOf(chart, each) === key)
  const { status } = appointment
  if (CAME.has(status) || (!isOwn && !isAtTheHour(reading, appointment))) return []
  const hasAnother = allOf(chart, 'Appointment').some(
    (other) => other.key !== key && CAME.has(other.resource.status) && isAtTheHour(reading, other.resource),
  )
  if (!isOwn && (hasAnother || !NOBODY_CAME.has(status))) return []
  const of = isOwn ? 'the appointment of the visit' : 'an appointment at the hour of the dose'
  return [{ says: `${key}, ${of}, is “${quoted(String(status), 20)}”.`, element: 'status' }]
}
const NOBODY_CAME: ReadonlySet<string> = new Set(['cancelled', 'noshow'])

function isAtTheHour(reading: Reading, { start, end, participant }: Appointment): boolean {
  const { chart, patient } = reading
  const isOfPatient = list(participant).some(({ actor }) => patient.known && keyOf(chart, actor) === patient.value)
  return (
    isOfPatient &&
    text(start) !== undefined &&
    mayHoldTheDose(reading, { ...(start && { start }), ...(end && { end }) })
  )
}

/** Care that pays for what is given meanwhile. */
const PAYS_FOR_ALL = /\bhospice\b|\bskilled nursing\b|\bsnf\b/i
const STANDS: ReadonlySet<string> = new Set(['active', 'completed'])

const ADMITS = /\badmit\b|\badmission\b/i
const ENDS = /\b(discontinue|hold|stop|cancel)\b/i

/** What the dose was asked for by, and a referral to a hospice. */
function ofRequest(request: ServiceRequest, dose: Dose, key: string) {
  const { reading, visit } = dose
  const { chart, given } = reading
  const encounter = chart.resources.get(visit ?? '')
  const basedOn = encounter?.resourceType === 'Encounter' ? list(encounter.basedOn) : []
  const isOwn = [given.request, ...list(given.supportingInformation), ...basedOn].some(
    (each) => keyOf(chart, each) === key,
  )
  const { status, doNotPerform, code } = request
  const isOfTheDrug = namesTheDrug(phrasesOf([code]), dose) && isOfThatDay(reading, request)
  if ((isOwn || isOfTheDrug) && (!STANDS.has(status) || doNotPerform === true))
    return [{ says: `${key}, by which the dose was asked for, is “${quoted(String(status), 20)}”.`, element: 'status' }]
  const phrases = phrasesOf([code, ...list(request.category)])
  const words = phrases.find(
    (each) => PAYS_FOR_ALL.test(each) || ADMITS.test(each) || (ENDS.test(each) && namesTheDrug([each], dose)),
  )
  return words !== undefined && STANDS.has(status)
    ? [{ says: `${key} refers the patient to “${quoted(words, 60)}”.`, element: 'code' }]
    : []
}

/** Procedures of SNOMED CT that are hospice care, as quality measures find it. @see https://vsac.nlm.nih.gov 2.16.840.1.113762.1.4.1108.15 */
const OF_HOSPICE: ReadonlySet<string> = new Set([
  '385763009',
  '385765002',
  '170935008',
  '170936009',
  '183919006',
  '183920000',
  '183921001',
  '305336008',
  '305911006',
])
const codesOfHospice = (concepts: readonly (CodeableConcept | undefined)[]): readonly string[] =>
  concepts.flatMap((concept) =>
    list(concept?.coding).flatMap(({ code }) => (OF_HOSPICE.has(code ?? '') ? [code ?? ''] : [])),
  )

/** Who cares for the patient, where that is a hospice or a nursing facility. */
function ofTeam(
  { status, name, category, period, participant, managingOrganization }: CareTeam,
  { reading }: Dose,
  key: string,
) {
  if (status === 'inactive' || status === 'proposed' || !mayHoldTheDose(reading, period)) return []
  const called = [
    name,
    ...list(managingOrganization).map(({ display }) => display),
    ...list(participant).flatMap((each) => [each.member?.display, each.onBehalfOf?.display]),
  ]
  const roles = list(participant).flatMap(({ role }) => phrasesOf(list(role)))
  const words = [...called.flatMap((each) => text(each) ?? []), ...phrasesOf(list(category)), ...roles].find((each) =>
    PAYS_FOR_ALL.test(each),
  )
  return words === undefined
    ? []
    : [{ says: `${key} is a team “${quoted(words, 60)}” at the time of the dose.`, element: 'name' }]
}

/** LOINC for hospice care during the stay or the period, as assessments of facilities have it. */
const HOSPICE_CARE: ReadonlySet<string> = new Set(['45755-6'])
const DAYS_OF_AN_ASSESSMENT = 100

function ofAssessment(
  { status, code, effectiveDateTime, valueBoolean, valueCodeableConcept, valueString }: Observation,
  dose: Dose,
  key: string,
) {
  const isAsked =
    list(code?.coding).some((each) => HOSPICE_CARE.has(each.code ?? '')) ||
    phrasesOf([code]).some((each) => /\bhospice\b/i.test(each))
  const on = dayOf(dose.reading, effectiveDateTime)
  const isOld =
    on !== undefined && dose.on !== undefined && (on > dose.on || addDays(on, DAYS_OF_AN_ASSESSMENT) < dose.on)
  const answers = [...phrasesOf([valueCodeableConcept]), ...[text(valueString)].flatMap((each) => each ?? [])]
  const isNo = valueBoolean === false || (answers.length > 0 && answers.every((each) => NO.test(each)))
  if (!isAsked || isOld || isNo || status === 'cancelled') return []
  return [{ says: `${key} records hospice care at the time of the dose.`, element: 'value' }]
}
const NO = /^(n|no|none|false|negative|not (present|applicable))\b/i

const PLAN_WAS_ENDED: ReadonlySet<string> = new Set(['revoked', 'on-hold', 'draft', 'entered-in-error', 'unknown'])

/** A plan of care by a hospice; and the plan of which the order is an activity, or that is called after the drug, where it does not stand. */
function ofPlan({ status, title, category, period, activity }: CarePlan, dose: Dose, key: string) {
  const { reading } = dose
  const { chart, given } = reading
  const holdsOrder = list(activity).some(({ reference }) => {
    const named = keyOf(chart, reference)
    return named !== undefined && (named === keyOf(chart, given.request) || named === reading.key)
  })
  const called = text(title) ?? ''
  if (PLAN_WAS_ENDED.has(status) && mayHoldTheDose(reading, period) && (holdsOrder || namesTheDrug([called], dose)))
    return [
      {
        says: `${key}, a plan${called === '' ? '' : ` “${quoted(called, 60)}”`} of the order or the drug, is “${quoted(String(status), 20)}”.`,
        element: 'status',
      },
    ]
  const words = [...[text(title)].flatMap((each) => each ?? []), ...phrasesOf(list(category))].find((each) =>
    PAYS_FOR_ALL.test(each),
  )
  return words !== undefined && status === 'active' && mayHoldTheDose(reading, period)
    ? [{ says: `${key} is a plan of care “${quoted(words, 60)}” at the time of the dose.`, element: 'category' }]
    : []
}

/** Orders that belong together, where they were taken back. */
function ofGroup({ status, action }: RequestGroup, { reading }: Dose, key: string) {
  const { chart, given } = reading
  const isOwn = list(action).some(
    ({ resource }) => keyOf(chart, resource) !== undefined && keyOf(chart, resource) === keyOf(chart, given.request),
  )
  return isOwn && PLAN_WAS_ENDED.has(status)
    ? [
        {
          says: `${key}, to which the order of the dose belongs, is “${quoted(String(status), 20)}”.`,
          element: 'status',
        },
      ]
    : []
}

/** Whoever delivered the drug may have supplied it. */
function ofDelivery({ status, suppliedItem, occurrenceDateTime }: SupplyDelivery, dose: Dose, key: string) {
  const item = suppliedItem?.itemCodeableConcept
  const on = dayOf(dose.reading, occurrenceDateTime)
  const isAfter = on !== undefined && dose.on !== undefined && on > dose.on
  if (status === 'abandoned' || isAfter || !namesTheDrug(phrasesOf([item]), dose)) return []
  return [
    {
      says: `${key} delivered “${quoted(wordsOrCodes([item])[0] ?? '', 60)}”, and nothing says that it was bought.`,
      element: 'suppliedItem',
    },
  ]
}

const BROUGHT = /brought|own (supply|medication|medicine|drug)|patient[- ]supplied|home supply|specialty pharmacy/i

function ofList({ status, title, code, entry }: List, dose: Dose, key: string) {
  const called = [...[text(title)].flatMap((each) => each ?? []), ...phrasesOf([code])].find((each) =>
    BROUGHT.test(each),
  )
  if (called === undefined || status !== 'current') return []
  const {
    chart,
    key: given,
    given: { request, medicationReference },
  } = dose.reading
  const own = new Set([given, keyOf(chart, request), keyOf(chart, medicationReference)])
  const isOfIt = list(entry).some(
    ({ item }) => own.has(keyOf(chart, item) ?? '-') || namesTheDrug([text(item?.display) ?? ''], dose),
  )
  return isOfIt || list(entry).length === 0
    ? [{ says: `${key}, “${quoted(called, 60)}”, may hold the drug of the dose.`, element: 'entry' }]
    : []
}

/** A notice or an election that the patient signed, by the title of its document. */
function ofDocument(
  { status, type, category, description, content, date }: DocumentReference,
  dose: Dose,
  key: string,
) {
  const on = dayOf(dose.reading, date)
  const isOld = on && dose.on && addDays(on, DAYS_OF_ANSWERS) < dose.on
  const titles = [description, ...list(content).map(({ attachment }) => attachment?.title)].flatMap(
    (each) => text(each) ?? [],
  )
  const words = [...titles, ...phrasesOf([type, ...list(category)])].find(isNotice)
  return words === undefined || isOld || status !== 'current'
    ? []
    : [{ says: `${key} is a document “${quoted(words, 80)}”: the payer may not pay, or another.`, element: 'type' }]
}
