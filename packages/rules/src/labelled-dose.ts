import type { LabelledDose } from '@doseline/codebook'
import type { Exact, Fact } from '@doseline/dose'
import type { Weight } from './dose-facts.ts'

/** The least and the most that the label gives; undefined where it goes by a weight that is not known, or no label is loaded. */
export function labelledRange(
  labelled: LabelledDose,
  weight: Fact<Weight>,
): { readonly least: Exact; readonly most: Exact } | undefined {
  if ('askedAbove' in labelled) return undefined
  if ('mg' in labelled) return { least: labelled.mg, most: labelled.mg }
  if (!weight.known) return undefined
  const dose = labelled.mgPerKg.mul(weight.value.kg)
  const may = dose.mul(labelled.within)
  return { least: dose.sub(may), most: dose.add(may) }
}
