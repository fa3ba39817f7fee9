import { dueFrom, loadingDay } from '../../interval.ts'
import { cannotTell, cannotTellWithout, fails, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'
import { supportFor } from '../../support.ts'

/** A dose comes no earlier than its labelled interval after the last one, in calendar months where it says months. */
export default rule({
  id: 'necessity/enough-time-has-passed',
  asks: 'Has enough time passed since the last dose?',
  needs: ['givenOn', 'product', 'previousDose'],
  mayUse: ['earlierDoses', 'diagnoses'],
  inForce: ['interval'],
  messages: {
    'first dose': { says: 'The chart shows no earlier dose.' },
    'due by then': {
      says: 'The last dose was on {last}; the next was due from {due}, and this one was given on {givenOn}.',
    },
    'loading dose': {
      says: 'Given on day {today} of treatment, as a loading dose (days {days}) for {indication}.',
    },
    'perhaps too soon': {
      says: 'The dose of {last} may have been {brand}, and then the next was due from {due}: {perhaps}',
      remedy: 'Chart the NDC of the dose of {last}.',
      who: 'pharmacist',
    },
    'loading for what': {
      says: 'Day {today} of treatment brings a loading dose only for {loadingFor}; no active diagnosis carries an ICD-10-CM code.',
      remedy: 'Add the ICD-10-CM code to the diagnosis the drug was given for.',
      who: 'prescriber',
    },
    'no loading for this': {
      says: 'Given on {givenOn}, day {today} of treatment and before {due}: loading doses are only for {loadingFor}.',
      remedy: 'Check both days and the diagnosis; if they are right, this dose came too soon to be covered.',
      who: 'biller',
    },
    'too soon': {
      says: 'Given on {givenOn}, before {due}: the last dose was on {last}, and {brand} is given every {interval}.',
      remedy: 'Check both days; if they are right, this dose came too soon to be covered.',
      who: 'biller',
    },
  },
  check({ givenOn, product, previousDose, earlierDoses, diagnoses }, { interval }) {
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
    if (perhaps !== undefined) return cannotTell('perhaps too soon', { ...values, perhaps })
    const { loading } = interval
    const earlier = earlierDoses.known ? earlierDoses.value.map((each) => each.givenOn) : []
    const today = loading && loadingDay(earlier, givenOn, loading)
    if (!loading || today === undefined) return fails('too soon', values)
    if (!diagnoses.known) return cannotTellWithout(diagnoses)
    const support = supportFor(diagnoses.value, loading.indications)
    const loads = {
      ...values,
      today: String(today),
      days: listed(loading.days.map(String)),
      loadingFor: loading.indications.map(({ label }) => label).join(' or '),
    }
    if (support.kind === 'supported') return passes('loading dose', { ...loads, indication: support.indication.label })
    const isCoded = diagnoses.value.some(({ stands, icd10cm }) => stands && icd10cm)
    return isCoded ? fails('no loading for this', loads) : cannotTell('loading for what', loads)
  },
})
