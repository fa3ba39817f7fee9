import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { ALGORITHMS, makeKeyPair, newSecret } from '@doseline/rules-service/keys'
import { WrongUsage } from '../wrong-usage.ts'

export const keys = new Command()
  .description(
    `Makes a key pair for another app: the private key goes into the new file, the public one is printed. With “token” instead of a file it prints a new random secret, such as DOSELINE_METRICS_TOKEN needs. The service has no key of its own.`,
  )
  .argument('<file | token>', 'the new file of the private key, or the word “token”', fileFrom)
  .addOption(new Option('--alg <algorithm>', 'of the key pair').choices(ALGORITHMS).default(ALGORITHMS[0]))
  .option('--kid <name>', 'name of the key; today’s date where it has none', kidFrom)
  .action(async (file, { alg, kid = new Date().toISOString().slice(0, 10) }, command) => {
    if (file !== 'token') process.exitCode = await makeKeyPair({ file, alg, kid }, console.log)
    else if (command.getOptionValueSource('alg') === 'cli' || command.getOptionValueSource('kid') === 'cli')
      throw new WrongUsage('A secret takes neither --alg nor --kid.')
    else console.log(newSecret())
  })

function fileFrom(typed: string): string {
  if (typed === '') throw new InvalidArgumentError('Name a new file.')
  return typed
}

function kidFrom(typed: string): string {
  if (typed === '' || typed.length > 200) throw new InvalidArgumentError('It has 1 to 200 characters.')
  return typed
}
