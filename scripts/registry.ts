import { parseArgs } from 'node:util'
import { contentSecurityPolicy, lackingForSignIn } from '@doseline/rules-service'
import { baseFrom } from './ehr/arguments.ts'
import { askWith, patientFetch } from './ehr/ask.ts'
import { newIssuer, patternOf, registeredAt } from './ehr/new-issuer.ts'
import { type Probe, probe } from './ehr/probe.ts'
import { manifestOf, registrationSheet } from './ehr/registration-sheet.ts'
import { type Registered, TenantsFile } from './ehr/tenants-file.ts'
import { columns, folded } from './ehr/text.ts'
import { stop } from './support/stop.ts'
import { usage } from './support/usage.ts'

const USAGE = `pnpm registry add <iss> [--client-id …] [--label …] [--key …] [--time-zone …] [--open] [--exact] [--no-probe]
pnpm registry list
pnpm registry show <key>
pnpm registry remove <key>
pnpm registry sheet <key> --public-url https://… [--json]
  The EHRs the app may be launched from, in the file of tenants: --file, else DOSELINE_TENANTS, else tenants.json.
  --tenant key   whose EHR it is, where the file has several tenants
  --open         a server without sign-in: works in the demonstration only
  --exact        register the address as it is, where a part of it looks like options of a launch
  --no-probe     do not ask the EHR anything
  sheet          prints what an EHR asks for when an app is registered; --json as a SMART manifest`

const { values, positionals } = argumentsOf()
const [command, subject, ...more] = positionals
if (more.length > 0) usage(USAGE)
const path = values.file ?? process.env.DOSELINE_TENANTS ?? 'tenants.json'
try {
  switch (command) {
    case 'add':
      await add(subject ?? usage(USAGE))
      break
    case 'list':
      list()
      break
    case 'show':
      console.log(JSON.stringify(found(subject).issuer, undefined, 2))
      break
    case 'remove':
      remove()
      break
    case 'sheet':
      sheet()
      break
    default:
      usage(USAGE)
  }
} catch (error) {
  stop(error instanceof Error ? error.message : String(error))
}

async function add(typed: string): Promise<void> {
  const iss = baseFrom(typed) ?? usage(`“${typed}” is no issuer: expected the FHIR base, https://… without a query.`)
  const file = TenantsFile.open(path, values.tenant)
  const there = registeredAt(iss, file.issuers)
  if (there) stop(`${iss} is registered already, as “${there.issuer.key}” of tenant ${there.tenant}:\n${shown(there)}`)
  const sameKey = file.issuers.find(({ issuer }) => issuer.key === values.key)
  if (sameKey) stop(`The key “${values.key}” is taken, by tenant ${sameKey.tenant}:\n${shown(sameKey)}`)
  const zone = values['time-zone']
  if (zone !== undefined && !isTimeZone(zone)) usage(`“${zone}” is no IANA time zone, such as America/New_York.`)
  const answered = values['no-probe'] ? undefined : await probe(iss, askWith(patientFetch(20)))
  const wishes = { ...values, clientId: values['client-id'], timeZone: zone }
  const issuer = newIssuer(
    iss,
    wishes,
    answered,
    file.issuers.map((each) => each.issuer.key),
  )
  const changed = file.with(issuer, values.tenant)
  changed.write()
  const registered = changed.issuers.find((each) => each.issuer.key === issuer.key)
  say(`Written to ${path}. The service reads it when it starts.`)
  if (registered) console.log(shown(registered))
  for (const warning of warningsFor(iss, answered, changed, issuer.key)) say(warning, '! ')
  policyOf(changed)
  say('')
  say('Register in the EHR what this prints:')
  console.log(`  pnpm registry sheet ${issuer.key} --public-url https://…`)
}

