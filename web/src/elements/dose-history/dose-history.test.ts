import type { HistoryEvent } from '@doseline/contract'
import { html } from 'lit'
import { expect, test } from 'vitest'
import type { History } from '../../dose-review/review-state.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './dose-history.ts'

const events: HistoryEvent[] = [
  { at: '2026-03-03T10:00:00Z', who: 'Jordan Ellis', act: 'confirmed', writeBack: 'w1' },
  {
    at: '2026-03-03T09:00:00Z',
    since: '2026-03-02T09:00:00Z',
    times: 3,
    who: 'Jordan Ellis',
    act: 'assessed',
    verdict: 'ready',
    lines: ['J3397 × 88'],
  },
]
const shownOf = async (history: History) => {
  const element = await shown(html`<dose-history .history=${history}></dose-history>`)
  element.renderRoot.querySelector('details')?.setAttribute('open', '')
  return element
}

test('who did what when, newest first', async () => {
  const said = saidBy(await shownOf({ kind: 'read', events }))
  expect(said).toMatch(/Stored .* Jordan Ellis .*Checked: Ready to bill .* 3 times since .* J3397 × 88/)
  await expectAccessible()
})

test('a write-back is one entry: what became of it, by whom, and the reasons that were given', async () => {
  const at = { at: '2026-03-03T10:00:00Z', who: 'nobody in particular', writeBack: 'w2' }
  const reserved: HistoryEvent = {
    ...at,
    act: 'write-back reserved',
    does: 'approve',
    by: 'Jordan Ellis',
    channel: 'transaction',
    overrides: [{ rule: 'r', asks: 'Was the rest written down?', reason: 'seen on paper' }],
    writes: [{ what: 'ChargeItem', act: 'create', status: 'billable', text: 'J3397 × 88', identity: 'c1' }],
  }
  const steps = (['confirmed', 'sent'] as const).map((act): HistoryEvent => ({ ...at, act }))
  const said = saidBy(await shownOf({ kind: 'read', events: [...steps, reserved] }))
  expect(said).toMatch(/Approved 1 line .* Jordan Ellis Override: Was the rest written down\? Reason: seen on paper/)
  expect(said).not.toMatch(/Sent to the EHR|nobody/)
})

test('what was judged in a demonstration says so, and what a person stated is told with their name', async () => {
  const judged: HistoryEvent = {
    at: '2026-03-03T09:00:00Z',
    who: 'Ana',
    act: 'assessed',
    verdict: 'ready',
    codebook: 'article',
    stated: [{ fact: 'discardedAmount', shows: '2 mg', by: 'Jordan Ellis' }],
  }
  const said = saidBy(await shownOf({ kind: 'read', events: [judged] }))
  expect(said).toMatch(/Ready to bill \(demonstration, not for submission\) .* 2 mg: entered by Jordan Ellis/)
})

test('that it could not be read is said, and nothing more', async () => {
  expect(saidBy(await shownOf({ kind: 'failed' }))).toContain('could not be read')
  expect(saidBy(await shownOf({ kind: 'read', events: [] }))).toContain('Nothing is recorded')
})
