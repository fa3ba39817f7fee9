import type { PostedCharge } from '@doseline/contract'
import type { ChargeLine, LineNdc } from '@doseline/dose'
import type { ChargeItem, Extension, Reference } from 'fhir/r4'
import { ICD_10_CM, NDC, systemOfCode, systemOfModifier } from '../../code-systems.ts'
import { BILLED_NDC, CHARGE_MODIFIER } from '../../systems.ts'
import type { WriteBackInput } from '../../write-back-request.ts'
import { lineIdentity } from '../identities.ts'
import { wordsOf } from '../targets/posted-charges.ts'
import { marksOf } from './book.ts'
import { linkTo } from './person.ts'

/** The status a line is written with. Only a person's approval makes one billable, and none of a demonstration. */
export function statusFor({ act, codebook }: WriteBackInput, line: ChargeLine): ChargeItem['status'] {
  if (!codebook.forSubmission || !line.forSubmission) return 'not-billable'
  return act === 'approve' ? 'billable' : 'planned'
}

/** A line in a few words, modifiers and all: `J3397-JW × 2 discarded`. */
export function lineText(input: WriteBackInput, { code, modifiers, units, role }: ChargeLine): string {
  return marksOf(input).mark(`${[code, ...modifiers].join('-')} × ${units} ${WHAT[role]}`)
}

const WHAT: Readonly<Record<ChargeLine['role'], string>> = {
  drug: 'administered',
  'discarded drug': 'discarded',
  administration: 'administration',
  'further administration hours': 'further hours of administration',
}

/**
 * One charge line. R4 has no element for modifiers: they stand in our extension and again in the text and the note, so
 * that who does not know the extension still sees them. The code has one coding: two would be read as synonyms.
 * @see https://hl7.org/fhir/R4/chargeitem.html
 */
export function chargeItem(input: WriteBackInput, line: ChargeLine, ordinal: number): ChargeItem {
  const { by, encounter } = input
  const enterer = linkTo(by)
  return {
    resourceType: 'ChargeItem',
    extension: [...line.modifiers.map(modifier), ...(line.ndc ? [billedNdc(line.ndc)] : [])],
    identifier: [{ system: marksOf(input).chargeSystem, value: lineIdentity(input, line, ordinal) }],
    status: statusFor(input, line),
    code: { coding: [{ system: systemOfCode(line.code), code: line.code }], text: lineText(input, line) },
    subject: { reference: input.patient },
    ...(encounter && { context: { reference: encounter } }),
    occurrenceDateTime: line.dateOfService,
    quantity: { value: line.units, unit: 'billing units' },
    ...(enterer && { enterer }),
    enteredDate: input.asOf,
    ...(line.diagnoses.length > 0 && {
      reason: line.diagnoses.map((code) => ({ coding: [{ system: ICD_10_CM, code }] })),
    }),
    service: line.doses.map(reference),
    ...(input.supporting.length > 0 && {
      supportingInformation: [...new Set(input.supporting)].toSorted().map(reference),
    }),
    note: [{ text: noteText(input, line) }],
  }
}

/** A charge that went to the billing system by HL7 v2, as R4 would hold it once it is void. */
export function creditItem(input: WriteBackInput, posted: PostedCharge): ChargeItem {
  const { identity, code, units, modifiers, dateOfService, doses, billing } = posted
  return {
    resourceType: 'ChargeItem',
    extension: [...modifiers.map(modifier), ...(billing?.ndc ? [postedNdc(billing.ndc)] : [])],
    identifier: [{ system: marksOf(input).chargeSystem, value: identity }],
    status: 'entered-in-error',
    code: { coding: [{ system: systemOfCode(code), code }], text: wordsOf(posted) },
    subject: { reference: input.patient },
    ...(input.encounter && { context: { reference: input.encounter } }),
    occurrenceDateTime: dateOfService,
    quantity: { value: units, unit: 'billing units' },
    enteredDate: input.asOf,
    ...(billing && { reason: billing.diagnoses.map((each) => ({ coding: [{ system: ICD_10_CM, code: each }] })) }),
    service: doses.map(reference),
  }
}

const reference = (to: string): Reference => ({ reference: to })

/** What R4 has no element for, so that whoever reads the charge sees it. */
function noteText(input: WriteBackInput, { working, modifiers, authorization }: ChargeLine): string {
  const more = [
    modifiers.length > 0 && `modifiers: ${modifiers.join(', ')}`,
    authorization !== undefined && `authorization: ${authorization}`,
  ]
  return marksOf(input).mark([working, ...more.filter((part) => part !== false)].join('; '))
}

const modifier = (code: string, at: number): Extension => ({
  url: CHARGE_MODIFIER,
  extension: [
    { url: 'sequence', valuePositiveInt: at + 1 },
    { url: 'code', valueCodeableConcept: { coding: [{ system: systemOfModifier(code), code }] } },
  ],
})

/** The claim's units (ML, UN, …) are not UCUM, so the quantity carries no system. */
const billedNdc = ({ ndc, quantity, unit }: LineNdc): Extension => postedNdc({ code: ndc, quantity, unit })

const postedNdc = ({ code, quantity, unit }: NonNullable<NonNullable<PostedCharge['billing']>['ndc']>): Extension => ({
  url: BILLED_NDC,
  extension: [
    { url: 'ndc', valueCoding: { system: NDC, code } },
    ...(quantity === undefined
      ? []
      : [{ url: 'quantity', valueQuantity: { value: Number(quantity), ...(unit && { unit }) } }]),
  ],
})
