import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose, aSource } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './charge-lines.ts'
import { lineText } from './line-text.ts'

const { lines } = aDose()

test('each line has its code, modifiers, units, arithmetic, NDC and diagnoses', async () => {
  const said = saidBy(await shown(html`<charge-lines .lines=${lines} verdict="ready"></charge-lines>`))
  expect(said).toMatch(
    /J3397 no modifiers Drug administered × 88 units Calculation 88 mg ÷ 1 mg per unit = 88 units NDC N469794000101 ML45 Diagnoses E76\.29 Copy the line J3397/,
  )
  expect(said).toMatch(/J3397 ?modifier JW Drug discarded × 2 units/)
  await expectAccessible()
})

test('lines of a dose that is not ready are what would be charged', async () => {
  const said = saidBy(await shown(html`<charge-lines .lines=${lines} verdict="not-ready"></charge-lines>`))
  expect(said).toContain('Draft lines.')
  await expectAccessible()
})

test('a line that must never reach a payer says so', async () => {
  const demonstration = lines.map((line) => ({ ...line, forSubmission: false }))
  const said = saidBy(await shown(html`<charge-lines .lines=${demonstration} verdict="ready"></charge-lines>`))
  expect(said.match(/NOT FOR SUBMISSION/g)).toHaveLength(2)
})

test('no line is said too', async () => {
  expect(saidBy(await shown(html`<charge-lines .lines=${[]} verdict="not-billable"></charge-lines>`))).toContain(
    'No charge lines',
  )
})

test('a line is copied as a billing system takes it', () => {
  const [drug, discarded] = lines
  expect(drug && lineText(drug, 'STAMP')).toBe('2026-03-02\tJ3397\t88\tN469794000101 ML45\tE76.29')
  expect(discarded && lineText({ ...discarded, forSubmission: false }, 'STAMP')).toBe(
    'STAMP\t2026-03-02\tJ3397-JW\t2\t\tE76.29',
  )
})

test('an NDC of which no source says how much it is stands alone', () => {
  const [drug] = lines
  expect(drug && lineText({ ...drug, ndc: { ndc: '00006302602' } }, '')).toBe(
    '2026-03-02\tJ3397\t88\tN400006302602\tE76.29',
  )
})

test('what is at stake stands with its working and its source', async () => {
  const atStake = { dollars: '2651.13', working: '90 units × $29.457', source: aSource }
  const said = saidBy(await shown(html`<charge-lines .lines=${lines} .atStake=${atStake}></charge-lines>`))
  expect(said).toMatch(/Expected payment \$2,651\.13 90 units × \$29\.457 CMS, Medicare/)
  await expectAccessible()
})
