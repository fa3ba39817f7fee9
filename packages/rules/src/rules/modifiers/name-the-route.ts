import type { DoseValues } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import { labelledRoute } from '../../labelled-route.ts'
import { cannotTell, citing, fails, passes, rule } from '../../rule.ts'

/** A modifier that states the route must state the one charted; where none is charted, the one on the label. */
export default rule({
  id: 'modifiers/name-the-route',
  asks: 'Does a modifier that states the route state the right one?',
  needs: ['modifiersNamed', 'product'],
  mayUse: ['documentation'],
  published: ['route'],
  messages: {
    right: { says: '{modifiers} states the route: {route}.' },
    wrong: {
      says: '{modifier} is on {by} ({means}), and the {where} says {route}.',
      remedy: 'Take {modifier} off the line, or correct the chart.',
      who: 'biller',
    },
    'route not known': {
      says: '{modifier} states a route; the chart does not say how {brand} was given, and no label of it is loaded.',
      remedy: 'Chart the route by which it was given.',
      who: 'nurse',
    },
  },
  skips: {
    when: ({ modifiersNamed }) => modifiersNamed.known && ofRoute(modifiersNamed.value).length === 0,
    says: 'No modifier on this dose states the route.',
  },
  check({ modifiersNamed, product: { product }, documentation }, { route: labeled }) {
    const charted = documentation.known ? documentation.value.route : undefined
    const all = ofRoute(modifiersNamed)
    const [first] = all
    const route = charted ?? labelledRoute(labeled)
    if (route === undefined && first)
      return cannotTell('route not known', { modifier: first.code, brand: product.brand })
    const wrong = all.find(({ meaning }) => meaning.states?.route !== route)
    const cites = all.flatMap(({ meaning }) => meaning.states?.source ?? [])
    if (!wrong)
      return citing(
        cites,
        passes('right', { modifiers: listed([...new Set(all.map(({ code }) => code))]), route: route ?? '' }),
      )
    const where = charted === undefined ? `label of ${product.brand}` : 'chart'
    return citing(
      cites,
      fails('wrong', { modifier: wrong.code, by: wrong.by, means: wrong.meaning.says, where, route: route ?? '' }),
    )
  },
})

const ofRoute = (named: DoseValues['modifiersNamed']) =>
  named.flatMap(({ modifiers, by }) =>
    modifiers.flatMap(({ code, meaning }) => (meaning?.states?.route ? [{ code, by, meaning }] : [])),
  )
