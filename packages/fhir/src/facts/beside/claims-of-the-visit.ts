import type { RecordBeside } from '@doseline/dose'
import type { Claim, ClaimItem, CodeableConcept, ExplanationOfBenefit, ExplanationOfBenefitItem } from 'fhir/r4'
import type { Keyed } from '../../chart-index.ts'
import { keyOf, resolve } from '../../references.ts'
import { isNothing, list, quoted, text } from '../../shape.ts'
import { saidByName } from '../place-names.ts'
import type { SaidOfPlace } from '../places-of-care.ts'
import type { Reading } from '../reading.ts'
import { isOfItsVisit } from './claims.ts'
import { aboutThePatient, lowerCodes, mayHoldTheDose, phrasesOf, recordOf, type Said } from './said.ts'

type Bill = Claim | ExplanationOfBenefit
type Item = ClaimItem | ExplanationOfBenefitItem

/**
 * What claims of the visit or the day tell that the visit itself does not: an accident, a stay in a hospital, a facility, a place of
 * service or a modifier by which somebody else may pay. Each is read by what is plainly harmless.
 * @see https://hl7.org/fhir/R4/claim.html
 */
export const claimsOfTheVisit = (reading: Reading): readonly RecordBeside[] =>
  [...aboutThePatient(reading, 'Claim'), ...aboutThePatient(reading, 'ExplanationOfBenefit')]
    .filter(
      ({ resource: { status, use } }) => use === 'claim' && status !== 'cancelled' && status !== 'entered-in-error',
    )
    .flatMap((bill) => {
      const own = isOfItsVisit(reading, bill.resource) ? saidOf(reading, bill) : []
      return [...own, ...ofTheOrder(reading, bill)].map((said) => recordOf(bill.key, 'account', said))
    })

function saidOf(reading: Reading, bill: Keyed<Bill>): readonly Said[] {
  const { resource } = bill
  const items = list<Item>(resource.item)
  return [
    ...ofAccident(bill),
    ...ofInformation(reading, bill),
    ...ofFacility(reading, bill),
    ...items.flatMap((item) => [...ofPlace(bill.key, item), ...ofModifiers(bill.key, item)]).slice(0, 1),
  ]
}

const A_CLAIM = 'a claim of the visit'

function ofAccident({ key, resource: { accident } }: Keyed<Bill>): readonly Said[] {
  if (isNothing(accident) || Object.keys(accident ?? {}).length === 0) return []
  const [called] = phrasesOf([accident?.type])
  const what = called === undefined ? '' : ` (“${quoted(called, 60)}”)`
  return [{ says: `${key}, ${A_CLAIM}, states an accident${what}: somebody else may pay first.`, element: 'accident' }]
}

/** Information on a claim that says nothing of who pays, by the codes of FHIR and of CARIN. */
const USUAL_INFORMATION: ReadonlySet<string> = new Set(
  (
    'info discharge onset material attachment missingtooth prosthetic medicalrecordnumber patientaccountnumber clmrecvddate typeofbill ' +
    'pointoforigin admtype discharge-status drg brandgenericcode refillnum dayssupply originalprescription additionalbodysite ' +
    'performingdiagnosis servicefacility patientreasonforvisit billingnetworkstatus compoundcode dawcode'
  ).split(' '),
)

function ofInformation(reading: Reading, { key, resource: { supportingInfo } }: Keyed<Bill>): readonly Said[] {
  const strange = list<{ category?: CodeableConcept; timingPeriod?: object }>(supportingInfo).find(
    ({ category, timingPeriod }) => {
      const codes = lowerCodes([category])
      const isUsual = codes.length > 0 && codes.every((code) => USUAL_INFORMATION.has(code))
      return !isUsual && mayHoldTheDose(reading, timingPeriod)
    },
  )
  if (strange === undefined) return []
  const called = phrasesOf([strange.category])[0] ?? 'something'
  const says = `${key}, ${A_CLAIM}, states “${quoted(called, 60)}”, by which the dose may be paid otherwise.`
  return [{ says, element: 'supportingInfo' }]
}

/** Places in which the drug is charged as in any clinic. */
const AS_IN_A_CLINIC: ReadonlySet<SaidOfPlace['kind']> = new Set([
  'says nothing',
  'office',
  'outpatient',
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
  'independent clinic',
  'urgent care facility',
])

