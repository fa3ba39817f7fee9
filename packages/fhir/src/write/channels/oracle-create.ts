import type { BillCodeSystem } from '@doseline/contract'
import { withoutEnding } from '@doseline/dose'
import type { ChargeItem, Coding, Extension, Parameters } from 'fhir/r4'
import { CPT, systemOfCode, systemOfModifier } from '../../code-systems.ts'
import { chargedModifiers } from '../../facts/charged-modifiers.ts'
import { list, text } from '../../shape.ts'
import type { ChannelOffer, ChannelRequest, WriteBackPlan } from '../../write-back-request.ts'
import { urnOf } from '../identities.ts'
import type { ChannelWriter } from './channel.ts'
import { type PlannedLine, plannedLines } from './planned-lines.ts'

/**
 * Oracle’s `ChargeItem/$create`: one new charge a request, real at once and not to be found again by our identifier.
 * Nothing but approved lines goes this way, and only where nothing that was written before would have to give way.
 * @see https://github.com/cerner/fhir.cerner.com, lib/resources/r4/charge_item_create.yaml
 */
export const oracleCreate: ChannelWriter = {
  refuses: ({ input, plan, offer }) => {
    if (isAllGiven(plan)) return undefined
    if (!input.codebook.forSubmission)
      return 'Oracle’s charge operation makes charges that count, and nothing of a demonstration may become one.'
    if (input.act !== 'approve') return `Oracle’s charge operation takes approved charges only, not ${ACTS[input.act]}.`
    if (!input.encounter?.startsWith('Encounter/'))
      return 'Oracle’s charge operation needs the encounter of the dose, and the chart names none.'
    const lines = plannedLines(plan)
    const before = lines.filter(({ act }) => act !== 'create')
    if (before.length > 0) {
      const which = before.map(({ words }) => words).join(', ')
      return `Oracle’s charge operation cannot change or void what was written before (${which}), and a charge beside it would bill twice.`
    }
    const charges = lines.filter(isBillable)
    if (charges.length === 0) return 'Oracle’s charge operation carries charges, and there is none to make.'
    return charges.every(({ charge }) => isConfigured(charge, offer)) ? undefined : NOT_CONFIGURED
  },
  loses: ({ plan }) => {
    const lines = plannedLines(plan)
    const flags = plan.steps.filter(({ write, entry }) => write.what === 'Flag' && entry)
    return [
      ...flags.map(({ write }) => `The Flag is not written (${withoutEnding(write.text, '.')}).`),
      ...lines.filter((line) => !isBillable(line)).map(({ words }) => `${words} is not written: it is not billable.`),
      'The diagnoses, the NDC, the authorization, the calculation and the link to the dose do not go with a charge.',
      'Who approved it, and by which edition, is kept by Doseline alone.',
    ]
  },
  requests: ({ plan, offer }) =>
    plannedLines(plan)
      .filter(isBillable)
      .map((line) => requestFor(line, offer)),
}

const ACTS = { suggest: 'a suggestion', void: 'a void' } as const

const NOT_CONFIGURED =
  'Oracle’s charge operation takes only the bill codes of its own tenant, and those are not configured in Doseline: IT sets billCodes for this EHR.'

/** Every line was given before: nothing is left to send, in this channel or another. */
const isAllGiven = ({ steps, postedCharges }: WriteBackPlan): boolean => {
  const lines = steps.filter(({ write }) => write.what === 'ChargeItem')
  return postedCharges.length > 0 && lines.length > 0 && lines.every(({ write }) => write.act === 'keep')
}

const isBillable = ({ act, charge }: PlannedLine): boolean => act === 'create' && charge.status === 'billable'

function requestFor(line: PlannedLine, offer: ChannelOffer): ChannelRequest {
  const { charge, identity, words } = line
  const body: Parameters = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'transactionId', valueUuid: urnOf(identity) },
      { name: 'chargeItem', resource: oracleCharge(charge, offer) },
    ],
  }
  return { method: 'POST', url: 'ChargeItem/$create', headers: {}, body, says: words, identity }
}

/** Oracle sets the status itself and takes `unknown` only. */
function oracleCharge(charge: ChargeItem, offer: ChannelOffer): ChargeItem {
  const { subject, context, occurrenceDateTime, quantity } = charge
  const modifiers = chargedModifiers(charge)
  return {
    resourceType: 'ChargeItem',
    ...(modifiers.length > 0 && { extension: modifiers.map((code, at) => modifierCode(code, at, offer)) }),
    status: 'unknown',
    code: { coding: [billCode(charge, offer)] },
    subject,
    ...(context && { context }),
    ...(occurrenceDateTime && { occurrenceDateTime }),
    quantity: { ...(quantity?.value !== undefined && { value: quantity.value }) },
  }
}

const ORACLE = 'https://fhir-ehr.cerner.com/r4/StructureDefinition'

const codeIn = ({ code }: ChargeItem): string => text(list(code?.coding)[0]?.code) ?? ''

function billCodesFor(charge: ChargeItem, { billCodes }: ChannelOffer): BillCodeSystem | undefined {
  return systemOfCode(codeIn(charge)) === CPT ? billCodes?.cpt : billCodes?.hcpcs
}

function isConfigured(charge: ChargeItem, offer: ChannelOffer): boolean {
  const hasModifiers = chargedModifiers(charge).length > 0
  return billCodesFor(charge, offer) !== undefined && (!hasModifiers || offer.billCodes?.modifier !== undefined)
}

const billCode = (charge: ChargeItem, offer: ChannelOffer): Coding =>
  ownCoding(codeIn(charge), billCodesFor(charge, offer), systemOfCode(codeIn(charge)))

const ownCoding = (code: string, own: BillCodeSystem | undefined, otherwise: string): Coding =>
  own
    ? {
        extension: [{ url: `${ORACLE}/bill-code-schedule`, valueCoding: own.schedule }],
        system: own.system,
        code,
      }
    : { system: otherwise, code }

const modifierCode = (code: string, at: number, { billCodes }: ChannelOffer): Extension => ({
  url: `${ORACLE}/modifier-code`,
  extension: [
    {
      url: 'code',
      valueCodeableConcept: { coding: [ownCoding(code, billCodes?.modifier, systemOfModifier(code))] },
    },
    { url: `${ORACLE}/priority`, valueUnsignedInt: at + 1 },
  ],
})
