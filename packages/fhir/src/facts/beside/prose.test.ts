import { expect, test } from 'vitest'
import type { Chart } from '../../chart.ts'
import { aBareChart, aDiscardLine, aLine, applied, aWriteBack, DOSE, editedByHand } from '../../testing/a-write-back.ts'
import { writeBack } from '../../write/write-back.ts'
import { chartedDose } from '../charted-dose.ts'

/** The chart after a biller approved two lines. */
const approved = (): Chart => {
  const chart = aBareChart()
  const lines = [aLine(), aDiscardLine()]
  return applied(chart, writeBack(aWriteBack({ act: 'approve', lines }), chart).transaction)
}
const firstCharge = (chart: Chart): string =>
  [...chart.resources.keys()].find((key) => key.startsWith('ChargeItem/')) ?? expect.fail('no charge was written')

const proseOf = (chart: Chart): readonly string[] => {
  const { proseBeside } = chartedDose(chart, DOSE)
  return proseBeside?.known ? proseBeside.value.map(({ words }) => words) : ['not known']
}

test('the calculation in the note of a charge of ours is nothing that a person has to read', () => {
  expect(proseOf(approved())).toEqual([])
})

test('nor is it once the billing system has moved the charge on', () => {
  const chart = approved()
  expect(proseOf(editedByHand(chart, firstCharge(chart), { status: 'billed' }))).toEqual([])
})

test('what somebody added to a charge of ours is read', () => {
  const chart = approved()
  const note = [{ text: '88 mg ÷ 1 mg per unit = 88 units' }, { text: 'The pump alarmed and the bag was thrown away.' }]
  expect(proseOf(editedByHand(chart, firstCharge(chart), { note }))).toContain(
    'The pump alarmed and the bag was thrown away.',
  )
})
