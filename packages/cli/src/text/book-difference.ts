import type { Codebook, Edition, Product } from '@doseline/codebook'
import type { CalendarDate } from '@doseline/dose'

/** Two code books side by side for a day: what each bills a product with, and what one is silent on. */
export function bookDifference(codebook: Codebook, [one, other]: readonly [string, string], day: CalendarDate): string {
  const [left, right] = [one, other].map((book) => codebook.effectiveOn(day, undefined, book)) as [Edition, Edition]
  const rows = codebook
    .products()
    .map((product) => [product.brand, ...[left, right].map((edition) => codeIn(edition, product))])
  const differs = (row: readonly string[]) => row[1] !== row[2]
  const shown = (row: readonly string[]) =>
    `  ${(row[0] ?? '').padEnd(28)} ${(row[1] ?? '').padEnd(24)} ${row[2] ?? ''}`
  const warnings = [left, right]
    .filter(({ book }) => !book.forSubmission)
    .map(({ book }) => `NOT FOR SUBMISSION   ${book.label}: ${book.note}`)
  return [
    `${left.book.label} compared with ${right.book.label}, ${day}`,
    ...warnings,
    '',
    shown(['', left.book.id, right.book.id]),
    'They differ on',
    ...rows.filter(differs).map(shown),
    'They agree on',
    ...rows.filter((row) => !differs(row)).map(shown),
    '',
    ...silences([left, right], codebook),
  ].join('\n')
}

function codeIn(edition: Edition, product: Product): string {
  const { hcpcs } = edition.values(product)
  return hcpcs.known ? `${hcpcs.value.code} (${hcpcs.value.unitText})` : 'cannot tell'
}

/** Values a book leaves out by design. */
function silences(editions: readonly Edition[], codebook: Codebook): string[] {
  return editions.flatMap((edition) => {
    const values = codebook.products().flatMap((product) => Object.entries(edition.values(product)))
    const names = new Set(values.flatMap(([name, value]) => (!value.known && value.silent ? [name] : [])))
    return names.size > 0 ? [`${edition.book.id} is silent on: ${[...names].join(', ')}`] : []
  })
}
