import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { OUTBOX_DECISIONS, OUTBOX_STATES } from '@doseline/contract'
import { forgetPatient, ledgerFrom, lookAtOutbox, migrateLedger, verifyLedger } from '@doseline/rules-service/ledger'
import { Progress } from '../progress.ts'
import { WrongUsage } from '../wrong-usage.ts'

export const ledger = new Command().description(
  `The ledger is the one of DATABASE_URL, else of DOSELINE_LEDGER, else the folder doseline-ledger. A folder must not be in use by a running service.`,
)

ledger
  .command('verify')
  .summary('read the whole ledger; name the first row that is not as it was written')
  .description(
    `Reads the chain of decisions and every row that keeps charges single. Prints “row:hash” of the last row: note it somewhere else, and give it as --anchor the next time. Exit code: 0 in order, 1 not, 3 no ledger here.`,
  )
  .option('--anchor <row:hash>', 'what was printed the last time', anchorFrom)
  .action(async ({ anchor }) => {
    const progress = new Progress()
    const onRows = (rows: number) => progress.tell(`${rows.toLocaleString('en-US')} rows read …`)
    process.exitCode = await verifyLedger(ledgerFrom(process.env), { anchor, onRows }, (line) => {
      progress.clear()
      console.log(line)
    })
  })

ledger
  .command('migrate')
  .summary('as the owner: bring the tables up to date, grant the service what it needs')
  .description(
    'Brings the tables up to date, as the owner of the database, and lets the role of the service add to the audit.',
  )
  .requiredOption('--service-role <role>', 'the role that the service signs in as')
  .action(async ({ serviceRole }) => {
    process.exitCode = await migrateLedger(ledgerFrom(process.env), serviceRole, console.log)
  })

ledger
  .command('forget')
  .summary('remove what was kept of a patient’s chart')
  .description('Removes what was kept of a patient’s chart. The audit and the charges stay.')
  .argument('<Patient/id>', 'the patient, as the EHR names them', patientFrom)
  .requiredOption('--tenant <key>', 'whose patient it is')
  .option('--server <key>', 'of the issuer, where several EHRs have a patient of that id')
  .action(async (patient, { tenant, server }) => {
    process.exitCode = await forgetPatient(ledgerFrom(process.env), { patient, tenant, server }, console.log)
  })

ledger
  .command('outbox')
  .summary('where the messages to the billing system are; decide on one that was refused')
  .description(
    'Lists the HL7 v2 messages to the billing system, newest first, with what the receiver said. A message that was refused waits for a person, and so do those of its account behind it: --retry sends the same message again, --settle says that a person entered it in the billing system, --withdraw says that nothing of it is there, so that its lines may be approved again. Exit code: 0 done, 1 not, 3 no ledger here.',
  )
  .requiredOption('--tenant <key>', 'whose messages')
  .addOption(new Option('--state <state>', 'only those in this state').choices(OUTBOX_STATES))
  .addOption(new Option('--retry <id>', 'send it again').conflicts(['settle', 'withdraw', 'state']))
  .addOption(new Option('--settle <id>', 'a person entered it').conflicts(['withdraw', 'state']))
  .addOption(new Option('--withdraw <id>', 'nothing of it is in the billing system').conflicts('state'))
  .option('--reason <words>', 'why; kept in the audit, so name no patient')
  .action(async ({ tenant, state, reason, ...decisions }) => {
    const decision = OUTBOX_DECISIONS.flatMap((each) => {
      const id = decisions[each]
      return id === undefined ? [] : [{ id, decision: each, reason: reason ?? '' }]
    }).at(0)
    if (decision && decision.reason.length < 3) throw new WrongUsage('Say why, with --reason.')
    process.exitCode = await lookAtOutbox(ledgerFrom(process.env), { tenant, state, decision }, console.log)
  })

function anchorFrom(typed: string): string {
  if (!/^\d+:[0-9a-f]{64}$/.test(typed))
    throw new InvalidArgumentError('It is a row and its hash, such as 4711:9213c9….')
  return typed
}

function patientFrom(typed: string): string {
  if (!/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(typed)) throw new InvalidArgumentError('It is Patient/ and an id.')
  return typed
}
