import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { CodebookChosen } from '../../events/codebook-chosen.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './codebook-switch.ts'

test('offers the books the site allows', async () => {
  const element = await shown(html`<codebook-switch .codebooks=${['cms', 'article']} codebook="cms"></codebook-switch>`)
  await expectAccessible()
  const events = await asked<CodebookChosen>(element, 'codebook-chosen', () => page.getByLabelText('Article').click())
  expect(events.map(({ codebook }) => codebook)).toEqual(['article'])
})

test('one book leaves nothing to choose, and says which it is', async () => {
  const element = await shown(
    html`<codebook-switch .codebooks=${['cms']} codebook="cms" edition="cms@1/medicare-part-b/2026-03-02"></codebook-switch>`,
  )
  expect(saidBy(element)).toBe('Code book CMS Edition cms@1/medicare-part-b/2026-03-02')
  expect(element.renderRoot.querySelector('input')).toBeNull()
  await expectAccessible()
})
