import type { HistoryEvent } from '@doseline/contract'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import { changesSince } from './changes.ts'
import './change-note.ts'

const dose = aDose()
const now = { dose, codebook: 'cms', isCharged: false }
const judged = (differs: Partial<HistoryEvent> = {}): HistoryEvent => ({
  at: '2026-03-02T09:00:00Z',
  who: 'Ana Biller',
  act: 'assessed',
  verdict: 'ready',
  codebook: 'cms',
  edition: dose.edition,
  lines: ['J3397 × 88', 'J3397-JW × 2'],
  ...differs,
})

test('the last answer that said otherwise counts, not the one just given', () => {
  const before = judged({ verdict: 'not-ready', lines: ['J3397-JZ × 88'] })
  expect(changesSince([judged(), { ...judged(), act: 'confirmed' }, before, judged()], now)?.sentences).toEqual([
    'It was “Not ready” and is “Ready to bill”.',
    'New: J3397 × 88, J3397-JW × 2.',
    'No longer: J3397-JZ × 88.',
  ])
})

test('another code book and equal answers are no change', () => {
  expect(changesSince([judged(), judged({ codebook: 'article', verdict: 'not-billable' })], now)).toBeUndefined()
  expect(changesSince([], now)).toBeUndefined()
  expect(changesSince([judged({ edition: 'older' })], now)?.sentences).toEqual(['Published values changed.'])
})

test('a dose that was approved is Charged, no longer Ready', () => {
  const before = judged({ verdict: 'not-ready' })
  expect(changesSince([before], { ...now, isCharged: true })?.sentences).toEqual([
    'It was “Not ready” and is “Charged”.',
  ])
})

test('says since when and by whom', async () => {
  const history = { kind: 'read', events: [judged({ verdict: 'not-ready' })] } as const
  const said = saidBy(await shown(html`<change-note .dose=${dose} codebook="cms" .history=${history}></change-note>`))
  expect(said).toMatch(/Since last time Compared with .* Ana Biller: It was “Not ready”/)
  await expectAccessible()
})
