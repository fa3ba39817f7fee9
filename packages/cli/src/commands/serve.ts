import { Command } from '@commander-js/extra-typings'
import { startService } from '@doseline/rules-service/serve'

export const serve = new Command()
  .description(
    `Starts the rules service: it judges doses, keeps the ledger, and serves the app and the page of the API. Everything is set by environment variables; “doseline check” says what is wrong with them. SIGTERM stops it, once what is under way has been answered.`,
  )
  .action(() => startService(process.env))
