import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aService } from '../services/rules/test/a-service.ts'
import { contractTypes } from './client/contract-types.ts'

const run = promisify(execFile)
const ROOT = resolve(import.meta.dirname, '..')
const TSC = join(ROOT, 'node_modules/.bin/tsc')
const CHART = join(ROOT, 'docs/examples/prolia.json')
const { node, npm, version } = await oldestNode()
const folder = mkdtempSync(join(tmpdir(), 'doseline-client-test-'))
const app = join(folder, 'app')

/** Node and npm of this machine: Node 20 where it is there, else the oldest after it. */
async function oldestNode() {
  const found = await Promise.all(
    [...new Set((process.env.PATH ?? '').split(delimiter))]
      .map((each) => ({ node: join(each, 'node'), npm: join(each, 'npm') }))
      .filter(({ node, npm }) => existsSync(node) && existsSync(npm))
      .map(async (each) => ({
        ...each,
        version: (await run(each.node, ['-p', 'process.versions.node'])).stdout.trim(),
      })),
  )
  const major = (each: { version: string }) => Number.parseInt(each.version, 10)
  const [oldest] = found.filter((each) => major(each) >= 20).toSorted((a, b) => major(a) - major(b))
  if (!oldest) throw new Error('There is no Node 20 or later with npm in the PATH.')
  return oldest
}

/** The examples of the declarations that were packed, each as it is written. */
function examples(): string[] {
  const text = globSync('*.d.ts', { cwd: join(app, 'node_modules/@doseline/client/dist') })
    .filter((file) => /^(client|problem)\./.test(file))
    .toSorted()
    .map((file) => readFileSync(join(app, 'node_modules/@doseline/client/dist', file), 'utf8'))
    .join('\n')
  return [...text.matchAll(/@example\n([\s\S]*?)\*\//g)].map(([, example = '']) =>
    example.replace(/^ *\* ?/gm, '').trim(),
  )
}

/** What the compiler says: nothing, where all is in order. */
const compiled = (args: readonly string[], cwd: string): Promise<string> =>
  run(TSC, ['--ignoreConfig', '--strict', '--noEmit', '--types', '', ...args], { cwd }).then(
    ({ stdout }) => stdout,
    ({ stdout }) => String(stdout),
  )

beforeAll(async () => {
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{ "name": "an-app", "private": true, "type": "module" }')
  await run('pnpm', ['pack', '--pack-destination', folder], { cwd: join(ROOT, 'packages/client') })
  const [tarball = 'none'] = globSync('*.tgz', { cwd: folder })
  // The PATH of whoever has nothing but this Node. No registry: what the package needed beside itself could not be found.
  const env = {
    ...process.env,
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    npm_config_registry: 'http://localhost:9',
  }
  const flags = ['--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')]
  await run(npm, ['install', join(folder, tarball), ...flags], { cwd: app, env })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the client, packed and installed in an empty project', () => {
  test('brings nothing along but itself', () => {
    expect(globSync('node_modules/*/*', { cwd: app })).toEqual([join('node_modules', '@doseline', 'client')])
    const manifest = JSON.parse(readFileSync(join(app, 'node_modules/@doseline/client/package.json'), 'utf8'))
    expect(manifest.dependencies).toBeUndefined()
    for (const file of globSync('node_modules/@doseline/client/dist/*', { cwd: app }))
      expect(readFileSync(join(app, file), 'utf8'), file).not.toMatch(/(?:from|import\()\s*['"](?!\.\/)/)
  })

  test(`every example runs on Node ${version} against the service`, async () => {
    const service = await aService()
    const server = serve({ fetch: service.fetch, port: 0, hostname: '127.0.0.1' })
    try {
      await new Promise<void>((done) => (server.listening ? done() : server.once('listening', done)))
      const { port } = server.address() as { port: number }
      const found = examples()
      expect(found).toHaveLength(16)
      writeFileSync(
        join(app, 'app.js'),
        `import { readFileSync } from 'node:fs'
import { createClient, DoselineProblem } from '@doseline/client'
const doseline = createClient({ baseUrl: 'http://127.0.0.1:${port}/' })
const chart = JSON.parse(readFileSync(${JSON.stringify(CHART)}, 'utf8')).resources
${found.map((example) => `await (async () => {\n${example}\n})()`).join('\n')}
`,
      )
      const { stdout } = await run(node, ['app.js'], { cwd: app })
      expect(stdout).toContain('Prolia ready')
      expect(stdout).toContain("[ 'Mepsevii' ]")
      expect(stdout).toContain('focus-not-in-chart no Send the MedicationAdministration')
      expect(stdout).toContain('reserved transaction')
      expect(stdout).toMatch(/write-back reserved/)
    } finally {
      server.close()
    }
  })

  test('every example is typed, as modules of Node resolve', async () => {
    writeFileSync(
      join(app, 'app.ts'),
      `import { createClient, DoselineProblem, PROBLEMS, VERDICTS, type AssessmentAnswer, type ProblemCode } from '@doseline/client'
const doseline = createClient({ baseUrl: 'http://localhost/' })
declare const chart: { resourceType: string }[]
declare const console: { log(...words: unknown[]): void }
export const worst = (answer: AssessmentAnswer): string => answer.assessments[0]?.verdict ?? VERDICTS[0]
export const again = (code: ProblemCode): string => PROBLEMS[code].retry
// @ts-expect-error A verdict is one of four.
export const wrong = (answer: AssessmentAnswer) => answer.assessments[0]?.verdict === 'maybe'
${examples()
  .map((example) => `export const f${Math.random().toString(36).slice(2)} = async () => {\n${example}\n}`)
  .join('\n')}
`,
    )
    const options = ['--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom']
    expect(await compiled([...options, 'app.ts'], app)).toBe('')
  })
})

test('the types written out for the client say what the contract says, each of them', async () => {
  const types = contractTypes()
  const names = [...types.matchAll(/^export type (\w+)/gm)].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(40)
  writeFileSync(join(folder, 'written.ts'), types)
  writeFileSync(
    join(folder, 'same.ts'),
    `import type * as contract from '${join(ROOT, 'packages/contract/src/index.ts')}'
import type * as written from './written.ts'
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
${names.map((name) => `export const is${name}: Same<contract.${name}, written.${name}> = true`).join('\n')}
`,
  )
  const options = ['--target', 'es2024', '--module', 'esnext', '--moduleResolution', 'bundler']
  const more = ['--allowImportingTsExtensions', '--skipLibCheck']
  expect(await compiled([...options, ...more, 'same.ts'], folder)).toBe('')
})
