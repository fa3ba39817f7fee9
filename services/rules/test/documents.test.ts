import { readFileSync } from 'node:fs'
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
