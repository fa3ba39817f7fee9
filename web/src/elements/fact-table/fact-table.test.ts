import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './fact-table.ts'

test('each fact has its value and element, or the reason it is missing; what was stated here is marked', async () => {
  const said = saidBy(await shown(html`<fact-table .facts=${aDose().facts}></fact-table>`))
  expect(said).toMatch(/Given 88 mg dosage\.dose MedicationAdministration \/ d1/)
  expect(said).toMatch(/Previous dose No earlier dose is charted\. not found in the chart/)
  expect(said).toMatch(/Discarded 2 mg stated here/)
  await expectAccessible()
})
