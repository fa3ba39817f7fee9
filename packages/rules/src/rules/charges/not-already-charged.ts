import { fails, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'

/** One charge a dose. Doseline's own lines are not counted: they are updated, never doubled. */
export default rule({
  id: 'charges/not-already-charged',
  asks: 'Is this dose free of other charges for the drug?',
  needs: ['product', 'codesNamed', 'charges'],
  messages: {
    free: { says: 'No other charge for this dose stands in the chart.' },
    charged: {
      says: 'This dose is already charged: {charges}.',
      remedy: 'Void the earlier charge first, or leave this dose as it is.',
      who: 'biller',
    },
  },
  check({ codesNamed, charges }) {
    const drugCodes = new Set(codesNamed.filter(({ by }) => by === 'a charge').map(({ code }) => code))
    const standing = charges.filter(({ codes }) => codes.some(({ code }) => code && drugCodes.has(code.toUpperCase())))
    if (standing.length === 0) return passes('free')
    const shown = standing.map(({ reference, codes, units, status }) => {
      const code = codes[0]?.code ?? 'a code'
      return `${code}${units === undefined ? '' : ` × ${units}`} (${reference}, ${status})`
    })
    return fails('charged', { charges: listed(shown) })
  },
})
