import type { Patient } from 'fhir/r4'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose, aFailure, aPlan, notReady } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import { useLanguage } from '../../words/language.ts'
import { linesAsCsv, linesAsJson, linesAsText } from './lines-as.ts'
import './take-away.ts'

const patient: Patient = {
  resourceType: 'Patient',
  name: [{ family: 'Doe', given: ['Ann'] }],
  identifier: [{ type: { text: 'MRN' }, value: 'M-7' }],
}
const taken = { dose: aDose(), forSubmission: true, plan: aPlan('approve'), patient }

test('as a table, line by line', () => {
  const [head, first, second] = linesAsCsv(taken).split('\r\n')
  expect(head).toMatch(/^date of service,code,modifier 1,modifier 2,modifier 3,modifier 4,units.*,patient,MRN,payer$/)
  expect(first).toMatch(/^2026-03-02,J3397,,,,,88,69794000101,45,ML,E76\.29,.*,"Doe, Ann",M-7,Medicare Part B$/)
  expect(second).toMatch(/^2026-03-02,J3397,JW,,,,2,/)
})

test('each row has the verdict, and only a dose that is ready is for submission', () => {
  expect(linesAsCsv(taken)).toMatch(/,Ready to bill,yes,/)
  const open = { ...taken, dose: notReady() }
  expect(linesAsCsv(open).match(/,Not ready,no,/g)).toHaveLength(2)
  expect(linesAsCsv(open)).not.toContain('yes')
  expect(linesAsText(open)).toMatch(/^NOT FOR SUBMISSION: Not ready/)
  expect(linesAsJson(open)).not.toContain('"forSubmission": true')
})

test('files for programs are English on a Spanish screen', async () => {
  const open = { ...taken, dose: notReady() }
  const english = [linesAsCsv(taken), linesAsCsv(open), linesAsJson(open)]
  await useLanguage('es-US')
  try {
    expect(linesAsText(open)).toMatch(/^NO /)
    expect([linesAsCsv(taken), linesAsCsv(open), linesAsJson(open)]).toEqual(english)
  } finally {
    await useLanguage('en-US')
  }
})

test('a dose that is charged with a reason is for submission, but never under a demonstration book', () => {
  const overrides = [{ rule: aFailure.id, reason: 'Discard sheet seen on paper' }]
  const overridden = { ...taken, dose: notReady(), overrides }
  expect(linesAsCsv(overridden)).toMatch(/,"?Not ready, override"?,yes,/)
  expect(linesAsCsv({ ...overridden, overrides: [{ rule: 'another', reason: 'because' }] })).not.toContain('yes')
  expect(linesAsCsv({ ...overridden, forSubmission: false })).not.toContain('yes')
})

test('no cell is a formula, whatever the chart says', () => {
  const [line] = aDose().lines
  const dose = aDose({ lines: line ? [{ ...line, working: '=HYPERLINK("x")' }] : [] })
  expect(linesAsCsv({ ...taken, dose })).toContain(`"'=HYPERLINK(""x"")"`)
})

test('a demonstration says so in each form', () => {
  const demonstration = { ...taken, forSubmission: false }
  for (const text of [linesAsCsv(demonstration), linesAsJson(demonstration), linesAsText(demonstration)]) {
    expect(text).toContain('NOT FOR SUBMISSION')
  }
  expect(linesAsText(taken)).not.toContain('NOT FOR SUBMISSION')
})

test('offers each way, and says where there is nothing to take', async () => {
  const element = await shown(html`<take-away primary .dose=${aDose()}></take-away>`)
  expect(saidBy(element)).toMatch(/Copy lines Print Download CSV Download JSON/)
  await expectAccessible()
  expect(saidBy(await shown(html`<take-away .dose=${aDose({ lines: [] })}></take-away>`))).toContain('no charge lines')
})
