import { html } from 'lit'
import { expect, test } from 'vitest'
import type { ReadStep } from '../../session/read-chart.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './read-progress.ts'

const steps: ReadStep[] = [
  { type: 'MedicationAdministration', why: 'the doses', state: 'complete', count: 3 },
  { type: 'Coverage', why: 'the payer', state: 'refused', count: 0 },
  { type: 'Condition', why: 'the diagnosis', state: 'reading', count: 0 },
]

test('says type by type what is read, and how far it is', async () => {
  const element = await shown(html`<read-progress .steps=${steps}></read-progress>`)
  expect(saidBy(element)).toMatch(
    /MedicationAdministration the doses 3.*Coverage the payer refused.*Condition.*reading/,
  )
  expect(element.renderRoot.querySelector('progress')?.value).toBe(2)
  await expectAccessible()
})
