import { isR4 } from './capability.ts'
import type { Examination } from './examination.ts'
import { givesDoses } from './matrix.ts'
import { vendorOf } from './vendors.ts'

export interface Asked {
  readonly patient: string | undefined
  readonly token: boolean
  readonly write: boolean
}

/** One thing to do, with the command that does it. */
export interface Step {
  readonly says: string
  readonly command?: string
}

/** What whoever runs the EHR or Doseline should do, the first first. */
export function nextSteps(examination: Examination, asked: Asked): Step[] {
  const { probe, matrix } = examination
  if (!isMet(examination)) return [{ says: probe.troubles.metadata?.todo ?? 'Check the address.' }]
  const mends = [...mendsOfServer(examination), ...mendsOfSignIn(examination)].map((says) => ({ says }))
  const scopes = vendorOf(probe.base)?.scopes
  const told = scopes ? [{ says: scopes.says }] : []
  return givesDoses(matrix) ? [...mends, ...told, ...goingOn(examination, asked)] : mends
}

/** Whether anything of an EHR answered. */
export const isMet = ({ probe: { statement, smart, open } }: Examination): boolean =>
  statement !== undefined || smart !== undefined || open

function mendsOfServer({ probe: { statement, fhirVersion, troubles, cors }, matrix }: Examination): string[] {
  const metadata = troubles.metadata?.todo
  return [
    ...(!statement ? [metadata ?? 'Ask for the CapabilityStatement.'] : []),
    ...(statement && !isR4(fhirVersion) && metadata ? [metadata] : []),
    ...(givesDoses(matrix)
      ? []
      : ['Ask whether MedicationAdministration can be opened to apps: without the doses there is nothing to judge.']),
    ...(cors?.reads === false ? ['Ask for the app’s origin to be let in (CORS).'] : []),
    ...(cors?.reads && cors.headersMissing.length > 0
      ? [`Ask for these request headers to be let through a preflight: ${cors.headersMissing.join(', ')}.`]
      : []),
  ]
}

function mendsOfSignIn({ probe: { smart, open, troubles }, would, reading }: Examination): string[] {
  return [
    ...(!smart && !open ? [`Sign-in: ${troubles.smart?.todo ?? 'ask for the smart-configuration.'}`] : []),
    ...(smart && !smart.jwks_uri ? ['Ask where the keys of its id_tokens are, for jwksUri in the tenants file.'] : []),
    ...(would.unlisted.length > 0
      ? ['Ask for the scopes it does not list; without them what they read is missing.']
      : []),
    ...(reading?.ended ? ['Get a new token, of a launch with these scopes and this patient.'] : []),
  ]
}

function goingOn({ probe: { base, open }, reading }: Examination, { token }: Asked): Step[] {
  const trying: Step = {
    says: 'Try the searches on a test patient:',
    command: `doseline doctor ${base} ${token || open ? '' : '--token … '}--patient …`,
  }
  const registering: Step[] = open
    ? [
        {
          says: 'Let the demonstration open it; in a hospital an EHR needs a sign-in:',
          command: `doseline registry add ${base} --open`,
        },
      ]
    : [
        {
          says: 'Enter it into the file of tenants, with the client id the EHR gives:',
          command: `doseline registry add ${base} --client-id …`,
        },
        {
          says: 'Print what the EHR asks for when an app is registered:',
          command: 'doseline registry sheet <key> --public-url https://…',
        },
      ]
  const job: Step = {
    says: 'Do the whole job on a test server; it cleans up after itself:',
    command: `doseline sandbox-test ${base}${open ? '' : ' --token …'}`,
  }
  return [...(reading ? [] : [trying]), ...registering, job]
}
