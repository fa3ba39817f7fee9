import { listed } from '../../format.ts'
import { fails, holds, passes, rule } from '../../rule.ts'

/** What a record request asks for stands in the chart: lot, expiry, route, site, who gave it and who ordered it. */
export default rule({
  id: 'administration/is-documented',
  asks: 'Does the record hold what a reviewer asks for?',
  needs: ['administeredOn', 'product', 'documentation'],
  published: ['route'],
  messages: {
    whole: { says: 'The record holds lot, expiry, route, {site}who gave it and what ordered it.' },
    lacks: {
      says: 'The record does not hold {lacks}.',
      remedy: 'Chart {lacks}: a payer that asks for records looks for it.',
      who: 'nurse',
    },
    'no order': {
      says: 'The record names no order for this dose{also}.',
      remedy: 'Link the order to the dose: a drug that was not ordered is not paid.',
      who: 'prescriber',
    },
    'self-administered': {
      says: 'The record says that {layPerson} gave the dose: what the patient or the family gives is no service of the practice, and giving it is not billed.',
      remedy: 'Correct who gave the dose, if it was staff; otherwise the drug is of the pharmacy benefit.',
      who: 'nurse',
    },
    expired: {
      says: 'The lot expired on {expires}, before the dose was given.',
      remedy:
        'Tell the pharmacist at once; check which lot was given and correct it, or look at the record of the product and state that it was reviewed.',
      who: 'pharmacist',
    },
  },
  check({ administeredOn, documentation }, { route: labeled }) {
    const { lot, expires, route, site, person, layPerson, order } = documentation
    if (layPerson !== undefined) return holds('self-administered', { layPerson })
    if (expires && expires < administeredOn) return holds('expired', { expires })
    const needsSite = labeled === 'subcutaneous'
    const lacks = [
      ...(lot ? [] : ['the lot']),
      ...(expires ? [] : ['its expiry']),
      ...(route ? [] : ['the route']),
      ...(needsSite && !site ? ['the site'] : []),
      ...(person ? [] : ['who gave it']),
    ]
    if (!order) return fails('no order', { also: lacks.length > 0 ? `, nor ${listed(lacks)}` : '' })
    if (lacks.length > 0) return fails('lacks', { lacks: listed(lacks) })
    return passes('whole', { site: needsSite ? 'site, ' : '' })
  },
})
