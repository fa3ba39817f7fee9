import type { ModifierMeaning } from '@doseline/codebook'
import type { Acquisition } from '@doseline/contract'
import type { Fact } from '@doseline/dose'
import type { AdministrationSetting, DoseValues } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import { cannotTell, citing, fails, passes, rule } from '../../rule.ts'

/** A modifier can state where a drug was given, or how it was acquired: the chart must say the same. */
export default rule({
  id: 'modifiers/agree-with-the-chart',
  asks: 'Does what the modifiers on this dose state agree with the chart?',
  needs: ['modifiersNamed'],
  mayUse: ['setting', 'acquired'],
  messages: {
    agree: { says: '{modifiers} agrees with the chart.' },
    contradicts: {
      says: '{modifier} is on {by}, and the chart says {charted}. {why}',
      remedy: 'Take {modifier} off the line, or correct the chart.',
      who: 'biller',
    },
    'place left out': {
      says: 'Given in {where}, and no modifier says which kind of department it is: {oneOf}.',
      remedy: 'Look up whether the department is excepted, and state {oneOf}.',
      who: 'biller',
    },
    'not charted': {
      says: '{modifier} is on {by}, and the chart does not say {what}. {why}',
      remedy: 'Chart or state {what}, or take {modifier} off the line.',
      who: 'biller',
    },
  },
  skips: {
    when: ({ modifiersNamed, setting }) =>
      modifiersNamed.known &&
      stating(modifiersNamed.value).length === 0 &&
      !(setting.known && setting.value.oneOf !== undefined),
    says: 'No modifier on this dose states a place or how the drug was acquired.',
  },
  check({ modifiersNamed, setting, acquired }) {
    const all = stating(modifiersNamed)
    const found = all.map((one) => ({ ...one, trouble: troubleWith(one.states, { setting, acquired }) }))
    const worst = found.find(({ trouble }) => trouble && 'charted' in trouble) ?? found.find(({ trouble }) => trouble)
    const left = worst === undefined && setting.known ? leftOut(setting.value, modifiersNamed) : undefined
    if (left) return citing([left.source], cannotTell('place left out', left.values))
    const cites = (worst ? [worst] : found).map(({ states }) => states.source)
    if (!worst?.trouble) {
      return citing(cites, passes('agree', { modifiers: listed([...new Set(all.map(({ code }) => code))]) }))
    }
    const values = { modifier: worst.code, by: worst.by, why: worst.states.why, ...worst.trouble }
    return citing(cites, 'charted' in worst.trouble ? fails('contradicts', values) : cannotTell('not charted', values))
  },
})

/** What the payer wants on every line from that place, where the proposal leaves it out. */
function leftOut({ label, oneOf }: AdministrationSetting, named: DoseValues['modifiersNamed']) {
  if (oneOf === undefined) return undefined
  const proposed = named.filter(({ by }) => by !== 'a charge').flatMap(({ modifiers }) => modifiers)
  if (proposed.some(({ code }) => oneOf.modifiers.includes(code))) return undefined
  return { source: oneOf.source, values: { where: label, oneOf: oneOf.modifiers.join(' or ') } }
}

type States = NonNullable<ModifierMeaning['states']>

/** The modifiers that state where or how, and on what they stand. */
const stating = (named: DoseValues['modifiersNamed']) =>
  named.flatMap(({ modifiers, by }) =>
    modifiers.flatMap(({ code, meaning }) =>
      meaning?.states?.settings || meaning?.states?.acquired ? [{ code, by, states: meaning.states }] : [],
    ),
  )

interface Charted {
  readonly setting: Fact<AdministrationSetting>
  readonly acquired: Fact<Acquisition>
}

type Trouble = { readonly charted: string } | { readonly what: string }

function troubleWith(states: States, { setting, acquired }: Charted): Trouble | undefined {
  if (states.acquired !== undefined) {
    if (!acquired.known) return { what: 'how the drug was acquired' }
    if (acquired.value !== states.acquired) return { charted: `that the drug was ${acquired.value}` }
  }
  if (states.settings === undefined) return undefined
  if (!setting.known || states.perhapsIn.includes(setting.value.kind)) return { what: 'in which place it was given' }
  return states.settings.includes(setting.value.kind)
    ? undefined
    : { charted: `that it was given in ${setting.value.label}` }
}
