import { passes, rule } from '../../rule.ts'

/** A date of service is a day; every dated value is looked up on it. */
export default rule({
  id: 'administration/has-a-date-of-service',
  asks: 'On which day was it given?',
  needs: ['givenOn'],
  messages: { known: { says: 'Given on {givenOn}.' } },
  check: () => passes('known'),
})
