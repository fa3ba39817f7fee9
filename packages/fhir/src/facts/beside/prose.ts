import { commentsIn, isProse } from '@doseline/contract'
import { type Fact, known, type ProseBeside } from '@doseline/dose'
import type { FhirResource, Identifier } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { ofPatient } from '../../chart-index.ts'
import type { Extensible } from '../../extensions.ts'
import { keyOf, resolve, type Target } from '../../references.ts'
import { list, text } from '../../shape.ts'
import { ARTICLE_MESSAGE_ID, BOOK_OF_CHARGE, MESSAGE_ID } from '../../systems.ts'
import { isEdited } from '../../write/resources/content.ts'
import { placeOn, type Reading } from '../reading.ts'
import { isOfCare } from './phrases.ts'
import { drugNames, mayHoldTheDose } from './said.ts'
import { isOfAnother, ownKeys } from './whose.ts'
import { isOfThatDay, isUndated } from './words-of-the-dose.ts'
import { proseWithin, referencesWithin, type Written } from './words-within.ts'

/**
 * What people wrote in whole words in records of the dose, of its visit or of its day: notes, documents that came as text,
 * conclusions, answers, comments in an EHR's own extensions. Rules take as read only what is usual; a person reads the rest.
 */
export function proseBeside(reading: Reading): Fact<readonly ProseBeside[]> {
  const found = [...ofRecords(reading), ...ofExtensions(reading)]
  return known(found, ...found.map(({ place }) => place))
}

/** Types in which people write of a patient and a visit. Of notes of other types their own readers read each word. */
const WRITTEN: ReadonlySet<string> = new Set(
  (
    'Appointment AppointmentResponse Basic CarePlan CareTeam ChargeItem ClinicalImpression Communication Composition Contract DiagnosticReport ' +
    'DocumentManifest DocumentReference Goal GuidanceResponse List Media Observation Procedure QuestionnaireResponse RequestGroup ' +
    'RiskAssessment ServiceRequest'
  ).split(' '),
)
const IS_NONE: ReadonlySet<unknown> = new Set(['entered-in-error', 'superseded'])

interface WithProse extends Target {
  readonly named: ReadonlySet<string>
  readonly prose: readonly Written[]
}

/** Read once a chart: each of hundreds of doses asks for the same. */
const writtenIn = new WeakMap<Chart, readonly WithProse[]>()

function recordsWithProse(chart: Chart): readonly WithProse[] {
  const before = writtenIn.get(chart)
  if (before) return before
  const records = [...chart.resources].flatMap(([key, resource]): WithProse[] => {
    if (!WRITTEN.has(resource.resourceType) || IS_NONE.has(Reflect.get(resource, 'status')) || isMeasured(resource))
      return []
    if (isWhatWeWrote(resource)) return []
    const references = referencesWithin(resource).flatMap((reference) => keyOf(chart, { reference }) ?? [])
    const attached = attachedIn(resource).flatMap((url) => {
      const binary = chart.resources.get(keyOf(chart, { reference: url }) ?? '')
      return binary === undefined ? [] : proseIn(binary)
    })
    const prose = [...proseIn(resource), ...attached]
    return prose.length === 0 ? [] : [{ key, resource, named: new Set(references), prose }]
  })
  writtenIn.set(chart, records)
  return records
}

/**
 * A message of ours, or a charge of ours whose content is what we wrote: its note is the calculation of its line. A billing
 * system may have moved its status since; what somebody changed or added is read.
 */
const isWhatWeWrote = (resource: FhirResource): boolean => {
  const { identifier } = resource as { readonly identifier?: unknown }
  const systems = list(identifier as readonly Identifier[] | undefined).map(({ system }) => text(system) ?? '')
  if (resource.resourceType === 'Communication' || resource.resourceType === 'DocumentReference')
    return systems.some((system) => OF_MESSAGES.has(system))
  if (resource.resourceType !== 'ChargeItem' || !systems.some((system) => system in BOOK_OF_CHARGE)) return false
  return !isEdited(resource) || STATUSES.some((status) => !isEdited({ ...resource, status }))
}
const OF_MESSAGES: ReadonlySet<string> = new Set([MESSAGE_ID, ARTICLE_MESSAGE_ID])
/** Those that a charge is written with. */
const STATUSES = ['billable', 'planned', 'not-billable'] as const

/** Results of a laboratory and signs that were measured: what is written beside them is of the measuring. */
const MEASURED: ReadonlySet<string> = new Set(['laboratory', 'vital-signs', 'imaging', 'exam', 'activity', 'therapy'])
const isMeasured = (resource: FhirResource): boolean =>
  resource.resourceType === 'Observation' &&
  (resource.valueQuantity !== undefined ||
    list(resource.category).some(({ coding }) => list(coding).some(({ code }) => MEASURED.has(text(code) ?? ''))))

/** Where documents of a record stand that came beside it. */
const attachedIn = (resource: FhirResource): readonly string[] => {
  const attachments =
    resource.resourceType === 'DocumentReference'
      ? list(resource.content).map(({ attachment }) => attachment)
      : resource.resourceType === 'Media'
        ? [resource.content]
        : resource.resourceType === 'DiagnosticReport'
          ? list(resource.presentedForm)
          : []
  return attachments.flatMap((each) => text(each?.url) ?? [])
}

/** The prose of a record of one of these types, without names, answers and codes. */
export const proseIn = (resource: FhirResource): readonly Written[] =>
  WRITTEN.has(resource.resourceType) || resource.resourceType === 'Binary'
    ? proseWithin(resource).filter(({ element, words }) => isOfNotes(element) || isProse(words))
    : []

/** In a note one word can say it all, as `Cancelled.`; elsewhere fewer than three are a name, an answer or a code. */
const isOfNotes = (element: string): boolean => /(^|\.)(note\.text|conclusion|summary|data|div)$/.test(element)
function ofRecords(reading: Reading): readonly ProseBeside[] {
  const own = ownKeys(reading)
  const names = drugNames(reading)
  return recordsWithProse(reading.chart).flatMap(({ key, resource, named, prose }) => {
    if (isOfAnother(reading, resource)) return []
    const isBeside = [...own.dose, ...own.beside].some((each) => named.has(each))
    if (!isBeside && !isOfThatDay(reading, resource) && !(DOCUMENTS.has(resource.resourceType) && isUndated(resource)))
      return []
    return prose.filter(({ words }) => !isOfCare(words, names)).map((written) => besideIn(key, written))
  })
}

/** They tell of a visit, also where nothing says of which. */
const DOCUMENTS: ReadonlySet<string> = new Set([
  'Basic',
  'Composition',
  'Contract',
  'DocumentReference',
  'GuidanceResponse',
])

const besideIn = (key: string, { element, words }: Written): ProseBeside => ({
  reference: key,
  words,
  place: placeOn({ key }, element, words.slice(0, SHOWN)),
})
const SHOWN = 160

/** Comments in extensions of the dose and of what it is read from. */
function ofExtensions(reading: Reading): readonly ProseBeside[] {
  const { chart, given, key, patient } = reading
  const own: Target = { key, resource: given }
  const named = [given.medicationReference, given.request, given.context, given.subject].flatMap(
    (reference) => resolve(chart, reference, own) ?? [],
  )
  const coverages = patient.known
    ? ofPatient(chart, 'Coverage', patient.value).filter(({ resource }) => mayHoldTheDose(reading, resource.period))
    : []
  return [own, ...named, ...coverages].flatMap((each) =>
    list((each.resource as Extensible).extension)
      .flatMap((extension) => commentsIn(extension))
      .map((words) => besideIn(each.key, { element: 'extension', words })),
  )
}
