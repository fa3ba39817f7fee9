import type { LineRole, NdcUnit } from '@doseline/contract'
import type { CalendarDate } from './calendar-date.ts'

/** One line a biller could put on a claim. */
export interface ChargeLine {
  readonly role: LineRole
  readonly code: string
  /** Whole billing units. */
  readonly units: number
  /** In claim order, at most four. */
  readonly modifiers: readonly string[]
  readonly dateOfService: CalendarDate
  readonly ndc?: LineNdc
  /** What tells the drug, where the code does not: its name, strength, dose and route (SV101-7 or item 19). */
  readonly narrative?: string
  /** Number of the authorization that covers it, where the payer asks for one or may. */
  readonly authorization?: string
  /** ICD-10-CM codes, the first being the line's own reason. */
  readonly diagnoses: readonly string[]
  /** The arithmetic in one line: `88 mg ÷ 1 mg per unit = 88 units`. */
  readonly working: string
  /** The administrations it bills for, sorted. */
  readonly doses: readonly string[]
  /** False for a line that must never reach a payer. */
  readonly forSubmission: boolean
}

/** The drug as a claim names it: 11 digits, and how much of it in the claim's own unit where a source gives that. */
export interface LineNdc {
  readonly ndc: string
  readonly quantity?: string
  readonly unit?: NdcUnit
}

/** `N455513071001 ML1`: as a claim and a billing system write it. */
export const ndcText = ({ ndc, quantity, unit }: LineNdc): string =>
  quantity === undefined ? `N4${ndc}` : `N4${ndc} ${unit}${quantity}`
