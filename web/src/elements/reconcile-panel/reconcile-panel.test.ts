import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { Difference } from '../../dose-review/reconcile.ts'
import type { WriteAsked } from '../../events/write-asked.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './reconcile-panel.ts'

const differences: Difference[] = [
  { kind: 'missing', stands: [], wanted: ['J3397 × 88'], act: 'approve', overrideEarlier: ['w1'] },
  { kind: 'theirs', stands: ['J3397 × 90 (billed)'], wanted: ['J3397 × 88'] },
]
const panel = () => shown(html`<reconcile-panel .differences=${differences}></reconcile-panel>`)

test('shows both sides, and asks for what sets it right', async () => {
  const element = await panel()
  expect(saidBy(element)).toMatch(
    /not in the chart In the chart nothing Expected for this dose J3397 × 88 Someone edited/,
  )
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'They are not in the EHR' }).click()
    await page.getByRole('button', { name: 'Write them again' }).click()
  })
  expect(events.map(({ act, overrideEarlier }) => [act, overrideEarlier])).toEqual([['approve', ['w1']]])
  await expectAccessible()
})

test('of lines that are on their way it says who writes them, and offers to look, never to write them again', async () => {
  const by = { who: 'Ana Petrov', since: '2026-03-03T10:00:00Z' }
  const arriving: Difference[] = [{ kind: 'arriving', stands: [], wanted: ['J3397 × 88'], by }]
  const element = await shown(html`<reconcile-panel .differences=${arriving}></reconcile-panel>`)
  expect(saidBy(element)).toMatch(/on their way to the chart Ana Petrov is writing them/)
  expect(saidBy(element)).not.toMatch(/not in the chart|gone/)
  expect(element.renderRoot.querySelector('ask-first')).toBeNull()
  const events = await asked(element, 'retry', () => page.getByRole('button', { name: 'Read the chart again' }).click())
  expect(events).toHaveLength(1)
  await expectAccessible()
})

test('what somebody edited stays: there is nothing to press', async () => {
  const element = await panel()
  expect(saidBy(element)).toMatch(
    /Their version was kept\. In the chart J3397 × 90 \(billed\) Expected for this dose J3397 × 88$/,
  )
  expect(element.renderRoot.querySelectorAll('button, ask-first')).toHaveLength(1)
})
