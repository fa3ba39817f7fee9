import { groupedText } from '@doseline/dose'
import { unitsGiven } from '../../billed-units.ts'
import { fails, passes, rule } from '../../rule.ts'

/** Where the payer states how many units it pays at most, what was given stays within them. */
export default rule({
  id: 'amount/is-within-the-payers-limit',
  asks: 'Are the units within what the payer pays at most?',
  needs: ['product', 'dailyAmount'],
  mayUse: ['payer'],
  published: ['maximum', 'hcpcs'],
  messages: {
    within: { says: '{code} × {units} given is within what {payer} pays at most ({limit}).' },
    above: {
      says: '{code} × {units} given is above what {payer} pays at most ({limit}).',
      remedy: 'Check the dose and the unit; if both are right, ask {payer} before billing.',
      who: 'authorization desk',
    },
  },
  check({ dailyAmount }, { maximum, hcpcs }) {
    const given = unitsGiven(dailyAmount.administeredAmount, hcpcs)
    const values = { units: groupedText(String(given)), code: hcpcs.code, limit: maximum.says }
    return given > BigInt(maximum.units) ? fails('above', values) : passes('within', values)
  },
})
