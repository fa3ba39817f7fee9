import { cannotTell, passes, rule } from '../../rule.ts'

/** A date of service is a day; every dated value is looked up on it. */
export default rule({
  id: 'administration/has-a-date-of-service',
  asks: 'On which day was it given?',
  needs: ['administeredOn'],
  mayUse: ['administeredWhen', 'documentation'],
  messages: {
    known: { says: 'Given on {administeredOn}.' },
    'over days': {
      says: 'The dose is charted as {route} from {from} to {until}: an injection is given on one day.',
      remedy: 'Correct when the injection was given, or state the day.',
      who: 'nurse',
    },
  },
  check({ administeredWhen, documentation }) {
    const { start, end, dayStatedBy } = administeredWhen.known ? administeredWhen.value : {}
    const route = documentation.known ? documentation.value.route : undefined
    const isOverDays = start !== undefined && end !== undefined && end.days.earliest > start.days.latest
    if (isOverDays && route !== undefined && INJECTED.has(route) && dayStatedBy === undefined) {
      return cannotTell('over days', { route, from: start.written, until: end.written })
    }
    return passes('known')
  },
})

/** Routes by which a dose is given at once; what runs into a vein may run past midnight. */
const INJECTED: ReadonlySet<string> = new Set(['subcutaneous', 'intramuscular', 'intradermal'])
