import { beforeEach, expect, test } from 'vitest'
import { OpenRows } from './open-rows.ts'

beforeEach(() => sessionStorage.clear())

test('a row that was opened is open again after the page is loaded', () => {
  const rows = new OpenRows()
  rows.set('checks', true)
  rows.set('facts', true)
  rows.set('facts', false)
  const again = new OpenRows()
  expect(['checks', 'facts', 'history'].map((row) => again.has(row))).toEqual([true, false, false])
})

test('what is kept that is no list of rows opens nothing, and no storage is no obstacle', () => {
  sessionStorage.setItem('doseline.rows', '{"checks":true')
  expect(new OpenRows().has('checks')).toBe(false)
  const rows = new OpenRows(undefined)
  rows.set('checks', true)
  expect(rows.has('checks')).toBe(true)
})
