import type { ReadOutcome } from '@doseline/contract'
import { msg, str } from '@lit/localize'
import { durationText } from './formats.ts'
import { counted, plural } from './plural.ts'

/** What frames a dose: the page, the launch, the reading, the lock. */
export const app = () => ({
  name: 'Doseline',
  skip: msg('Skip to the dose'),
  print: msg('Print'),
  printed: (moment: string) => msg(str`Printed ${moment}.`),
  copy: msg('Copy as text'),
  copied: msg('Copied.'),
  notCopied: msg('The browser did not allow copying. Select the text and press Ctrl-C.'),
  readAgain: msg('Read chart again'),
  allPages: msg('all pages read'),
  notAll: msg('not everything could be read'),
  signedIn: (name: string) => msg(str`Signed in as ${name}`),
  unproven: {
    'no-token': msg('The EHR sent no identity token.'),
    'no-keys': msg('The EHR’s identity token has no verifiable signature.'),
  },
  notLoaded: msg('A part of Doseline could not be loaded. What you entered is kept.'),
  loadAgain: msg('Load the page again'),
  notForSubmission: msg('NOT FOR SUBMISSION'),
  otherBook: msg('This code book is a demonstration. Nothing it shows may go on a claim.'),
  refusedBook: (asked: string, used: string) =>
    msg(str`The launch asked for the code book “${asked}”, which this site does not allow. Checked with “${used}”.`),
  strangers: (count: number) =>
    plural(count, {
      one: msg(str`${count} record of another patient came from the EHR and was ignored.`),
      other: msg(str`${count} records of another patient came from the EHR and were ignored.`),
    }),
})

export const strip = () => ({
  dataAsOf: msg('Data as of'),
  title: (time: string) => msg(str`Data as of ${time}`),
  asOf: (time: string, server: string) => msg(str`Data as of ${time} from ${server}`),
  counted: counted.doses,
  stale: (minutes: number) => msg(str`Read ${durationText(minutes, 'minute')} ago: the chart may have changed since.`),
})

export const lock = () => ({
  locked: msg('Screen locked'),
  lockedText: (minutes: number) =>
    msg(str`Locked after ${durationText(minutes, 'minute')} without use. What you entered is kept.`),
  goOn: (name: string) => (name ? msg(str`Continue as ${name}`) : msg('Continue')),
  ended: msg('Sign in again to continue'),
  endedText: msg(
    'The session was closed after half an hour without use. What you entered is kept in this tab for you and this patient.',
  ),
  signIn: msg('Sign in again'),
})

export const draft = () => ({
  restored: (time: string) => msg(str`What you entered at ${time} was restored.`),
  discard: msg('Discard…'),
  discardAsk: msg('Discard what you entered?'),
  discardText: msg('The information and reasons you entered for this patient are removed. The chart is not changed.'),
  discardNow: msg('Discard'),
  keep: msg('Cancel'),
})

export const launch = () => ({
  opening: (label: string | undefined) => (label ? msg(str`Opening ${label}…`) : msg('Opening Doseline…')),
  which: msg('Which EHR?'),
  standalone: msg(
    'Open Doseline from the chart in your EHR if you can. Otherwise choose where to sign in; you will be asked for the patient there.',
  ),
  onlyFromEhr: (label: string) => msg(str`${label}: opens only from that EHR.`),
  whichPatient: msg('Which patient?'),
  openServer: (label: string) => msg(str`${label} has no sign-in, so enter the patient id.`),
  patientId: msg('Patient id'),
  openPatient: msg('Open this patient'),
})

export const banner = () => ({
  born: msg('Born'),
  mrn: 'MRN',
  sex: msg('Sex'),
  sexes: { female: msg('female'), male: msg('male'), other: msg('other'), unknown: msg('unknown') } as Readonly<
    Record<string, string>
  >,
  visit: msg('Visit'),
  unnamed: msg('Patient without a name in the chart'),
})

export const reading = () => ({
  title: msg('Reading the chart'),
  assessing: msg('Checking doses'),
  progress: (done: number, all: number) => msg(str`${done} of ${all} parts of the chart read`),
  judging: msg('The chart is read. The rules service is checking the doses.'),
  waitingFor: (types: readonly string[], more: number) =>
    more > 0 ? msg(str`Waiting for ${types.join(', ')} and ${more} more`) : msg(str`Waiting for ${types.join(', ')}`),
  asksToWait: (seconds: number) => msg(str`Waiting for the EHR: it asked for ${seconds} s`),
  count: (count: number) => (count === 0 ? msg('none') : String(count)),
  state: {
    waiting: msg('waiting'),
    reading: msg('reading…'),
    complete: msg('read'),
    refused: msg('refused'),
    partial: msg('read in part'),
    'not-offered': msg('not offered'),
    failed: msg('failed'),
  } satisfies Record<ReadOutcome | 'waiting' | 'reading', string>,
  judged: (doses: number) =>
    plural(doses, {
      one: msg(str`Chart read, ${doses} dose checked.`),
      other: msg(str`Chart read, ${doses} doses checked.`),
    }),
  incomplete: msg('Not everything could be read'),
  parts: (count: number) =>
    plural(count, { one: msg(str`${count} part of the chart`), other: msg(str`${count} parts of the chart`) }),
  /** How many of the parts a check of the dose waits for. */
  needed: (count: number) =>
    count === 0
      ? msg('no check of this dose waits for them')
      : plural(count, {
          one: msg(str`a check of this dose waits for ${count} of them`),
          other: msg(str`checks of this dose wait for ${count} of them`),
        }),
  waitedFor: msg('A check of this dose waits for this.'),
  gap: {
    refused: msg('The EHR refused access. IT can allow it.'),
    'not-offered': msg('This EHR does not offer these.'),
    partial: msg(
      'Only part was returned. Read the chart again. If it continues, IT can ask the EHR vendor what is left out.',
    ),
    failed: msg('Reading failed. Try again.'),
  },
  gapMeans: msg('Checks that need these parts are “Unknown”, never “none”.'),
})

/** How far a write-back is. */
export const writing = () => ({
  reading: msg('Reading the chart again…'),
  judging: msg('Checking again…'),
  sending: msg('Writing…'),
  confirming: msg('Reading back what is stored…'),
})

export const codebook = () => ({
  title: msg('Code book'),
  name: { cms: 'CMS', article: msg('Article (demonstration)') } as Readonly<Record<string, string>>,
  edition: msg('Edition'),
  language: msg('Language'),
})
