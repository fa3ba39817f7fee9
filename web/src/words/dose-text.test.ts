import { expect, test } from 'vitest'
import { aDose, aFailure, notReady } from '../testing/an-answer.ts'
import { doseText } from './dose-text.ts'

test('a dose that is not ready, to be put into a message', () => {
  expect(doseText(notReady({ findings: [aFailure] }), true).split('\n')).toEqual([
    '88 mg · Mepsevii · Mar 2, 2026 · Medicare Part B · MedicationAdministration/d1',
    'Not ready',
    notReady().sentence,
    '',
    'Billing checks',
    `- ${aFailure.text}`,
    '',
    'To make it ready',
    '- Record the amount discarded, or that none was. [Nurse]',
    '',
    'Charge lines',
    '- J3397 × 88 · E76.29 · 88 mg ÷ 1 mg per unit = 88 units',
    '- J3397-JW × 2 · E76.29 · 2 mg ÷ 1 mg per unit = 2 units',
    '',
  ])
})

test('of a demonstration it never says that it can be billed', () => {
  expect(doseText(aDose(), false)).toContain('Not billable')
})
