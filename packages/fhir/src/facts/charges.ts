import { type CalendarDate, type Code, type ExistingCharge, type Fact, type GivenCharge, known } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { codesFrom } from '../concepts.ts'
import { extensionsEnding } from '../extensions.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import { BOOK_OF_CHARGE } from '../systems.ts'
import { chargedModifiers } from './charged-modifiers.ts'
import type { Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/**
 * The patient's charges already in the chart, in any status: those that could be read. Whether others may stand there is
 * told apart from them; that somebody looked in the billing system is kept with them. Of the charges that name no dose those that Doseline gave to the EHR are known as ours.
 * @see https://hl7.org/fhir/R4/chargeitem.html
 */
export function chargesOf(reading: Reading): Fact<readonly ExistingCharge[]> {
  if (!reading.patient.known) return reading.patient
  const charges = ofPatient(reading.chart, 'ChargeItem', reading.patient.value).map((item) => chargeFrom(reading, item))
  const { attested } = reading.options
  const seen = known(withGiven(charges, reading), ...charges.map(({ place }) => place))
  if (!attested?.notCharged) return seen
  const looked = { resource: 'request', element: 'attested.notCharged' }
  return { ...seen, places: [looked, ...seen.places], attested: { by: attested.by, at: attested.at } }
}

/**
 * Each charge that was given stands for one charge of the chart, and no more: a second one is somebody else’s. All that
 * was given for the patient is looked at, whichever dose is read, so that each dose sees the same.
 */
function withGiven(charges: readonly ExistingCharge[], { chart, options }: Reading): ExistingCharge[] {
  const ours = new Map<string, GivenCharge>()
  for (const given of options.given ?? []) {
    const encounters = given.doses.map((dose) => encounterOf(chart, dose))
    const match = charges.find((charge) => !ours.has(charge.reference) && isGiven(charge, given, encounters))
    if (match) ours.set(match.reference, given)
  }
  return charges.map((charge) => {
    const given = ours.get(charge.reference)
    return given ? { ...charge, ours: { codebook: GIVEN_UNDER, identity: given.identity } } : charge
  })
}

/** What was withdrawn in the EHR stands for nothing that was given. */
const NO_LONGER: ReadonlySet<string> = new Set(['entered-in-error', 'aborted'])

/** Only lines for submission are ever given. */
const GIVEN_UNDER = 'cms'

function encounterOf(chart: Chart, dose: string): string | undefined {
  const given = chart.resources.get(dose)
  return given?.resourceType === 'MedicationAdministration' ? keyOf(chart, given.context) : undefined
}

const isGiven = (charge: ExistingCharge, given: GivenCharge, encounters: readonly (string | undefined)[]): boolean =>
  !charge.ours &&
  !NO_LONGER.has(charge.status) &&
  charge.services.length === 0 &&
  charge.encounter !== undefined &&
  encounters.includes(charge.encounter) &&
  (charge.on === undefined || charge.on === given.dateOfService) &&
  charge.units === given.units &&
  charge.codes.some(({ code }) => code === given.code) &&
  charge.modifiers.includes('JW') === given.modifiers.includes('JW')

function chargeFrom(reading: Reading, { key, resource }: Keyed<ChargeItem>): ExistingCharge {
  const codes = codesOf(resource)
  const modifiers = chargedModifiers(resource)
  const status = text(resource.status) ?? 'unknown'
  const units = resource.quantity?.value
  const on = occurredOn(resource, reading.timeZone)
  const ours = oursIn(resource)
  const encounter = keyOf(reading.chart, resource.context)
  const shown = [codes.map(({ code, display }) => code ?? display)[0], ...modifiers].filter(
    (part) => part !== undefined,
  )
  return {
    reference: key,
    status,
    codes,
    ...(typeof units === 'number' && { units }),
    modifiers,
    services: list(resource.service)
      .map((service) => keyOf(reading.chart, service))
      .filter((service) => service !== undefined),
    ...(on && { on }),
    ...(encounter !== undefined && { encounter }),
    ...(ours && { ours }),
    place: {
      resource: key,
      element: 'code',
      shows: `${shown.join('-')}${units === undefined ? '' : ` × ${units}`}, ${status}`,
    },
  }
}

/** The charge's own codes; Oracle Health keeps the HCPCS code in an extension beside its own bill code. */
function codesOf(charge: ChargeItem): readonly Code[] {
  const beside = extensionsEnding(charge, '/procedure-code').flatMap((extension) =>
    codesFrom(extension.valueCodeableConcept),
  )
  return [...codesFrom(charge.code), ...beside]
}

function occurredOn(charge: ChargeItem, timeZone: string | undefined): CalendarDate | undefined {
  const [event] = Array.isArray(charge.occurrenceTiming?.event) ? charge.occurrenceTiming.event : []
  const span = spanOfDays(charge.occurrenceDateTime ?? charge.occurrencePeriod?.start ?? event, timeZone)
  return span && span.earliest === span.latest ? span.earliest : undefined
}

function oursIn(charge: ChargeItem): ExistingCharge['ours'] {
  for (const { system, value } of list(charge.identifier)) {
    const codebook = BOOK_OF_CHARGE[text(system) ?? '']
    const identity = text(value)
    if (codebook !== undefined && identity !== undefined) return { codebook, identity }
  }
  return undefined
}
