import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { RowToggled } from '../../events/row-toggled.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './fold-row.ts'
import type { FoldRow } from './fold-row.ts'

const row = (more: { problem?: boolean; open?: boolean; of?: string } = {}) =>
  shown<FoldRow>(html`<fold-row
    name="coverage"
    label="Coverage"
    says="Active"
    of=${more.of ?? 'd1'}
    ?problem=${more.problem ?? false}
    ?open=${more.open ?? false}
    ><p>Medicare Part B</p></fold-row
  >`)
const isOpen = (element: FoldRow) => element.renderRoot.querySelector('details')?.open

test('is closed and says its state, until somebody opens it', async () => {
  const element = await row()
  expect([isOpen(element), saidBy(element)]).toEqual([false, expect.stringContaining('Coverage Active')])
  await expectAccessible()
  const events = await asked<RowToggled>(element, 'row-toggled', async () => {
    await page.getByText('Active').first().click()
    await expect.element(page.getByText('Medicare Part B')).toBeVisible()
  })
  expect(events.map(({ row: name, open }) => [name, open])).toEqual([['coverage', true]])
  await expectAccessible()
})

test('a problem opens it, and so does whoever left it open', async () => {
  expect(isOpen(await row({ problem: true }))).toBe(true)
  expect(isOpen(await row({ open: true }))).toBe(true)
})

test('a problem that was closed is open again for another dose', async () => {
  const element = await row({ problem: true })
  await page.getByText('Active').first().click()
  expect(isOpen(element)).toBe(false)
  element.of = 'd2'
  await element.updateComplete
  expect(isOpen(element)).toBe(true)
})
