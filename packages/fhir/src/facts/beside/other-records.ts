import type { RecordBeside } from '@doseline/dose'
import type { FhirResource, Observation } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isDocument } from './documents.ts'
import { isOfCare } from './phrases.ts'
import { proseIn } from './prose.ts'
import { drugNames, phrasesOf, recordOf } from './said.ts'
import { isOfAnother, ownKeys } from './whose.ts'
import { isOfThatDay, mayBeOfThatTime, saidOfTheDose } from './words-of-the-dose.ts'
import { referencesWithin, wordsWithin } from './words-within.ts'

/** Types of which readers of their own read what they say; the words of a visit, a diagnosis or an order are theirs. */
const READ_BY_ITS_TYPE =
  'Account AdverseEvent AllergyIntolerance ChargeItem Claim ClaimResponse Communication Condition Consent Coverage ' +
  'CoverageEligibilityResponse DetectedIssue Encounter EpisodeOfCare ExplanationOfBenefit Flag Invoice Location ' +
  'Immunization Medication MedicationAdministration MedicationDispense MedicationRequest MedicationStatement Organization Patient ' +
  'Provenance ResearchStudy ResearchSubject SupplyDelivery Task'
/** Types that tell who somebody is, what is planned in a calendar, how a message went, and nothing of a dose. */
const SAYS_NOTHING =
  'AuditEvent Binary BodyStructure Bundle CoverageEligibilityRequest Device DeviceMetric Endpoint FamilyMemberHistory ' +
  'HealthcareService ImagingStudy ImmunizationEvaluation ImmunizationRecommendation InsurancePlan MeasureReport MessageHeader ' +
  'MolecularSequence NutritionOrder OperationOutcome Parameters Person Practitioner PractitionerRole RelatedPerson ' +
  'RiskAssessment Schedule Slot Specimen Subscription Substance VisionPrescription'
/** Types in which people write much that has nothing to do with a charge: of these what speaks against the dose counts. */
const OF_CARE =
  'Appointment AppointmentResponse CarePlan CareTeam ClinicalImpression Composition DeviceRequest DeviceUseStatement DiagnosticReport ' +
  'DocumentManifest DocumentReference Goal GuidanceResponse List Media Observation Procedure QuestionnaireResponse ' +
  'RequestGroup ServiceRequest'

const set = (types: string): ReadonlySet<string> => new Set(types.split(' '))
const [PASSED, CLINICAL] = [set(`${READ_BY_ITS_TYPE} ${SAYS_NOTHING}`), set(OF_CARE)]
const IS_NONE: ReadonlySet<unknown> = new Set(['entered-in-error', 'superseded'])

/**
 * Records of all other types that name the dose, its order, its visit or its coverage, or are of that day. Of clinical ones
 * counts what speaks against the dose; of any other, and if it names only the patient, everything that is not plainly of care.
 */
export function otherRecordsBeside(reading: Reading): readonly RecordBeside[] {
  const names = drugNames(reading)
  const own = ownKeys(reading)
  return othersIn(reading.chart).flatMap(({ key, resource, named, words, called }): RecordBeside[] => {
    const { resourceType: type } = resource
    if (isOfAnother(reading, resource)) return []
    const isOfTheDose = own.dose.some((each) => named.has(each))
    const isBeside =
      isOfTheDose ||
      own.beside.some((each) => named.has(each)) ||
      (CLINICAL.has(type) ? isOfThatDay(reading, resource) : isOfThePatient(reading, named, resource))
    if (!isBeside) return []
    const strange =
      (resource.resourceType === 'Observation' ? strangeAnswer(resource, names) : undefined) ??
      (isVitalSign(resource) ? undefined : saidOfTheDose(reading, { words, called }, { names, isOfTheDose })) ??
      (CLINICAL.has(type) && (!isOfTheDose || words.length > 0 || isVitalSign(resource))
        ? undefined
        : strangeIn(words, names))
    if (strange === undefined) return []
    const says = `${key} is about the dose or its visit, and says “${quoted(strange, 100)}”.`
    return [recordOf(key, 'report', { says, element: 'text' })]
  })
}

/** Types that name no patient themselves, and are of the one of the chart. */
const OF_ONE: ReadonlySet<string> = new Set(['EnrollmentResponse', 'PaymentNotice', 'PaymentReconciliation'])

/** Of a type that nobody here reads, whatever is about the patient and may be of the time of the dose. */
const isOfThePatient = (reading: Reading, named: ReadonlySet<string>, resource: FhirResource): boolean =>
  (OF_ONE.has(resource.resourceType) || (reading.patient.known && named.has(reading.patient.value))) &&
  mayBeOfThatTime(reading, resource)

