import { listed } from '../../format.ts'
import { cannotTell, passes, rule } from '../../rule.ts'

/**
 * The product decides the code: by NDC, then RxNorm, then HCPCS with text, then text; never by code or dose alone. Where a
 * pharmacy dispensed another of the same molecule for the dose, one of the two records is wrong.
 */
export default rule({
  id: 'code/product-is-recognised',
  asks: 'Which product was given?',
  needs: ['drug', 'product'],
  mayUse: ['drugChangeReason'],
  published: ['listing'],
  messages: {
    recognised: { says: '{product}.' },
    'another was dispensed': {
      says: '{brand} is charted, and {dispensed} was dispensed for this dose: which of them was given is not certain.',
      remedy:
        'Correct the record of the dose or of the dispense; if this one was given, state that, or why the drug was changed.',
      who: 'pharmacist',
    },
    'another was dispensed, and why': {
      says: '{brand} was given, although {dispensed} was dispensed: {drugChangeReason}.',
    },
  },
  check({ product: { product, dispensed = [] }, drugChangeReason }) {
    if (dispensed.length === 0) return passes('recognised')
    const values = {
      brand: product.brand,
      dispensed: listed(dispensed.map(({ reference, name }) => `${name} (${reference})`)),
    }
    return drugChangeReason.known
      ? passes('another was dispensed, and why', values)
      : cannotTell('another was dispensed', values)
  },
})
