import { beforeEach, expect, test } from 'vitest'
import { OpenRows } from './open-rows.ts'

beforeEach(() => sessionStorage.clear())

test('a row that was opened is open again after the page is loaded, and one that was closed is closed', () => {
  const rows = new OpenRows()
  rows.set('checks', true)
  rows.set('facts', true)
  rows.set('facts', false)
  const again = new OpenRows()
  expect(['checks', 'facts', 'history'].map((row) => again.has(row))).toEqual([true, false, false])
  expect(['checks', 'facts', 'history'].map((row) => again.has(row, true))).toEqual([true, false, true])
})

test('what is kept that says of no row whether it is open opens nothing, and no storage is no obstacle', () => {
  for (const kept of ['{"checks":true', '["checks"]', '{"checks":"yes"}', 'null']) {
    sessionStorage.setItem('doseline.rows', kept)
    expect(new OpenRows().has('checks')).toBe(false)
  }
  const rows = new OpenRows(undefined)
  rows.set('checks', true)
  expect(rows.has('checks')).toBe(true)
})
