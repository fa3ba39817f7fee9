import type { HistoryEvent } from '@doseline/assessment'
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
  expect(said).toMatch(/Stored .* Jordan Ellis .*Judged : Ready to bill .* 3 times since .* J3397 × 88/)
  await expectAccessible()
})

test('that it could not be read is said, and nothing more', async () => {
  expect(saidBy(await shownOf({ kind: 'failed' }))).toContain('could not be read')
  expect(saidBy(await shownOf({ kind: 'read', events: [] }))).toContain('Nothing is recorded')
})
