import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './ask-first.ts'

const button = () =>
  shown(
    html`<ask-first says="Withdraw…" question="Withdraw these?" .items=${['J3397 × 88']} now="Withdraw now"></ask-first>`,
  )
const focused = (element: Element) => element.shadowRoot?.activeElement?.textContent

test('does nothing before the question is answered, and says what it is about', async () => {
  const element = await button()
  const events = await asked(element, 'confirmed', async () => {
    await page.getByRole('button', { name: 'Withdraw…' }).click()
    expect(saidBy(element)).toBe('Withdraw these? J3397 × 88 Withdraw now Keep')
    expect(focused(element)).toBe('Withdraw now')
    await expectAccessible()
  })
  expect(events).toEqual([])
  expect(
    await asked(element, 'confirmed', () => page.getByRole('button', { name: 'Withdraw now' }).click()),
  ).toHaveLength(1)
})

test('the focus is where it was for whoever thinks better of it', async () => {
  const element = await button()
  await page.getByRole('button', { name: 'Withdraw…' }).click()
  await page.getByRole('button', { name: 'Keep' }).click()
  expect(saidBy(element)).toBe('Withdraw…')
  expect(focused(element)).toBe('Withdraw…')
})
