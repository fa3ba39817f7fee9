import { chargeNumber, controlId, creditNumber } from '@doseline/billing-interface'
import { type BillingReceiver, billingReceiver, type ReceiverAct } from '@doseline/testkit/billing-receiver'
import { type Dice, diceFrom } from '@doseline/testkit/dice'
import { expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import type { ReservationRequest } from '../src/ledger/reservation.ts'
import type { PlannedIdentity } from '../src/ledger/write-back.ts'
import { startSender } from '../src/outbox/sender.ts'
import { Tenants } from '../src/tenants.ts'

/** Lives of one dose each: `OUTBOX_LIVES=20000` plays as many, `OUTBOX_SEED` others. */
const LIVES = Number(process.env.OUTBOX_LIVES ?? (process.env.TEST_LONG ? 20_000 : 40))
const SEED = Number(process.env.OUTBOX_SEED ?? 20261130)
const AT_ONCE = 50
const HOUR = 3_600_000
const TENANT = 'riverside'

/** A charge that a life has, and its number in the billing system. */
interface Owed {
  readonly identity: string
  readonly number: string
}

test(
  `${LIVES} lives with lost answers, broken connections and senders that die: of each line one charge counts at the receiver`,
  async () => {
    const chance = diceFrom(SEED)
    const receiver = await billingReceiver(() => misbehavior(chance))
    const ledger = await openLedger({ kind: 'memory' }, { reserved: 60, sent: 0 })
    const senders = ['one', 'two'].map(() => startSender({ ledger: mortal(ledger, chance), ...siteAt(receiver) }))
    const owed: Owed[] = []
    for (let from = 0; from < LIVES; from += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, LIVES - from) }, (_, at) => live(ledger, chance, from + at))
      owed.push(...(await Promise.all(some)).flat())
    }
    await expect.poll(() => openIn(ledger), { timeout: HOUR, interval: 500 }).toBe(0)
    await Promise.all(senders.map((each) => each.stop()))
    const { held, messages } = receiver
    expect(new Set(held.map(({ number }) => number)).size, 'no charge and no credit is posted twice').toBe(held.length)
    expect(
      receiver
        .owed()
        .map(({ number }) => number)
        .toSorted(),
    ).toEqual(owed.map(({ number }) => number).toSorted())
    for (const [at, { type, charge }] of held.entries())
      if (type === 'CR')
        expect(
          held.findIndex(({ number }) => number === charge),
          'a credit follows its charge',
        ).toBeLessThan(at)
    const verified = await ledger.verify()
    expect(verified.intact).toBe(true)
    console.log(
      `${LIVES} lives, seed ${SEED}: ${messages.length} messages arrived for ${held.length} transactions, ${owed.length} charges count`,
    )
    await Promise.all([ledger.close(), receiver.stop()])
  },
  HOUR,
)

function misbehavior(chance: Dice): ReceiverAct {
  const turn = chance.below(10)
  if (turn < 2) return { does: 'lose' }
  if (turn < 3) return { does: 'cut' }
  if (turn < 4) return { does: 'stray' }
  return { does: 'answer', code: 'AA' }
}

/** A ledger as senders have it that die: now and then before they note what was answered. Their time is over at once. */
function mortal(ledger: Ledger, chance: Dice): Pick<Ledger, 'takeDue' | 'answered'> {
  return {
    takeDue: (about) => ledger.takeDue({ ...about, holdSeconds: 0.5 }),
    answered: async (message, change, at) => {
      if (chance.below(5) === 0) return
      await ledger.answered(message, change, at)
    },
  }
}

