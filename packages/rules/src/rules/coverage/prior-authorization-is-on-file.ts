import type { Authorization } from '@doseline/dose'
import { type AboutAuthorized, closeness, judgedAuthorizations, type Trouble, usedBefore } from '../../authorization.ts'
import { unitsGiven } from '../../billed-units.ts'
import { listed, units } from '../../format.ts'
import { cannotTell, cannotTellWithout, doesNotApply, fails, passes, rule } from '../../rule.ts'

/** Where the payer asks for it, an approved authorization covers this product on this day. */
export default rule({
  id: 'coverage/prior-authorization-is-on-file',
  asks: 'Is a prior authorization on file, where the payer asks for one?',
  needs: ['administeredOn', 'product', 'payer'],
  mayUse: ['authorizations', 'dailyAmount', 'earlierDoses'],
  published: ['priorAuthorization', 'hcpcs'],
  messages: {
    'not asked': { says: '{payer} asks for no prior authorization of {brand}.' },
    'on file': { says: 'Authorization {number} covers {brand} on {administeredOn}.' },
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
    'decision unknown': {
      says: 'The answer about authorization {number} does not say that it was approved.',
      remedy: 'Ask {payer} what it decided, and enter the authorization number and its dates.',
      who: 'authorization desk',
    },
    'no number': {
      says: '{number} approves {brand} and states no authorization number, which the claim has to name.',
      remedy: 'Enter the authorization number that {payer} gave, and its dates.',
      who: 'authorization desk',
    },
    'not a number': {
      says: 'What stands in the place of an authorization number of {brand} is “{number}”, which is none.',
      remedy: 'Enter the authorization number that {payer} gave, and its dates.',
      who: 'authorization desk',
    },
    changed: {
      says: 'Authorization {number} was {changed}, and the answer does not state what is different from what was asked.',
      remedy: 'Enter what {payer} certified: the number, its dates and its units.',
      who: 'authorization desk',
    },
    'in doubt': {
      says: '{doubt}, so authorization {number} cannot be relied on.',
      remedy: 'Correct the answer in the chart, or enter the authorization number and its dates.',
      who: 'authorization desk',
    },
    overtaken: {
      says: 'Authorization {number} is approved in one answer, and another answer with its number says otherwise.',
      remedy: 'Ask {payer} which of its answers holds, and enter the authorization number and its dates.',
      who: 'authorization desk',
    },
    'another payer': {
      says: 'Authorization {number} {elsewhere}.',
      remedy: 'Enter the authorization that {payer} gave, or ask {payer} for one.',
      who: 'authorization desk',
    },
    'another diagnosis': {
      says: 'Authorization {number} {otherDiagnosis}.',
      remedy: 'Ask {payer} to authorize {brand} for the diagnosis that is charged, or correct the diagnosis.',
      who: 'authorization desk',
    },
    'perhaps used up': {
      says: 'Authorization {number} covers {allowed} in all; the day has {billed}, and {used} given under it before.',
      remedy: 'Ask {payer} how many units are left, and enter the authorization with its units in all.',
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
    'names no product': {
      says: 'Authorization {number} does not say what it was given for, so it cannot be told whether it covers {brand}.',
      remedy: 'Enter the authorization number and its dates if it was given for {brand}.',
      who: 'authorization desk',
    },
    'states no days': {
      says: 'Authorization {number} is stated without the days it is valid, so it cannot be told whether it covers {administeredOn}.',
      remedy: 'Enter authorization {number} with its first and its last day.',
      who: 'authorization desk',
    },
    'too few units': {
      says: 'Authorization {number} covers {allowed}, and the day has {billed}.',
      remedy: 'Ask {payer} to authorize the units that were given.',
      who: 'authorization desk',
    },
    'no visits left': {
      says: 'Authorization {number} covers {visits}, and {used} were given before this one.',
      remedy: 'Ask {payer} for an authorization of further doses.',
      who: 'authorization desk',
    },
    'another time': {
      says: 'Authorization {number} runs {period}; the dose was given on {administeredOn}.',
      remedy: 'Ask {payer} for an authorization that covers {administeredOn}.',
      who: 'authorization desk',
    },
  },
  check(dose, { priorAuthorization, hcpcs }) {
    const { administeredOn, product: given, authorizations, dailyAmount, earlierDoses } = dose
    const { product } = given
    const { brand } = product
    const about: AboutAuthorized = {
      day: administeredOn,
      product,
      hcpcs,
      units: dailyAmount.known ? unitsGiven(dailyAmount.value.administeredAmount, hcpcs) : undefined,
      earlier: earlierDoses.known ? earlierDoses.value.map((each) => each.administeredOn) : [],
    }
    if (priorAuthorization === 'not required') return doesNotApply('not asked', { brand })
    if (!authorizations.known) return cannotTellWithout(authorizations)
    const judged = judgedAuthorizations(authorizations.value, about)
    const good = judged.find(({ trouble }) => trouble === undefined)
    if (good) return passes('on file', { brand, number: numberOf(good.each) })
    const nearest = judged.toSorted((a, b) => closeness(a.trouble) - closeness(b.trouble))[0]
    if (!nearest?.trouble) return cannotTell('none on file', { brand })
    const { each, trouble } = nearest
    const values = {
      brand,
      number: numberOf(each),
      outcome: each.outcome,
      codes: [...each.codes.flatMap(({ code }) => code ?? []), ...(each.namesOthers ?? [])].join(', '),
      words: wordsOf(each),
      code: hcpcs.code,
      period: periodOf(each),
      allowed: units(each.units ?? 0),
      billed: units(about.units ?? 0n),
      visits: each.visits === 1 ? '1 dose' : `${each.visits} doses`,
      used: usedOf(usedBefore(each, about.earlier), trouble),
      changed: each.outcome === 'modified' ? 'approved with changes (modified)' : 'approved in part only',
      doubt: each.doubt?.replace(/\.$/, '') ?? '',
      elsewhere: each.elsewhere ?? '',
      otherDiagnosis: each.otherDiagnosis ?? '',
    }
    return TELLS_NOTHING.has(trouble) ? cannotTell(trouble, values) : fails(trouble, values)
  },
})

/** One for something else says no more about this drug than none at all: its own may still be on paper. */
const TELLS_NOTHING: ReadonlySet<Trouble> = new Set<Trouble>([
  'overtaken',
  'in doubt',
  'no number',
  'not a number',
  'changed',
  'names no code',
  'names no product',
  'states no days',
  'perhaps used up',
  'another payer',
  'another diagnosis',
  'another product',
  'decision unknown',
])

const usedOf = (count: number, trouble: Trouble): string =>
  trouble === 'perhaps used up' ? (count === 1 ? '1 dose was' : `${count} doses were`) : String(count)
const numberOf = ({ number, reference }: Authorization): string => number ?? reference
const wordsOf = ({ codes }: Authorization): string => listed(codes.map(({ display }) => `“${display ?? 'something'}”`))
const periodOf = ({ from, until }: Authorization): string =>
  `from ${from ?? 'no stated day'} to ${until ?? 'no stated day'}`
