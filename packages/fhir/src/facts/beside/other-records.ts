import { addDays, type CalendarDate, type RecordBeside } from '@doseline/dose'
import type { FhirResource, Reference } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { isOfCare, speaksAgainst, stops } from './phrases.ts'
import { drugNames, recordOf } from './said.ts'
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
  'Group HealthcareService ImagingStudy ImmunizationEvaluation ImmunizationRecommendation InsurancePlan MeasureReport MessageHeader ' +
  'MolecularSequence NutritionOrder OperationOutcome Parameters Person Practitioner PractitionerRole RelatedPerson ' +
  'RiskAssessment Schedule Slot Specimen Subscription Substance VisionPrescription'
/** Types in which people write much that has nothing to do with a charge: of these what speaks against the dose counts. */
const OF_CARE =
  'Appointment AppointmentResponse CarePlan CareTeam ClinicalImpression Composition DeviceUseStatement DiagnosticReport ' +
  'DocumentManifest DocumentReference Goal GuidanceResponse List Media Observation Procedure QuestionnaireResponse ' +
  'RequestGroup ServiceRequest'

const set = (types: string): ReadonlySet<string> => new Set(types.split(' '))
const [PASSED, CLINICAL] = [set(`${READ_BY_ITS_TYPE} ${SAYS_NOTHING}`), set(OF_CARE)]
const IS_NONE: ReadonlySet<unknown> = new Set(['entered-in-error', 'superseded'])

/**
 * Records of all other types that name the dose, its order, its visit or its coverage, or are of that day and name the
 * drug. Of clinical ones counts what speaks against the dose; of any other, everything that is not plainly of care.
 */
export function otherRecordsBeside(reading: Reading): readonly RecordBeside[] {
  const names = drugNames(reading)
  const own = ownKeys(reading)
  return othersIn(reading.chart).flatMap(({ key, resource, named, words }): RecordBeside[] => {
    const { resourceType: type } = resource
    if (isOfAnother(reading, resource)) return []
    const isOfTheDose = own.dose.some((each) => named.has(each))
    const isBeside = isOfTheDose || own.beside.some((each) => named.has(each))
    if (!isBeside && !(CLINICAL.has(type) && isOfThatDay(reading, resource))) return []
    const against = words.flatMap((each) => speaksAgainst(each, names, isOfTheDose) ?? [])[0] ?? words.find(stops)
    const strange = against ?? (CLINICAL.has(type) ? undefined : strangeIn(words, names))
    if (strange === undefined) return []
    const says = `${key} is about the dose or its visit, and says “${quoted(strange, 100)}”.`
    return [recordOf(key, 'report', { says, element: 'text' })]
  })
}

interface Other {
  readonly key: string
  readonly resource: FhirResource
  readonly named: ReadonlySet<string>
  readonly words: readonly string[]
}

/** Read once a chart: each of hundreds of doses asks for the same. */
const othersOf = new WeakMap<Chart, readonly Other[]>()

function othersIn(chart: Chart): readonly Other[] {
  const before = othersOf.get(chart)
  if (before) return before
  const others = [...chart.resources].flatMap(([key, resource]): Other[] => {
    if (PASSED.has(resource.resourceType) || IS_NONE.has(Reflect.get(resource, 'status'))) return []
    const named = new Set(referencesWithin(resource).flatMap((reference) => keyOf(chart, { reference }) ?? []))
    return [{ key, resource, named, words: wordsWithin(resource) }]
  })
  othersOf.set(chart, others)
  return others
}

const strangeIn = (words: readonly string[], names: ReadonlySet<string>): string | undefined =>
  words.length === 0 ? 'nothing in words' : words.find((each) => !isOfCare(each, names))

/** What the dose goes by, and what it was given in and is paid by. */
function ownKeys({ chart, key, given, patient }: Reading) {
  const at = (each: Reference | undefined): readonly string[] => {
    const found = keyOf(chart, each)
    return found === undefined ? [] : [found]
  }
  const coverages = patient.known ? ofPatient(chart, 'Coverage', patient.value).map((each) => each.key) : []
  return { dose: [key, ...at(given.request)], beside: [...at(given.context), ...coverages] }
}

function isOfAnother({ chart, patient }: Reading, resource: FhirResource): boolean {
  const {
    subject,
    patient: whose,
    beneficiary,
    candidate,
  }: Readonly<Record<string, Reference | undefined>> = resource as never
  const about = keyOf(chart, subject ?? whose ?? beneficiary ?? candidate)
  return about?.startsWith('Patient/') === true && patient.known && about !== patient.value
}

/** Elements that say when a record is of. */
const WHEN = ['effectiveDateTime', 'performedDateTime', 'date', 'authored', 'authoredOn', 'occurrenceDateTime', 'start']

/** Whether a record is of the day of the dose, or of the day after: a note is often written then. */
function isOfThatDay(reading: Reading, resource: FhirResource): boolean {
  const given = dayOf(reading, reading.given.effectiveDateTime ?? reading.given.effectivePeriod?.start)
  const on = WHEN.map((element) => dayOf(reading, text(Reflect.get(resource, element)))).find(
    (day) => day !== undefined,
  )
  return given !== undefined && on !== undefined && given <= on && on <= addDays(given, 1)
}

const dayOf = (reading: Reading, written: string | undefined): CalendarDate | undefined =>
  spanOfPeriodEnd(written, zoneOfPeriods(reading))?.earliest
