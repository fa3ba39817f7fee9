import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { ResourceAsked } from '../../events/resource-asked.ts'
import { aDose } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import type { FactTable } from './fact-table.ts'
import './fact-table.ts'

test('each fact has its value and element, or the reason it is missing; what was stated here is marked', async () => {
  const said = saidBy(await shown(html`<fact-table .facts=${aDose().facts}></fact-table>`))
  expect(said).toMatch(/Administered 88 mg dosage\.dose MedicationAdministration \/ d1/)
  expect(said).toMatch(/Previous dose No earlier dose is charted\. not found in the chart/)
  expect(said).toMatch(/Discarded 2 mg entered by Jordan Ellis not in the chart/)
  await expectAccessible()
})

test('an element asks for its resource, and the address of the resource is a link', async () => {
  const element = await shown(
    html`<fact-table .facts=${aDose().facts} .base=${'https://ehr.example/fhir'}></fact-table>`,
  )
  const events = await asked<ResourceAsked>(element, 'resource-asked', () =>
    page.getByRole('button', { name: 'dosage.dose' }).click(),
  )
  expect(events.map(({ resource, element: at }) => [resource, at])).toEqual([
    ['MedicationAdministration/d1', 'dosage.dose'],
  ])
  const link = element.renderRoot.querySelector('a')
  expect(link?.href).toBe('https://ehr.example/fhir/MedicationAdministration/d1')
  expect(link?.rel).toContain('noreferrer')
  await expectAccessible()
})

test('in the narrow second column of a wide window a value keeps room for its words', async () => {
  await page.viewport(1280, 800)
  const element = await shown<FactTable>(
    html`<fact-table style="width: 420px" .facts=${aDose().facts} .base=${'https://ehr.example/fhir'}></fact-table>`,
  )
  const widths = [...element.renderRoot.querySelectorAll('td')].map((cell) => cell.getBoundingClientRect().width)
  expect(Math.min(...widths)).toBeGreaterThan(200)
})
