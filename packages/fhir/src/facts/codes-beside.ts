import { type CodeBeside, type Fact, known } from '@doseline/dose'
import type { CodeableConcept, Reference } from 'fhir/r4'
import { allOf } from '../chart-index.ts'
import { keyOf, resolve, type Target } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { isOfAnother } from './beside/whose.ts'
import { isOfThatDay } from './beside/words-of-the-dose.ts'
import { isForTheDose } from './dispensed-for.ts'
import { placeOn, type Reading } from './reading.ts'

/** Codes by which a drug is billed, with or without modifiers. */
const OF_A_DRUG = /\b[CJQS]\d{4}(?!\d|[A-Z])/gi
const LONGEST = 300

/**
 * Codes of drugs, as HCPCS writes them, on the records by which the dose was asked for and supplied, and on work of its day:
 * in their codes, whatever system these name, and in their words. Charges and the dose itself are read apart.
 */
export function codesBeside(reading: Reading): Fact<readonly CodeBeside[]> {
  const found = besideTheDose(reading).flatMap(({ key, by, element, concepts, words = [] }) =>
    [...concepts.flatMap(writtenIn), ...words]
      .flatMap((each) => each.slice(0, LONGEST).match(OF_A_DRUG) ?? [])
      .map((code) => ({
        code: code.toUpperCase(),
        by,
        place: placeOn({ key }, element, quoted(code, LONGEST)),
      })),
  )
  const all = [...found, ...posted(reading)]
  return known(all, ...all.map(({ place }) => place))
}

/** What the ledger, or the caller, knows to have been charged for this dose. */
const posted = ({ key, options }: Reading): readonly CodeBeside[] =>
  (options.postedCharges ?? [])
    .filter(({ doses }) => doses.includes(key))
    .map(({ code }, at) => ({
      code: code.toUpperCase(),
      by: 'a posted charge',
      place: { resource: 'request', element: `postedCharges[${at}]`, shows: code },
    }))

interface Beside {
  readonly key: string
  readonly by: CodeBeside['by']
  readonly element: string
  readonly concepts: readonly (CodeableConcept | undefined)[]
  readonly words?: readonly string[]
}

function besideTheDose(reading: Reading): readonly Beside[] {
  const { chart, given, key } = reading
  const own: Target = { key, resource: given }
  const order = resolve(chart, given.request, own)
  const visit = keyOf(chart, given.context)
  const isOfVisit = (encounter: Reference | undefined): boolean =>
    visit !== undefined && keyOf(chart, encounter) === visit
  return [
    ...(order?.resource.resourceType === 'MedicationRequest'
      ? [ofMedicine(reading, 'the order', { key: order.key, resource: order.resource })]
      : []),
    ...allOf(chart, 'MedicationDispense')
      .filter((each) => !isOfAnother(reading, each.resource) && isForTheDose(reading, each))
      .map((each) => ofMedicine(reading, 'a dispense', each)),
    ...allOf(chart, 'ServiceRequest')
      .filter(({ resource }) => !isOfAnother(reading, resource) && resource.status !== 'entered-in-error')
      .filter(({ key: named, resource }) => named === order?.key || isOfVisit(resource.encounter))
      .map(({ key: named, resource }) => ({
        key: named,
        by: 'a request' as const,
        element: 'code',
        concepts: [resource.code],
      })),
    ...allOf(chart, 'Task')
      .filter(
        ({ resource }) => keyOf(chart, resource.for) === keyOf(chart, given.subject) && !OVER.has(resource.status),
      )
      .filter(
        ({ resource }) =>
          isOfThatDay(reading, resource) || isOfVisit(resource.encounter) || keyOf(chart, resource.focus) === key,
      )
      .map(({ key: named, resource }) => ({
        key: named,
        by: 'a task' as const,
        element: 'code',
        concepts: [resource.code, resource.reasonCode],
        words: [resource.description, ...list(resource.note).map((each) => each.text)].flatMap(
          (each) => text(each) ?? [],
        ),
      })),
  ]
}

const OVER: ReadonlySet<unknown> = new Set(['entered-in-error', 'cancelled', 'rejected'])

interface OfMedicine extends Target {
  readonly resource: Target['resource'] & {
    readonly medicationCodeableConcept?: CodeableConcept
    readonly medicationReference?: Reference
  }
}

function ofMedicine({ chart }: Reading, by: CodeBeside['by'], { key, resource }: OfMedicine): Beside {
  const drug = resolve(chart, resource.medicationReference, { key, resource })?.resource
  const concepts = [resource.medicationCodeableConcept, drug?.resourceType === 'Medication' ? drug.code : undefined]
  const called = text(resource.medicationReference?.display)
  return { key, by, element: 'medication', concepts, words: called === undefined ? [] : [called] }
}

/** Codes and words of a concept. */
const writtenIn = (concept: CodeableConcept | undefined): readonly string[] => [
  ...[text(concept?.text)].flatMap((each) => each ?? []),
  ...list(concept?.coding).flatMap(({ code, display }) => [text(code), text(display)].flatMap((each) => each ?? [])),
]
