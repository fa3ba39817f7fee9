import { ndc11 } from '@doseline/dose'
import type { Fault } from '@doseline/yaml-files'
import { isRecord } from './dated-lists.ts'
import type { FaultAt, PolicySource } from './policy-text.ts'
import { LAYERS } from './schema.ts'

/** NDCs that two products have: a dose that is charted by one would be of both. Said of the later one, by layer and file. */
export function sharedNdcs(sources: readonly PolicySource[], at: FaultAt): readonly Fault[] {
  const held = new Map<string, { readonly product: string; readonly file: string }>()
  const inOrder = LAYERS.flatMap((layer) => sources.filter((each) => each.layer === layer))
  return inOrder.flatMap((source) =>
    ndcsIn(source).flatMap(({ product, index, written, ndc }): Fault[] => {
      const other = held.get(ndc)
      if (other === undefined) held.set(ndc, { product, file: source.file })
      if (other === undefined || other.product === product) return []
      const problem = `NDC ${written} is that of ${other.product} in ${other.file}: an NDC is of one product.`
      const todo = `Correct it, or leave ${product} out and use ${other.product}.`
      return [at(source, ['products', product, 'ndc', index], { problem, todo })]
    }),
  )
}

function ndcsIn({ value: { products } }: PolicySource) {
  return Object.entries(isRecord(products) ? products : {}).flatMap(([product, each]) => {
    const list: readonly unknown[] = isRecord(each) && Array.isArray(each.ndc) ? each.ndc : []
    return list.flatMap((written, index) => {
      const ndc = typeof written === 'string' ? ndc11(written) : undefined
      return ndc === undefined ? [] : [{ product, index, written: String(written), ndc }]
    })
  })
}
