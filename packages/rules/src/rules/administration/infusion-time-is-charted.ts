import { administrationUnits } from '../../administration.ts'
import { advises, cannotTellWithout, doesNotApply, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'

/** The hours of an infusion are billed from its charted start and stop. */
export default rule({
  id: 'administration/infusion-time-is-charted',
  asks: 'Is it charted how long the infusion ran?',
  needs: ['product'],
  mayUse: ['minutes'],
  inForce: ['administration'],
  messages: {
    injection: { says: '{brand} is injected: {code} bills giving it, whatever the time.' },
    timed: { says: 'It ran {minutes}: {codes}.' },
    'too short': {
      says: 'It ran {minutes}; {code} bills an infusion of at least {least} minutes.',
      remedy: 'Correct start and stop, or charge the administration by hand.',
      who: 'nurse',
    },
  },
  check({ product: { product }, minutes }, { administration }) {
    const { brand } = product
    const { code } = administration
    if (administration.way === 'injection') return doesNotApply('injection', { brand, code })
    if (!minutes.known) return cannotTellWithout(minutes)
    const lines = administrationUnits(administration, minutes.value)
    if (lines.length === 0) return advises('too short', { code, least: String(administration.fromMinutes) })
    return passes('timed', { codes: listed(lines.map((line) => `${line.code} × ${line.units}`)) })
  },
})
