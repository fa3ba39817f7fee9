import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { doseline } from '@doseline/testkit/doseline'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { runCommandLine } from '../src/command-line.ts'
import { COMMANDS } from '../src/command-table.ts'
import { commandsNamedIn, type NamedCommand } from './support/named-commands.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** Every command and subcommand, by the words that call it. */
const ALL: readonly (readonly [string, CommandUnknownOpts])[] = (
  await Promise.all(
    COMMANDS.map(async ({ name, load }) => {
      const command = await load()
      const below = command.commands.map((each) => [`${name} ${each.name()}`, each] as const)
      return [[name, command] as const, ...below]
    }),
  )
).flat()
/** Those that do something themselves, and are no more than a heading of others. */
const DOING = ALL.filter(([, { commands }]) => commands.length === 0)

/** What a command prints in this very process, and its exit code. */
async function called(words: string): Promise<{ exit: unknown; out: string; err: string }> {
  const said = { out: '', err: '' }
  const into = (stream: keyof typeof said) => (text: string | Uint8Array) => {
    said[stream] += String(text)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(into('out'))
  vi.spyOn(process.stderr, 'write').mockImplementation(into('err'))
  const before = process.exitCode
  process.exitCode = undefined
  await runCommandLine(words.split(' '))
  const exit = process.exitCode ?? 0
  process.exitCode = before
  vi.restoreAllMocks()
  return { exit, ...said }
}
afterEach(() => {
  vi.restoreAllMocks()
})

describe('every command', () => {
  test.each(ALL)('“doseline %s --help” names what it takes, and ends with 0', async (words, command) => {
    const { exit, out, err } = await called(`${words} --help`)
    expect([exit, err]).toEqual([0, ''])
    expect(out).toContain(`Usage: doseline ${words} `)
    expect(command.description()).not.toBe('')
    for (const argument of command.registeredArguments) {
      expect(out, argument.name()).toContain(argument.name())
      expect(argument.description, `${words}: say what ${argument.name()} is`).not.toBe('')
    }
    for (const option of command.options) {
      expect(out, option.flags).toContain(option.flags)
      expect(option.description, `${words}: say what ${option.flags} is`).not.toBe('')
    }
    for (const below of command.commands) expect(out).toContain(`  ${below.name()} `)
  })

  test.each(DOING)(
    '“doseline %s” with an option there is not names it and its help, and ends with 2',
    async (words) => {
      const { exit, out, err } = await called(`${words} --no-such-thing`)
      expect([exit, out]).toEqual([2, ''])
      expect(err).toMatch(/^error: .*(--no-such-thing|required)/)
      expect(err).toContain(`“doseline ${words} --help” says what it takes.`)
    },
  )

  const needy = DOING.filter(([, { registeredArguments }]) => registeredArguments.some(({ required }) => required))
  test.each(needy)('“doseline %s” without its argument says which, and ends with 2', async (words) => {
    const { exit, err } = await called(words)
    expect([exit, err]).toEqual([2, expect.stringMatching(/^error: .*(missing required argument|required option)/)])
  })

  test('the help lists all of them, each with what it does', async () => {
    const { exit, out } = await called('--help')
    expect(exit).toBe(0)
    for (const { name, summary } of COMMANDS) expect(out.replace(/\s+/g, ' ')).toContain(` ${name} ${summary}`)
    for (const { summary } of COMMANDS) expect(summary.length, summary).toBeLessThan(62)
  })
})

describe('as it is run from a shell', () => {
  test('without a command it prints the help, and ends with 2', async () => {
    const { exit, complained } = await doseline([])
    expect([exit, complained]).toEqual([2, expect.stringContaining('Commands:')])
  })

  test.each([
    ['chek', 'check'],
    ['doctr', 'doctor'],
    ['test-sandbox', undefined],
  ])('of %j, which is no command, the nearest is named', async (typed, near) => {
    const { exit, complained } = await doseline([typed])
    expect([exit, complained]).toEqual([2, expect.stringContaining(`unknown command '${typed}'`)])
    if (near) expect(complained).toContain(`Did you mean ${near}?`)
    expect(complained).toContain('“doseline --help”')
  })

  test('the version is that of every package', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(await doseline(['--version'])).toMatchObject({ exit: 0, said: `${version}\n` })
  })

  test('a command is helped with its own help, also by “help”', async () => {
    for (const words of ['doctor', 'registry add'])
      expect(await called(`help ${words}`)).toEqual(await called(`${words} --help`))
    expect(await called('help')).toEqual(await called('--help'))
    expect(await called('help chek')).toMatchObject({ exit: 2, err: expect.stringContaining('Did you mean check?') })
  })

  test('what cannot be done ends with 1 and a sentence, without a stack', async () => {
    const { exit, complained } = await doseline(['ledger', 'verify'], {
      DATABASE_URL: 'postgres://nobody@localhost:1/x',
    })
    expect([exit, complained]).toEqual([1, expect.stringContaining('ECONNREFUSED')])
    expect(complained).not.toMatch(/\n\s+at /)
  })

  test.each([
    ['keys x --alg HS256', /Allowed choices are ES384/],
    ['keys token --kid mine', /neither --alg nor --kid/],
    ['check tenants.json --online', /name no file with it/],
    ['ledger verify --anchor last', /It is a row and its hash/],
    ['ledger forget Patient/x', /'--tenant <key>' not specified/],
    ['ledger forget x --tenant clinic', /It is Patient\/ and an id/],
    ['ledger forget Patient/x --tenant clinic --all', /unknown option '--all'/],
    ['codebook update list.txt --fiscal-year next', /It is a fiscal year/],
    ['codebook drug Prolia', /neither an NDC nor a HCPCS code/],
    ['codebook status soon', /It is a day of the calendar/],
    ['codebook check no-such-policy.yaml', /is not there: name a policy file, or a folder of them/],
  ])('“doseline %s” says what is wrong, and ends with 2', async (words, says) => {
    const { exit, complained } = await doseline(words.split(' '))
    expect([exit, complained]).toEqual([2, expect.stringMatching(says)])
  })
})

