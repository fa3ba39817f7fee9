import { passes, rule } from '../../rule.ts'

/** What is asked of a dose depends on who pays. */
export default rule({
  id: 'coverage/payer-is-known',
  asks: 'Who pays?',
  needs: ['coverage', 'payer'],
  messages: { known: { says: '{payer}, by {coverage}.' } },
  check: () => passes('known'),
})
