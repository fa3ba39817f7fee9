import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { VARIABLES } from '../src/config.ts'
import { Tenants } from '../src/tenants.ts'

const page = readFileSync(new URL('../../../docs/running-it.md', import.meta.url), 'utf8')

test('every variable that is read is on the page, and no other', () => {
  const table = page.slice(page.indexOf('## What is set'), page.indexOf('## Tenants'))
  const named = [...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name)
  expect(new Set(named)).toEqual(new Set(VARIABLES))
})

test('the file of tenants on the page is one', () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? []
  expect(Tenants.safeParse(JSON.parse(example)).error).toBeUndefined()
})

test('every code of a refusal is on its page, and no other', () => {
  const page = readFileSync(new URL('../../../docs/problems.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z0-9-]+)`/g)].map(([, code]) => code))
  const sources = [...globSync('services/rules/src/**/*.ts'), ...globSync('packages/assessment/src/*.ts')]
  const thrown = sources
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/new (?:HttpProblem\(\s*\d{3},|RequestProblem\()\s*'([a-z0-9-]+)'/g),
    ])
    .map(([, code]) => code)
  expect(thrown.length).toBeGreaterThan(30)
  expect(new Set(told)).toEqual(new Set(thrown))
})
