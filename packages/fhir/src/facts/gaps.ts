import { type CalendarDate, type ChartGap, type ExistingCharge, type Fact, known, type Place } from '@doseline/dose'
import type { Encounter, FhirResource, MedicationRequest, Reference } from 'fhir/r4'
import { gapsOfReads } from '../chart/reads.ts'
import type { Chart } from '../chart.ts'
import { ofPatient } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { keyOf, resolve } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { copiesMayBear } from './copies.ts'
import type { Reading } from './reading.ts'

/** What was read of the dose before: its day, and what bills it. */
export interface ReadBefore {
  readonly day: Fact<CalendarDate>
  readonly charges: Fact<readonly ExistingCharge[]>
}

/**
 * What of the chart may bear on this dose and was left out, was not read, or must not be read past: of the dose itself,
 * of what it refers to, and of the patient's records that can change the answer.
 */
export function gapsOf(reading: Reading, chart: Chart, before: ReadBefore): Fact<readonly ChartGap[]> {
  const { attested } = reading.options
  const all = [
    ...[...chart.gaps, ...gapsOfReads(chart)].filter((gap) => mayBear(gap, reading, before)),
    ...gapsOfReferences(reading),
    ...gapsOfTargets(reading),
    ...gapsOfWhole(reading),
    ...gapsOfStatements(reading),
  ]
  const looked = reviewedIn(reading)
  const gaps = all.filter(
    ({ kind, key = '' }) =>
      !(kind === 'not read' && attested?.wholeChart) && !(kind === 'contradictory' && looked.has(key)),
  )
  const fact = known(gaps, ...gaps.map(placeOf))
  const isStated = attested !== undefined && gaps.length < all.length
  return isStated ? { ...fact, attested: { by: attested.by, at: attested.at } } : fact
}

/** Records that a person looked at and states not to bear on the dose: none that it is, is of, or is paid by. */
function reviewedIn(reading: Reading): ReadonlySet<string> {
  const { chart, key, given } = reading
  const named = reading.options.attested?.reviewed ?? []
  const own = [given.subject, given.context, given.medicationReference, given.request].map((each) => keyOf(chart, each))
  const bearing = new Set([key, ...own, ...coveragesOf(reading).map((each) => each.key)])
  return new Set(Array.isArray(named) ? named.filter((each) => !bearing.has(each)) : [])
}

const placeOf = ({ key, type, element, says }: ChartGap): Place => ({
  resource: key ?? type ?? 'request',
  element: element ?? '',
  shows: says,
})

function mayBear(gap: ChartGap, reading: Reading, before: ReadBefore): boolean {
  const { key, kind, type } = gap
  if (kind === 'contradictory') return copiesMayBear(gap, reading.chart)
  if (key !== undefined) return CHARGES.has(type ?? '') ? mayBill(key, reading, before) : restsOn(reading).has(key)
  // What stands under a name that FHIR does not know may be of any type.
  if (type === undefined || kind === 'not understood') return true
  return MAY_BEAR[type]?.(reading) ?? false
}

const CHARGES: ReadonlySet<string> = new Set(['ChargeItem', 'Claim', 'ExplanationOfBenefit'])

/** Whether a charge that must not be read past may bill the dose: not where it surely is of another day. */
function mayBill(key: string, reading: Reading, { day, charges }: ReadBefore): boolean {
  if (!isNotLookedUp(reading)) return false
  if (!ofThePatient(reading, 'ChargeItem', 'Claim', 'ExplanationOfBenefit').has(key)) return false
  if (!charges.known || !day.known) return true
  const lines = charges.value.filter(({ reference }) => reference === key)
  return lines.length === 0 || lines.some(({ on }) => on === undefined || on === day.value)
}

/** Where the dose refers to what was deleted, or to what can be nowhere but in the chart and is not. */
function gapsOfReferences(reading: Reading): ChartGap[] {
  const { chart, key, given } = reading
  if (chart.deleted.has(key)) {
    return [{ kind: 'deleted', type: 'MedicationAdministration', key, says: `${key} was deleted in the EHR.` }]
  }
  const references = { subject: given.subject, context: given.context, medicationReference: given.medicationReference }
  return Object.entries(references).flatMap(([element, reference]): ChartGap[] => {
    const target = keyOf(chart, reference)
    if (target !== undefined && chart.deleted.has(target)) {
      return [{ kind: 'deleted', key: target, element, says: `${target} was deleted, and ${key} refers to it.` }]
    }
    const literal = text(reference?.reference) ?? ''
    if (element === 'subject' || !leadsNowhere(reading, reference)) return []
    if (element === 'context' && VISIT.test(literal)) {
      const says = `${key} names ${quoted(literal, 80)} as its visit, and the chart does not hold it.`
      return [{ kind: 'not read', type: 'Encounter', key, element, says }]
    }
    if (!ONLY_HERE.test(literal)) return []
    const says = `${key} names “${quoted(literal, 80)}” as its ${element}, and nothing in the chart is that.`
    return [{ kind: 'leads nowhere', key, element, says }]
  })
}

