import type { Patient } from 'fhir/r4'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './patient-banner.ts'

const patient: Patient = {
  resourceType: 'Patient',
  name: [
    { use: 'nickname', text: 'Addie' },
    { use: 'official', family: 'Lovelace', given: ['Ada', 'K.'] },
  ],
  birthDate: '1985-12-10',
  gender: 'female',
  identifier: [{ value: 'x' }, { type: { coding: [{ code: 'MR' }] }, value: '12345' }],
}

test('names the patient by the official name, with what tells people apart', async () => {
  const said = saidBy(await shown(html`<patient-banner .patient=${patient}></patient-banner>`))
  for (const part of ['Lovelace, Ada K.', 'Dec 10, 1985', 'female', '12345']) expect(said).toContain(part)
  await expectAccessible()
})

test('keeps to print where the EHR shows the patient already', async () => {
  const element = await shown(html`<patient-banner .patient=${patient} print-only></patient-banner>`)
  expect(getComputedStyle(element).display).toBe('none')
})
