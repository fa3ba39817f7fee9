import type { PostedCharge } from '@doseline/contract'
import { type ExistingCharge, type Fact, known, type Missing, missing } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'
import { patientReference } from '../chart/patient-reference.ts'
import type { Chart } from '../chart.ts'
import { allOf, ofPatient } from '../chart-index.ts'
import { keyOf } from '../references.ts'
import { notBillable, withoutCredited, withoutNegative } from './charge-credits.ts'
import { chargeFrom } from './charge-items.ts'
import { chargedElsewhere } from './charged-elsewhere.ts'
import { answeredLines, claimLines } from './claim-lines.ts'
import { chargeOnDispense } from './dispensed-charges.ts'
import { notRead, type Reading } from './reading.ts'

/**
 * What bills the patient’s care already, as far as the chart shows it: charges, lines of claims, lines that a payer
 * answered, and dispenses where the site charges on dispense. Those that bill nothing are left out. Whether others may
 * stand there is told apart from them; that somebody looked in the billing system is kept with them. Of the charges that name no dose those that Doseline gave to the EHR are known as ours.
 * @see https://hl7.org/fhir/R4/chargeitem.html
 */
export function chargesOf(reading: Reading): Fact<readonly ExistingCharge[]> {
  if (!reading.patient.known) return reading.patient
  const seenThere = withoutExplained(withGiven(chargesRead(reading, reading.patient.value), reading), reading)
  const open = chargedElsewhere(reading, seenThere)
  const charges = [
    ...seenThere.filter((charge) => !open.some(({ reference }) => reference === charge.reference)),
    ...open,
  ]
  const { attested } = reading.options
  const unseen = NOT_EVERYWHERE.flatMap((type) => {
    const read = reading.chart.reads[type] ?? 'complete'
    return read === 'complete' ? [] : [{ resource: 'request', element: `reads.${type}`, shows: UNSEEN[read] ?? read }]
  })
  const seen = known(charges, ...charges.map(({ place }) => place), ...unseen)
  if (!attested?.notCharged) return seen
  const looked = { resource: 'request', element: 'attested.notCharged' }
  return { ...seen, places: [looked, ...seen.places], attested: { by: attested.by, at: attested.at } }
}

/** Many EHRs offer none of these, so that they were not seen holds nothing; it is shown. */
const NOT_EVERYWHERE = ['Claim', 'ExplanationOfBenefit'] as const
const UNSEEN: Readonly<Record<string, string>> = {
  'not-offered': 'not offered by the EHR, so not looked at',
  refused: 'refused by the EHR, so not looked at',
}

/**
 * Why charges may stand in the chart that were not seen; undefined where all that could hold one were read. Claims that
 * an EHR does not offer, or does not show, are no reason; those it failed to show are.
 */
export function chargesUnread({ chart, options }: Reading): Missing | undefined {
  if (options.attested?.notCharged) return undefined
  const onDispense = options.chargesOn === 'dispense' ? (['MedicationDispense'] as const) : []
  const unread = [...(['ChargeItem'] as const), ...onDispense].map((type) => notRead(chart, type))
  const lost = NOT_EVERYWHERE.filter((type) => {
    const read = chart.reads[type] ?? 'complete'
    return read !== 'complete' && read !== 'not-offered' && read !== 'refused'
  })
  return [...unread, ...lost.map((type) => notRead(chart, type) ?? partly(type))].find((why) => why !== undefined)
}

const partly = (type: string): Missing =>
  missing('failed', `Not all ${type} resources could be read from the EHR, so this cannot be known.`)

/** Read once a patient and zone: each of a hundred doses asks for the same. */
const chargesKnown = new WeakMap<Chart, Map<string, readonly ExistingCharge[]>>()

function chargesRead(reading: Reading, patient: string): readonly ExistingCharge[] {
  const { chart, timeZone, options } = reading
  const read = chargesKnown.get(chart) ?? new Map<string, readonly ExistingCharge[]>()
  chargesKnown.set(chart, read)
  const name = JSON.stringify([patient, timeZone, options.chargesOn, options.chargeCodes])
  const charges = read.get(name) ?? readCharges(reading, patient)
  read.set(name, charges)
  return charges
}

function readCharges(reading: Reading, patient: string): readonly ExistingCharge[] {
  const { chart, options } = reading
  const all = mayBeOf(chart, 'ChargeItem', patient)
  const items = withoutCredited(chart, all)
  const dispenses = options.chargesOn === 'dispense' ? ofPatient(chart, 'MedicationDispense', patient) : []
  const withOwner = (charge: ExistingCharge): ExistingCharge =>
    charge.doubt === undefined ? withOwnerIn(chart, charge) : charge
  const read = [
    ...withoutNegative(items.flatMap((item) => chargeFrom(reading, item) ?? []).map(withOwner)),
    ...notBillable(all).flatMap((item) => chargeFrom(reading, item) ?? []),
    ...mayBeOf(chart, 'Claim', patient).flatMap((claim) => claimLines(reading, claim)),
    ...mayBeOf(chart, 'ExplanationOfBenefit', patient).flatMap((answer) => claimLines(reading, answer)),
    ...mayBeOf(chart, 'ClaimResponse', patient).flatMap((answer) => answeredLines(reading, answer)),
    ...dispenses.flatMap((dispense) => chargeOnDispense(reading, dispense) ?? []),
  ]
  return read.map(withOwner)
}