function warningsFor(iss: string, answered: Probe | undefined, file: TenantsFile, key: string): string[] {
  const pattern = !values.exact && patternOf(iss)
  const { statement, smart, troubles } = answered ?? {}
  return [
    ...(pattern
      ? [
          `A part of the address holds the options of one launch; registered is the pattern ${pattern.origin}${pattern.path}. For this address alone: --exact.`,
        ]
      : []),
    ...(values['client-id'] || values.open ? [] : ['The client id is “doseline”; enter the one the EHR gives.']),
    ...(answered && !statement
      ? [
          `The EHR could not be asked what it offers: ${troubles?.metadata?.trouble ?? ''}. ${troubles?.metadata?.todo ?? ''}`,
        ]
      : []),
    ...(statement && troubles?.metadata ? [`${troubles.metadata.trouble}. ${troubles.metadata.todo}`] : []),
    ...(answered && !smart && !values.open
      ? [
          `It says nowhere how to sign in: ${troubles?.smart?.trouble ?? ''}. A server without sign-in is registered with --open.`,
        ]
      : []),
    ...lackingForSignIn(file.tenants).filter((each) => each.startsWith(`${key}:`)),
  ]
}

function policyOf({ tenants }: TenantsFile): void {
  say('')
  say('Origins the app may talk to and be shown by, for this deployment:')
  const rows = contentSecurityPolicy(tenants)
    .split('; ')
    .filter((each) => /^(connect-src|frame-ancestors|form-action) /.test(each))
    .map((each) => [each.slice(0, each.indexOf(' ')), each.slice(each.indexOf(' ') + 1)])
  for (const line of columns(rows)) console.log(line)
}

function list(): void {
  const { issuers } = opened()
  if (issuers.length === 0) say(`No EHR is registered in ${path}: pnpm registry add <iss>`)
  else
    for (const line of columns(
      issuers.map(({ tenant, issuer }) => [issuer.key, tenant, issuer.label, addressOf(issuer)]),
    ))
      console.log(line)
}

function remove(): void {
  const { issuer, ...place } = found(subject)
  opened()
    .without({ issuer, ...place })
    .write()
  say(
    `Removed from ${path}: ${issuer.key}, ${issuer.label}. What was written to its charts stays, and its identifiers rest on that key: for the same EHR use the same key again.`,
  )
}

function sheet(): void {
  const { issuer } = found(subject)
  const typed =
    values['public-url'] ?? usage('Say where others reach the service: --public-url https://doseline.hospital.example')
  const publicUrl = baseFrom(typed) ?? usage(`“${typed}” is no address: expected https://… without a query.`)
  const registration = { publicUrl, issuer }
  console.log(values.json ? JSON.stringify(manifestOf(registration), undefined, 2) : registrationSheet(registration))
}

function found(key: string | undefined): Registered {
  if (key === undefined) usage(USAGE)
  const { issuers } = opened()
  const keys = issuers.map(({ issuer }) => issuer.key)
  return (
    issuers.find(({ issuer }) => issuer.key === key) ??
    stop(`There is no EHR “${key}” in ${path}; there ${keys.length === 0 ? 'is none' : `are ${keys.join(', ')}`}.`)
  )
}

/** The file, which has to be there for anything but adding. */
function opened(): TenantsFile {
  return TenantsFile.open(path)
}

function addressOf({ iss, issPattern }: Registered['issuer']): string {
  return iss ?? `${issPattern?.origin ?? ''}${issPattern?.path ?? ''}`
}

function shown({ issuer }: Registered): string {
  return JSON.stringify(issuer, undefined, 2)
}

function say(text: string, first = ''): void {
  for (const line of folded(text, first)) console.log(line)
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function argumentsOf() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        file: { type: 'string' },
        tenant: { type: 'string' },
        key: { type: 'string' },
        label: { type: 'string' },
        'client-id': { type: 'string' },
        'time-zone': { type: 'string' },
        open: { type: 'boolean', default: false },
        exact: { type: 'boolean', default: false },
        'no-probe': { type: 'boolean', default: false },
        'public-url': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return usage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
