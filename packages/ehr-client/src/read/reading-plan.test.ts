import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { READING_PLAN, rowOf } from './reading-plan.ts'

const results = readFileSync(new URL('../../../codebook/data/results.yaml', import.meta.url), 'utf8')

test('the results asked for are those the code book reads by a code', () => {
  const listed = [...results.matchAll(/\b\d{4,5}-\d\b/g)].map(([code]) => code)
  const [search = ''] = rowOf('Observation')?.searches ?? []
  const asked = [...decodeURIComponent(search).matchAll(/loinc\.org\|(\d{4,5}-\d)/g)].map(([, code]) => code)
  expect(asked.toSorted()).toEqual(listed.toSorted())
})

test('every type has one row', () => {
  const types = READING_PLAN.map(({ type }) => type)
  expect(new Set(types).size).toBe(types.length)
})
