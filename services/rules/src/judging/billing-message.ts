import {
  type BillingInterface,
  chargeMessage,
  chargeNumber,
  controlId,
  exampleMessageFor,
  MessageFault,
  type PostedLine,
} from '@doseline/billing-interface'
import type { BilledPatient, PlanAnswer, PostedCharge } from '@doseline/contract'
import { type BilledLine, billedLines } from '@doseline/fhir'
import type { NewMessage } from '../ledger/outbox.ts'
import type { PlannedIdentity } from '../ledger/write-back.ts'
import { HttpProblem } from '../middleware/problem.ts'

/** What a message to a billing system is made of. */
interface MessageOf {
  readonly plan: PlanAnswer
  readonly profile: BillingInterface
  readonly patient: BilledPatient
  /** Of the reservation: with it the message is the same one, however often it is asked for. */
  readonly key: string
  /** ISO instant. */
  readonly at: string
  /** What went to the billing system before, for its numbers there. */
  readonly posted: readonly PostedCharge[]
}

/** A message, and what the plan leaves behind by it. */
interface Made {
  readonly message: NewMessage
  readonly writes: readonly PlannedIdentity[]
}

/**
 * Makes the one message of a plan, and adds to what the plan writes what a credit will need to know. Throws HttpProblem where a
 * field cannot be written as the profile asks.
 */
export function billingMessage(about: MessageOf, writes: readonly PlannedIdentity[]): Made {
  const { plan, profile, patient, key, at } = about
  const lines = billedLines(plan.transaction ?? {}).map((line) => ({ line, number: numberOf(line, about) }))
  try {
    const text = chargeMessage({ key, at, patient, lines: lines.map(postedLine) }, profile)
    const credits = lines.filter(({ line }) => line.kind === 'credit').length
    const account = accountOf(patient, profile)
    return {
      message: { account, controlId: controlId(key), text, charges: lines.length - credits, credits },
      writes: writes.map((write) => withBilling(write, lines)),
    }
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error
    throw new HttpProblem('message-not-possible', error.message, [
      { pointer: '/writeBack/billedPatient', detail: error.element, remedy: error.todo },
    ])
  }
}

/** Why no message can be made of this patient’s charges, in a sentence; undefined where it can. */
export function interfaceLacks(
  profile: BillingInterface | undefined,
  patient: BilledPatient | undefined,
): string | undefined {
  if (!profile)
    return 'no interface to a billing system is set up for this EHR (billingInterface in the file of tenants).'
  try {
    exampleMessageFor(patient ?? { identifiers: [] }, profile)
    return undefined
  } catch (error) {
    if (error instanceof MessageFault) return error.message
    throw error
  }
}

interface Numbered {
  readonly line: BilledLine
  readonly number: string
}

function numberOf({ identity, kind }: BilledLine, { key, posted }: MessageOf): string {
  if (kind === 'charge') return chargeNumber(identity, key)
  const number = posted.find((charge) => charge.identity === identity)?.billing?.number
  if (number === undefined) throw new Error('a charge is to be credited that never went to a billing system')
  return number
}

function postedLine({ line, number }: Numbered): PostedLine {
  const { identity: _, doses: __, ...said } = line
  return { ...said, number, description: descriptionOf(line) }
}

function descriptionOf({ codeSystem, modifiers }: BilledLine): string {
  if (codeSystem === 'cpt') return 'Drug administration'
  return modifiers.includes('JW') ? 'Drug discarded' : 'Drug administered'
}

/** What the ledger keeps of a line: with it a credit says the same as its charge. */
function withBilling(write: PlannedIdentity, lines: readonly Numbered[]): PlannedIdentity {
  const found = lines.find(({ line }) => line.identity === write.identity)
  if (!found) return write
  const { code, units, modifiers, dateOfService, diagnoses, ndc, doses } = found.line
  const billing = { number: found.number, diagnoses: [...diagnoses], ...(ndc && { ndc }) }
  return { ...write, charges: { code, units, modifiers: [...modifiers], dateOfService, doses: [...doses], billing } }
}

/** Messages with the same account go in their order: by account number, else by visit, else by patient. */
function accountOf({ identifiers, visit = [], account = [] }: BilledPatient, profile: BillingInterface): string {
  const places = profile.identifiers
  const [found] = [
    ...(places.account ? account : []),
    ...(places.visit ? visit : []),
    ...identifiers.filter(
      ({ system, type }) => (places.mrn.system ?? system) === system && (places.mrn.type ?? type) === type,
    ),
  ]
  return found?.value ?? ''
}
