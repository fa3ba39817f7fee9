import { READING_PLAN, type Row, scopesFor } from '@doseline/ehr-client'
import type { Issuer } from '@doseline/rules-service'
import { table } from '../text/markdown.ts'
import { type Note, noteLine, VENDORS, type Vendor, vendorOf } from './vendors.ts'

const NAME = 'Doseline'
const SHORT = 'Says whether an administered drug can be billed, why not, and who can fix it.'
const LONG =
  'Reads an administered dose, its diagnoses and its coverage from the chart, asks a rules service that the hospital runs whether the dose can be billed, shows every reason with its source, and, after a person approves, writes the charge lines back.'

/** What an EHR wants to know of an app: its name, and the addresses of the deployment. */
export interface Registration {
  readonly publicUrl: string
  /** The entry of the registry; without one, the sheet is for any EHR. */
  readonly issuer?: Issuer | undefined
}

const launchUrl = ({ publicUrl }: Registration): string => `${publicUrl}/app/launch.html`
const redirectUri = ({ publicUrl }: Registration): string => `${publicUrl}/app/index.html`

/** The fields of `/.well-known/smart/manifest.json`. */
export function manifestOf(registration: Registration): object {
  const { publicUrl, issuer } = registration
  return {
    software_id: 'doseline',
    client_name: NAME,
    client_uri: publicUrl,
    launch_url: launchUrl(registration),
    redirect_uris: [redirectUri(registration)],
    scope: scopesFor({ launch: 'ehr', version: 'v2' }),
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    fhir_versions: ['4.0.1'],
    ...(issuer && { client_id: issuer.clientId }),
  }
}

/** The sheet for any EHR, with what is known of each. */
export const registrationPage = (): string =>
  [
    '<!-- Written by `pnpm golden` from packages/cli/src/ehr/registration-sheet.ts, vendors.ts and the reading plan. -->',
    '',
    registrationSheet({ publicUrl: 'https://doseline.hospital.example' }),
  ].join('\n')

/** Everything an EHR’s form asks for, as Markdown to copy from. */
export function registrationSheet(registration: Registration): string {
  const { issuer } = registration
  const vendor = issuer && vendorOf(issuer.iss ?? issuer.issPattern?.origin ?? '', issuer.label)
  return [
    `# Registering ${NAME}${issuer ? ` with ${issuer.label}` : ''}`,
    '',
    table(['field', 'what to enter'], fields(registration)),
    '',
    '## Scopes, and why each',
    '',
    'A launch asks for what of these the EHR offers and lists, in the words of its SMART version.',
    '',
    scopeTable(),
    '',
    'Where the EHR takes charges, in one line, v2:',
    '',
    '```',
    scopesFor({ launch: 'ehr', version: 'v2' }),
    '```',
    '',
    'and v1:',
    '',
    '```',
    scopesFor({ launch: 'ehr', version: 'v1' }),
    '```',
    '',
    '## Data that leaves the EHR',
    '',
    `To the rules service at ${registration.publicUrl} and nowhere else: of the resources above only the elements rules read. Names, addresses, telephone numbers, record numbers, photographs and narrative stay. ${leavesNothing()} never leave the browser. [Minimum necessary](minimum-necessary.md) lists every element.`,
    '',
    '## Contacts, for you to fill in',
    '',
    table(
      ['who', 'name', 'telephone or mail'],
      ['the app, technical', 'the app, support', 'privacy officer', 'the EHR, integration'].map((who) => [
        who,
        '…',
        '…',
      ]),
    ),
    '',
    table(
      ['page', 'address'],
      ['homepage', 'privacy policy', 'terms of use'].map((page) => [page, '…']),
    ),
    ...(vendor ? ['', ...vendorNotes(vendor)] : issuer ? [] : VENDORS.flatMap((each) => ['', ...vendorNotes(each)])),
    '',
  ].join('\n')
}

function fields(registration: Registration): string[][] {
  const { issuer } = registration
  const at = issuer?.iss ?? (issuer?.issPattern && `${issuer.issPattern.origin}${issuer.issPattern.path}`)
  return [
    ['name', NAME],
    ['in one line', SHORT],
    ['description', LONG],
    ['launch URL', `\`${launchUrl(registration)}\``],
    ['redirect URI', `\`${redirectUri(registration)}\``],
    ['client type', 'public: no secret; authorization code with PKCE (S256)'],
    ['client id', issuer ? `\`${issuer.clientId}\`` : 'given by the EHR; enter it with `doseline registry add`'],
    ['grants', 'authorization_code, refresh_token'],
    ['FHIR', 'R4 (4.0.1), JSON'],
    ['who uses it', 'people who prepare charges, inside the EHR, after they sign in'],
    ['launch', 'from the EHR with a patient, or standalone with a choice of patient'],
    ...(at ? [['FHIR base', `\`${at}\``]] : []),
  ]
}

const LAUNCH: readonly (readonly [string, string])[] = [
  ['launch', 'to be opened from the chart with its patient (`launch/patient` when opened by itself)'],
  ['openid', 'who approves'],
  ['fhirUser', 'who approves, as a person of the EHR'],
  ['online_access', 'to stay signed in while the person is'],
]

function scopeTable(): string {
  const scopes = READING_PLAN.map((row) => [
    v2(row),
    v1(row),
    row.instead
      ? `${row.whyWritten ? `${row.why}; ` : ''}${row.whyWritten ?? row.why}, where charges cannot be written`
      : row.why,
  ])
  return table(['v2', 'v1', 'why'], [...LAUNCH.map(([scope, why]) => [`\`${scope}\``, `\`${scope}\``, why]), ...scopes])
}

function v2({ context, type, reads, writes }: Row): string {
  const letters = [...'cruds'].filter((letter) => `${reads}${writes ?? ''}`.includes(letter)).join('')
  return `\`${context}/${type}.${letters}\``
}

const v1 = ({ context, type, writes }: Row): string =>
  [`\`${context}/${type}.read\``, ...(writes ? [`\`${context}/${type}.write\``] : [])].join(' ')

/** What is read for the screen only. */
const leavesNothing = (): string =>
  READING_PLAN.filter(({ sends, instead }) => !sends && !instead)
    .map(({ type }) => type)
    .join(', ')
    .replace(/, ([^,]+)$/, ' and $1')

function vendorNotes({ name, channel, loses, notes, registering, scopes }: Vendor): string[] {
  const list = (each: readonly Note[]) => each.map((note) => `- ${noteLine(note)}`)
  return [
    `## ${name}`,
    '',
    channel === undefined
      ? `The main job is not possible: ${loses}.`
      : `Expected channel of a write-back: \`${channel}\`. Lost: ${loses}.`,
    '',
    ...list([...registering, ...(scopes ? [scopes] : []), ...notes]),
  ]
}
