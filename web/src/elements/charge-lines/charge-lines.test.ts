import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './charge-lines.ts'

const { lines } = aDose()

test('each line has its code, modifiers, units, arithmetic, NDC and diagnoses', async () => {
  const said = saidBy(await shown(html`<charge-lines .lines=${lines} verdict="ready"></charge-lines>`))
  expect(said).toMatch(
    /J3397 ?no modifiers × 88 units Drug given Working 88 mg ÷ 1 mg per unit = 88 units NDC 69794000101 45 ML Diagnoses E76\.29/,
  )
  expect(said).toMatch(/J3397 ?modifier JW × 2 units Drug discarded/)
  await expectAccessible()
})

test('lines of a dose that is not ready are what would be charged', async () => {
  const said = saidBy(await shown(html`<charge-lines .lines=${lines} verdict="not-ready"></charge-lines>`))
  expect(said).toContain('would be charged once the dose is ready')
  await expectAccessible()
})

test('a line that must never reach a payer says so', async () => {
  const demonstration = lines.map((line) => ({ ...line, forSubmission: false }))
  const said = saidBy(await shown(html`<charge-lines .lines=${demonstration} verdict="ready"></charge-lines>`))
  expect(said.match(/NOT FOR SUBMISSION/g)).toHaveLength(2)
})

test('no line is said too', async () => {
  expect(saidBy(await shown(html`<charge-lines .lines=${[]} verdict="not-billable"></charge-lines>`))).toContain(
    'No charge line',
  )
})
