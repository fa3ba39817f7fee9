import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient } from '../packages/client/src/index.ts'
import { aService } from '../services/rules/test/a-service.ts'

/** What the documents tell somebody to type, typed; what they say it prints, compared. */
const ROOT = resolve(import.meta.dirname, '..')
const run = promisify(execFile)

/** A block of code and the block of plain text that follows it. */
const examplesIn = (file: string, language: string): readonly (readonly [command: string, prints: string])[] =>
  [
    ...readFileSync(join(ROOT, file), 'utf8').matchAll(
      new RegExp(`\`\`\`${language}\\n([^\`]*(?:\`[^\`]+)*?)\`\`\`\\n+\`\`\`\\n([^\`]*)\`\`\``, 'g'),
    ),
  ].map(([, command = '', prints = '']) => [command, prints])

let address: string
let server: ReturnType<typeof serve>
let tools: string
beforeAll(async () => {
  const service = await aService()
  await new Promise<void>((done) => {
    server = serve({ fetch: service.fetch, port: 0, hostname: 'localhost' }, ({ port }) => {
      address = `http://localhost:${port}`
      done()
    })
  })
  tools = mkdtempSync(join(tmpdir(), 'doseline-tools-'))
  copyFileSync(join(ROOT, 'scripts/support/curl.mjs'), join(tools, 'curl'))
  chmodSync(join(tools, 'curl'), 0o755)
})
afterAll(() => {
  server.close()
  rmSync(tools, { recursive: true, force: true })
})

describe('the integrator’s guide', () => {
  const commands = examplesIn('docs/integrators-guide.md', 'sh')
  const ofTheClient = examplesIn('docs/integrators-guide.md', 'ts')

  test('has an example of REST, of the FHIR operation, of CDS Hooks and of a refusal', () => {
    const asked = commands.map(([command]) => /localhost:4010(\/[a-z0-9-]+)/.exec(command)?.[1])
    expect(new Set(asked)).toEqual(new Set(['/v1', '/fhir', '/cds-services']))
    expect(commands).toHaveLength(5)
  })

  test('has an example of the client, and none that is not run', () => {
    expect(ofTheClient).toHaveLength(1)
    const written = readFileSync(join(ROOT, 'docs/integrators-guide.md'), 'utf8').match(/^```(?:sh|ts)$/gm)
    expect(written).toHaveLength(commands.length + ofTheClient.length)
  })

  test.each(commands)('%s', async (command, prints) => {
    const typed = command.replaceAll('http://localhost:4010', address)
    const { PATH = '' } = process.env
    const { stdout } = await run('bash', ['-c', typed], {
      cwd: ROOT,
      env: { ...process.env, PATH: `${tools}:${PATH}` },
    })
    expect(stdout.trim()).toBe(prints.trim())
  })

  test.each(ofTheClient)('%s', async (example, prints) => {
    const { resources: chart } = JSON.parse(readFileSync(join(ROOT, 'docs/examples/prolia.json'), 'utf8'))
    const said: string[] = []
    const body = stripTypeScriptTypes(example.replace(/^import .*$/m, '').replaceAll('http://localhost:4010', address))
    const typed = new Function('createClient', 'chart', 'console', `return (async () => {${body}})()`)
    await typed(createClient, chart, { log: (...words: unknown[]) => said.push(words.join(' ')) })
    expect(said.join('\n')).toBe(prints.trim())
  })
})
