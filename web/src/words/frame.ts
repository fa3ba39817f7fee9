import type { ReadOutcome } from '@doseline/contract'
import { plural } from './plural.ts'

/** What frames a dose: the page, the launch, the reading, the lock. */
export const app = {
  name: 'Doseline',
  skip: 'Skip to the dose',
  print: 'Print',
  printed: (moment: string) => `Printed ${moment}.`,
  copy: 'Copy as text',
  copied: 'Copied.',
  notCopied: 'The browser did not allow copying. Select the text and press Ctrl-C.',
  readAgain: 'Read chart again',
  allPages: 'all pages read',
  notAll: 'not everything could be read',
  signedIn: (name: string) => `Signed in as ${name}`,
  unproven: {
    'no-token': 'The EHR sent no identity token.',
    'no-keys': 'The EHR’s identity token has no verifiable signature.',
  },
  notLoaded: 'A part of Doseline could not be loaded. What you entered is kept.',
  loadAgain: 'Load the page again',
  notForSubmission: 'NOT FOR SUBMISSION',
  otherBook: 'This code book is a demonstration. Nothing it shows may go on a claim.',
  refusedBook: (asked: string, used: string) =>
    `The launch asked for the code book “${asked}”, which this site does not allow. Checked with “${used}”.`,
  strangers: (count: number) =>
    `${plural(count, 'record')} of another patient came from the EHR and ${count === 1 ? 'was' : 'were'} ignored.`,
} as const

export const strip = {
  dataAsOf: 'Data as of',
  title: (time: string) => `Data as of ${time}`,
  asOf: (time: string, server: string) => `Data as of ${time} from ${server}`,
  counted: (doses: number) => plural(doses, 'dose'),
  stale: (minutes: number) => `Read ${plural(minutes, 'minute')} ago: the chart may have changed since.`,
} as const

export const lock = {
  locked: 'Screen locked',
  lockedText: (minutes: number) => `Locked after ${plural(minutes, 'minute')} without use. What you entered is kept.`,
  goOn: (name: string) => (name ? `Continue as ${name}` : 'Continue'),
  ended: 'Sign in again to continue',
  endedText:
    'The session was closed after half an hour without use. What you entered is kept in this tab for you and this patient.',
  signIn: 'Sign in again',
} as const

export const draft = {
  restored: (time: string) => `What you entered at ${time} was restored.`,
  discard: 'Discard…',
  discardAsk: 'Discard what you entered?',
  discardText: 'The information and reasons you entered for this patient are removed. The chart is not changed.',
  discardNow: 'Discard',
  keep: 'Cancel',
} as const

export const launch = {
  opening: (label: string | undefined) => (label ? `Opening ${label}…` : 'Opening Doseline…'),
  which: 'Which EHR?',
  standalone:
    'Open Doseline from the chart in your EHR if you can. Otherwise choose where to sign in; you will be asked for the patient there.',
  onlyFromEhr: (label: string) => `${label}: opens only from that EHR.`,
  whichPatient: 'Which patient?',
  openServer: (label: string) => `${label} has no sign-in, so enter the patient id.`,
  patientId: 'Patient id',
  openPatient: 'Open this patient',
} as const

export const banner = {
  born: 'Born',
  mrn: 'MRN',
  sex: 'Sex',
  visit: 'Visit',
  unnamed: 'Patient without a name in the chart',
} as const

export const reading = {
  title: 'Reading the chart',
  assessing: 'Checking doses',
  progress: (done: number, all: number) => `${done} of ${all} parts of the chart read`,
  judging: 'The chart is read. The rules service is checking the doses.',
  waitingFor: (types: readonly string[], more: number) =>
    `Waiting for ${types.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  asksToWait: (seconds: number) => `Waiting for the EHR: it asked for ${seconds} s`,
  count: (count: number) => (count === 0 ? 'none' : String(count)),
  state: {
    waiting: 'waiting',
    reading: 'reading…',
    complete: 'read',
    refused: 'refused',
    partial: 'read in part',
    'not-offered': 'not offered',
    failed: 'failed',
  } satisfies Record<ReadOutcome | 'waiting' | 'reading', string>,
  judged: (doses: number) => `Chart read, ${plural(doses, 'dose')} checked.`,
  incomplete: 'Not everything could be read',
  gap: {
    refused: (what: string) => `${what}: the EHR refused access. IT can allow it.`,
    'not-offered': (what: string) => `${what}: this EHR does not offer it.`,
    partial: (what: string) =>
      `${what}: only part of it was returned. Read the chart again. If it continues, IT can ask the EHR vendor what is left out.`,
    failed: (what: string) => `${what}: reading failed. Try again.`,
  },
  gapMeans: 'Checks that need these parts are “Unknown”, never “none”.',
} as const

/** How far a write-back is. */
export const writing = {
  reading: 'Reading the chart again…',
  judging: 'Checking again…',
  sending: 'Writing…',
  confirming: 'Reading back what is stored…',
} as const

export const codebook = {
  title: 'Code book',
  name: { cms: 'CMS', article: 'Article (demonstration)' } as Readonly<Record<string, string>>,
  edition: 'Edition',
} as const
