import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aService, post } from './a-service.ts'

test('the example of the README answers what the README shows', async () => {
  const example = readFileSync(new URL('../../../docs/examples/prolia.json', import.meta.url), 'utf8')
  const { body } = await post(await aService(), '/v1/assessments', example)
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const [dose] = body.assessments
  const shown = [
    ...dose.text
      .split('\n')
      .slice(0, 4)
      .map((line: string) => line.replace(/unknown · .*/, 'unknown · …')),
    ...dose.text.split('\n').filter((line: string) => /^ +(J0897-JZ|96372) /.test(line)),
  ]
  for (const line of shown) expect(readme).toContain(line.trimEnd())
})
