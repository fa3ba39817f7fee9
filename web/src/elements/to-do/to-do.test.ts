import { html } from 'lit'
import { expect, test } from 'vitest'
import { notReady } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './to-do.ts'

test('says what to do, and whose task it is', async () => {
  const said = saidBy(await shown(html`<to-do .tasks=${notReady().wouldMakeReady}></to-do>`))
  expect(said).toContain('Nurse Record the amount discarded')
  await expectAccessible()
})
