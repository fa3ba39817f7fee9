import { addDays, type CalendarDate, type RecordBeside, type RecordKind } from '@doseline/dose'
import type {
  Appointment,
  CarePlan,
  CodeableConcept,
  DocumentReference,
  FhirResource,
  Immunization,
  Invoice,
  List,
  Procedure,
  Provenance,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  Reference,
  ServiceRequest,
  SupplyDelivery,
} from 'fhir/r4'
import { allOf } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { deniesDose, isOnlyOf, namesIn, stops, wordList } from './phrases.ts'
import { drugNames, mayHoldTheDose, phrasesOf, recordOf, type Said, wordsOrCodes } from './said.ts'

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
  row('Appointment', 'visit', ofAppointment),
  row('ServiceRequest', 'episode', ofRequest),
  row('CarePlan', 'episode', ofPlan),
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

/** Codes by which a drug is billed: not those of giving it. */
const OF_A_DRUG = /^[CJQS]\d{4}$/
const drugCodesIn = (concepts: readonly (CodeableConcept | undefined)[]): readonly string[] =>
  concepts.flatMap((concept) =>
    list(concept?.coding)
      .flatMap(({ code }) => text(code)?.toUpperCase() ?? [])
      .filter((code) => OF_A_DRUG.test(code)),
  )

/** Whether words name the drug of the dose. */
const namesTheDrug = (phrases: readonly string[], { names }: Dose): boolean =>
  [...namesIn(phrases)].some((word) => names.has(word) && !COMMON.has(word))
const COMMON = wordList(
  'injection solution syringe vial subcutaneous intravenous infusion prefilled dose human immune acid sodium',
)

/** A procedure of the visit by the code of a drug: where procedures are charges, it is one. */
function ofProcedure({ code, encounter, performedDateTime, performedPeriod }: Procedure, dose: Dose, key: string) {
  const [drug] = drugCodesIn([code])
  const isOfVisit = dose.visit !== undefined && keyOf(dose.reading.chart, encounter) === dose.visit
  const on = dayOf(dose.reading, performedDateTime ?? performedPeriod?.start)
  if (drug === undefined || !(isOfVisit || (on !== undefined && on === dose.on))) return []
  return [{ says: `${key} records ${drug} on the day of the dose, and may have charged it.`, element: 'code' }]
}

const DAYS_OF_AN_INVOICE = 60

