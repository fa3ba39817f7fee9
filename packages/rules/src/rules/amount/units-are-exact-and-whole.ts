import { amountText, exactly, wholePartsUp } from '@doseline/dose'
import { isCounted, units } from '../../format.ts'
import { passes, rule } from '../../rule.ts'

/** Units are the dose divided by the code's unit, rounded up once for the day. */
export default rule({
  id: 'amount/units-are-exact-and-whole',
  asks: 'How many billing units was it?',
  needs: ['product', 'dailyAmount'],
  published: ['hcpcs'],
  messages: {
    'one unit': { says: '{code} is one unit, whatever was given: its narrative says that it was {dailyAmount}.' },
    counted: { says: '{dailyAmount} given = {units}.' },
    whole: { says: '{dailyAmount} ÷ {unit} per unit = {units}.' },
    'rounded up': { says: '{dailyAmount} ÷ {unit} per unit, rounded up = {units} (which cover {covered}).' },
  },
  check({ product: { product }, dailyAmount }, { hcpcs }) {
    if (hcpcs.unclassified) return passes('one unit', { code: hcpcs.code })
    const { measure } = product
    const count = wholePartsUp(dailyAmount.administeredAmount, hcpcs.unitAmount)
    const covered = hcpcs.unitAmount.mul(exactly(count))
    const values = { unit: hcpcs.unitText, units: units(count), covered: amountText(covered, measure) }
    if (isCounted(measure)) return passes('counted', values)
    return covered.equals(dailyAmount.administeredAmount) ? passes('whole', values) : passes('rounded up', values)
  },
})
