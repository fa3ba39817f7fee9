import { fails, passes, rule } from '../../rule.ts'

/** Two drugs that slow the same loss of bone are not given at once: a second denosumab, or a bisphosphonate. */
export default rule({
  id: 'necessity/no-other-antiresorptive',
  asks: 'Is no other drug of this kind still at work?',
  needs: ['administeredOn', 'product', 'otherProducts'],
  published: ['notTogether'],
  messages: {
    'no other': { says: 'The chart shows no other drug of this kind that is still at work.' },
    another: {
      says: '{other} was given on {last} and works until {until}; {brand} is not given beside it.',
      remedy: 'Ask the prescriber whether both are meant, and send the reason with the claim.',
      who: 'prescriber',
    },
    'the same day': {
      says: '{other} was given on the same day; {brand} is not given beside it.',
      remedy: 'Ask the prescriber whether both are meant, and send the reason with the claim.',
      who: 'prescriber',
    },
  },
  check({ administeredOn, product: { product }, otherProducts }, { notTogether }) {
    const others = otherProducts.filter(({ group, perhaps }) => perhaps === undefined && notTogether.includes(group))
    const { brand } = product
    const today = others.find((other) => other.administeredOn === administeredOn)
    if (today) return fails('the same day', { brand, other: today.brand })
    const working = others.find(({ nextDue }) => nextDue !== undefined && nextDue > administeredOn)
    if (!working?.nextDue) return passes('no other')
    return fails('another', { brand, other: working.brand, last: working.administeredOn, until: working.nextDue })
  },
})
