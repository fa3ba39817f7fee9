import type { RecordBeside } from '@doseline/dose'
import type { FhirResource, Reference } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isOfCare } from './phrases.ts'
import { drugNames, recordOf } from './said.ts'
import { isOfThatDay, saidOfTheDose } from './words-of-the-dose.ts'
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
    const strange =
      (isVitalSign(resource) ? undefined : saidOfTheDose(reading, words, { names, isOfTheDose })) ??
      (CLINICAL.has(type) && (!isOfTheDose || words.length > 0 || isVitalSign(resource))
        ? undefined
        : strangeIn(words, names))
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

/** LOINC of vital signs and body measures. @see https://hl7.org/fhir/R4/observation-vitalsigns.html */
const VITAL_SIGNS: ReadonlySet<string> = new Set(
  '85353-1 9279-1 8867-4 2708-6 59408-5 8310-5 8302-2 9843-4 29463-7 39156-5 85354-9 8480-6 8462-4 8478-0 72514-3'.split(
    ' ',
  ),
)
const isVitalSign = (resource: FhirResource): boolean =>
  resource.resourceType === 'Observation' &&
  list(resource.code?.coding).some(({ code }) => VITAL_SIGNS.has(text(code) ?? ''))

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
