import type { LabelledDose } from '@doseline/codebook'
import type { Exact, Fact } from '@doseline/dose'
import type { Weight } from './dose-facts.ts'

/** The least and the most that the label gives; undefined where it goes by a weight that is not known, or no label is loaded. */
export function labelledRange(
  labeled: LabelledDose,
  weight: Fact<Weight>,
): { readonly least: Exact; readonly most: Exact } | undefined {
  if ('askedAbove' in labeled) return undefined
  if ('mg' in labeled) return { least: labeled.mg, most: labeled.mg }
  if (!weight.known) return undefined
  const dose = labeled.mgPerKg.mul(weight.value.kg)
  const may = dose.mul(labeled.within)
  return { least: dose.sub(may), most: dose.add(may) }
}
