import { html } from 'lit'
import { expect, test } from 'vitest'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './stored-list.ts'

test('says what is stored, in which status, and who had it written', async () => {
  const stored = [
    { key: 'Flag/1', type: 'Flag', status: 'active', text: 'ready' },
    { key: 'ChargeItem/2', type: 'ChargeItem', status: 'entered-in-error', text: 'J3397 × 88' },
  ] as const
  const signatures = [{ activity: 'Approved for billing', name: 'Jordan Ellis', recorded: '2026-03-03T10:00:00Z' }]
  const said = saidBy(await shown(html`<stored-list .stored=${stored} .signatures=${signatures}></stored-list>`))
  expect(said).toMatch(
    /active ready Flag\/1 entered-in-error J3397 × 88 ChargeItem\/2 Approved for billing · Jordan Ellis · /,
  )
  await expectAccessible()
})
