import { type Exact, exactly, exactText } from '@doseline/dose'
import { type BillingUnit, billingUnit } from '../releases/billing-unit.ts'
import { unitText } from '../releases/unit-text.ts'
import type { BookData } from '../schema.ts'
import type { CrosswalkRecord, Difference } from './bulletin.ts'

type Coded = { readonly code: string; readonly dosage: string }

/** Codes of which a file gives another unit than is entered by hand, each once; a text that is not read says nothing of it. */
export function unitDifferences(records: readonly Coded[], data: BookData): Difference[] {
  const said = new Map(records.map(({ code, dosage }) => [`${code}\n${dosage}`, { code, dosage }]))
  return [...said.values()].flatMap(({ code, dosage }): Difference[] => {
    const ours = data.codes[code]?.unit
    const unit = ours && billingUnit(dosage)
    if (!ours || !unit || isUnit(unit, ours)) return []
    const says = `one unit is ${unitText(unit)} (“${dosage}”), and the code book says ${exactText(ours.amount)} ${ours.of}`
    return [{ kind: 'contradicts', about: code, says }]
  })
}

/** An NDC of which a file gives another content than is entered by hand, in units of the code that bills it. */
export function contentDifference({ ndc, code, drug, perContainer }: CrosswalkRecord, data: BookData): Difference[] {
  const product = Object.values(data.products).find((each) => each.ndc.includes(ndc))
  const unit = data.codes[code]?.unit
  if (!product || !unit) return []
  const held = product.mg.div(unit.of === 'mcg' ? unit.amount.div(MCG_IN_MG) : unit.amount)
  if (isNear(held, exactly(perContainer))) return []
  const says = `a container of ${drug} is ${perContainer} units of ${code}, and the code book says ${exactText(product.mg)} mg`
  return [{ kind: 'contradicts', about: `NDC ${ndc}`, says }]
}

/** Rows whose dosage text the grammar does not read: each text of a code once, with its line. */
export function unreadTexts(records: readonly (Coded & { readonly line: number })[]): readonly string[] {
  const unread = records.filter(({ dosage }) => billingUnit(dosage) === undefined)
  const once = new Map(unread.toReversed().map((row) => [`${row.code}\n${row.dosage}`, row]))
  return [...once.values()].toReversed().map(({ code, dosage, line }) => `${code} “${dosage}” (line ${line})`)
}

const MCG_IN_MG = exactly(1000)
/** BILLUNITS has two decimals. */
const HALF_A_HUNDREDTH = exactly('0.005')

const isNear = (one: Exact, other: Exact): boolean => !one.sub(other).abs().gt(HALF_A_HUNDREDTH)

const isUnit = ({ kind, parts: [part] }: BillingUnit, ours: { readonly amount: Exact; readonly of: string }): boolean =>
  kind === 'amount' && part.of === ours.of && part.amount.equals(ours.amount)
