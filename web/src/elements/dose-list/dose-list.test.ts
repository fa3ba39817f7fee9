import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { DoseChosen } from '../../events/dose-chosen.ts'
import { aDose } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './dose-list.ts'

const doses = [
  aDose({ focus: 'MedicationAdministration/old', dateOfService: '2026-02-02', verdict: 'not-ready' }),
  aDose({ focus: 'MedicationAdministration/new', dateOfService: '2026-03-02', encounter: 'Encounter/e9' }),
]

test('newest first, each with its verdict in words, the visit at hand marked', async () => {
  const element = await shown(
    html`<dose-list .doses=${doses} focused="MedicationAdministration/new" encounter="Encounter/e9"></dose-list>`,
  )
  expect(saidBy(element)).toMatch(/Mar 2, 2026 · this visit.*Ready to bill.*Feb 2, 2026.*Not ready/)
  expect(element.renderRoot.querySelector('[aria-current]')?.textContent).toContain('Mar 2')
  await expectAccessible()
})

test('a dose is chosen by its button', async () => {
  const element = await shown(html`<dose-list .doses=${doses}></dose-list>`)
  const events = await asked<DoseChosen>(element, 'dose-chosen', () =>
    page.getByRole('button', { name: 'Feb 2' }).click(),
  )
  expect(events.map(({ focus }) => focus)).toEqual(['MedicationAdministration/old'])
})
