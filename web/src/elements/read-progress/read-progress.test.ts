import type { ReadStep } from '@doseline/ehr-client'
import { html } from 'lit'
import { expect, test } from 'vitest'
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
  expect(saidBy(element)).toContain('2 of 3 parts of the chart read Waiting for Condition')
  await expectAccessible()
})

test('a pause the EHR asked for is said, with its length', async () => {
  const paused = steps.map((step) => (step.state === 'reading' ? { ...step, waitSeconds: 5 } : step))
  const element = await shown(html`<read-progress .steps=${paused}></read-progress>`)
  expect(saidBy(element)).toContain('Waiting for the EHR: it asked for 5 s')
})

test('while the doses are judged it says that everything is read', async () => {
  const element = await shown(html`<read-progress .steps=${steps} assessing></read-progress>`)
  expect(saidBy(element)).toContain('The rules service is checking the doses')
  expect(element.renderRoot.querySelector('progress')?.value).toBe(3)
})
