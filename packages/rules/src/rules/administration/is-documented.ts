import { ROUTES } from '@doseline/dose'
import { fails, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'

/** What a record request asks for stands in the chart: lot, expiry, route, site, who gave it and who ordered it. */
export default rule({
  id: 'administration/is-documented',
  asks: 'Does the record hold what a reviewer asks for?',
  needs: ['givenOn', 'product', 'documentation'],
  inForce: ['route'],
  messages: {
    whole: { says: 'The record holds lot, expiry, route, {site}who gave it and what ordered it.' },
    lacks: {
      says: 'The record does not hold {lacks}.',
      remedy: 'Chart {lacks}: a payer that asks for records looks for it.',
      who: 'nurse',
    },
    'no order': {
      says: 'The record names no order for this dose{also}.',
      remedy: 'Link the order to the dose: a drug that nobody ordered is not paid.',
      who: 'prescriber',
    },
    expired: {
      says: 'The lot expired on {expires}, before the dose was given.',
      remedy: 'Tell the pharmacist at once; check which lot was given.',
      who: 'pharmacist',
    },
    'another route': {
      says: 'The dose is charted as {route}; {brand} is given {labelled}.',
      remedy: 'Check how it was given, and correct the route.',
      who: 'nurse',
    },
  },
  check({ givenOn, product: { product }, documentation }, { route: labelled }) {
    const { lot, expires, route, site, person, order } = documentation
    const { brand } = product
    if (expires && expires < givenOn) return fails('expired', { expires })
    if (route && isRoute(route) && route !== labelled) return fails('another route', { brand, route, labelled })
    const needsSite = labelled === 'subcutaneous'
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

const isRoute = (route: string): boolean => ROUTES.some((each) => each === route)
