import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Element, elementsAt, policyJsonSchema } from './elements.ts'

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url))
const schema = policyJsonSchema()

/** Every element that a person can write, with where the schema says it. */
function* written(element: Element, at: string): Generator<readonly [at: string, element: Element]> {
  for (const [name, each] of Object.entries(element.properties ?? {})) yield [`${at}.${name}`, each]
  const below = [
    ...Object.entries(element.properties ?? {}),
    ['[]', element.items],
    ['*', element.additionalProperties],
  ]
  const shapes = [...(element.anyOf ?? []), ...(element.oneOf ?? [])].map((each) => ['|', each] as const)
  for (const [name, each] of [...below, ...shapes] as [string, Element | false | undefined][])
    if (each) yield* written(each, `${at}.${name}`)
}
const elements = [
  ...written(schema, 'file'),
  ...Object.entries(schema.definitions).flatMap(([name, each]) => [...written(each, name)]),
]

describe('the JSON Schema of policy files', () => {
  test('is published as it is checked: run “pnpm golden”', () =>
    expect(JSON.parse(readFileSync(`${PACKAGE}policy.schema.json`, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    ))

  test('says of every element what it is', () => {
    expect(elements.length).toBeGreaterThan(150)
    expect(elements.filter(([, { description }]) => !description).map(([at]) => at)).toEqual([])
  })

  test('is named in the first line of every shipped policy file, so that an editor completes it', () => {
    const files = globSync('data/{drugs,payers}/*.yaml', { cwd: PACKAGE })
    expect(files.length).toBeGreaterThan(20)
    for (const file of files)
      expect(readFileSync(`${PACKAGE}${file}`, 'utf8').split('\n')[0], file).toBe(
        '# yaml-language-server: $schema=../../policy.schema.json',
      )
  })

  test('knows what an element can be, however deep it lies', () => {
    const names = (path: Parameters<typeof elementsAt>[0]) =>
      elementsAt(path).map(({ properties = {} }) => Object.keys(properties))
    expect(names(['payers', 'aetna', 'drugs', 'romosozumab', 'preferred', 0, 'steps', 0])[0]).toContain('treatments')
    expect(names(['groups', 'x', 'administration', 0]).map((each) => each.includes('further'))).toEqual([false, true])
    expect(names(['payers', 'aetna', 'nothing'])).toEqual([])
  })
})
