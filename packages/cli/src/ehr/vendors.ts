import type { Channel } from '@doseline/contract'

/** Where a statement about somebody else’s product comes from. Nothing here was tried by us: there was no network. */
export type Known = 'captured' | 'documented' | 'source' | 'issue' | 'memory'

export interface Note {
  readonly says: string
  readonly known: Known
  readonly see?: string
}

/** A kind of EHR or test server, as far as sources say how it is. */
export interface Vendor {
  readonly key: string
  readonly name: string
  /** Issuers it is recognized by. */
  readonly iss: RegExp
  /** Its public test server. All of these addresses are from memory. */
  readonly base?: string
  /** True for a test server that wants no sign-in. */
  readonly open?: true
  /** Form a write-back is expected to take; undefined where there are no doses to judge. */
  readonly channel: Channel | undefined
  readonly loses: string
  readonly notes: readonly Note[]
  /** What whoever tries the app there has to know of its scopes. */
  readonly scopes?: Note
  /** What registering there takes, as far as it is known. */
  readonly registering: readonly Note[]
}

const TRANSACTIONS = { says: 'Takes transactions and batches.', known: 'captured' } as const

export const VENDORS: readonly Vendor[] = [
  {
    key: 'smart-health-it',
    name: 'SMART Health IT launcher',
    iss: /launch\.smarthealthit\.org|\/v\/r4\/(sim\/|fhir\/?$)/,
    base: 'https://launch.smarthealthit.org/v/r4/fhir',
    open: true,
    channel: 'transaction',
    loses: 'nothing, as far as the server behind it takes a transaction',
    notes: [
      {
        says: 'Writes the options of a launch into the path of the issuer: it is registered with a pattern.',
        known: 'source',
      },
      {
        says: 'Passes requests on to a server behind it, `If-None-Exist` included, and drops every `x-` header: there is no request id to quote.',
        known: 'source',
      },
      {
        says: 'Lists v1 scopes and accepts both; it does not enforce them. A refusal for want of a scope cannot be tried there.',
        known: 'source',
      },
      {
        says: 'Makes one slash of every `//` in an address, in its query too: a search token goes percent-encoded.',
        known: 'source',
      },
      { says: 'Shows the app in a frame that may not navigate the page around it.', known: 'source' },
      {
        says: 'Cookies of the app are lost in its frame.',
        known: 'issue',
        see: 'https://github.com/smart-on-fhir/smart-launcher/issues/34',
      },
    ],
    scopes: {
      says: 'Leave the box of allowed scopes of the launcher empty. What is entered there is compared letter by letter, so that `patient/*.read` refuses `patient/Patient.r`, and one refused scope ends the whole launch; to fill it, copy the scopes above.',
      known: 'source',
      see: 'https://github.com/smart-on-fhir/smart-launcher-v2/blob/main/backend/routes/auth/authorize.ts',
    },
    registering: [
      { says: 'The launcher takes the launch URL in its own form; any client id will do.', known: 'memory' },
    ],
  },
  {
    key: 'hapi',
    name: 'HAPI FHIR test server',
    iss: /hapi\.fhir\.org/,
    base: 'https://hapi.fhir.org/baseR4',
    open: true,
    channel: 'transaction',
    loses: 'nothing',
    notes: [
      TRANSACTIONS,
      { says: 'Has no sign-in: the demonstration can open it, a hospital’s deployment cannot.', known: 'captured' },
      {
        says: 'Two conditional creates at once can both create.',
        known: 'issue',
        see: 'https://github.com/hapifhir/hapi-fhir/issues/3141',
      },
      {
        says: 'Of two entries of one transaction with one identity it drops one without a word; Doseline never sends such.',
        known: 'issue',
        see: 'https://github.com/hapifhir/hapi-fhir/issues/8183',
      },
      {
        says: 'The public server is shared: totals mean nothing, and anybody may delete what a run made.',
        known: 'captured',
      },
    ],
    registering: [{ says: 'Nothing: there is no sign-in.', known: 'captured' }],
  },
  {
    key: 'medplum',
    name: 'Medplum',
    iss: /medplum\.com/,
    base: 'https://api.medplum.com/fhir/R4',
    channel: 'transaction',
    loses: 'nothing',
    notes: [
      TRANSACTIONS,
      {
        says: 'A conditional create is not serializable: two at once can both create.',
        known: 'issue',
        see: 'https://github.com/medplum/medplum/issues/10177',
      },
      { says: 'Understands scopes v1 and v2, and scopes with a query.', known: 'captured' },
    ],
    registering: [
      {
        says: 'A ClientApplication in a project of one’s own, with the redirect URI; its id is the client id.',
        known: 'memory',
      },
    ],
  },
  {
    key: 'epic',
    name: 'Epic',
    iss: /epic\.com|interconnect/i,
    base: 'https://fhir.epic.com/interconnect-fhir-oauth/api/FHIR/R4',
    channel: 'communication',
    loses: 'charge lines and the Flag: a message tells a person, who enters them',
    notes: [
      {
        says: 'MedicationAdministration can be read and searched, by `context`, `effective-time`, `request` and `status`.',
        known: 'captured',
      },
      {
        says: 'Has no ChargeItem; Flag can be read only; a Task can be changed but not created; Provenance cannot be written.',
        known: 'captured',
      },
      { says: 'Takes no transaction and no batch; says `conditionalCreate: false`.', known: 'captured' },
      { says: 'Takes a Communication and a DocumentReference.', known: 'captured' },
      {
        says: 'Since May 2024 many search parameters are applied after retrieval: a filtered search takes as long as a whole one.',
        known: 'documented',
      },
      {
        says: 'May leave `scope` out of a token response; Doseline then goes on with what it asked for.',
        known: 'issue',
        see: 'https://github.com/smart-on-fhir/client-js/issues/138',
      },
      { says: 'Advertises scopes v1 and v2, `authorize-post` and S256.', known: 'captured' },
    ],
    registering: [
      {
        says: 'An app is registered on Epic’s developer page, with each resource it uses ticked; a test client id comes at once.',
        known: 'memory',
      },
      {
        says: 'An app is listed after a customer uses it; the details were in no source we could reach.',
        known: 'memory',
      },
    ],
  },
  {
    key: 'oracle',
    name: 'Oracle Health (Millennium)',
    iss: /cerner\.com|oraclehealth/i,
    base: 'https://fhir-ehr-code.cerner.com/r4/ec2458f2-1e24-41c8-b71b-0e701af7583d',
    channel: 'oracle-create',
    loses:
      'the Flag, diagnoses, NDC, working and Provenance: charges alone are created, and cannot be changed or voided from here',
    notes: [
      {
        says: 'A search of MedicationAdministration by `effective-time` needs a prefix and a time of day; there is no search by visit.',
        known: 'captured',
      },
      {
        says: 'Has no Flag, no Task; a charge goes in by `ChargeItem/$create` with a bill code of the tenant and its schedule: `billCodes` of the issuer must name them.',
        known: 'source',
        see: 'https://github.com/cerner/fhir.cerner.com/blob/main/lib/resources/r4/charge_item_create.yaml',
      },
      { says: 'A search of ChargeItem needs `context` or `account`, and `-status=billable`.', known: 'source' },
      { says: 'A change needs `If-Match`; bodies are `application/fhir+json`.', known: 'documented' },
      { says: 'Takes batches, no transaction.', known: 'captured' },
      {
        says: 'One scope it does not know is said to end the whole launch; try it, and read `scopes_supported` of each tenant.',
        known: 'documented',
      },
      {
        says: 'Older pages give ChargeItem and Coverage to the provider persona only: `user/` scopes are the safer choice.',
        known: 'documented',
      },
      {
        says: 'PowerChart opens apps in its own browser: no sign-in in a pop-up, port 443 only, a certificate everybody trusts.',
        known: 'documented',
      },
    ],
    registering: [
      {
        says: 'Oracle looks at the app’s screens and its use of scopes before a hospital may use it.',
        known: 'documented',
      },
    ],
  },
  {
    key: 'athena',
    name: 'athenahealth',
    iss: /athenahealth|platform\.athena/i,
    channel: undefined,
    loses: 'it gives no doses',
    notes: [
      {
        says: 'Has no MedicationAdministration, no ChargeItem and no Flag: the main job is not possible there.',
        known: 'captured',
      },
      {
        says: 'There is no interface for alerts.',
        known: 'issue',
        see: 'https://github.com/athenahealth/apiserver-athenaFlex/issues/370',
      },
      {
        says: 'Scopes to create or update are dropped from the grant without a word.',
        known: 'issue',
        see: 'https://github.com/athenahealth/apiserver-athenaFlex/issues/347',
      },
    ],
    registering: [],
  },
]

/** The vendor of an issuer, where its address or name tells. */
export const vendorOf = (...signs: readonly string[]): Vendor | undefined =>
  VENDORS.find(({ iss }) => signs.some((sign) => iss.test(sign)))

/** A note as a line of Markdown, with how it is known. */
export function noteLine({ says, known, see }: Note): string {
  const link = see ? ` ([${known === 'issue' ? 'issue' : 'source'}](${see}))` : ''
  return `${says}${known === 'memory' ? ' *From memory, unconfirmed.*' : ''}${link}`
}
