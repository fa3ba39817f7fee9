import type { Confidence } from '@doseline/contract'
import type { Source } from '@doseline/dose'
import type { BookData } from './schema.ts'

/** The document a value was read from, as a finding cites it. */
export function sourceOf(
  { sources }: BookData,
  entry: { source: string; from?: string | undefined; confidence?: Confidence | undefined; value?: string },
): Source {
  const document = sources[entry.source]
  if (!document) throw new TypeError(`no source ${entry.source}`)
  const { layer } = document
  return {
    id: entry.source,
    title: `${document.title} (${document.publisher})${layer === undefined ? '' : `, by the policy file of this ${layer}`}`,
    ...(document.address === undefined ? {} : { address: document.address }),
    ...(entry.from === undefined ? {} : { from: entry.from }),
    ...(entry.value === undefined ? {} : { value: entry.value }),
    confidence: entry.confidence ?? 'confirmed',
    ...(layer === undefined ? {} : { layer }),
  }
}
