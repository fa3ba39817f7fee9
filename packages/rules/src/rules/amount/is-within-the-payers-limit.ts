import { billedUnits } from '../../billed-units.ts'
import { policyIn } from '../../discard.ts'
import { fails, passes, rule } from '../../rule.ts'

/** Where the payer states how many units it pays at most, the day stays within them. */
export default rule({
  id: 'amount/is-within-the-payers-limit',
  asks: 'Are the units within what the payer pays at most?',
  needs: ['product', 'day'],
  mayUse: ['payer', 'openedMg', 'discardedMg', 'setting'],
  inForce: ['maximum', 'hcpcs', 'discard', 'discardNotIn'],
  messages: {
    within: { says: '{code} × {units} is within what {payer} pays at most ({limit}).' },
    above: {
      says: '{code} × {units} is above what {payer} pays at most ({limit}).',
      remedy: 'Check the dose and the unit; if both are right, ask {payer} before billing.',
      who: 'authorization desk',
    },
  },
  check(dose, { maximum, hcpcs, discard, discardNotIn }) {
    const { product: given, day, openedMg, discardedMg, setting } = dose
    const policy = policyIn(discard, discardNotIn, setting)
    const billed = billedUnits({ product: given.product, hcpcs, policy, givenMg: day.givenMg, openedMg, discardedMg })
    const values = { units: String(billed), code: hcpcs.code, limit: maximum.says }
    return billed > BigInt(maximum.units) ? fails('above', values) : passes('within', values)
  },
})
