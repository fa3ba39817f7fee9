import { ElementFault } from './element-fault.ts'

/**
 * The service lines of an ASC X12N 837 claim, version 5010: professional (005010X222A1) or institutional (005010X223A2). What stands
 * around them (envelope, provider, subscriber, payer, charges) the billing system has; here is what the dose says.
 */

/** One charge line. */
export interface ClaimLine {
  readonly code: string
  /** In claim order, at most four. */
  readonly modifiers: readonly string[]
  readonly units: number
  /** A whole day. */
  readonly dateOfService: string
  /** Numbers of the diagnoses of the claim that it is for, from 1, its own reason first. */
  readonly pointers: readonly number[]
  readonly ndc?:
    | { readonly code: string; readonly quantity?: string | undefined; readonly unit?: string | undefined }
    | undefined
  /** What tells the drug, where the code does not. */
  readonly narrative?: string | undefined
  /** Of an institutional claim: four digits. */
  readonly revenueCode?: string | undefined
}

export interface ServiceClaim {
  readonly type: 'professional' | 'institutional'
  /** ICD-10-CM, the principal one first. */
  readonly diagnoses: readonly string[]
  readonly authorization?: string | undefined
  readonly lines: readonly ClaimLine[]
}

/** A line that a payer would refuse, or read as another: `element` is the X12 element. */
export class ClaimFault extends ElementFault {
  override readonly name = 'ClaimFault'
}

/**
 * The segments of loops 2300 (REF*G1, HI), 2400 and 2410, without their terminators. The charge amount is 0: it is the billing system’s. Throws a
 * ClaimFault for what the guides allow nowhere, and validators let through (pyx12 4.0.0: a dashed NDC, a pointer to no diagnosis).
 */
export function claimSegments(claim: ServiceClaim): readonly string[] {
  refuseDiagnoses(claim)
  return [
    ...(claim.authorization === undefined ? [] : [`REF*G1*${plain('REF02', claim.authorization, 50)}`]),
    ...diagnosisSegments(claim),
    ...claim.lines.flatMap((line, at) => lineSegments(line, at + 1, claim)),
  ]
}

const MOST_DIAGNOSES = { professional: 12, institutional: 25 } as const
const MOST_POINTERS = 4
const MOST_MODIFIERS = 4
const MOST_NARRATIVE = 80

