import { html } from 'lit'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { expectAccessible, shown } from '../../testing/shown.ts'
import './ask-dialog.ts'
import type { AskDialog } from './ask-dialog.ts'

const dialog = () =>
  shown<AskDialog>(
    html`<ask-dialog heading="Discard what you entered?" text="The chart is not changed." yes="Discard" no="Keep"></ask-dialog>`,
  )

test('asks in a modal dialog that has a name, and the harmless answer has the focus', async () => {
  const element = await dialog()
  const answer = element.ask()
  await expect.element(page.getByRole('dialog', { name: 'Discard what you entered?' })).toBeVisible()
  await expect.poll(() => element.shadowRoot?.activeElement?.textContent).toBe('Keep')
  await expectAccessible()
  await page.getByRole('button', { name: 'Discard' }).click()
  expect(await answer).toBe(true)
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('Escape is no', async () => {
  const element = await dialog()
  const answer = element.ask()
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  expect(await answer).toBe(false)
})

test('it can be asked again', async () => {
  const element = await dialog()
  const first = element.ask()
  await page.getByRole('button', { name: 'Keep' }).click()
  expect(await first).toBe(false)
  const second = element.ask()
  await page.getByRole('button', { name: 'Discard' }).click()
  expect(await second).toBe(true)
})
