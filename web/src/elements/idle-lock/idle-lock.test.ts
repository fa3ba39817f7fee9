import { html } from 'lit'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { asked, expectAccessible, shown } from '../../testing/shown.ts'
import './idle-lock.ts'

test('says who may go on, and goes on by keyboard', async () => {
  const element = await shown(html`<idle-lock minutes="10" who="Jordan Ellis"></idle-lock>`)
  await expect.element(page.getByRole('dialog', { name: 'Screen locked' })).toBeVisible()
  await expect.poll(() => element.shadowRoot?.activeElement?.textContent?.trim()).toBe('Continue as Jordan Ellis')
  await expectAccessible()
  expect(await asked(element, 'lock-left', () => userEvent.keyboard('{Enter}'))).toHaveLength(1)
})

test('Escape and a click beside it open nothing', async () => {
  const element = await shown(html`<idle-lock minutes="10"></idle-lock>`)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  const events = await asked(element, 'lock-left', async () => {
    await userEvent.keyboard('{Escape}{Escape}')
    document.documentElement.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
  })
  expect(events).toEqual([])
  await expect.element(page.getByRole('dialog')).toBeVisible()
})

test('a session that is over leads to a new sign-in only', async () => {
  await shown(html`<idle-lock ended relaunch="./launch.html?iss=x"></idle-lock>`)
  await expect.element(page.getByRole('link', { name: 'Sign in again' })).toHaveAttribute('href', './launch.html?iss=x')
  await expect.element(page.getByRole('button')).not.toBeInTheDocument()
  await expectAccessible()
})