/** What bills the patient, and what does not say whom it bills. */
function mayBeOf<T extends 'ChargeItem' | 'Claim' | 'ExplanationOfBenefit' | 'ClaimResponse'>(
  chart: Chart,
  type: T,
  patient: string,
) {
  return allOf(chart, type).filter(({ resource }) => {
    const owner = ownerOf(chart, resource)
    return owner === undefined || owner === patient
  })
}

/** Whom a charge bills, as `Patient/id`; undefined where no reference says it. */
function ownerOf(chart: Chart, resource: FhirResource): string | undefined {
  const key = keyOf(chart, patientReference(resource))
  return key !== undefined && /^[A-Z][A-Za-z]+\//.test(key) ? key : undefined
}

function withOwnerIn(chart: Chart, charge: ExistingCharge): ExistingCharge {
  const resource = chart.resources.get(charge.reference)
  if (resource === undefined || ownerOf(chart, resource) !== undefined) return charge
  return { ...charge, doubt: `${charge.reference} does not say which patient it is for.` }
}

/**
 * Each charge that was given stands for one charge of the chart, and no more: a second one is somebody else’s. All that
 * was given for the patient is looked at, whichever dose is read, so that each dose sees the same.
 */
function withGiven(charges: readonly ExistingCharge[], { chart, options }: Reading): ExistingCharge[] {
  const ours = new Map<string, PostedCharge>()
  for (const given of options.postedCharges ?? []) {
    const encounters = given.doses.map((dose) => encounterOf(chart, dose))
    const match = charges.find((charge) => !ours.has(charge.reference) && isPosted(charge, given, encounters))
    if (match) ours.set(match.reference, given)
  }
  return charges.map((charge) => {
    const given = charge.item === undefined ? ours.get(charge.reference) : undefined
    return given ? { ...charge, ours: { codebook: POSTED_UNDER, identity: given.identity } } : charge
  })
}

/** Only lines for submission are ever given. */
const POSTED_UNDER = 'cms'

function encounterOf(chart: Chart, dose: string): string | undefined {
  const given = chart.resources.get(dose)
  return given?.resourceType === 'MedicationAdministration' ? keyOf(chart, given.context) : undefined
}

const isPosted = (charge: ExistingCharge, given: PostedCharge, encounters: readonly (string | undefined)[]): boolean =>
  !charge.ours &&
  charge.notBillable === undefined &&
  charge.reference.startsWith('ChargeItem/') &&
  charge.services.length === 0 &&
  charge.encounter !== undefined &&
  encounters.includes(charge.encounter) &&
  (charge.on === undefined || charge.on === given.dateOfService) &&
  charge.units === given.units &&
  charge.codes.some(({ code }) => code === given.code) &&
  charge.modifiers.includes('JW') === given.modifiers.includes('JW')

/** A line that Doseline handed over, as a claim shows it again. */
interface HandedOver {
  readonly codes: ReadonlySet<string>
  readonly units: number | undefined
  readonly isWaste: boolean
  readonly on: string | undefined
}

/**
 * Without the lines of claims that bill what Doseline itself charged: they are the same charge, further along. A planned
 * line is billed by nobody.
 */
function withoutExplained(charges: readonly ExistingCharge[], { options }: Reading): readonly ExistingCharge[] {
  const written = charges
    .filter(({ ours, status }) => ours?.codebook === POSTED_UNDER && status !== 'planned')
    .map(
      (charge): HandedOver => ({
        codes: codesIn(charge),
        units: charge.units,
        isWaste: charge.modifiers.includes('JW'),
        on: charge.on,
      }),
    )
  const given = (options.postedCharges ?? []).map(
    ({ code, units, modifiers, dateOfService }): HandedOver => ({
      codes: new Set([code]),
      units,
      isWaste: modifiers.includes('JW'),
      on: dateOfService,
    }),
  )
  const ours = [...written, ...given]
  return charges.filter((charge) => charge.item === undefined || !ours.some((line) => explains(line, charge)))
}

const explains = ({ codes, units, isWaste, on }: HandedOver, charge: ExistingCharge): boolean =>
  units !== undefined &&
  on !== undefined &&
  charge.units === units &&
  charge.modifiers.includes('JW') === isWaste &&
  (charge.on === on ||
    (charge.on === undefined && (charge.between?.from ?? on) <= on && on <= (charge.between?.until ?? on))) &&
  [...codesIn(charge)].some((code) => codes.has(code))

const codesIn = ({ codes }: ExistingCharge): ReadonlySet<string> =>
  new Set(codes.flatMap(({ code }) => code?.toUpperCase() ?? []))