function ofFacility(reading: Reading, { key, resource }: Keyed<Bill>): readonly Said[] {
  const found = resolve(reading.chart, resource.facility, { key, resource })?.resource
  const called = [
    text(resource.facility?.display),
    ...(found?.resourceType === 'Location' ? [text(found.name), ...phrasesOf(list(found.type))] : []),
  ].flatMap((each) => each ?? [])
  const strange = called.find((each) => saidByName(each).some(({ kind }) => !AS_IN_A_CLINIC.has(kind)))
  if (strange === undefined) return []
  return [
    {
      says: `${key}, ${A_CLAIM}, names the facility “${quoted(strange, 60)}”, which may be paid for the dose.`,
      element: 'facility',
    },
  ]
}

/** Places of service in which a visit of that day says nothing of where the patient is kept, or who is paid by the day. */
const USUAL_PLACES: ReadonlySet<string> = new Set(
  '01 02 03 05 10 11 15 17 18 19 20 22 23 24 49 50 53 57 58 60 62 66 71 72 81 99'.split(' '),
)

function ofPlace(key: string, { locationCodeableConcept: place }: Item): readonly Said[] {
  const codes = list(place?.coding).flatMap(({ code }) => text(code) ?? [])
  const words = phrasesOf([place]).filter((each) => !/^\d+$/.test(each))
  const strange =
    codes.find((code) => /^\d{1,2}$/.test(code) && !USUAL_PLACES.has(code.padStart(2, '0'))) ??
    words.find((each) => saidByName(each).some(({ kind }) => !AS_IN_A_CLINIC.has(kind)))
  if (strange === undefined) return []
  const says = `${key}, ${A_CLAIM}, has the place of service “${quoted(strange, 60)}”, where the dose may be paid otherwise.`
  return [{ says, element: 'item.location' }]
}

/**
 * Modifiers that say how a service was done, and nothing of who pays for the patient. Of hospices (GV, GW), studies (Q0, Q1), custody
 * (QJ), dialysis (AY, CB) and denials (GA, GY, GZ) a person has to know.
 */
const USUAL_MODIFIERS: ReadonlySet<string> = new Set(
  (
    '22 23 24 25 26 27 33 47 50 51 54 55 56 57 58 59 62 63 66 76 77 78 79 80 81 82 90 91 92 93 95 96 97 99 AA AD AF AG AI AK AM AQ AR AS ' +
    'CR CS E1 E2 E3 E4 F1 F2 F3 F4 F5 F6 F7 F8 F9 FA FQ FR FS FT G0 GC GE GN GO GP GQ GT JA JB JG JW JZ KX LC LD LM LT PN PO PT QK QS QW QX QY QZ ' +
    'RC RI RT SA SB T1 T2 T3 T4 T5 T6 T7 T8 T9 TA TB TC U1 U2 U3 UD XE XP XS XU P1 P2 P3 P4 P5 P6'
  ).split(' '),
)

function ofModifiers(key: string, { modifier }: Item): readonly Said[] {
  const strange = phrasesOf(list(modifier))
    .map((each) => each.trim().toUpperCase())
    .find((each) => /^[A-Z0-9]{2}$/.test(each) && !USUAL_MODIFIERS.has(each))
  const coded = list(modifier)
    .flatMap(({ coding }) => list(coding).flatMap(({ code }) => text(code)?.toUpperCase() ?? []))
    .find((code) => !USUAL_MODIFIERS.has(code))
  const found = coded ?? strange
  if (found === undefined) return []
  const says = `${key}, ${A_CLAIM}, has the modifier ${quoted(found, 20)}, by which the dose may be paid otherwise.`
  return [{ says, element: 'item.modifier' }]
}

/** A claim that names the order of the dose, and does not say by a code what it charges. */
function ofTheOrder({ chart, given }: Reading, { key, resource }: Keyed<Bill>): readonly Said[] {
  const order = keyOf(chart, given.request)
  const { prescription, originalPrescription } = resource
  if (order === undefined || ![prescription, originalPrescription].some((each) => keyOf(chart, each) === order))
    return []
  const isCoded = list<Item>(resource.item).every(({ productOrService }) =>
    list(productOrService?.coding).some(({ code }) => text(code) !== undefined),
  )
  if (isCoded && list(resource.item).length > 0) return []
  const says = `${key} claims what was ordered by ${order}, the order of the dose, and does not say by a code what it was.`
  return [{ says, element: 'prescription' }]
}
