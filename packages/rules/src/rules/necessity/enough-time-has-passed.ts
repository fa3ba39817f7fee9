import { dueFrom } from '../../interval.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** A dose comes no earlier than its labelled interval after the last one, in calendar months where it says months. */
export default rule({
  id: 'necessity/enough-time-has-passed',
  asks: 'Has enough time passed since the last dose?',
  needs: ['givenOn', 'product', 'previousDose'],
  inForce: ['interval'],
  messages: {
    'first dose': { says: 'The chart shows no earlier dose.' },
    'due by then': {
      says: 'The last dose was on {last}; the next was due from {due}, and this one was given on {givenOn}.',
    },
    'perhaps too soon': {
      says: 'The dose of {last} may have been {brand}, and then the next was due from {due}: {perhaps}',
      remedy: 'Chart the NDC of the dose of {last}.',
      who: 'pharmacist',
    },
    'too soon': {
      says: 'Given on {givenOn}, before {due}: the last dose was on {last}, and {brand} is given every {interval}.',
      remedy: 'Check both days; if they are right, this dose came too soon to be covered.',
      who: 'biller',
    },
  },
  check({ givenOn, product, previousDose }, { interval }) {
    if (previousDose === undefined) return passes('first dose')
    const due = dueFrom(previousDose.givenOn, interval)
    const values = {
      last: previousDose.givenOn,
      due,
      brand: product.product.brand,
      interval: `${interval.every} ${interval.unit}`,
    }
    if (givenOn >= due) return passes('due by then', values)
    const { perhaps } = previousDose
    return perhaps === undefined ? fails('too soon', values) : cannotTell('perhaps too soon', { ...values, perhaps })
  },
})
