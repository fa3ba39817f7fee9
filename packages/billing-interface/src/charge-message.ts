import { ElementFault } from './element-fault.ts'
import type { Field, Segment } from './encoding.ts'
import { fieldText, messageText, SEPARATORS } from './encoding.ts'
import { controlId, creditNumber } from './identifiers.ts'
import { lengthOf } from './lengths.ts'
import type { BillingInterface, CharacterSet, IdentifierPlace } from './profile.ts'

/** An identifier of the chart. */
export interface ChartIdentifier {
  readonly system?: string | undefined
  /** `type.coding.code` */
  readonly type?: string | undefined
  readonly value: string
}

/** Whom a charge is of: what PID and PV1 say. */
export interface BilledPatient {
  readonly identifiers: readonly ChartIdentifier[]
  readonly family?: string | undefined
  readonly given?: readonly string[] | undefined
  /** A whole day. */
  readonly birthDate?: string | undefined
  readonly sex?: 'male' | 'female' | 'other' | 'unknown' | undefined
  readonly visit?: readonly ChartIdentifier[] | undefined
  readonly account?: readonly ChartIdentifier[] | undefined
}

/** One charge, or one credit that takes a charge back. */
export interface PostedLine {
  /** Number of the charge ({@link chargeNumber}); of a credit, of the charge that it takes back. */
  readonly number: string
  readonly kind: 'charge' | 'credit'
  readonly code: string
  readonly codeSystem: 'hcpcs' | 'cpt'
  /** In a few words. */
  readonly description: string
  /** Whole billing units, more than none. */
  readonly units: number
  /** In claim order, at most four. */
  readonly modifiers: readonly string[]
  /** The date of service: a day, or an instant with its offset. */
  readonly dateOfService: string
  /** ICD-10-CM, the line’s own reason first. */
  readonly diagnoses: readonly string[]
  /** Eleven digits, and how much of it in the claim’s own unit. */
  readonly ndc?: { readonly code: string; readonly quantity?: string | undefined; readonly unit?: string | undefined }
}

/** What one message says. */
export interface ChargeMessage {
  /** What makes it another message: the reservation it belongs to. Said again, it is the same one. */
  readonly key: string
  /** ISO instant. */
  readonly at: string
  readonly patient: BilledPatient
  readonly lines: readonly PostedLine[]
}

/** A message that cannot be written: `element` is the field. */
export class MessageFault extends ElementFault {
  override readonly name = 'MessageFault'
}

/**
 * The message as DFT^P03: MSH, EVN, PID, PV1, and one FT1 for each line. Throws a MessageFault that names the field where a value is
 * missing, too long, or beyond the character set: nothing is cut and nothing replaced.
 * @see HL7 v2.5.1, chapter 6, 6.4.2 (DFT/ACK – Post Detail Financial Transactions)
 */
export function chargeMessage(message: ChargeMessage, profile: BillingInterface): string {
  const segments = [
    header(message, profile),
    { name: 'EVN', fields: [undefined, timestamp(message.at, 'EVN-2')] },
    patient(message, profile),
    visit(message, profile),
    ...message.lines.flatMap((line, at) => transaction(line, at, message, profile)),
  ]
  for (const segment of segments) refuseTooLong(segment, profile)
  const text = messageText(segments)
  refuseBeyond(segments, profile.characterSet)
  return text
}

function header({ key, at }: ChargeMessage, profile: BillingInterface): Segment {
  const { version, acknowledgment } = profile
  const isEnhanced = acknowledgment !== 'original'
  return {
    name: 'MSH',
    fields: [
      '|',
      SEPARATORS,
      profile.sendingApplication,
      profile.sendingFacility,
      profile.receivingApplication,
      profile.receivingFacility,
      timestamp(at, 'MSH-7'),
      undefined,
      version === '2.3.1' ? ['DFT', 'P03'] : ['DFT', 'P03', 'DFT_P03'],
      controlId(key),
      profile.processing,
      version,
      undefined,
      undefined,
      isEnhanced ? 'AL' : undefined,
      isEnhanced ? (acknowledgment === 'enhanced' ? 'AL' : 'NE') : undefined,
      undefined,
      profile.characterSet,
    ],
  }
}

function patient({ patient: whom }: ChargeMessage, { identifiers }: BillingInterface): Segment {
  const mrn = identifierAt('PID-3', 'MRN', identifiers.mrn, whom.identifiers)
  const account = identifiers.account && identifierAt('PID-18', 'account number', identifiers.account, whom.account)
  if (!whom.family) throw new MessageFault('PID-5', 'The chart gives no family name of the patient.', 'Add it there.')
  return {
    name: 'PID',
    fields: [
      '1',
      undefined,
      mrn,
      undefined,
      [whom.family, whom.given?.[0], whom.given?.slice(1).join(' ') || undefined],
      undefined,
      whom.birthDate && day(whom.birthDate, 'PID-7'),
      whom.sex && SEX[whom.sex],
      ...Array.from({ length: 9 }, () => undefined),
      account,
    ],
  }
}
/** HL7 table 0001. */
const SEX = { male: 'M', female: 'F', other: 'O', unknown: 'U' } as const

function visit(
  { patient: { visit: numbers } }: ChargeMessage,
  { identifiers, patientClass }: BillingInterface,
): Segment {
  const number = identifiers.visit && identifierAt('PV1-19', 'visit number', identifiers.visit, numbers)
  return { name: 'PV1', fields: ['1', patientClass, ...Array.from({ length: 16 }, () => undefined), number] }
}

