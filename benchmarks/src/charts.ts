import { AssessmentRequest } from '@doseline/contract'
import { largeChart, population } from '@doseline/fhir-fixtures'
import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4'

/** The moment all of them are judged at. */
export const AS_OF = '2026-11-24T12:00:00Z'

/** The same people in every part of the run. */
export const SEED = 11

/** Invented charts as they come over the wire: requests with one chart each, two in five of them in order. */
export const requests = (count: number): string[] =>
  population(SEED, count).map(({ chart, focus }) => JSON.stringify({ bundle: chart, focus, asOf: AS_OF }))

/** A request as the service reads it. */
export const read = (text: string): AssessmentRequest => AssessmentRequest.parse(JSON.parse(text))

const MANY = 500

/** Requests whose charts are large in one way each, by what they are called in the table. */
export function largeRequests(): Readonly<Record<string, readonly string[]>> {
  const many = largeChart(MANY)
  const sameDay = { bundle: withDoses(many.bundle, () => ({ effectiveDateTime: '2026-03-02T15:00:00Z' })) }
  const asked = `MedicationAdministration/dose-${MANY / 2}`
  return {
    'one dose': [asText({ ...largeChart(1), focus: focusOf(largeChart(1).bundle) })],
    'one dose, padded': [asText({ bundle: padded(asText(many).length), focus: focusOf(largeChart(1).bundle) })],
    'one of 500': [asText({ ...many, focus: asked })],
    '500 on other days': [asText(many)],
    '500 on one day': [asText(sameDay)],
    '500 with 500 charges': [asText({ bundle: withCharges(many.bundle) })],
    '500 identifiers': [asText({ bundle: withIdentifiers(MANY) })],
    '2,000 identifiers': [asText({ bundle: withIdentifiers(4 * MANY) })],
  }
}

const asText = (request: object): string => JSON.stringify({ ...request, asOf: AS_OF })

const resourcesOf = ({ entry = [] }: Bundle): FhirResource[] =>
  entry.flatMap(({ resource }) => (resource ?? []) as FhirResource)
const dosesOf = (bundle: Bundle) =>
  resourcesOf(bundle).filter((each) => each.resourceType === 'MedicationAdministration')
const focusOf = (bundle: Bundle): string => `MedicationAdministration/${dosesOf(bundle)[0]?.id}`

const withDoses = (bundle: Bundle, change: () => object): Bundle => ({
  ...bundle,
  entry: (bundle.entry ?? []).map((entry) =>
    entry.resource?.resourceType === 'MedicationAdministration'
      ? ({ ...entry, resource: { ...entry.resource, ...change() } } as BundleEntry)
      : entry,
  ),
})

const withMore = (bundle: Bundle, more: readonly FhirResource[]): Bundle => ({
  ...bundle,
  entry: [...(bundle.entry ?? []), ...more.map((resource) => ({ resource }))],
})

/** One dose in a chart of so many bytes: the rest are results of another kind. */
function padded(bytes: number): Bundle {
  const { bundle } = largeChart(1)
  const [dose] = dosesOf(bundle)
  const each = Math.floor((bytes - asText({ bundle }).length) / MANY)
  const results = Array.from({ length: MANY }, (_, at): FhirResource => {
    const result = { resourceType: 'Observation', id: `o-${at}`, status: 'final', subject: dose?.subject } as const
    return { ...result, code: { text: 'x'.repeat(Math.max(1, each - 180)) } }
  })
  return withMore(bundle, results)
}

const withCharges = (bundle: Bundle): Bundle =>
  withMore(
    bundle,
    dosesOf(bundle).map(({ id, subject, effectiveDateTime }) => ({
      resourceType: 'ChargeItem',
      id: `charge-${id}`,
      status: 'billed',
      subject,
      occurrenceDateTime: effectiveDateTime ?? '2026-03-02',
      code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '99213' }] },
    })),
  )

/** So many diagnoses that a dose refers to by their identifiers alone. */
function withIdentifiers(count: number): Bundle {
  const { bundle } = largeChart(1)
  const [dose] = dosesOf(bundle)
  const identifier = (at: number) => ({ system: 'https://ehr.example/problems', value: `problem-${at}` })
  const conditions = Array.from(
    { length: count },
    (_, at): FhirResource => ({
      resourceType: 'Condition',
      id: `p-${at}`,
      identifier: [identifier(at)],
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }] },
      subject: { ...dose?.subject },
    }),
  )
  const reasonReference = conditions.map((_, at) => ({ identifier: identifier(at) }))
  return withMore(
    withDoses(bundle, () => ({ reasonReference })),
    conditions,
  )
}
