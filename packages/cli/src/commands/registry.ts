import { Command, Option } from '@commander-js/extra-typings'
import { makeOwnKeyPair, SIGNING_ALGORITHMS } from '@doseline/rules-service/keys'
import { address, timeZone } from '../arguments.ts'
import { askWith, patientFetch } from '../ehr/ask.ts'
import { newIssuer, registeredAt } from '../ehr/new-issuer.ts'
import { probe } from '../ehr/probe.ts'
import { policyRows, warningsFor } from '../ehr/registered.ts'
import { manifestOf, registrationSheet } from '../ehr/registration-sheet.ts'
import { type Registered, TenantsFile } from '../ehr/tenants-file.ts'
import { columns, folded } from '../text/columns.ts'

/** Where the file of tenants is. A new option for each command that has it. */
const fileOption = () =>
  new Option('--file <file>', 'the file of tenants').env('DOSELINE_TENANTS').default('tenants.json')

export const registry = new Command().description('The EHRs the app may be launched from, in the file of tenants.')

registry
  .command('add')
  .summary('enter an EHR')
  .description(
    'Enters an EHR into the file of tenants, after it was asked what it is. The service reads it when it starts.',
  )
  .argument('<iss>', 'its FHIR base, as it launches with it', address)
  .addOption(fileOption())
  .option('--client-id <id>', 'what the EHR gave for Doseline')
  .option('--label <name>', 'what people call it')
  .option('--key <key>', 'what Doseline calls it, for good: identifiers that are written rest on it')
  .option('--tenant <key>', 'whose EHR it is, where the file has several tenants')
  .option('--time-zone <zone>', 'of its charts, such as America/New_York', timeZone)
  .option('--open', 'a server without sign-in: works in the demonstration only', false)
  .option('--exact', 'register the address as it is, where a part of it looks like options of a launch', false)
  .option('--no-probe', 'do not ask the EHR anything')
  .action(async (iss, { file: path, tenant, probe: mayAsk, ...wishes }) => {
    const file = TenantsFile.open(path, tenant)
    const there = registeredAt(iss, file.issuers)
    if (there)
      throw new Error(
        `${iss} is registered already, as “${there.issuer.key}” of tenant ${there.tenant}:\n${shown(there)}`,
      )
    const sameKey = file.issuers.find(({ issuer }) => issuer.key === wishes.key)
    if (sameKey) throw new Error(`The key “${wishes.key}” is taken, by tenant ${sameKey.tenant}:\n${shown(sameKey)}`)
    const answered = mayAsk ? await probe(iss, askWith(patientFetch(20))) : undefined
    const taken = file.issuers.map((each) => each.issuer.key)
    const issuer = newIssuer(iss, wishes, answered, taken)
    const changed = file.with(issuer, tenant)
    changed.write()
    say(`Written to ${path}. The service reads it when it starts.`)
    const registered = changed.issuers.find((each) => each.issuer.key === issuer.key)
    if (registered) console.log(shown(registered))
    for (const warning of warningsFor({ iss, key: issuer.key, wishes, answered, tenants: changed.tenants }))
      say(warning, '! ')
    say('')
    say('Origins the app may talk to and be shown by, for this deployment:')
    for (const line of columns(policyRows(changed.tenants))) console.log(line)
    say('')
    say('Register in the EHR what this prints:')
    console.log(`  doseline registry sheet ${issuer.key} --public-url https://…`)
  })

registry
  .command('list')
  .summary('the EHRs there are')
  .description('Prints key, tenant, label and address of each EHR.')
  .addOption(fileOption())
  .action(({ file: path }) => {
    const { issuers } = TenantsFile.open(path)
    if (issuers.length === 0) say(`No EHR is registered in ${path}: doseline registry add <iss>`)
    const rows = issuers.map(({ tenant, issuer }) => [issuer.key, tenant, issuer.label, addressOf(issuer)])
    for (const line of columns(rows)) console.log(line)
  })

registry
  .command('show')
  .summary('one EHR, as it is entered')
  .description('Prints the entry of an EHR as JSON.')
  .argument('<key>', 'of the EHR')
  .addOption(fileOption())
  .action((key, { file: path }) => console.log(shown(found(TenantsFile.open(path), key))))

registry
  .command('remove')
  .summary('take an EHR out')
  .description('Takes an EHR out of the file of tenants. What was written to its charts stays.')
  .argument('<key>', 'of the EHR')
  .addOption(fileOption())
  .action((key, { file: path }) => {
    const file = TenantsFile.open(path)
    const registered = found(file, key)
    file.without(registered).write()
    say(
      `Removed from ${path}: ${key}, ${registered.issuer.label}. What was written to its charts stays, and its identifiers rest on that key: for the same EHR use the same key again.`,
    )
  })

registry
  .command('sheet')
  .summary('what an EHR asks for when an app is registered')
  .description('Prints what an EHR asks for when an app is registered, to copy from.')
  .argument('<key>', 'of the EHR')
  .addOption(fileOption())
  .requiredOption(
    '--public-url <address>',
    'where others reach the service, such as https://doseline.hospital.example',
    address,
  )
  .option('--json', 'as a SMART manifest', false)
  .action((key, { file: path, publicUrl, json }) => {
    const { issuer } = found(TenantsFile.open(path), key)
    const registration = { publicUrl, issuer }
    console.log(json ? JSON.stringify(manifestOf(registration), undefined, 2) : registrationSheet(registration))
  })

registry
  .command('keys')
  .summary('a key pair with which Doseline signs in at EHRs')
  .description(
    'Makes a key pair with which Doseline signs in at EHRs without a person (SMART Backend Services), as a bulk export needs it: the private key goes into the new file, the public one into the file of public keys, which the service serves at /.well-known/jwks.json.',
  )
  .argument('<file>', 'the new file of the private key')
  .addOption(
    new Option('--jwks <file>', 'the file of the public keys; begun where it is not there')
      .env('DOSELINE_JWKS')
      .default('jwks.json'),
  )
  .addOption(
    new Option('--alg <algorithm>', 'of the key pair').choices(SIGNING_ALGORITHMS).default(SIGNING_ALGORITHMS[0]),
  )
  .option('--kid <name>', 'name of the key; today’s date where it has none')
  .action(async (file, { jwks, alg, kid = new Date().toISOString().slice(0, 10) }) => {
    process.exitCode = await makeOwnKeyPair({ file, jwks, alg, kid }, console.log)
  })

function found({ issuers, path }: TenantsFile, key: string): Registered {
  const registered = issuers.find(({ issuer }) => issuer.key === key)
  if (registered) return registered
  const keys = issuers.map(({ issuer }) => issuer.key)
  throw new Error(
    `There is no EHR “${key}” in ${path}; there ${keys.length === 0 ? 'is none' : `are ${keys.join(', ')}`}.`,
  )
}

function addressOf({ iss, issPattern }: Registered['issuer']): string {
  return iss ?? `${issPattern?.origin ?? ''}${issPattern?.path ?? ''}`
}

const shown = ({ issuer }: Registered): string => JSON.stringify(issuer, undefined, 2)

function say(text: string, first = ''): void {
  for (const line of folded(text, first)) console.log(line)
}
