import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> }

/** The commands of this repository that are a file of its own; those of `doseline` have their help from its table. */
const COMMANDS = Object.entries(scripts).flatMap(([name, command]) => {
  const file = /(?:^| )node ((?!packages\/cli|tools)\S+\.ts)$/.exec(command)?.[1]
  return file === undefined ? [] : [[name, file] as const]
})

test('every command of the repository is asked', () => {
  expect(COMMANDS.length).toBeGreaterThanOrEqual(15)
})

test.each([...COMMANDS, ['measure-screen', 'e2e/measure-screen.ts'] as const])(
  '“%s --help” says what it does and takes, does nothing else, and ends with 0',
  async (_, file) => {
    for (const option of ['--help', '-h']) {
      // A status other than 0 rejects.
      const { stdout, stderr } = await run(process.execPath, [file, option])
      expect([stdout.split('\n')[0], stderr]).toEqual([expect.stringMatching(/^Usage: /), ''])
    }
  },
  60_000,
)
