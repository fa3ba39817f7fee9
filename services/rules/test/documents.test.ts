import { globSync, readFileSync } from 'node:fs'
import { PROBLEM_CODES } from '@doseline/contract'
import { expect, test } from 'vitest'
import { VARIABLES } from '../src/config.ts'
import { tenantsIn } from '../src/operator/tenants-faults.ts'

const page = readFileSync(new URL('../../../docs/running-it.md', import.meta.url), 'utf8')

test('every variable that is read is on the page, and no other', () => {
  const table = page.slice(page.indexOf('## What is set'), page.indexOf('## Tenants'))
  const named = [...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name)
  expect(new Set(named)).toEqual(new Set(VARIABLES))
})

test('the file of tenants on the page is one that the check finds in order', () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? []
  expect(tenantsIn(example).faults).toEqual([])
})

test('every code of a refusal is thrown somewhere', () => {
  const sources = [...globSync('services/rules/src/**/*.ts'), ...globSync('packages/assessment/src/*.ts')]
  const thrown = sources
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/new (?:HttpProblem|RequestProblem)\(\s*'([a-z0-9-]+)'/g),
    ])
    .map(([, code]) => code)
  expect(new Set(thrown)).toEqual(new Set(PROBLEM_CODES))
})
