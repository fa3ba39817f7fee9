import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** Some drugs are given a fixed number of times, and then no more: what comes after that is not covered. */
export default rule({
  id: 'necessity/course-is-not-over',
  asks: 'Does the course of treatment still have a dose left?',
  needs: ['administeredOn', 'product', 'earlierDoses'],
  published: ['course'],
  messages: {
    'within the course': { says: 'This is dose {number} of the {doses} that make the course of {brand}.' },
    'perhaps over': {
      says: '{brand} is given {doses} times; this is dose {number}, if all that may have been doses were: {perhaps}',
      remedy: 'State of each of these whether it was given, and on which day.',
      who: 'nurse',
    },
    over: {
      says: '{brand} is given {doses} times, and the chart shows {earlier} doses on other days since {first}: this is dose {number}.',
      remedy: 'Check the earlier doses; if they are right, the course was over before this dose.',
      who: 'prescriber',
    },
  },
  check({ product: { product }, earlierDoses }, { course }) {
    const certain = new Set(earlierDoses.flatMap(({ administeredOn, perhaps }) => (perhaps ? [] : [administeredOn])))
    const doubtful = earlierDoses.filter(({ administeredOn, perhaps }) => perhaps && !certain.has(administeredOn))
    const all = new Set([...certain, ...doubtful.map(({ administeredOn }) => administeredOn)])
    const values = { brand: product.brand, doses: String(course.doses) }
    if (certain.size >= course.doses) {
      const [first = ''] = [...certain]
      return fails('over', { ...values, earlier: String(certain.size), first, number: String(certain.size + 1) })
    }
    const [one] = doubtful
    if (one?.perhaps && all.size >= course.doses) {
      return cannotTell('perhaps over', { ...values, number: String(all.size + 1), perhaps: one.perhaps })
    }
    return passes('within the course', { ...values, number: String(certain.size + 1) })
  },
})
