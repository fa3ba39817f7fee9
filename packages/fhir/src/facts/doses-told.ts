import type { DoseElsewhere } from '@doseline/dose'
import type { CodeableConcept, FhirResource } from 'fhir/r4'
import { allOf } from '../chart-index.ts'
import { HCPCS, systemOf } from '../code-systems.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import { wordsIn } from './beside/phrases.ts'
import { NameCollector } from './name-collector.ts'
import type { Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/** What a record tells of: a drug by codes and words, and the day it was given. */
interface Told {
  readonly concepts: readonly (CodeableConcept | undefined)[]
  readonly words?: readonly (string | undefined)[]
  /** As written: FHIR dateTime. */
  readonly on: string | undefined
  readonly element: string
}

/** Of each type what it tells of a drug that was given; undefined where a record of it tells of none. */
function toldBy(resource: FhirResource): Told | undefined {
  switch (resource.resourceType) {
    case 'Observation':
      return { concepts: [resource.code], on: text(resource.valueDateTime), element: 'valueDateTime' }
    case 'Procedure':
      return {
        concepts: [resource.code, ...list(resource.usedCode)],
        words: list(resource.note).map((note) => note.text),
        on: text(resource.performedDateTime) ?? text(resource.performedPeriod?.start),
        element: 'performed',
      }
    case 'Encounter':
      return {
        concepts: [...list(resource.type), resource.serviceType, ...list(resource.reasonCode)],
        on: text(resource.period?.start),
        element: 'period',
      }
    case 'Appointment':
      return {
        concepts: [...list(resource.serviceType), resource.appointmentType, ...list(resource.reasonCode)],
        words: [resource.description],
        on: text(resource.start),
        element: 'start',
      }
    case 'ServiceRequest':
      return {
        concepts: [resource.code, ...list(resource.orderDetail)],
        on: text(resource.occurrenceDateTime) ?? text(resource.occurrencePeriod?.start),
        element: 'occurrence',
      }
    case 'Invoice':
      return {
        concepts: list(resource.lineItem).map((each) => each.chargeItemCodeableConcept),
        on: text(resource.date),
        element: 'date',
      }
    default:
      return undefined
  }
}

const TYPES = ['Observation', 'Procedure', 'Encounter', 'Appointment', 'ServiceRequest', 'Invoice'] as const
/** Statuses in which what they tell of was done. */
const WAS_DONE: ReadonlySet<unknown> = new Set([
  ...[
    'final',
    'amended',
    'corrected',
    'completed',
    'finished',
    'fulfilled',
    'arrived',
    'checked-in',
    'issued',
    'balanced',
  ],
])

/**
 * Days on which the drug of the dose may have been given before, as records tell that are no administrations: visits and
 * procedures that are called after it, an observation of when it was given last.
 */
export function dosesTold(reading: Reading): readonly DoseElsewhere[] {
  const { chart, given, patient, timeZone } = reading
  if (!patient.known) return []
  const visit = keyOf(chart, given.context)
  return TYPES.flatMap((type) => allOf(chart, type)).flatMap(({ key, resource }): DoseElsewhere[] => {
    const told = key === visit || !WAS_DONE.has(resource.status) ? undefined : toldBy(resource)
    const day = told && spanOfDays(told.on, timeZone)
    if (!told || !day || isOfAnother(reading, resource)) return []
    const names = new NameCollector()
    for (const concept of told.concepts) addDrug(names, concept, key)
    for (const words of told.words ?? []) if (maySayIt(words)) names.addText(words, { resource: key, element: 'text' })
    if (!names.found) return []
    const shows = [names.names.text[0]?.name ?? names.names.hcpcs[0]?.name, day.latest].join(', ')
    return [
      {
        reference: key,
        how: 'stated',
        drug: names.names,
        from: day.earliest,
        until: day.latest,
        doubt: `${key} tells of the drug on ${day.latest}; no administration of that day is in the chart.`,
        place: { resource: key, element: told.element, shows },
      },
    ]
  })
}

/** Codes of HCPCS by which drugs are billed, and words. */
function addDrug(names: NameCollector, concept: CodeableConcept | undefined, key: string): void {
  const place = { resource: key, element: 'code' }
  const coding = list(concept?.coding).filter(
    ({ system, code }) => OF_A_DRUG.test(text(code) ?? '') && [HCPCS, undefined].includes(systemOf({ system, code })),
  )
  if (coding.length > 0)
    names.addConcept({ coding: coding.map(({ code }) => ({ system: HCPCS, ...(code && { code }) })) }, place)
  for (const words of [concept?.text, ...list(concept?.coding).map(({ display }) => display)])
    if (maySayIt(words)) names.addText(words, place)
}

const OF_A_DRUG = /^[JQC]\d{4}$/i

/** Whether words may name a drug that was given: which one, if any, the code book knows. */
function maySayIt(words: unknown): boolean {
  const written = text(words)
  return written !== undefined && written.length <= MOST_READ && !wordsIn(written).some((word) => NOT_GIVEN.has(word))
}
/** Characters: longer words are a note, which is read elsewhere. */
const MOST_READ = 200
const NOT_GIVEN: ReadonlySet<string> = new Set(
  'no not never declined refused allergy discuss discussion education counseling consider consult consultation planned authorization auth held cancelled'.split(
    ' ',
  ),
)

function isOfAnother({ chart, patient }: Reading, resource: FhirResource): boolean {
  const { subject, participant }: { subject?: { reference?: string }; participant?: unknown } = resource as never
  const actors =
    resource.resourceType === 'Appointment' ? list<{ actor?: { reference?: string } }>(participant as never) : []
  const named = [subject, ...actors.map(({ actor }) => actor)].flatMap((each) => keyOf(chart, each) ?? [])
  const persons = named.filter((each) => each.startsWith('Patient/'))
  return persons.length > 0 && patient.known && !persons.includes(patient.value)
}
