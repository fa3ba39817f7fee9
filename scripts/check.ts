import './support/help.ts'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildHapi, javaTools } from '@doseline/testkit/hapi'
import { notMetIn } from './conformance/met.ts'

/**
 * Everything that must hold before a change lands: lint, types, every test; with `--hapi` also the main job on a real HAPI
 * FHIR server, where Java, Maven and its libraries can be had. Ends with one plain line, `N passed, N failed`; a step that
 * crashes or runs no test counts as failed.
 */
const ROOT = resolve(import.meta.dirname, '..')

interface Count {
  readonly passed: number
  readonly failed: number
}

const folder = await mkdtemp(join(tmpdir(), 'doseline-check-'))
const counts: Count[] = []
for (const [name, args] of [
  ['lint', ['run', '--silent', 'lint']],
  ['types', ['run', '--silent', 'types']],
] as const) {
  console.log(`\n— ${name}`)
  counts.push((await run('pnpm', args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
}
const PROJECTS = ['unit', 'integration', 'browser', 'e2e']
for (const project of PROJECTS) counts.push(await tested(project))
counts.push(await conformance())
if (process.argv.includes('--hapi')) {
  const missing = await whyNoHapi()
  if (missing === undefined) counts.push(await tested('hapi'))
  else console.log(`\n— hapi tests: not run, because ${missing}`)
}
await rm(folder, { recursive: true })

const total = (which: keyof Count): number => counts.reduce((sum, count) => sum + count[which], 0)
process.exitCode = total('failed') === 0 ? 0 : 1
console.log(`\n${total('passed')} passed, ${total('failed')} failed`)

function reportOf(project: string): string {
  return join(folder, `${project}.json`)
}

async function tested(project: string): Promise<Count> {
  console.log(`\n— ${project} tests`)
  const report = reportOf(project)
  const code = await run('pnpm', [
    'exec',
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const count = await countIn(report)
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** What CDS Hooks and SMART require is met by tests that ran here and passed, not by their names. */
async function conformance(): Promise<Count> {
  console.log('\n— requirements of CDS Hooks and SMART')
  const reports = await Promise.all(
    PROJECTS.map((project) => readFile(reportOf(project), 'utf8').catch(() => '{"testResults":[]}')),
  )
  const notMet = notMetIn(reports.map((report) => JSON.parse(report)))
  for (const each of notMet) console.log(`not met: ${each}`)
  return { passed: notMet.length === 0 ? 1 : 0, failed: notMet.length }
}

/** What this machine lacks for it. A module that does not compile is no lack: its tests run, and fail. */
async function whyNoHapi(): Promise<string | undefined> {
  const tools = await javaTools()
  return typeof tools === 'string' ? tools : buildHapi().catch(() => undefined)
}

async function countIn(report: string): Promise<Count> {
  try {
    const {
      numPassedTests: passed,
      numFailedTests,
      numFailedTestSuites,
      numTotalTests,
    } = JSON.parse(await readFile(report, 'utf8'))
    const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0)
    return { passed, failed: numTotalTests === 0 ? Math.max(failed, 1) : failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: 'inherit',
      // Tests start hundreds of processes, each of which would strip the same types.
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    })
    child.on('error', (error) => {
      console.error(`${command} cannot be started: ${error.message}`)
      done(1)
    })
    child.on('exit', (code) => done(code ?? 1))
  })
}
