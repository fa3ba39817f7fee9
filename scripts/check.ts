import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Everything that must hold before a change lands: lint, types, every test. Ends with one plain line,
 * `N passed, N failed`; a step that crashes or runs no test counts as failed.
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
for (const project of ['unit', 'browser', 'e2e']) {
  console.log(`\n— ${project} tests`)
  const report = join(folder, `${project}.json`)
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
  counts.push(code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count)
}
await rm(folder, { recursive: true })

const total = (which: keyof Count): number => counts.reduce((sum, count) => sum + count[which], 0)
process.exitCode = total('failed') === 0 ? 0 : 1
console.log(`\n${total('passed')} passed, ${total('failed')} failed`)

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
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    })
    child.on('error', (error) => {
      console.error(`${command} cannot be started: ${error.message}`)
      done(1)
    })
    child.on('exit', (code) => done(code ?? 1))
  })
}
