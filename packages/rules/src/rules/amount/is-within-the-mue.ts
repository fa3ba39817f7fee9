import { groupedText } from '@doseline/dose'
import { billedUnits } from '../../billed-units.ts'
import { policyIn } from '../../discard.ts'
import { units } from '../../format.ts'
import { fails, passes, rule } from '../../rule.ts'

/** Units of one code and day, discarded ones included, stay within the medically unlikely edit. */
export default rule({
  id: 'amount/is-within-the-mue',
  asks: 'Are the units of the day within the medically unlikely edit (MUE)?',
  needs: ['product', 'dailyAmount'],
  mayUse: ['openedAmount', 'discardedAmount', 'extraContainersReason', 'setting'],
  published: ['hcpcs', 'discard', 'discardNotIn', 'mue'],
  messages: {
    within: { says: '{code} × {units} is within the MUE of {limit} a day.' },
    above: {
      says: '{code} × {units} is above the MUE of {limit} a day.',
      remedy: 'Check the dose and the unit; if both are right, send the record with the claim.',
      who: 'biller',
    },
  },
  check(dose, { hcpcs, discard, discardNotIn, mue }) {
    const { product: given, dailyAmount, openedAmount, discardedAmount, extraContainersReason, setting } = dose
    const policy = policyIn(discard, discardNotIn, setting)
    const billed = billedUnits({
      product: given.product,
      hcpcs,
      policy,
      administeredAmount: dailyAmount.administeredAmount,
      openedAmount,
      discardedAmount,
      fewestAmount: dailyAmount.fewest.amount,
      extraContainersReason,
    })
    const values = { units: groupedText(String(billed)), code: hcpcs.code, limit: units(mue.units) }
    return billed > BigInt(mue.units) ? fails('above', values) : passes('within', values)
  },
})