function refuseDiagnoses({ type, diagnoses }: ServiceClaim): void {
  if (diagnoses.length === 0)
    throw new ClaimFault('HI01', 'The claim has no diagnosis.', 'Add the diagnosis of the dose.')
  if (diagnoses.length > MOST_DIAGNOSES[type])
    throw new ClaimFault(
      'HI',
      `The claim has ${diagnoses.length} diagnoses, and ${MOST_DIAGNOSES[type]} are allowed.`,
      'Split the claim.',
    )
  for (const each of diagnoses)
    if (!/^[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?$/.test(each))
      throw new ClaimFault('HI01', 'This is no ICD-10-CM code.', 'Correct the diagnosis in the chart.')
}

/** Of a professional claim all in one segment, of an institutional one the principal by itself. */
function diagnosisSegments({ type, diagnoses }: ServiceClaim): readonly string[] {
  const [principal, ...others] = diagnoses.map((code, at) => `${at === 0 ? 'ABK' : 'ABF'}:${code.replace('.', '')}`)
  if (type === 'professional') return [['HI', principal, ...others].join('*')]
  const rows = Array.from({ length: Math.ceil(others.length / 12) }, (_, at) => others.slice(12 * at, 12 * at + 12))
  return [`HI*${principal}`, ...rows.map((row) => ['HI', ...row].join('*'))]
}

function lineSegments(line: ClaimLine, number: number, claim: ServiceClaim): readonly string[] {
  const { units, dateOfService, ndc } = line
  if (!Number.isSafeInteger(units) || units < 1)
    throw new ClaimFault(
      claim.type === 'professional' ? 'SV104' : 'SV205',
      `${units} is no whole number of units.`,
      'Charge whole units.',
    )
  if (!/^\d{4}-\d{2}-\d{2}$/.test(dateOfService))
    throw new ClaimFault('DTP03', 'The date of service is no whole day.', 'Correct it in the chart.')
  return [
    `LX*${number}`,
    claim.type === 'professional' ? professional(line, claim) : institutional(line),
    `DTP*472*D8*${dateOfService.replaceAll('-', '')}`,
    ...(ndc ? drug(ndc) : []),
  ]
}

function professional(line: ClaimLine, { diagnoses }: ServiceClaim): string {
  const { pointers, units } = line
  if (pointers.length === 0 || pointers.length > MOST_POINTERS)
    throw new ClaimFault(
      'SV107',
      `The line points to ${pointers.length} diagnoses; one to four are allowed.`,
      'Correct the line.',
    )
  const astray = pointers.find((each) => !Number.isSafeInteger(each) || each < 1 || each > diagnoses.length)
  if (astray !== undefined)
    throw new ClaimFault('SV107', `Diagnosis ${astray} is not on the claim.`, 'Correct the line.')
  return ['SV1', procedure('SV101', line), '0', 'UN', units, '', '', pointers.join(':')].join('*')
}

function institutional(line: ClaimLine): string {
  const { revenueCode = '', units } = line
  if (!/^\d{4}$/.test(revenueCode))
    throw new ClaimFault(
      'SV201',
      `${line.code} has no revenue code of four digits.`,
      'Name it with --revenue-code, as the charge master has it.',
    )
  return ['SV2', revenueCode, procedure('SV202', line), '0', 'UN', units].join('*')
}

/** HCPCS and CPT alike are HC. */
function procedure(element: string, { code, modifiers, narrative = '' }: ClaimLine): string {
  if (!/^[A-Z0-9]{5}$/.test(code))
    throw new ClaimFault(`${element}-2`, 'This is no HCPCS or CPT code.', 'Correct the line.')
  if (modifiers.length > MOST_MODIFIERS)
    throw new ClaimFault(
      `${element}-6`,
      `The line has ${modifiers.length} modifiers, and four are allowed.`,
      'Leave out what the payer does not ask for.',
    )
  for (const each of modifiers)
    if (!/^[A-Z0-9]{2}$/.test(each))
      throw new ClaimFault(`${element}-3`, 'A modifier has two signs.', 'Correct the line.')
  const four = Array.from({ length: MOST_MODIFIERS }, (_, at) => modifiers[at] ?? '')
  const said = ['HC', code, ...four, plain(`${element}-7`, narrative, MOST_NARRATIVE)]
  return said.slice(0, said.findLastIndex((part) => part !== '') + 1).join(':')
}

/** Loop 2410: N4 with eleven digits and no dash, and how much of it. */
function drug({ code, quantity, unit }: NonNullable<ClaimLine['ndc']>): readonly string[] {
  if (!/^\d{11}$/.test(code))
    throw new ClaimFault('LIN03', 'An NDC on a claim has eleven digits and no dash.', 'Correct the NDC.')
  if (quantity === undefined || unit === undefined)
    throw new ClaimFault(
      'CTP04',
      'The NDC has no quantity with its unit.',
      'Add what the container holds, or send the line by hand.',
    )
  if (!/^(?:0|[1-9]\d{0,11})(?:\.\d{1,3})?$/.test(quantity) || Number(quantity) === 0)
    throw new ClaimFault(
      'CTP04',
      `${quantity} is no quantity with at most three decimals.`,
      'Correct the amount of the drug.',
    )
  if (!NDC_UNITS.has(unit))
    throw new ClaimFault('CTP05', `${unit} is no unit of an NDC.`, `Use one of ${[...NDC_UNITS].join(', ')}.`)
  return [`LIN**N4*${code}`, `CTP****${quantity}*${unit}`]
}

/** Data element 355 as the guides restrict it: international unit, gram, milligram, milliliter, unit. */
const NDC_UNITS: ReadonlySet<string> = new Set(['F2', 'GR', 'ME', 'ML', 'UN'])

/** A text that holds no separator; nothing is cut. */
function plain(element: string, value: string, most: number): string {
  if (value.length > most)
    throw new ClaimFault(element, `It has ${value.length} characters, and ${most} are allowed.`, 'Shorten it.')
  if (/[*:~^]|[^ -\u007e]/.test(value))
    throw new ClaimFault(element, 'It holds a separator (* : ~ ^) or a sign beyond ASCII.', 'Write it without.')
  return value.trim()
}
