import type { Hcpcs, Product } from '@doseline/codebook'
import { type Authorization, type CalendarDate, ndc11 } from '@doseline/dose'
import { cannotTell, doesNotApply, fails, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'

/** Where the payer asks for it, an approved authorization covers this product on this day. */
export default rule({
  id: 'coverage/prior-authorization-is-on-file',
  asks: 'Is a prior authorization on file, where the payer asks for one?',
  needs: ['givenOn', 'product', 'payer', 'authorizations'],
  inForce: ['priorAuthorization', 'hcpcs'],
  messages: {
    'not asked': { says: '{payer} asks for no prior authorization of {brand}.' },
    'on file': { says: 'Authorization {number} covers {brand} on {givenOn}.' },
    'none on file': {
      says: '{payer} asks for a prior authorization of {brand}, and the chart holds none.',
      remedy: 'Enter the authorization number and its dates, or ask {payer} for one.',
      who: 'authorization desk',
    },
    'not approved': {
      says: 'Authorization {number} is {outcome}.',
      remedy: 'Ask {payer} for an approved authorization before billing.',
      who: 'authorization desk',
    },
    'another product': {
      says: 'Authorization {number} names {codes}, not {brand} ({code}).',
      remedy: 'Ask {payer} for an authorization of {brand}.',
      who: 'authorization desk',
    },
    'names no code': {
      says: 'Authorization {number} names {words} without a code, so it cannot be told whether it covers {brand}.',
      remedy: 'Enter the code that authorization {number} was given for.',
      who: 'authorization desk',
    },
    'another time': {
      says: 'Authorization {number} runs {period}; the dose was given on {givenOn}.',
      remedy: 'Ask {payer} for an authorization that covers {givenOn}.',
      who: 'authorization desk',
    },
  },
  check({ givenOn, product: { product }, authorizations }, { priorAuthorization, hcpcs }) {
    const { brand } = product
    if (priorAuthorization === 'not required') return doesNotApply('not asked', { brand })
    const judged = authorizations.map((each) => ({ each, trouble: troubleWith(each, givenOn, product, hcpcs) }))
    const good = judged.find(({ trouble }) => trouble === undefined)
    if (good) return passes('on file', { brand, number: numberOf(good.each) })
    const nearest = judged.toSorted((a, b) => CLOSENESS.indexOf(a.trouble) - CLOSENESS.indexOf(b.trouble))[0]
    if (!nearest?.trouble) return cannotTell('none on file', { brand })
    const { each, trouble } = nearest
    const values = {
      brand,
      number: numberOf(each),
      outcome: each.outcome,
      codes: each.codes.flatMap(({ code }) => code ?? []).join(', '),
      words: wordsOf(each),
      code: hcpcs.code,
      period: periodOf(each),
    }
    // One for something else says no more about this drug than none at all: it may still be on paper.
    if (trouble === 'names no code' || trouble === 'another product') return cannotTell(trouble, values)
    return fails(trouble, values)
  },
})

type Trouble = 'names no code' | 'another time' | 'not approved' | 'another product'
const CLOSENESS: readonly (Trouble | undefined)[] = ['names no code', 'another time', 'not approved', 'another product']

function troubleWith(each: Authorization, day: CalendarDate, product: Product, hcpcs: Hcpcs): Trouble | undefined {
  const names = (code: string) => code.toUpperCase() === hcpcs.code || product.ndcs.includes(ndc11(code) ?? '')
  const codes = each.codes.flatMap(({ code }) => code ?? [])
  if (each.codes.length > 0 && codes.length === 0) return 'names no code'
  if (codes.length > 0 && !codes.some(names)) return 'another product'
  if (each.outcome !== 'approved') return 'not approved'
  if ((each.from ?? day) > day || (each.until ?? day) < day) return 'another time'
  return undefined
}

const numberOf = ({ number, reference }: Authorization): string => number ?? reference
const wordsOf = ({ codes }: Authorization): string => listed(codes.map(({ display }) => `“${display ?? 'something'}”`))
const periodOf = ({ from, until }: Authorization): string =>
  `from ${from ?? 'no stated day'} to ${until ?? 'no stated day'}`