describe('a command that is named anywhere', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  /** What pnpm itself does, or runs of packages. */
  const OF_PNPM = ['install', 'vitest', 'run', 'exec', 'pack', '-r', '--filter', '--silent', '--dir']
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(
      (file) => /\.(ts|md|yaml|json|env|service|sql)$/.test(file) && !/\.test\.ts$|CHANGELOG|pnpm-lock/.test(file),
    )
  const named = files.flatMap((file) => {
    const kind = file.endsWith('.md') ? 'page' : 'code'
    const commands = commandsNamedIn(readFileSync(join(ROOT, file), 'utf8'), kind)
    // Code that says “pnpm” speaks of the program; pages name commands to type.
    const ours = commands.filter(({ program }) => program === 'doseline' || kind === 'page')
    return ours.length > 0 ? [[file, ours] as const] : []
  })

  test.each([
    'web/src/words/failure.ts',
    'services/rules/src/ledger/open-database.ts',
    'services/rules/deploy/alerts.yaml',
    'docs/running-it.md',
    'README.md',
  ])('is found in %s', (place) => {
    expect(named.map(([file]) => file)).toContain(place)
  })

  test.each(named)('%s names only commands there are', (_, commands) => {
    for (const { program, words } of commands) {
      if (program === 'pnpm') expect([...Object.keys(scripts), ...OF_PNPM]).toContain(words[0])
      else expectCommand(words)
    }
  })

  /** The command exists, and so do its subcommand and each option that is written out. */
  function expectCommand(words: NamedCommand['words']): void {
    const [name = '', below = ''] = words.map((word) => word.replace(/[.,:;)]+$/, ''))
    if (['--help', '--version', '<command>', 'help', '…'].includes(name)) return
    const command = ALL.find(([each]) => each === name)?.[1]
    expect(command, `there is no command “${name}”`).toBeDefined()
    const inner = ALL.find(([each]) => each === `${name} ${below}`)?.[1]
    if (command && command.commands.length > 0 && /^[a-z-]+$/.test(below))
      expect(inner, `${name} ${below}`).toBeDefined()
    const known = [...((inner ?? command)?.options ?? []).map(({ long }) => long), '--help']
    for (const option of words.filter((word) => /^--[a-z]/.test(word)).map((word) => word.replace(/[^a-z-].*$/, '')))
      expect(known, `${name}: ${option}`).toContain(option)
  }
})
