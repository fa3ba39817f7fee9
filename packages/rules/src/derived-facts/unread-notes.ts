import { type ChartedDose, type Fact, known, type TextBeside } from '@doseline/dose'
import type { DoseFacts } from '../dose-facts.ts'
import { codedOf } from '../free-text/coded.ts'
import { notesToRead } from '../free-text/concerns.ts'

/** Notes of the dose that say more than usual; none once a person states that the administration was reviewed. */
export function unreadNotes(
  { administration, reviewed }: Pick<ChartedDose, 'administration' | 'reviewed'>,
  facts: DoseFacts,
): Fact<readonly TextBeside[]> {
  const { product, texts } = facts
  if (!product.known) return product
  if (!texts.known) return texts
  if (reviewed?.known && reviewed.value.includes(administration)) {
    return { ...known([], ...reviewed.places), ...(reviewed.attested && { attested: reviewed.attested }) }
  }
  const notes = notesToRead(texts.value.said, codedOf(product.value, texts.value, facts))
  return known(notes, ...notes.map(({ place }) => place))
}
