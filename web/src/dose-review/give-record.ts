import type { DoseAnswer } from '@doseline/contract'
import type { FullRecord } from '../record/full-record.ts'
import type { ReviewState } from './review-state.ts'

/** How far the record is that was asked for. */
export type Preparing = 'idle' | 'under way' | 'failed'

/** The full record of a dose, and the element that prints it: loaded when somebody asks for either. */
export async function recordFor(state: ReviewState, dose: DoseAnswer): Promise<FullRecord> {
  const [{ recordOf }] = await Promise.all([
    import('../record/record-of.ts'),
    import('../elements/full-record/full-record.ts'),
  ])
  return recordOf(state, dose, new Date())
}

/** Saves it as a PDF, under a name that says nothing about anybody. */
export async function saveAsPdf(record: FullRecord): Promise<void> {
  const { pdfOf } = await import('../record/pdf.ts')
  const address = URL.createObjectURL(await pdfOf(record))
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  Object.assign(document.createElement('a'), { href: address, download: `doseline-record-${stamp}.pdf` }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
