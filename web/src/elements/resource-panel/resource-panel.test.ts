import type { FhirResource } from 'fhir/r4'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import { jsonLines, pathsOf } from './json-lines.ts'
import type { ResourcePanel } from './resource-panel.ts'
import './resource-panel.ts'

const given: FhirResource = {
  resourceType: 'MedicationAdministration',
  id: 'd1',
  status: 'completed',
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-03-02',
  medicationCodeableConcept: { text: 'Mepsevii', coding: [{ code: 'a' }, { code: 'b' }] },
  dosage: { dose: { value: 88, unit: 'mg' } },
  extension: [{ url: 'https://x.example/discarded-amount', valueQuantity: { value: 2 } }],
}

test.each([
  ['dosage.dose', ['dosage.dose']],
  ['effective', ['effectiveDateTime']],
  ['medication.coding[1]', ['medicationCodeableConcept.coding.1']],
  ["extension('discarded-amount')", ['extension.0']],
  ['note[0].text', []],
])('%s is found where it stands', (element, paths) => {
  expect(pathsOf(given, element).map((path) => path.join('.'))).toEqual(paths)
})

test('the lines together are the resource', () => {
  const text = jsonLines(given).map((line) => line.text)
  expect(text.join('\n')).toBe(JSON.stringify(given, null, 2))
})

const opened = async (reference: string, element: string): Promise<ResourcePanel> => {
  const panel = await shown<ResourcePanel>(
    html`<resource-panel .resources=${[given]} base="https://ehr.example/fhir"></resource-panel>`,
  )
  await panel.open(reference, element)
  return panel
}

test('shows the resource as it was read, with the element marked, and closes by keyboard', async () => {
  const panel = await opened('MedicationAdministration/d1', 'dosage.dose')
  expect(panel.renderRoot.querySelectorAll('mark')).toHaveLength(4)
  expect(panel.renderRoot.querySelector('a')?.href).toBe('https://ehr.example/fhir/MedicationAdministration/d1')
  await expectAccessible()
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => panel.renderRoot.querySelector('dialog')?.open).toBe(false)
})

test('what was not read is said, and asked of nobody', async () => {
  const panel = await opened('Coverage/none', 'payor')
  expect(saidBy(panel)).toContain('was not read')
  await page.getByRole('button', { name: 'Close' }).click()
})