interface Other {
  readonly key: string
  readonly resource: FhirResource
  readonly named: ReadonlySet<string>
  readonly words: readonly string[]
  /** Those of them that are no prose, nor the title of a document: these are read apart. */
  readonly called: readonly string[]
}

/** Read once a chart: each of hundreds of doses asks for the same. */
const othersOf = new WeakMap<Chart, readonly Other[]>()

function othersIn(chart: Chart): readonly Other[] {
  const before = othersOf.get(chart)
  if (before) return before
  const others = [...chart.resources].flatMap(([key, resource]): Other[] => {
    if (PASSED.has(resource.resourceType) || IS_NONE.has(Reflect.get(resource, 'status'))) return []
    const named = new Set(referencesWithin(resource).flatMap((reference) => keyOf(chart, { reference }) ?? []))
    const words = wordsWithin(resource)
    const apart = new Set(isDocument(resource) ? words : proseIn(resource).map((each) => each.words))
    return [{ key, resource, named, words, called: words.filter((each) => !apart.has(each)) }]
  })
  othersOf.set(chart, others)
  return others
}

const strangeIn = (words: readonly string[], names: ReadonlySet<string>): string | undefined =>
  words.length === 0 ? 'nothing in words' : words.find((each) => !isOfCare(each, names))

/** Where a result is of a laboratory, or was measured on the patient. */
const MEASURED: ReadonlySet<string> = new Set(['laboratory', 'vital-signs', 'imaging', 'exam', 'activity'])
/** An amount of a drug is no result: another than the dose may have been given. */
const OF_A_DRUG: ReadonlySet<unknown> = new Set(['mg', 'g', 'ug', 'mcg', 'mL', 'ml', 'U', '[iU]', 'unit', 'units'])

/** A question of a flowsheet with an answer that is none of usual care. */
function strangeAnswer(observation: Observation, names: ReadonlySet<string>): string | undefined {
  const { category, code, valueQuantity, component, note, ...rest } = observation
  const isMeasured = list(category).some((each) => list(each.coding).some((one) => MEASURED.has(text(one.code) ?? '')))
  const measures = [valueQuantity, ...list(component).map((each) => each.valueQuantity)].map(
    (each) => text(each?.unit) ?? text(each?.code),
  )
  const drug = measures.some((unit) => OF_A_DRUG.has(unit))
  const isResult = measures[0] !== undefined && !drug
  // What is answered about a hospice is read by its own reader.
  const isReadElsewhere = isVitalSign(observation) || phrasesOf([code]).some((each) => /hospice/i.test(each))
  if (isMeasured || isResult || isReadElsewhere) return undefined
  const { valueString, valueCodeableConcept, valueBoolean, valueInteger, valueDateTime } = rest
  const answers = [
    ...[valueString, valueBoolean, valueInteger, valueDateTime].flatMap((each) =>
      each === undefined ? [] : String(each),
    ),
    ...phrasesOf([valueCodeableConcept, ...list(component).map((each) => each.valueCodeableConcept)]),
    ...list(component).flatMap((each) => text(each.valueString) ?? []),
    ...(drug ? [`${valueQuantity?.value ?? ''} ${measures.find((unit) => OF_A_DRUG.has(unit)) ?? ''}`] : []),
    ...(valueQuantity !== undefined && measures[0] === undefined ? [String(valueQuantity.value)] : []),
  ]
  const isUsual = answers.every((each) => isOfCare(each, names) || USUAL_ANSWER.test(each))
  return isUsual && !drug ? undefined : [...phrasesOf([code]).slice(0, 1), ...answers].join(': ').slice(0, 100)
}
/** Answers that say nothing by themselves of a dose that is charted as given. */
const USUAL_ANSWER =
  /^(yes|true|normal|negative|none|done|complete[d]?|within normal limits|wnl|stable|[0-9]{1,2}(\/10)?)$/i

/** LOINC of vital signs and body measures. @see https://hl7.org/fhir/R4/observation-vitalsigns.html */
const VITAL_SIGNS: ReadonlySet<string> = new Set(
  '85353-1 9279-1 8867-4 2708-6 59408-5 8310-5 8302-2 9843-4 29463-7 39156-5 85354-9 8480-6 8462-4 8478-0 72514-3'.split(
    ' ',
  ),
)
const isVitalSign = (resource: FhirResource): boolean =>
  resource.resourceType === 'Observation' &&
  list(resource.code?.coding).some(({ code }) => VITAL_SIGNS.has(text(code) ?? ''))
