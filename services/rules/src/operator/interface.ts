import { type BillingInterface, type Delivery, exampleMessages, MessageFault } from '@doseline/billing-interface'
import type { Tenant } from '../tenants.ts'
import { readTenants } from './read-tenants.ts'

/** An EHR whose approved charges go to a billing system. */
interface InterfaceOf {
  readonly tenant: Tenant
  readonly key: string
  readonly label: string
  readonly profile: BillingInterface
}

/**
 * Reads the site profile of each billing interface in a file of tenants, and says where its charges go and what two example
 * messages look like. Nothing is sent. Answers the exit code: 0 in order, 1 not.
 */
export function checkInterfaces(file: string, only: string | undefined, say: (line: string) => void): number {
  let found: readonly InterfaceOf[]
  try {
    found = interfacesIn(file)
  } catch (error) {
    for (const line of messageOf(error).split('\n')) say(`wrong  ${line}`)
    return 1
  }
  const wanted = found.filter(({ key }) => only === undefined || key === only)
  if (wanted.length === 0) {
    say(`wrong  ${file}: ${noneFound(found, only)}`)
    return 1
  }
  return Math.max(...wanted.map((each) => checked(file, each, say)))
}

const interfacesIn = (file: string): readonly InterfaceOf[] =>
  readTenants(file).tenants.flatMap((tenant) =>
    tenant.issuers.flatMap(({ key, label, billingInterface: profile }) =>
      profile ? [{ tenant, key, label, profile }] : [],
    ),
  )

const noneFound = (found: readonly InterfaceOf[], only: string | undefined): string =>
  only === undefined || found.length === 0
    ? 'no EHR has a billingInterface. Add one to its entry under issuers: docs/billing-interface.md has an example.'
    : `${only} has no billingInterface; ${found.map(({ key }) => key).join(', ')} have one.`

function checked(file: string, { tenant, key, label, profile }: InterfaceOf, say: (line: string) => void): number {
  const of = `${file}: ${tenant.key}, ${key}`
  try {
    const examples = exampleMessages(profile)
    say(`ok     ${of}: ${label} sends version ${profile.version} to ${whereTo(profile.delivery)}`)
    for (const each of warningsFor(profile)) say(`look   ${of}: ${each}`)
    for (const { title, text } of examples) {
      say('')
      say(title)
      for (const line of text.split('\r').filter((each) => each !== '')) say(`  ${line}`)
    }
    return 0
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error
    say(`wrong  ${of}: an example message cannot be written. ${error.message}`)
    return 1
  }
}

function whereTo(delivery: Delivery): string {
  if (delivery.by === 'folder') return `the folder ${delivery.folder}`
  return `${delivery.host} port ${delivery.port}${delivery.tls ? ', over TLS' : ', not encrypted'}`
}

function warningsFor({ delivery, processing, ndc, identifiers }: BillingInterface): readonly string[] {
  return [
    ...(delivery.by === 'mllp' && !delivery.tls && !LOCAL.has(delivery.host)
      ? ['patients’ names would travel in clear text; set delivery.tls, unless the network itself is encrypted.']
      : []),
    ...(delivery.by === 'folder'
      ? ['a folder acknowledges nothing: a message counts as accepted when it is there.']
      : []),
    ...(processing === 'P' ? [] : [`MSH-11 is ${processing}: the receiver takes it for a trial.`]),
    ...(ndc === 'none' ? ['the NDC is not sent; payers that ask for it need it from the billing system.'] : []),
    ...(identifiers.account
      ? []
      : ['no account number is sent (PID-18); the receiver finds the account by MRN and visit.']),
  ]
}
const LOCAL = new Set(['localhost', '127.0.0.1', '::1'])

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
