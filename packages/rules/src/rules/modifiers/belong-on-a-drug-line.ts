import type { DoseValues } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import { advises, cannotTell, citing, fails, passes, rule } from '../../rule.ts'

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
    'exclude each other': {
      says: '{modifier} and {other} stand on one line of {by}: {why}.',
      remedy: 'Keep the one that is true.',
      who: 'biller',
    },
    'asks for a denial': {
      says: '{modifier} is on {by} ({means}). {why}',
      remedy: 'Take {modifier} off a line that is to be paid; where a denial is wanted, bill it by hand.',
      who: 'biller',
    },
    'too many': {
      says: '{count} modifiers stand on one line of {by}; a claim line has places for four.',
      remedy: 'Keep the four that decide payment.',
      who: 'biller',
    },
    proposed: {
      says: '{modifier} is proposed, and the code book does not hold it for this day: what the line would say with it cannot be told.',
      remedy: 'Take {modifier} off the proposal, or bill the line by hand with it as the payer’s own list says.',
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
    says: 'This dose names no modifier.',
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
    const excluded = modifiersNamed.flatMap(exclusions)[0]
    if (excluded) {
      const { modifier, other, by, why, source } = excluded
      return citing([source], fails('exclude each other', { modifier, other, by, why }))
    }
    const denial = all.find(({ meaning }) => meaning?.asksForDenial)
    if (denial?.meaning?.asksForDenial) {
      const { why, source } = denial.meaning.asksForDenial
      const values = { modifier: denial.code, by: denial.by, means: denial.meaning.says, why }
      return citing([source], fails('asks for a denial', values))
    }
    const many = modifiersNamed.find(({ modifiers }) => modifiers.length > PLACES)
    if (many) return fails('too many', { count: String(many.modifiers.length), by: many.by })
    const strange = all.toSorted(byRequestFirst).find(({ meaning }) => !meaning)
    // What a charge carries was billed; what is proposed would stand on a line of which nobody knows what it says.
    if (strange?.by === 'the request') return cannotTell('proposed', { modifier: strange.code })
    if (strange) return advises('not known', { modifier: strange.code })
    const cited = all.flatMap(({ meaning }) => meaning?.source ?? [])
    return citing(cited, passes('belong', { modifiers: names(modifiersNamed) }))
  },
})

const byRequestFirst = ({ by }: { readonly by: string }): number => (by === 'the request' ? -1 : 0)

/** Pairs of one line that say the opposite of each other. */
const exclusions = ({ modifiers, by }: DoseValues['modifiersNamed'][number]) =>
  modifiers.flatMap(({ code: modifier, meaning }) => {
    const other = modifiers.find(({ code }) => meaning?.notWith?.modifiers.includes(code))
    if (!other || !meaning?.notWith) return []
    const { why, source } = meaning.notWith
    return [{ modifier, other: other.code, by, why, source }]
  })

const names = (lines: DoseValues['modifiersNamed']): string =>
  listed([...new Set(lines.flatMap(({ modifiers }) => modifiers.map(({ code }) => code)))])
