import { Command } from '@commander-js/extra-typings'
import { checkService } from '@doseline/rules-service/check'
import { Progress } from '../progress.ts'
import { WrongUsage } from '../wrong-usage.ts'

export const check = new Command()
  .description(
    `Reads the environment and the file of tenants as “doseline serve” does, without starting anything. Exit code: 0 in order, 1 something would keep the service from working.`,
  )
  .argument('[tenants file]', 'check this file alone')
  .option('--online', 'also the ledger’s database and the keys of each EHR, from this machine', false)
  .action(async (file, { online }) => {
    if (file !== undefined && online)
      throw new WrongUsage('--online checks the whole environment: name no file with it.')
    const progress = new Progress()
    if (online) progress.tell('Asking the database and each EHR …')
    process.exitCode = await checkService({ file, online }, process.env, (line) => {
      progress.clear()
      console.log(line)
    })
  })
