import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { conformanceCounts } from './conformance/counts.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('everything that the README counts holds', () => {
  const { smartElsewhere: _, ...counts } = conformanceCounts()
  for (const [what, { held, all }] of Object.entries(counts)) {
    expect(all, what).toBeGreaterThan(7)
    expect(held, what).toBe(all)
  }
})

test('the README has what it promises to have: picture, two commands, one call, counts, limits, and is short', () => {
  for (const part of [
    '](docs/images/app-in-the-ehr.png)',
    'npm start',
    'npm test',
    'curl -s',
    '| Conformance |',
    '## Limits',
  ])
    expect(readme).toContain(part)
  expect(readme.split(/\s+/).length).toBeLessThan(1100)
})

test('what the README names as a command of npm or as a file of an example is there', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  for (const [, name = ''] of readme.matchAll(/^npm (start|test)\b/gm)) expect(Object.keys(scripts)).toContain(name)
  for (const [, file = ''] of readme.matchAll(/-d @(\S+)/g))
    expect(existsSync(new URL(`../${file}`, import.meta.url))).toBe(true)
})
