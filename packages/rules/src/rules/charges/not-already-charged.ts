import type { DoseCharge } from '../../dose-facts.ts'
import { listed, units } from '../../format.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** One charge a dose. Doseline's own lines are not counted: they are updated, never doubled. */
export default rule({
  id: 'charges/not-already-charged',
  asks: 'Is this dose free of other charges for the drug?',
  needs: ['product', 'charges'],
  messages: {
    free: { says: 'No other charge for this dose is known.' },
    given: { says: 'No other charge for the drug is known; giving it is charged already: {charges}.' },
    perhaps: {
      says: 'This dose, or giving it, may be charged already: {charges}. {perhaps}.',
      remedy: 'Look in the billing system which dose the charge is for, and state that this one is not charged there.',
      who: 'biller',
    },
    'not billable': {
      says: 'Somebody determined that this dose, or giving it, is not to be billed: {charges}. {because}.',
      remedy: 'Look in the billing system why; correct that charge, or state that this dose is not charged there.',
      who: 'biller',
    },
    charged: {
      says: 'This dose is already charged: {charges}.',
      remedy: 'Void the earlier charge first, or leave this dose as it is.',
      who: 'biller',
    },
    'other units charged': {
      says: 'This dose is already charged: {charges}; {charged} charged, and {given} given.',
      remedy: 'Correct the earlier charge, or void it first.',
      who: 'biller',
    },
  },
  check({ charges }) {
    const standing = charges.filter(({ perhaps, forDrug }) => perhaps === undefined && forDrug)
    if (standing.length > 0) {
      const values = { charges: listed(standing.map(shown)) }
      const other = otherUnits(standing)
      return other ? fails('other units charged', { ...values, ...other }) : fails('charged', values)
    }
    const [first, ...more] = charges.filter(({ perhaps, notBillable }) => perhaps !== undefined && !notBillable)
    if (first) {
      const because = first.perhaps ?? ''
      return cannotTell('perhaps', { charges: listed([first, ...more].map(shown)), perhaps: sentence(because) })
    }
    const [determined, ...others] = charges.filter(({ notBillable }) => notBillable)
    if (determined) {
      const because = sentence(determined.perhaps ?? '')
      return cannotTell('not billable', { charges: listed([determined, ...others].map(shown)), because })
    }
    const giving = charges.filter((charge) => charge.giving !== undefined)
    return giving.length > 0 ? passes('given', { charges: listed(giving.map(shown)) }) : passes('free')
  },
})

/** What is charged and what was given, where the two differ. A claim shows what was charged again, so each kind adds up alone. */
function otherUnits(standing: readonly DoseCharge[]): { charged: string; given: string } | undefined {
  const drug = standing.filter(({ modifiers }) => !modifiers.includes('JW'))
  for (const kind of Map.groupBy(drug, ({ reference }) => reference.split('/')[0]).values()) {
    const given = kind[0]?.administeredUnits
    if (given === undefined || kind.some(({ administeredUnits }) => administeredUnits === undefined)) continue
    const charged = kind.reduce((sum, each) => sum + (each.units ?? 0), 0)
    if (charged !== given) return { charged: count(charged, 'are'), given: count(given, 'were') }
  }
  return undefined
}

const count = (of: number, verb: 'are' | 'were'): string => `${units(of)} ${of === 1 ? SINGLE[verb] : verb}`
const SINGLE = { are: 'is', were: 'was' } as const

function shown({ reference, item, codes, drug, units: charged, status }: DoseCharge): string {
  const code = codes[0]?.code ?? drug?.ndc[0]?.name ?? drug?.text[0]?.name ?? 'a charge'
  const where = item === undefined ? reference : `${reference} item ${item}`
  return `${code}${charged === undefined ? '' : ` × ${charged}`} (${where}, ${status})`
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`
