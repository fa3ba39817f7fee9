import { html } from 'lit'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { FactsAttested } from '../../events/facts-attested.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './attest-form.ts'

const opened = async () => {
  const element = await shown(html`<attest-form></attest-form>`)
  await page.getByText('Add what the chart lacks').click()
  return element
}
const judge = () => page.getByRole('button', { name: 'Judge with this' }).click()

test('what is entered is stated, and nothing else', async () => {
  const element = await opened()
  await page.getByLabelText('Discarded').fill('2')
  await page.getByLabelText('Authorization number').fill('PA-7')
  await page.getByLabelText('Valid until').fill('2026-12-31')
  const events = await asked<FactsAttested>(element, 'facts-attested', judge)
  expect(events.map(({ statement }) => statement)).toEqual([
    { discardedMg: '2', authorization: { number: 'PA-7', until: '2026-12-31' } },
  ])
  await expectAccessible()
})

test('how the drug was acquired is stated by itself', async () => {
  const element = await opened()
  await page.getByLabelText('How the drug was acquired').selectOptions('supplied by someone else')
  const events = await asked<FactsAttested>(element, 'facts-attested', judge)
  expect(events.map(({ statement }) => statement)).toEqual([{ acquired: 'supplied' }])
  await expectAccessible()
})

test.each(['2,0', '-1', '2 mg', '1e3'])('“%s” is no amount, and the field says so', async (amount) => {
  const element = await opened()
  await page.getByLabelText('Discarded').fill(amount)
  expect(await asked(element, 'facts-attested', judge)).toEqual([])
  expect(saidBy(element)).toContain('such as 2 or 1.7')
  await expect.poll(() => element.shadowRoot?.activeElement?.id).toBe('discarded')
  await expectAccessible()
})

test('nothing entered is nothing stated', async () => {
  const element = await opened()
  expect(await asked(element, 'facts-attested', judge)).toEqual([])
})

test('what was stated stands with its name, and can be taken back by keyboard', async () => {
  const attested = { discardedMg: '2', by: 'Jordan Ellis', at: '2026-03-03T10:00:00Z' }
  const element = await shown(html`<attest-form .attested=${attested}></attest-form>`)
  expect(saidBy(element)).toContain('Stated by Jordan Ellis')
  const events = await asked<FactsAttested>(element, 'facts-attested', async () => {
    element.renderRoot.querySelector<HTMLElement>('button.quiet')?.focus()
    await userEvent.keyboard('{Enter}')
  })
  expect(events.map(({ statement }) => statement)).toEqual([undefined])
})
