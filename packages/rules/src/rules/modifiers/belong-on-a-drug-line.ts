import type { DoseValues } from '../../dose-facts.ts'
import { advises, citing, fails, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'

/** A claim line has four places for modifiers (837 composite SV101-3 to SV101-6; CMS-1500 item 24D). */
const PLACES = 4

/** A drug has no side and no technical component: modifiers of procedures get its line denied. */
export default rule({
  id: 'modifiers/belong-on-a-drug-line',
  asks: 'Does every modifier on this dose belong on a drug line?',
  needs: ['modifiersNamed'],
  messages: {
    belong: { says: '{modifiers} may stand on a drug line.' },
    refused: {
      says: '{modifier} on {by} ({means}) does not belong on a drug line. {why}',
      remedy: 'Take {modifier} off the line.',
      who: 'biller',
    },
    'JW with JZ': {
      says: 'JW and JZ stand on one line of {by}: one says that drug was discarded, the other that none was.',
      remedy: 'Leave JZ off, and put the discarded units with JW on a line of their own, if any were discarded.',
      who: 'biller',
    },
    'too many': {
      says: '{count} modifiers stand on one line of {by}; a claim line has places for four.',
      remedy: 'Keep the four that decide payment.',
      who: 'biller',
    },
    'not known': {
      says: 'The code book does not hold the modifier {modifier} for this day.',
      remedy: 'Check {modifier} against the payer’s own list.',
      who: 'biller',
    },
  },
  skips: {
    when: ({ modifiersNamed }) => modifiersNamed.known && modifiersNamed.value.length === 0,
    says: 'Nobody put a modifier on this dose.',
  },
  check({ modifiersNamed }) {
    const all = modifiersNamed.flatMap(({ modifiers, by }) => modifiers.map((each) => ({ ...each, by })))
    const refused = all.find(({ meaning }) => meaning?.onDrugLines === 'refused')
    if (refused?.meaning) {
      const { says: means, why, source } = refused.meaning
      return citing([source], fails('refused', { modifier: refused.code, by: refused.by, means, why }))
    }
    const both = modifiersNamed.find(({ modifiers }) =>
      ['JW', 'JZ'].every((one) => modifiers.some(({ code }) => code === one)),
    )
    if (both) return fails('JW with JZ', { by: both.by })
    const many = modifiersNamed.find(({ modifiers }) => modifiers.length > PLACES)
    if (many) return fails('too many', { count: String(many.modifiers.length), by: many.by })
    const strange = all.find(({ meaning }) => !meaning)
    if (strange) return advises('not known', { modifier: strange.code })
    const cited = all.flatMap(({ meaning }) => meaning?.source ?? [])
    return citing(cited, passes('belong', { modifiers: names(modifiersNamed) }))
  },
})

const names = (lines: DoseValues['modifiersNamed']): string =>
  listed([...new Set(lines.flatMap(({ modifiers }) => modifiers.map(({ code }) => code)))])
