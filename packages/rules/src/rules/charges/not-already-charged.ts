import type { DoseCharge } from '../../dose-facts.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'

/** One charge a dose. Doseline's own lines are not counted: they are updated, never doubled. */
export default rule({
  id: 'charges/not-already-charged',
  asks: 'Is this dose free of other charges for the drug?',
  needs: ['product', 'codesNamed', 'charges'],
  messages: {
    free: { says: 'No other charge for this dose is known.' },
    given: { says: 'No other charge for the drug is known; giving it is charged already: {charges}.' },
    perhaps: {
      says: 'This dose, or giving it, may be charged already: {charges}. {perhaps}.',
      remedy: 'Look in the billing system which dose the charge is for.',
      who: 'biller',
    },
    charged: {
      says: 'This dose is already charged: {charges}.',
      remedy: 'Void the earlier charge first, or leave this dose as it is.',
      who: 'biller',
    },
  },
  check({ codesNamed, charges }) {
    const drugCodes = new Set(codesNamed.filter(({ by }) => by === 'a charge').map(({ code }) => code))
    const standing = charges.filter(
      ({ codes, perhaps }) =>
        perhaps === undefined && codes.some(({ code }) => code && drugCodes.has(code.toUpperCase())),
    )
    if (standing.length > 0) return fails('charged', { charges: listed(standing.map(shown)) })
    const [first, ...more] = charges.filter(({ perhaps }) => perhaps !== undefined)
    if (first) {
      const because = first.perhaps ?? ''
      return cannotTell('perhaps', { charges: listed([first, ...more].map(shown)), perhaps: sentence(because) })
    }
    const giving = charges.filter(({ codes }) => codes.some(({ code }) => code && CPT.test(code)))
    return giving.length > 0 ? passes('given', { charges: listed(giving.map(shown)) }) : passes('free')
  },
})

/** The codes of giving a drug are of CPT: five digits. */
const CPT = /^\d{5}$/

function shown({ reference, codes, units, status }: DoseCharge): string {
  const code = codes[0]?.code ?? 'a code'
  return `${code}${units === undefined ? '' : ` × ${units}`} (${reference}, ${status})`
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`
