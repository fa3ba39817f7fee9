import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { BillingInterface } from '@doseline/billing-interface'
import { inWords } from '@doseline/contract/issue-words'
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { z } from 'zod'
import { withoutSlash } from '../address.ts'
import { Client, Issuer, Tenant, Tenants } from '../tenants.ts'

/** Something in the file of tenants that keeps the service from starting. */
export interface TenantsFault {
  /** Line of the file, from 1. */
  readonly line: number
  /** Path of the element, such as `tenants.0.issuers.1.iss`; empty for the file as a whole. */
  readonly element: string
  /** Keys of what the element belongs to, such as `riverside, riverside-ehr`; empty where none is named. */
  readonly of: string
  readonly problem: string
  readonly todo: string
}

/** The tenants of a file, or what is wrong with it: never both. */
export type TenantsRead =
  | { readonly tenants: Tenants; readonly faults: readonly [] }
  | { readonly tenants?: undefined; readonly faults: readonly TenantsFault[] }

/** Reads the text of a file of tenants, and finds all that is wrong with it, each with its line and what to do. */
export function tenantsIn(text: string): TenantsRead {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true })
  const [error] = errors
  if (error || !root) return { faults: [noJson(text, error)] }
  const read = Tenants.safeParse(JSON.parse(text), { reportInput: true })
  if (!read.success) return { faults: read.error.issues.flatMap((issue) => faultsOf(issue, text, root)) }
  const faults = [...unusable(read.data)].map(({ at, ...rest }) => ({ ...placeOf(at, text, root), ...rest }))
  return faults.length > 0 ? { faults } : { tenants: read.data, faults: [] }
}

/** One line for a person: file, line, element, what is wrong, what to do. */
export const toldOf = (file: string, { line, element, of, problem, todo }: TenantsFault): string =>
  `${file}:${line}: ${element === '' ? '' : `${element}${of === '' ? '' : ` (${of})`}: `}${problem}${todo === '' ? '' : ` ${todo}`}`

const noJson = (text: string, error: ParseError | undefined): TenantsFault => ({
  line: lineAt(text, error?.offset ?? 0),
  element: '',
  of: '',
  problem: `This cannot be read as JSON (${error ? printParseErrorCode(error.error) : 'empty file'}).`,
  todo: 'Correct this line or the one before it. JSON takes no comments and no comma after the last element.',
})

type Issue = z.core.$ZodIssue
type Path = readonly (string | number)[]

function faultsOf(issue: Issue, text: string, root: Node): TenantsFault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  const pattern = path.filter((step) => typeof step === 'string').join('.')
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(SHAPES[pattern]?.shape ?? {})
    const todo =
      known.length > 0 ? `Correct its spelling or remove it. Known here: ${known.join(', ')}.` : 'Remove the element.'
    return issue.keys.map((key) => ({
      ...placeOf([...path, key], text, root),
      problem: 'There is no such element.',
      todo,
    }))
  }
  return [{ ...placeOf(path, text, root), problem: sentence(inWords(issue).detail), todo: WHAT_TO_DO[pattern] ?? '' }]
}

