import type { NamedModifiers } from '../../dose-facts.ts'
import { fails, passes, rule } from '../../rule.ts'

/**
 * Which modifier reports a 340B drug, by the payer and the day. A line that names modifiers and leaves it out misreports
 * the drug; while another modifier that says the same is still taken, a line may name that one.
 */
export default rule({
  id: 'modifiers/names-a-340b-drug',
  asks: 'Which modifier reports that the drug was bought under 340B?',
  needs: [],
  mayUse: ['acquired', 'modifiersNamed'],
  published: ['modifier340B'],
  messages: {
    reported: { says: '{modifier} reports the 340B drug on its lines.' },
    'left out': {
      says: 'The drug was bought under 340B, and {by} has {modifiers} without {modifier}.',
      remedy: 'Add {modifier} to the line.',
      who: 'biller',
    },
  },
  skips: {
    when: ({ acquired }) => !acquired.known || acquired.value !== '340B',
    says: 'The chart does not say that the drug was bought under 340B.',
  },
  check({ modifiersNamed }, { modifier340B: modifier }) {
    const named = modifiersNamed.known ? modifiersNamed.value : []
    const without = named.find(
      ({ by, modifiers }) => by !== 'a statement' && !modifiers.some((each) => reports(each, modifier)),
    )
    if (!without) return passes('reported', { modifier })
    const modifiers = without.modifiers.map(({ code }) => code).join('-')
    return fails('left out', { modifier, modifiers, by: without.by })
  },
})

const reports = ({ code, meaning }: NamedModifiers['modifiers'][number], modifier: string): boolean =>
  code === modifier || (meaning?.states?.acquired === '340B' && meaning.onDrugLines === 'taken')