/** Of a procedure in which something was done. @see https://hl7.org/fhir/R4/valueset-event-status.html */
const PROCEDURE_STATUSES = ['in-progress', 'on-hold', 'stopped', 'completed', 'unknown'] as const
const NOT_DONE: Readonly<Record<string, string>> = {
  'not-done': 'was not done',
  preparation: 'is only being prepared',
  'entered-in-error': 'was entered in error',
}

/** Where the dose is part of a procedure that did not take place. */
function gapsOfWhole({ chart, key, given }: Reading): ChartGap[] {
  return list(given.partOf).flatMap((reference): ChartGap[] => {
    const whole = resolve(chart, reference, { key, resource: given })
    if (whole?.resource.resourceType !== 'Procedure') return []
    const read = codedIn(whole.key, whole.resource, 'status', PROCEDURE_STATUSES)
    if (!('doubt' in read) || !read.isWritten) return []
    const how = NOT_DONE[text(whole.resource.status) ?? '']
    const says = how ? `${whole.key} ${how}, and ${key} is part of it.` : read.doubt
    return [{ kind: 'modified', type: 'Procedure', key: whole.key, element: 'status', says }]
  })
}

/** Of a statement that says that what it is part of was not taken. @see https://hl7.org/fhir/R4/valueset-medication-statement-status.html */
const NOT_TAKEN = new Set<unknown>(['not-taken'])

/** Where a statement that names the dose says that it was not taken. */
function gapsOfStatements({ chart, key, patient }: Reading): ChartGap[] {
  if (!patient.known) return []
  return ofPatient(chart, 'MedicationStatement', patient.value)
    .filter(({ resource }) => NOT_TAKEN.has(resource.status))
    .filter(({ resource }) => list(resource.partOf).some((whole) => keyOf(chart, whole) === key))
    .map((statement) => {
      const says = `${statement.key} says that ${key} was not taken.`
      return { kind: 'modified', type: 'MedicationStatement', key: statement.key, element: 'status', says } as const
    })
}

const MEDICATION_STATUSES = ['active', 'inactive'] as const
/** Of an order that was given. One that was cancelled before anything was given, or never signed, was not. */
const ORDER_STATUSES = ['active', 'on-hold', 'completed', 'stopped', 'unknown'] as const
const NOT_ORDERED: Readonly<Record<string, string>> = {
  cancelled: 'was cancelled before anything was given',
  draft: 'is a draft',
  'entered-in-error': 'was entered in error',
}

/** Where what the dose refers to says of itself that it does not count: a drug entered in error, a patient that was merged. */
function gapsOfTargets({ chart, key, given }: Reading): ChartGap[] {
  const gaps: ChartGap[] = []
  const holder = { key, resource: given }
  const drug = resolve(chart, given.medicationReference, holder)
  if (drug?.resource.resourceType === 'Medication') {
    const read = codedIn(drug.key, drug.resource, 'status', MEDICATION_STATUSES)
    if ('doubt' in read && read.isWritten) {
      const isError = drug.resource.status === 'entered-in-error'
      const says = isError ? `${drug.key} was entered in error, and ${key} refers to it.` : read.doubt
      gaps.push({ kind: 'modified', type: 'Medication', key: drug.key, element: 'status', says })
    }
  }
  const order = resolve(chart, given.request, holder)
  if (order?.resource.resourceType === 'MedicationRequest') gaps.push(...gapsOfOrder(order.key, order.resource, key))
  const patient = resolve(chart, given.subject, holder)
  if (patient?.resource.resourceType !== 'Patient') return gaps
  if (list(patient.resource.link).some(({ type }) => type === 'replaced-by')) {
    const says = `${patient.key} was replaced by another record of the patient, and ${key} still refers to it.`
    gaps.push({ kind: 'deleted', type: 'Patient', key: patient.key, element: 'link', says })
  }
  return gaps
}