function transaction(
  line: PostedLine,
  at: number,
  { at: written }: ChargeMessage,
  profile: BillingInterface,
): readonly Segment[] {
  const { codeSystems, procedures } = profile
  const { number, kind, code, units, modifiers, diagnoses, ndc } = line
  if (!Number.isSafeInteger(units) || units < 1)
    throw new MessageFault('FT1-10', `${units} is no whole number of units.`, 'Charge whole units.')
  const coded = [code, undefined, codeSystems[line.codeSystem]]
  const isAlternate = profile.ndc === 'FT1-7.4' && ndc
  const fields: Field[] = [
    String(at + 1),
    kind === 'charge' ? number : creditNumber(number),
    undefined,
    timestamp(line.dateOfService, 'FT1-4'),
    timestamp(written, 'FT1-5'),
    kind === 'charge' ? 'CG' : profile.creditType,
    isAlternate ? [...coded, ndc.code, undefined, codeSystems.ndc] : coded,
    line.description,
    undefined,
    String(units),
    ...Array.from({ length: 8 }, () => undefined),
    { repeats: diagnoses.map((each) => [each, undefined, codeSystems.icd10cm]) },
    undefined,
    undefined,
    undefined,
    // The charge and the credit that takes it back have the same number here.
    [number, 'DOSELINE'],
    undefined,
    coded,
    { repeats: modifiers.map((each) => [each]) },
    undefined,
    undefined,
    profile.ndc === 'FT1-29' && ndc ? [ndc.code, undefined, codeSystems.ndc] : undefined,
  ]
  const isAdministration = line.codeSystem === 'cpt'
  return [
    { name: 'FT1', fields },
    ...(procedures && isAdministration ? [procedure(line, profile)] : []),
    ...(profile.ndc === 'ZRX' && ndc
      ? [{ name: 'ZRX', fields: [[ndc.code, undefined, codeSystems.ndc], ndc.quantity, ndc.unit] }]
      : []),
  ]
}

function procedure(
  { code, modifiers, dateOfService }: PostedLine,
  { codeSystems, version }: BillingInterface,
): Segment {
  return {
    name: 'PR1',
    fields: [
      '1',
      undefined,
      [code, undefined, codeSystems.cpt],
      undefined,
      timestamp(dateOfService, 'PR1-5'),
      // Table 0230, procedure for treatment: required until version 2.3.1.
      version === '2.3.1' ? 'P' : undefined,
      ...Array.from({ length: 9 }, () => undefined),
      { repeats: modifiers.map((each) => [each]) },
    ],
  }
}

/** An identifier as CX. Throws where the chart has none of the kind, or several that differ. */
function identifierAt(
  field: string,
  what: string,
  { system, type, authority, typeCode }: IdentifierPlace,
  identifiers: readonly ChartIdentifier[] = [],
): Field {
  const found = identifiers.filter(
    (each) => (system === undefined || each.system === system) && (type === undefined || each.type === type),
  )
  const values = [...new Set(found.map(({ value }) => value))]
  const [value] = values
  const which = [system && `system ${system}`, type && `type ${type}`].filter(Boolean).join(' and ')
  if (value === undefined)
    throw new MessageFault(field, `The chart has no ${what} (${which}).`, 'Add it in the EHR, or correct the profile.')
  if (values.length > 1)
    throw new MessageFault(field, `The chart has several ${what}s (${which}).`, 'Name one by system in the profile.')
  return [value, undefined, undefined, authority, typeCode || undefined]
}

/**
 * A date as HL7 writes it: eight digits for a day; a time to the second with its offset. A month or a year alone is refused:
 * receivers make a day of it (HAPI HL7v2 2.6.0 reads 202603 as 28 February, and 2026 as 30 November 2025).
 */
export function timestamp(date: string, field: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return day(date, field)
  const read = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.exec(date)
  if (!read)
    throw new MessageFault(field, 'This is no whole day and no time with its offset.', 'Correct it in the chart.')
  const [, year, month, dayOfMonth, hour, minute, second = '00', zone = 'Z'] = read
  return [year, month, dayOfMonth, hour, minute, second, zone === 'Z' ? '+0000' : zone.replace(':', '')].join('')
}

function day(date: string, field: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw new MessageFault(field, 'This is no whole day.', 'Correct it in the chart.')
  return date.replaceAll('-', '')
}

function refuseTooLong({ name, fields }: Segment, { version }: BillingInterface): void {
  for (const [at, field] of fields.entries()) {
    const element = `${name}-${at + 1}`
    const most = lengthOf(element, version)
    if (most === undefined) continue
    const longest = Math.max(
      ...fieldText(field)
        .split('~')
        .map(({ length }) => length),
    )
    if (longest > most)
      throw new MessageFault(
        element,
        `It would have ${longest} characters, and version ${version} allows ${most}.`,
        'Shorten it in the EHR or in the profile.',
      )
  }
}

const BEYOND: Readonly<Record<CharacterSet, RegExp | undefined>> = {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII
  ASCII: /[^\u0000-\u007f]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of Latin 1
  '8859/1': /[^\u0000-\u00ff]/,
  'UNICODE UTF-8': undefined,
}

function refuseBeyond(segments: readonly Segment[], set: CharacterSet): void {
  const beyond = BEYOND[set]
  if (!beyond) return
  for (const { name, fields } of segments) {
    const at = fields.findIndex((field) => beyond.test(fieldText(field)))
    if (at === -1) continue
    throw new MessageFault(
      `${name}-${at + 1}`,
      `It holds a character that ${set} does not have.`,
      'Set characterSet of the profile to what the receiver reads.',
    )
  }
}
