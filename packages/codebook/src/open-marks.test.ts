import { describe, expect, test } from 'vitest'
import { readSettledBy, readYamlFiles } from './load.ts'
import { openMarks, settling } from './open-marks.ts'

const rows = readSettledBy()
const marks = openMarks(readYamlFiles())

describe('a mark of the data', () => {
  test.each(marks.map((mark) => [`${mark.file} ${mark.at.join('.')}`, mark] as const))(
    '%s is open, and it is said who could settle it',
    (_, mark) => {
      expect(settling(mark, rows)).toBeDefined()
      expect(mark.value).not.toBe('')
    },
  )

  test('is settled by nothing that speaks for no mark', () => {
    const used = new Set(marks.map((mark) => settling(mark, rows)))
    expect(rows.filter((row) => !used.has(row))).toEqual([])
  })
})

describe('marks', () => {
  test('are found however deep they are, with the way to them and the value in words', () => {
    const file = {
      drugs: {
        pain: {
          route: [{ checkedOn: '2026-01-01', value: 'intravenous', source: 'memory', confidence: 'unconfirmed' }],
          interval: [{ from: '2020-01-01', every: 3, unit: 'months', source: 'label' }],
        },
      },
      codes: [{ code: 'J1', through: '2026-03-31', confidence: 'unconfirmed', source: 'memory', why: 'x' }],
    }
    expect(
      openMarks({ 'b.yaml': file, 'a.yaml': { claim: { checkedOn: '2026-01-01', value: 'UB-04', source: 'cms' } } }),
    ).toEqual([
      { file: 'a.yaml', at: ['claim'], value: 'UB-04', source: 'cms', lacks: 'first day' },
      { file: 'b.yaml', at: ['drugs', 'pain', 'route'], value: 'intravenous', source: 'memory', lacks: 'confirmation' },
      { file: 'b.yaml', at: ['codes'], value: 'code: J1; through 2026-03-31', source: 'memory', lacks: 'confirmation' },
    ])
  })

  test('are none where all is confirmed from a day on', () => {
    expect(
      openMarks({ 'a.yaml': { x: [{ from: '2020-01-01', value: 1, source: 'cms', confidence: 'confirmed' }] } }),
    ).toEqual([])
  })
})
