import type { NamedModifiers } from '../../dose-facts.ts'
import { cannotTell, citing, fails, passes, rule } from '../../rule.ts'

/**
 * Some codes are paid only with one of a few modifiers, and those stand on no other line: an agent that stimulates red cells
 * names the anemia it is given for. Which is true nobody can tell but who ordered it.
 */
export default rule({
  id: 'modifiers/fit-the-code',
  asks: 'Does the line have the modifier that its code asks for?',
  needs: [],
  mayUse: ['modifiersNamed'],
  published: ['hcpcs'],
  messages: {
    'none asked': { says: '{code} asks for no modifier of its own.' },
    named: { says: '{modifier} says what a line of {code} has to say.' },
    'left out': {
      says: 'A line of {code} has one of {modifiers}, and none is proposed. {why}',
      remedy: 'Propose the line with the one of {modifiers} that is true by the record of the order.',
      who: 'biller',
    },
    'of another code': {
      says: '{modifier} is on {by}, and it is for lines of {codes}.',
      remedy: 'Take {modifier} off a line of {code}.',
      who: 'biller',
    },
  },
  check({ modifiersNamed }, { hcpcs: { code, oneOf } }) {
    const named = modifiersNamed.known ? modifiersNamed.value : []
    const strange = named.flatMap(ofSomeCodes).find(({ onCodes }) => !onCodes.codes.includes(code))
    if (strange) {
      const { modifier, by, onCodes } = strange
      return citing([onCodes.source], fails('of another code', { modifier, by, code, codes: onCodes.codes.join(', ') }))
    }
    if (!oneOf) return passes('none asked', { code })
    const { why, source } = oneOf
    const modifier = named
      .flatMap(({ modifiers }) => modifiers)
      .find((each) => oneOf.modifiers.includes(each.code))?.code
    if (modifier) return citing([source], passes('named', { modifier, code }))
    return citing([source], cannotTell('left out', { code, modifiers: oneOf.modifiers.join(', '), why }))
  },
})

const ofSomeCodes = ({ modifiers, by }: NamedModifiers) =>
  modifiers.flatMap(({ code: modifier, meaning }) =>
    meaning?.onCodes ? [{ modifier, by, onCodes: meaning.onCodes }] : [],
  )