/** An invoice that was sent, with the code of a drug, on the day of the dose or soon after. */
function ofInvoice({ status, date, lineItem }: Invoice, dose: Dose, key: string) {
  const [drug] = drugCodesIn(list(lineItem).map(({ chargeItemCodeableConcept }) => chargeItemCodeableConcept))
  const on = dayOf(dose.reading, date)
  const isLater = on && dose.on && (on < dose.on || on > addDays(dose.on, DAYS_OF_AN_INVOICE))
  if (drug === undefined || status === 'cancelled' || isLater) return []
  return [{ says: `${key}, an invoice that is ${status ?? 'without a status'}, bills ${drug}.`, element: 'lineItem' }]
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

function ofProvenance({ target, activity, reason }: Provenance, dose: Dose, key: string) {
  const { chart, key: given } = dose.reading
  if (!list(target).some((each) => [given, dose.visit].includes(keyOf(chart, each) ?? '-'))) return []
  const done = wordsOrCodes([activity]).find((each) => !isOnlyOf(each, USUAL_ACTIVITY))
  const why = phrasesOf(list(reason)).find((each) => ERROR.test(each) || deniesDose(each) || stops(each))
  const words = why ?? done
  return words === undefined
    ? []
    : [{ says: `${key} says of the record of the dose, or of its visit, “${quoted(words, 60)}”.`, element: 'activity' }]
}

/** Questions of whoever may pay before Medicare, and of a hospice (CMS-L564, the questionnaire of the MSP manual). */
const ABOUT_PAYERS =
  /employ|group health|\bghp\b|workers?.{0,3} comp|no[- ]?fault|accident|injur|liabilit|veteran|\bva\b|black lung|hospice|skilled nursing|other insurance|research|medicare advantage|esrd|end[- ]stage/i
const YES = /^(y|yes|true)\b/i
const DAYS_OF_ANSWERS = 400

function ofAnswers({ item, authored }: QuestionnaireResponse, dose: Dose, key: string) {
  const on = dayOf(dose.reading, authored)
  if (on && dose.on && addDays(on, DAYS_OF_ANSWERS) < dose.on) return []
  const yes = questionsIn(list(item)).find(
    ({ text: asked, answer }) =>
      ABOUT_PAYERS.test(text(asked) ?? '') &&
      list(answer).some(
        ({ valueBoolean, valueString, valueCoding }) =>
          valueBoolean === true ||
          [valueString, valueCoding?.code, valueCoding?.display].some((each) => YES.test(text(each) ?? '')),
      ),
  )
  return yes === undefined
    ? []
    : [{ says: `${key} answers “${quoted(text(yes.text) ?? '', 80)}” with yes.`, element: 'item.answer' }]
}

const questionsIn = (items: readonly QuestionnaireResponseItem[]): readonly QuestionnaireResponseItem[] =>
  items.flatMap((each) => [
    each,
    ...questionsIn(list(each.item)),
    ...list(each.answer).flatMap((answer) => questionsIn(list(answer.item))),
  ])

const CAME: ReadonlySet<string> = new Set(['booked', 'arrived', 'fulfilled', 'checked-in'])

function ofAppointment({ status }: Appointment, { reading, visit }: Dose, key: string) {
  const encounter = reading.chart.resources.get(visit ?? '')
  const named = encounter?.resourceType === 'Encounter' ? list(encounter.appointment) : []
  if (CAME.has(status) || !named.some((each) => keyOf(reading.chart, each) === key)) return []
  return [{ says: `${key}, the appointment of the visit, is “${quoted(String(status), 20)}”.`, element: 'status' }]
}

/** Care that pays for what is given meanwhile. */
const PAYS_FOR_ALL = /\bhospice\b|\bskilled nursing\b|\bsnf\b/i
const STANDS: ReadonlySet<string> = new Set(['active', 'completed'])

/** What the dose was asked for by, and a referral to a hospice. */
function ofRequest(request: ServiceRequest, { reading, visit }: Dose, key: string) {
  const { chart, given } = reading
  const encounter = chart.resources.get(visit ?? '')
  const basedOn = encounter?.resourceType === 'Encounter' ? list(encounter.basedOn) : []
  const isOwn = [given.request, ...list(given.supportingInformation), ...basedOn].some(
    (each) => keyOf(chart, each) === key,
  )
  const { status, doNotPerform, code } = request
  if (isOwn && (!STANDS.has(status) || doNotPerform === true))
    return [{ says: `${key}, by which the dose was asked for, is “${quoted(String(status), 20)}”.`, element: 'status' }]
  const words = phrasesOf([code, ...list(request.category)]).find((each) => PAYS_FOR_ALL.test(each))
  return words !== undefined && STANDS.has(status)
    ? [{ says: `${key} refers the patient to “${quoted(words, 60)}”.`, element: 'code' }]
    : []
}

function ofPlan({ status, title, category, period }: CarePlan, { reading }: Dose, key: string) {
  const words = [...[text(title)].flatMap((each) => each ?? []), ...phrasesOf(list(category))].find((each) =>
    PAYS_FOR_ALL.test(each),
  )
  return words !== undefined && status === 'active' && mayHoldTheDose(reading, period)
    ? [{ says: `${key} is a plan of care “${quoted(words, 60)}” at the time of the dose.`, element: 'category' }]
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

const NOTICE =
  /advance beneficiary|\babn\b|\bcms-?r-?131\b|non-?coverage|hospice (election|benefit)|(election|notice) of (hospice|election)/i

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
  const words = [...titles, ...phrasesOf([type, ...list(category)])].find((each) => NOTICE.test(each))
  return words === undefined || isOld || status !== 'current'
    ? []
    : [{ says: `${key} is a document “${quoted(words, 80)}”: the payer may not pay, or another.`, element: 'type' }]
}