const siteAt = ({ port }: BillingReceiver) => ({
  tenants: Tenants.parse({
    tenants: [
      {
        key: TENANT,
        label: 'Riverside',
        issuers: [{ ...ISSUER, billingInterface: { ...PROFILE, delivery: { by: 'mllp', host: '127.0.0.1', port } } }],
      },
    ],
  }),
  log: { fault: ({ error }: { readonly error: unknown }) => console.error(error) },
  now: () => new Date().toISOString(),
  pace: { lookEvery: 5, firstWait: 0.01, longestWait: 0.1, afterFault: 5 },
})
const ISSUER = { key: 'ehr', label: 'EHR', iss: 'https://ehr.example/fhir', clientId: 'doseline' }
const PROFILE = {
  version: '2.5.1',
  sendingApplication: 'DOSELINE',
  sendingFacility: 'R',
  receivingApplication: 'BILLING',
  receivingFacility: 'R',
  identifiers: { mrn: { type: 'MR' } },
  creditType: 'CR',
  ndc: 'none',
}

/** One dose is approved by one or two people at once, perhaps voided, perhaps approved again, and so on. What counts at its end. */
async function live(ledger: Ledger, chance: Dice, life: number): Promise<readonly Owed[]> {
  const dose = `MedicationAdministration/${life}`
  let owed: readonly Owed[] = []
  for (let at = 0, acts = 1 + chance.below(5); at < acts; at++) {
    const before = owed
    const asked = Array.from({ length: 1 + chance.below(2) }, (_, person) => {
      const key = `life ${life}, act ${at}, person ${person}`
      const made = before.length === 0 ? [{ identity: `line of ${dose}`, number: chargeNumber(dose, key) }] : []
      return { made, request: reservationOf(dose, key, { made, voided: before }) }
    })
    const answers = await Promise.all(
      asked.map(async ({ request, made }) => ({ made, ...(await ledger.reserve(request)) })),
    )
    const [first, ...others] = answers.filter(({ kind }) => kind === 'reserved')
    expect(others, 'of several at once one is granted').toEqual([])
    owed = first ? first.made : owed
  }
  return owed
}

/** A reservation of what one message says: the charges that it makes, or those that it takes back. */
function reservationOf(
  dose: string,
  key: string,
  { made, voided }: { readonly made: readonly Owed[]; readonly voided: readonly Owed[] },
): ReservationRequest {
  const charges = { code: 'X0000', units: 1, modifiers: [], dateOfService: '2026-03-02', doses: [dose] }
  const write = ({ identity, number }: Owed, act: 'create' | 'void'): PlannedIdentity => ({
    identity,
    what: 'ChargeItem',
    act,
    status: act === 'create' ? 'billable' : 'entered-in-error',
    charges: { ...charges, billing: { number, diagnoses: [] } },
    doses: [dose],
    ...(act === 'create' && { role: 'drug' }),
  })
  const writes = [...voided.map((each) => write(each, 'void')), ...made.map((each) => write(each, 'create'))]
  const transactions = [
    ...voided.map(({ number }) => ['CR', creditNumber(number), number]),
    ...made.map(({ number }) => ['CG', number, number]),
  ]
  const ft1 = transactions.map(
    ([type, id, charge]) => `FT1|1|${id}||20260302||${type}|X0000|||1|||||||||||||${charge}||X0000`,
  )
  const text = [
    `MSH|^~\\&|D|R|B|R|20260302||DFT^P03|${controlId(key)}|P|2.5.1`,
    `PID|1|||||||||||||||||${dose}`,
    ...ft1,
  ]
  return {
    visit: `visit of ${dose}`,
    key,
    fingerprint: key,
    patient: 'Patient/1',
    assessment: key,
    writes,
    channel: 'hl7v2',
    does: made.length > 0 ? 'approve' : 'void',
    reversedCharges: [],
    overrides: [],
    dosesOf: { server: 'ehr', doses: [dose] },
    voided: voided.map(({ identity }) => identity),
    plan: JSON.stringify({ writes }),
    overrideEarlier: [],
    message: {
      account: dose,
      controlId: controlId(key),
      text: `${text.join('\r')}\r`,
      charges: made.length,
      credits: voided.length,
    },
    entry: { at: '2026-11-30T10:00:00Z', tenant: TENANT, who: 'biller' },
  }
}

async function openIn(ledger: Ledger): Promise<number> {
  const states = ['queued', 'sent', 'refused'] as const
  const messages = await Promise.all(states.map((state) => ledger.outbox({ tenant: TENANT, state })))
  return messages.flat().length
}
