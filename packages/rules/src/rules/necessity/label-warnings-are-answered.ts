import type { LabelWarning } from '@doseline/codebook'
import { exactText } from '@doseline/dose'
import type { KnownResult } from '../../dose-facts.ts'
import { fails, passes, rule } from '../../rule.ts'

/** No result in the chart is one that the label warns of. */
export default rule({
  id: 'necessity/label-warnings-are-answered',
  asks: 'Does no result in the chart call for care by the label?',
  needs: ['product', 'results'],
  published: ['warnings'],
  messages: {
    none: { says: 'The chart shows no result that the label of {brand} warns of.' },
    warned: {
      says: '{result}{value} on {on}: by the label of {brand}, {warning}.',
      remedy: 'Ask the prescriber whether this was looked at, and write it into the record.',
      who: 'prescriber',
    },
  },
  check({ product: { product }, results }, { warnings }) {
    const { brand } = product
    for (const warning of warnings) {
      // Only the latest result of a kind: an older one was answered by it.
      const latest = results.find(({ result }) => result === warning.result)
      if (!latest || !warns(latest, warning)) continue
      const value = shownValue(latest)
      const on = latest.on ?? 'a day not stated'
      return fails('warned', { brand, result: capital(latest.label), value, on, warning: warning.says })
    }
    return passes('none', { brand })
  },
})

const warns = ({ low, value }: KnownResult, { below }: LabelWarning): boolean =>
  below === undefined ? low === true : value?.value.lt(below) === true

/** ` 7.9 mg/dL, marked low,` */
function shownValue({ value, low }: KnownResult): string {
  const unit = value && !value.unit.startsWith('{') ? ` ${value.unit}` : ''
  return `${value ? ` ${exactText(value.value)}${unit}` : ''}${low ? ', marked low,' : ''}`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
