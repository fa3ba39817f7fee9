import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './ask-first.ts'

const button = () =>
  shown(html`<ask-first says="Void…" question="Void these?" .items=${['J3397 × 88']} now="Void now"></ask-first>`)
const focused = (element: Element) => element.shadowRoot?.activeElement?.textContent

test('does nothing before the question is answered, and says what it is about', async () => {
  const element = await button()
  const events = await asked(element, 'confirmed', async () => {
    await page.getByRole('button', { name: 'Void…' }).click()
    expect(saidBy(element)).toBe('Void these? J3397 × 88 Void now Cancel')
    expect(focused(element)).toBe('Void now')
    await expectAccessible()
  })
  expect(events).toEqual([])
  expect(await asked(element, 'confirmed', () => page.getByRole('button', { name: 'Void now' }).click())).toHaveLength(
    1,
  )
})

test('the focus is where it was for whoever thinks better of it', async () => {
  const element = await button()
  await page.getByRole('button', { name: 'Void…' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(saidBy(element)).toBe('Void…')
  expect(focused(element)).toBe('Void…')
})
