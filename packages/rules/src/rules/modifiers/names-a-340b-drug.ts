import { passes, rule } from '../../rule.ts'

/** Which modifier reports a 340B drug changed with 2025: JG ended, and TB is the only one. */
export default rule({
  id: 'modifiers/names-a-340b-drug',
  asks: 'Which modifier reports that the drug was bought under 340B?',
  needs: [],
  mayUse: ['acquired'],
  inForce: ['modifier340B'],
  messages: { reported: { says: '{modifier} reports the 340B drug on its lines.' } },
  skips: {
    when: ({ acquired }) => !acquired.known || acquired.value !== '340B',
    says: 'Nobody says that the drug was bought under 340B.',
  },
  check: (_, { modifier340B }) => passes('reported', { modifier: modifier340B }),
})