const sentence = (message: string): string => {
  const capital = `${message.charAt(0).toUpperCase()}${message.slice(1)}`
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

/** What may stand where, so that a slip can be told from what was meant. */
const SHAPES: Readonly<Record<string, { readonly shape: object }>> = {
  tenants: Tenant,
  'tenants.issuers': Issuer,
  'tenants.issuers.billingInterface': BillingInterface,
  'tenants.issuers.billingInterface.identifiers': BillingInterface.shape.identifiers,
  'tenants.clients': Client,
}

/** What to write, by element; numbers of arrays left out. */
const WHAT_TO_DO: Readonly<Record<string, string>> = {
  tenants: 'List at least one tenant.',
  'tenants.key':
    'Use 1 to 60 small letters, digits and hyphens. Never change it later: audit rows and charges carry it.',
  'tenants.label': 'Write the name that people know the organization by.',
  'tenants.allowArticle': 'Write true or false, without quotes.',
  'tenants.policies': 'List policy files or folders of them: ["policies/riverside"].',
  'tenants.issuers.key':
    'Use 1 to 60 small letters, digits and hyphens. Never change it later: the identifiers of written charges carry it.',
  'tenants.issuers.label': 'Write the name that people know the EHR by.',
  'tenants.issuers': 'Give each EHR a key, a label, an iss and a clientId.',
  'tenants.issuers.iss':
    'Write the FHIR base exactly as the EHR sends it in a launch, such as https://ehr.example/fhir/r4.',
  'tenants.issuers.clientId': 'Write the client id that the EHR gave the app when it was registered.',
  'tenants.issuers.jwksUri': 'Write the address of the EHR’s public keys, or leave it out where the EHR publishes it.',
  'tenants.issuers.tokenIssuer': 'Write the iss of the EHR’s id_tokens, or leave it out where the EHR publishes it.',
  'tenants.issuers.origins': 'Write scheme, host and port alone, such as https://login.ehr.example.',
  'tenants.issuers.idleMinutes': 'Write a whole number from 1 to 29.',
  'tenants.issuers.billingInterface':
    'Give version, the four names of MSH-3 to MSH-6, identifiers, ndc and delivery; docs/billing-interface.md has an example.',
  'tenants.issuers.billingInterface.version': 'Write "2.3.1" or "2.5.1", whichever the receiver takes.',
  'tenants.issuers.billingInterface.sendingApplication': 'Write what the receiver knows Doseline by (MSH-3).',
  'tenants.issuers.billingInterface.sendingFacility': 'Write the facility that sends (MSH-4).',
  'tenants.issuers.billingInterface.receivingApplication': 'Write the receiver’s own name (MSH-5).',
  'tenants.issuers.billingInterface.receivingFacility': 'Write the receiver’s facility (MSH-6).',
  'tenants.issuers.billingInterface.identifiers':
    'Name the identifier that is the MRN: {"mrn": {"system": "urn:oid:…"}}; account and visit where the receiver wants them.',
  'tenants.issuers.billingInterface.identifiers.mrn':
    'Write the system or the type of the patient’s identifier that the receiver knows.',
  'tenants.issuers.billingInterface.creditType':
    'Write "CD" or "CR", whichever the receiver takes for a credit in FT1-6.',
  'tenants.issuers.billingInterface.ndc':
    'Write where the receiver reads the NDC: "FT1-29" (2.5.1 alone), "FT1-7.4", "ZRX" or "none".',
  'tenants.issuers.billingInterface.acknowledgment':
    'Write "original", "accept" or "enhanced"; leave it out for a folder.',
  'tenants.issuers.billingInterface.characterSet': 'Write "ASCII", "8859/1" or "UNICODE UTF-8".',
  'tenants.issuers.billingInterface.delivery':
    'Write {"by": "mllp", "host": "…", "port": 2575} or {"by": "folder", "folder": "/…"}.',
  'tenants.issuers.billingInterface.delivery.by': 'Write "mllp" or "folder".',
  'tenants.issuers.billingInterface.delivery.port': 'Write a whole number from 1 to 65535.',
  'tenants.issuers.billingInterface.delivery.tls': 'Name the PEM files of both certificate and key, or of neither.',
  'tenants.issuers.billingInterface.answerWithin': 'Write a whole number of seconds from 1 to 600.',
  'tenants.clients': 'Give each client an id, a label, its uses and its public keys.',
  'tenants.clients.id': 'Write the iss of its JWTs.',
  'tenants.clients.uses': 'Write “api” for another app, “cds” for an EHR that calls CDS Hooks.',
  'tenants.clients.keys':
    'Paste public JWKs with kty, alg and kid. “doseline keys <file>” makes a pair and prints the public key.',
  'tenants.clients.keys.kty': 'Paste a public JWK: EC or RSA.',
  'tenants.clients.keys.alg': 'Write ES384, RS384, ES256 or RS256.',
  'tenants.clients.keys.kid': 'Give the key a name, which the client sends in the head of its JWTs.',
  'tenants.origins': 'Write scheme, host and port alone, such as https://worklist.example.',
  'tenants.frameAncestors': 'Write scheme, host and port alone, such as https://portal.example.',
}

interface Unusable extends Pick<TenantsFault, 'problem' | 'todo'> {
  readonly at: Path
}

/** What has the right form and means nothing. */
function* unusable({ tenants }: Tenants): Generator<Unusable> {
  const bases = new Map<string, string>()
  for (const [tenantAt, { issuers, clients }] of tenants.entries()) {
    for (const [at, { key, iss, timeZone }] of issuers.entries()) {
      const path = ['tenants', tenantAt, 'issuers', at]
      if (timeZone !== undefined && !isTimeZone(timeZone)) {
        const todo = 'Write a name of the IANA time zone database, such as America/New_York.'
        yield { at: [...path, 'timeZone'], problem: `“${timeZone}” is no known time zone.`, todo }
      }
      if (iss === undefined) continue
      const other = bases.get(withoutSlash(iss))
      bases.set(withoutSlash(iss), key)
      if (other === undefined) continue
      const todo = 'Remove one of the two: a launch must lead to one registration.'
      yield { at: [...path, 'iss'], problem: `“${other}” has this FHIR base already.`, todo }
    }
    for (const [clientAt, { keys }] of clients.entries()) {
      for (const [at, key] of keys.entries()) {
        if (isUsable(key)) continue
        const todo = 'Paste the public key again, whole: n and e of an RSA key; crv, x and y of an EC key.'
        yield { at: ['tenants', tenantAt, 'clients', clientAt, 'keys', at], problem: NO_KEY, todo }
      }
    }
  }
}

const NO_KEY = 'This is no public key for its algorithm.'

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const CURVES: Readonly<Record<string, string>> = { ES384: 'P-384', ES256: 'P-256' }

function isUsable(key: Client['keys'][number]): boolean {
  const curve = CURVES[key.alg]
  if (curve === undefined ? key.kty !== 'RSA' : key.kty !== 'EC' || key.crv !== curve) return false
  try {
    createPublicKey({ key: key as JsonWebKey, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

/** Line, path and names of an element; of one that is missing, the line of what it is missing from. */
function placeOf(path: Path, text: string, root: Node): Pick<TenantsFault, 'line' | 'element' | 'of'> {
  let node: Node | undefined
  let known = path.length
  while (known > 0 && !node) node = findNodeAtLocation(root, path.slice(0, known--))
  const names = path.flatMap((step, at) => (typeof step === 'number' ? nameOf(path.slice(0, at + 1), root) : []))
  return { line: lineAt(text, node?.offset ?? 0), element: path.join('.'), of: names.join(', ') }
}

/** What an element of an array is called. */
function nameOf(path: Path, root: Node): readonly string[] {
  for (const name of ['key', 'id', 'kid']) {
    const value: unknown = findNodeAtLocation(root, [...path, name])?.value
    if (typeof value === 'string') return [value]
  }
  return []
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
