import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { COMMANDS } from './command-table.ts'
import { WrongUsage } from './wrong-usage.ts'

/** What every command ends with, where it has no code of its own: it did what was asked, it could not, it was not understood. */
const EXIT = { done: 0, failed: 1, usage: 2 } as const

// Commander, because it refuses what it does not know and names the nearest: an option with a slip in it is never passed over.

/**
 * Runs the command that the arguments name, and leaves its exit code for the end of the process.
 *
 * @example
 *   await runCommandLine(['explain', 'chart.json'])
 */
export async function runCommandLine(given: readonly string[]): Promise<void> {
  const words = helpAsOption(given)
  const program = await programFor(words[0])
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage
    else if (error instanceof WrongUsage) {
      const named = ['doseline', ...program.args.slice(0, 1)].join(' ')
      console.error(`error: ${error.message}\n${helpOf(named)}`)
      process.exitCode = EXIT.usage
    } else if (isOurFault(error)) throw error
    else {
      console.error(messageOf(error))
      process.exitCode = EXIT.failed
    }
  }
}

/** What is wrong with the code rather than with what it was given: its stack is wanted. */
const isOurFault = (error: unknown): boolean =>
  [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind)

/** What an error says; one of the network or of a database may say it in its code or its cause alone. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as { code?: unknown }
  const says = error.message || String(code ?? error.name)
  return error.cause instanceof Error ? `${says} (${messageOf(error.cause)})` : says
}

/** “help registry add” asks what “registry add --help” does; of a command there is not, the nearest is to be named. */
function helpAsOption(given: readonly string[]): readonly string[] {
  const [first, name, ...below] = given
  if (first !== 'help') return given
  if (name === undefined) return ['--help']
  return COMMANDS.some((each) => each.name === name) ? [name, ...below, '--help'] : [name]
}

/** All commands by name and summary, and whole the one that is asked for: the others are not loaded. */
async function programFor(asked: string | undefined): Promise<CommandUnknownOpts> {
  const program = strict(new Command('doseline'))
    .description('Turns an administered drug dose into a charge line a biller can stand behind.')
    .version(manifest.version, '--version', 'print the version')
    .helpCommand('help [command]', 'print what a command takes')
  for (const { name, summary, load } of COMMANDS) {
    const command = (name === asked ? await load() : new Command()).name(name).summary(summary)
    program.addCommand(strict(command, 'doseline '))
  }
  return program
}

/** A command and its subcommands such that an error ends them, not the process, and says where their help is. */
function strict(command: CommandUnknownOpts, above = ''): CommandUnknownOpts {
  const full = `${above}${command.name()}`
  for (const each of command.commands) strict(each, `${full} `).helpCommand(false)
  return command
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError(helpOf(full))
}

const helpOf = (command: string): string => `“${command} --help” says what it takes.`