/** Where the order says that the dose was not to be given. @see https://hl7.org/fhir/R4/valueset-medicationrequest-status.html */
function gapsOfOrder(order: string, resource: MedicationRequest, key: string): ChartGap[] {
  const gap = { kind: 'modified', type: 'MedicationRequest', key: order } as const
  if (String(resource.doNotPerform) === 'true') {
    return [{ ...gap, element: 'doNotPerform', says: `${order} says not to give the drug, and ${key} refers to it.` }]
  }
  const read = codedIn(order, resource, 'status', ORDER_STATUSES)
  if (!('doubt' in read) || !read.isWritten) return []
  const how = NOT_ORDERED[text(resource.status) ?? '']
  return [{ ...gap, element: 'status', says: how ? `${order} ${how}, and ${key} refers to it.` : read.doubt }]
}

/** A contained resource, and what goes by a UUID or OID, is looked for in the chart that names it and nowhere else. */
const ONLY_HERE = /^(#|urn:)/i

/** A dose may also name an episode of care, of which nothing is read. */
const VISIT = /(^|\/)Encounter\//

const always = (): boolean => true

/**
 * Types of which one more resource could change what is charged, and when. Allergies and results only advise;
 * what the dose refers to matters where the reference finds nothing.
 */
const MAY_BEAR: Readonly<Record<string, (reading: Reading) => boolean>> = {
  MedicationAdministration: always,
  Coverage: always,
  Condition: ({ chart, patient }) =>
    // Where none came the diagnoses themselves say that they could not be read.
    chart.reads.Condition === 'partial' || (patient.known && ofPatient(chart, 'Condition', patient.value).length > 0),
  // An answer of the payer may be to a claim for this very dose.
  ClaimResponse: always,
  MedicationStatement: always,
  MedicationDispense: always,
  Procedure: always,
  ChargeItem: isNotLookedUp,
  Claim: isNotLookedUp,
  ExplanationOfBenefit: isNotLookedUp,
  CoverageEligibilityResponse: always,
  Account: always,
  EpisodeOfCare: always,
  Consent: always,
  ResearchSubject: always,
  DetectedIssue: always,
  AdverseEvent: always,
  Task: always,
  Communication: always,
  // A stay in which the dose was given may be on the page that did not come.
  Encounter: always,
  // Hospice, a hold on the account, a trial: what an alert says may be on the page that did not come.
  Flag: always,
  // Another order of the drug may say who supplies it.
  MedicationRequest: always,
  Medication: (reading) => leadsNowhere(reading, reading.given.medicationReference),
  Patient: (reading) => leadsNowhere(reading, reading.given.subject),
  Location: (reading) => {
    const visit = encounterOf(reading)
    return visit !== undefined && list(visit.location).some(({ location }) => leadsNowhere(reading, location))
  },
  Organization: (reading) =>
    coveragesOf(reading).some(({ resource }) => list(resource.payor).some((payor) => leadsNowhere(reading, payor))),
}

/** Whoever looked in the billing system has seen every charge. */
function isNotLookedUp({ options }: Reading): boolean {
  return options.attested?.notCharged === undefined
}

function leadsNowhere(reading: Reading, reference: Reference | undefined): boolean {
  return (
    reference?.reference !== undefined &&
    resolve(reading.chart, reference, { key: reading.key, resource: reading.given }) === undefined
  )
}

function encounterOf({ chart, given }: Reading): Encounter | undefined {
  const found = chart.resources.get(keyOf(chart, given.context) ?? '')
  return found?.resourceType === 'Encounter' ? found : undefined
}

/** What the facts of a dose rest on, by reference: worked out once a reading. */
const restsOnBy = new WeakMap<Reading, ReadonlySet<string>>()

function restsOn(reading: Reading): ReadonlySet<string> {
  const rests = restsOnBy.get(reading) ?? new Set(keysOf(reading))
  restsOnBy.set(reading, rests)
  return rests
}

function* keysOf(reading: Reading): Generator<string> {
  const { chart, key, given } = reading
  yield key
  const visit = encounterOf(reading)
  const references = [
    given.subject,
    given.context,
    given.medicationReference,
    ...list(visit?.location).map(({ location }) => location),
  ]
  for (const reference of references) {
    const target = keyOf(chart, reference)
    if (target !== undefined) yield target
  }
  for (const coverage of coveragesOf(reading)) {
    yield coverage.key
    for (const payor of list(coverage.resource.payor)) {
      const target = keyOf(chart, payor)
      if (target !== undefined) yield target
    }
  }
  yield* ofThePatient(reading, 'MedicationAdministration')
}

const coveragesOf = ({ chart, patient }: Reading) => (patient.known ? ofPatient(chart, 'Coverage', patient.value) : [])

const ofThePatient = ({ chart, patient }: Reading, ...types: FhirResource['resourceType'][]): Set<string> =>
  new Set(patient.known ? types.flatMap((type) => ofPatient(chart, type, patient.value).map(({ key }) => key)) : [])
