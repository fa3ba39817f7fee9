import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './draft-note.ts'

test('says when it was entered, and asks before it is discarded', async () => {
  const at = new Date(2026, 2, 3, 14, 32).toISOString()
  const element = await shown(html`<draft-note at=${at}></draft-note>`)
  expect(saidBy(element)).toContain('What you entered at 14:32 was restored')
  await expectAccessible()
  const discard = () => page.getByRole('button', { name: 'Discard…' }).click()
  expect(
    await asked(element, 'draft-discarded', async () => {
      await discard()
      await page.getByRole('button', { name: 'Cancel' }).click()
    }),
  ).toEqual([])
  expect(
    await asked(element, 'draft-discarded', async () => {
      await discard()
      await page.getByRole('button', { name: 'Discard', exact: true }).click()
      await new Promise((settled) => setTimeout(settled))
    }),
  ).toHaveLength(1)
})
