import type { DoseAnswer, FindingAnswer, ReadOutcome, WriteBackAnswer } from '@doseline/assessment'
import type { FailureDetail, FailureKind } from './session/failure.ts'

/** Every English sentence the app says by itself; what is judged comes in the service's own words. */

type Verdict = DoseAnswer['verdict']
type Outcome = FindingAnswer['outcome']
type Act = WriteBackAnswer['act']

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

export const words = {
  app: {
    name: 'Doseline',
    skip: 'Skip to the dose',
    print: 'Print',
    copy: 'Copy as text',
    copied: 'Copied.',
    notCopied: 'The browser did not allow copying.',
    readAgain: 'Read chart again',
    dataAsOf: (time: string, server: string, doses: number) =>
      `Chart as of ${time}, ${server}, ${plural(doses, 'dose')}`,
    allPages: 'all pages read',
    notAll: 'not everything could be read',
    signedIn: (name: string) => `Signed in as ${name}`,
    notForSubmission: 'NOT FOR SUBMISSION',
    otherBook: 'This code book is a demonstration. Nothing it shows may go on a claim.',
    refusedBook: (asked: string, used: string) =>
      `The launch asked for the code book “${asked}”, which this site does not allow. Judged by “${used}”.`,
    strangers: (count: number) =>
      `${plural(count, 'record')} of another patient came from the EHR and ${count === 1 ? 'was' : 'were'} put aside.`,
  },

  launch: {
    opening: (label: string | undefined) => (label ? `Opening ${label}…` : 'Opening Doseline…'),
    which: 'Which EHR?',
    standalone:
      'Doseline opens best from the chart in your EHR. Without it, choose where to sign in; you will be asked for the patient there.',
    onlyFromEhr: (label: string) => `${label}: opens only from that EHR.`,
    whichPatient: 'Which patient?',
    openServer: (label: string) => `${label} has no sign-in and names no patient, so the id is needed.`,
    patientId: 'Patient id',
    openPatient: 'Open this patient',
  },

  banner: {
    born: 'Born',
    mrn: 'MRN',
    sex: 'Sex',
    unnamed: 'Patient without a name in the chart',
  },

  reading: {
    title: 'Reading the chart',
    assessing: 'Judging the doses',
    progress: (done: number, all: number) => `${done} of ${all} parts of the chart read`,
    count: (count: number) => (count === 0 ? 'none' : String(count)),
    state: {
      waiting: 'waiting',
      reading: 'reading…',
      complete: 'read',
      refused: 'refused',
      'not-offered': 'not offered',
      failed: 'failed',
    } satisfies Record<ReadOutcome | 'waiting' | 'reading', string>,
    judged: (doses: number) => `Chart read, ${plural(doses, 'dose')} judged.`,
    incomplete: 'Not everything could be read',
    gap: {
      refused: (what: string) => `${what}: the EHR refused access. IT can allow it.`,
      'not-offered': (what: string) => `${what}: this EHR does not offer it.`,
      failed: (what: string) => `${what}: reading failed. Try again.`,
    },
    gapMeans: 'What rests on these parts is answered “cannot tell”, never “none”.',
  },

  doses: {
    title: 'Doses',
    day: 'day not known',
    here: 'this visit',
    unknownDrug: 'Drug not named',
  },

  verdict: {
    ready: 'Ready to bill',
    'not-ready': 'Not ready',
    'needs-information': 'Needs information',
    'not-billable': 'Not billable',
  } satisfies Record<Verdict, string>,
  notCovered: 'Not covered by Doseline',
  demonstrated: 'In order, not for submission',

  about: {
    payer: 'Payer',
    day: 'Date of service',
    dose: 'Dose',
    book: 'Code book',
    edition: 'Edition',
    notKnown: 'not known',
  },

  toDo: {
    title: 'What would make it ready',
    who: {
      biller: 'Biller',
      nurse: 'Nurse',
      pharmacist: 'Pharmacist',
      prescriber: 'Prescriber',
      registration: 'Registration',
      'authorization desk': 'Authorization desk',
      IT: 'IT',
      nobody: 'Nobody',
    } as Readonly<Record<string, string>>,
  },

  codeNotice: {
    title: 'J3397 is not denosumab',
    titleOther: 'The code does not fit the drug',
    titleBook: 'This code book departs from HCPCS',
  },

  lines: {
    title: 'Charge lines',
    none: 'No charge line arises from this dose.',
    wouldBe: 'These lines would be charged once the dose is ready.',
    code: 'Code',
    modifiers: 'Modifiers',
    noModifiers: 'no modifiers',
    units: 'Units',
    ndc: 'NDC',
    diagnoses: 'Diagnoses',
    working: 'Working',
    severalDoses: (count: number) => `One line for ${count} doses of this day.`,
    atStake: ({ dollars, working }: NonNullable<DoseAnswer['atStake']>) => `At stake: $${dollars} (${working})`,
    role: {
      drug: 'Drug given',
      'discarded drug': 'Drug discarded',
      administration: 'Administration',
      'further administration hours': 'Administration, further hours',
    },
  },

  findings: {
    denied: ({ reason, group, carc, rarc }: NonNullable<FindingAnswer['denial']>) =>
      `A claim would be denied as ${reason}: ${group} ${carc.join(', ')}${rarc.length > 0 ? ` with ${rarc.join(', ')}` : ''}`,
    title: 'Questions asked of this dose',
    group: {
      administration: 'Was it given?',
      code: 'Which code?',
      amount: 'How much?',
      modifiers: 'Which modifiers?',
      necessity: 'Was it needed?',
      coverage: 'Who pays?',
      charges: 'Already charged?',
    } as Readonly<Record<string, string>>,
    outcome: {
      passes: 'in order',
      fails: 'fails',
      advises: 'worth a look',
      'cannot-tell': 'cannot tell',
      'does-not-apply': 'does not apply',
    } satisfies Record<Outcome | 'advises', string>,
    counts: (passes: number, all: number) => `${passes} of ${all} in order`,
    advice: 'advice',
    unconfirmed: 'unconfirmed value',
    unconfirmedMeans: 'This answer rests on a value that no official document has confirmed yet.',
    why: 'Why',
    evidence: 'From the chart',
    sources: 'Published by',
    since: (day: string) => `since ${day}`,
    opens: '(opens in a new tab)',
  },

  facts: {
    title: 'Facts and where they were read',
    fact: 'Fact',
    value: 'Value',
    from: 'Read from',
    stated: 'stated here',
    nowhere: 'not found in the chart',
    name: {
      status: 'Status',
      givenOn: 'Day given',
      drug: 'Drug as charted',
      product: 'Product',
      codesNamed: 'Codes on the dose',
      modifiersNamed: 'Modifiers on the dose',
      givenMg: 'Given',
      day: 'Given that day',
      minutes: 'Time it ran',
      acquired: 'How it was acquired',
      documentation: 'Record of giving',
      setting: 'Where it was given',
      weight: 'Weight',
      coverages: 'Coverages',
      benefit: 'Benefit',
      earlierDoses: 'Earlier doses',
      otherProducts: 'Other drugs of the kind',
      treatments: 'Treatments before',
      results: 'Results',
      judgedOn: 'Judged on',
      openedMg: 'Opened',
      discardedMg: 'Discarded',
      diagnoses: 'Diagnoses',
      coverage: 'Coverage',
      payer: 'Payer',
      previousDose: 'Previous dose',
      authorizations: 'Authorizations',
      charges: 'Charges',
    } as Readonly<Record<string, string>>,
  },

  attest: {
    title: 'Add what the chart lacks',
    intro: 'What you state here is judged at once and shown as stated by you. It does not change the chart.',
    discarded: 'Discarded (mg)',
    containers: 'Containers opened',
    acquired: 'How the drug was acquired',
    acquiredAs: {
      '': 'not stated',
      bought: 'bought',
      '340B': 'bought under 340B',
      supplied: 'supplied by someone else',
      free: 'free or from a trial',
    },
    authorization: 'Authorization number',
    from: 'Valid from',
    until: 'Valid until',
    judge: 'Judge with this',
    clear: 'Take it back',
    by: (name: string, time: string) => `Stated by ${name}, ${time}`,
    badAmount: 'Enter an amount in mg, such as 2 or 1.7.',
    badCount: 'Enter a whole number of containers.',
    nothing: 'Enter at least one value.',
  },

  write: {
    title: 'Write to the chart',
    where: (label: string, base: string) => `${label}, ${base}`,
    asOne: 'Stored as one transaction: all of it or nothing.',
    by: (name: string) => `In the name of ${name}`,
    what: 'What',
    onApprove: 'Approve',
    onSuggest: 'Suggestion',
    act: { create: 'create', update: 'update', void: 'withdraw', keep: 'keep' } as Readonly<Record<string, string>>,
    approve: (lines: number) => (lines === 0 ? 'Approve' : `Approve ${plural(lines, 'line')}`),
    suggest: 'Save as suggestion',
    flagOnly: 'Write the Flag',
    demonstration: 'Store the demonstration',
    planning: 'Working out what would be written…',
    nothingToChange: 'All of this is already stored: nothing to change.',
    notCovered: 'Nothing is written for a drug that Doseline does not cover.',
    linesWait: 'The charge lines are not written while the dose is not ready. The Flag tells others why.',
    readOnly: (types: readonly string[]) =>
      `This session may not write ${types.join(' and ')}. Ask IT to allow it for Doseline; until then print or copy the lines.`,
    noPlan: 'What would be written could not be worked out.',
    retire: 'Retire…',
    retireAsk: 'Withdraw the lines and end the Flag of this visit?',
    retireNow: 'Retire now',
    cancel: 'Keep',
    steps: {
      reading: 'Reading the chart again…',
      judging: 'Judging it again…',
      sending: 'Writing…',
      confirming: 'Reading back what is stored…',
    },
    stored: {
      approve: 'Approved and stored.',
      suggest: 'Saved as suggestion.',
      retire: 'Retired.',
    } satisfies Record<Act, string>,
    storedFlag: 'The Flag is stored.',
    storedDemonstration: 'The demonstration is stored, not for submission.',
    again: 'They are gone from the EHR: write them again',
    already: 'Already stored: nothing was written twice.',
    changedTitle: 'The chart changed since you looked. Nothing was written.',
    changed: (before: string, after: string) => `It was “${before}” and is now “${after}”. Look again, then decide.`,
    changedPlan: 'The verdict is the same, but what would be written is not. Look again, then decide.',
    inChart: 'In the chart now',
    noneInChart: 'Nothing of Doseline is in the chart for this dose.',
    edited: 'by',
    approvedBy: (activity: string, name: string, time: string) => `${activity} · ${name} · ${time}`,
    override: {
      title: 'Charge although it is not ready',
      intro: 'Give a reason for each. It is stored with your name in the chart.',
      reason: 'Reason',
      apply: 'Use these reasons',
      clear: 'Take the reasons back',
      short: 'Give a reason of at least three letters.',
    },
  },

  codebook: {
    title: 'Code book',
    name: { cms: 'CMS', article: 'Article (demonstration)' } as Readonly<Record<string, string>>,
  },

  failure: {
    retry: 'Try again',
    relaunch: 'Sign in again',
    copy: 'Copy for IT',
    code: 'Code',
    who: 'Who can mend it',
    theySaid: 'What was answered',
    request: 'Request',
    address: 'Address',
    kinds: {
      'not-launched': {
        title: 'Doseline was not opened from a chart',
        text: 'This page has no launch to go with it, or the tab that had it was closed.',
        who: 'You: close this page and open Doseline from the patient’s chart.',
      },
      'unregistered-issuer': {
        title: 'This EHR is not registered',
        text: 'Doseline opens only from EHRs that IT has registered, so that no link can lead it to a foreign chart.',
        who: 'IT: add this address as “iss” to Doseline’s issuer registry, with the client id the EHR gave for Doseline.',
      },
      'launch-refused': {
        title: 'The EHR did not let Doseline in',
        text: 'The sign-in ended without access.',
        who: 'You: open Doseline again from the chart. If it happens again, IT: check the client id and redirect address registered in the EHR.',
      },
      'no-patient': {
        title: 'No patient came with the launch',
        text: 'The EHR opened Doseline without saying whose chart this is. Nothing was read.',
        who: 'You: open a patient’s chart first, then Doseline. If you did, IT: the launch must carry a patient (scope “launch”).',
      },
      'no-scope': {
        title: 'Doseline may not read doses here',
        text: 'The EHR refused access to the medication administrations, and without them there is nothing to judge.',
        who: 'IT: allow Doseline to read MedicationAdministration.',
      },
      'session-ended': {
        title: 'Your session has ended',
        text: 'The EHR no longer accepts this sign-in. Nothing was written.',
        who: 'You: sign in again, or open Doseline again from the chart.',
      },
      'ehr-unreachable': {
        title: 'The EHR does not answer',
        text: 'The connection to the EHR failed. Nothing was written.',
        who: 'You: try again in a moment. If it stays so, tell IT.',
      },
      'ehr-error': {
        title: 'The EHR reported an error',
        text: 'The doses could not be read. Nothing was written.',
        who: 'You: try again in a moment. If it stays so, tell IT.',
      },
      'doses-not-offered': {
        title: 'This EHR does not share its doses',
        text: 'It offers no medication administrations over FHIR, and an order is not a dose.',
        who: 'IT: ask the vendor whether MedicationAdministration can be switched on.',
      },
      'doses-incomplete': {
        title: 'The doses could not be read to the end',
        text: 'The EHR gave only part of the list. What is missing might be the dose that counts.',
        who: 'You: try again in a moment. If it stays so, tell IT.',
      },
      'nothing-to-judge': {
        title: 'No dose in this chart',
        text: 'All pages were read, and the chart holds no medication administration for this patient.',
        who: 'Nurse: chart the dose. Then read the chart again here.',
      },
      'service-unreachable': {
        title: 'The rules service does not answer',
        text: 'The chart was not judged, and nothing was written.',
        who: 'You: try again in a moment. If it stays so, IT: start the Doseline service.',
      },
      'service-refused': {
        title: 'The rules service refused the question',
        text: 'It could not judge what was sent, and says why below. Nothing was written.',
        who: 'IT: the answer below says what is wrong.',
      },
      'service-error': {
        title: 'The rules service failed',
        text: 'The chart was not judged, and nothing was written.',
        who: 'You: try again in a moment. If it stays so, tell IT.',
      },
      'wrong-patient': {
        title: 'Stopped: this is about another patient',
        text: 'Something did not belong to the patient this launch is about. Nothing was written.',
        who: 'You: close Doseline and open it again from the chart. Tell IT, with the text below.',
      },
      'write-refused': {
        title: 'The EHR refused to store this',
        text: 'Nothing was stored, and nothing you entered here is lost.',
        who: 'IT: the EHR’s answer below says what is missing.',
      },
      'chart-moved-on': {
        title: 'Somebody changed these records first',
        text: 'Nothing was stored. The chart was read again; look at it and decide anew.',
        who: 'You.',
      },
      'write-unconfirmed': {
        title: 'It is not certain whether this was stored',
        text: 'The connection broke while writing. Read the chart again: what is stored then stands below, and approving again never stores it twice.',
        who: 'You: read the chart again.',
      },
      'somebody-writes': {
        title: 'Somebody is writing for this visit right now',
        text: 'Two at once could charge a dose twice, so yours was not sent. Nothing you entered here is lost.',
        who: 'You: wait two minutes, read the chart again, and look at what stands there then.',
      },
      'already-written': {
        title: 'These lines were written before',
        text: 'The EHR does not show them yet, so nothing was sent a second time. Nothing you entered here is lost.',
        who: 'You: read the chart again in a few minutes. IT, if they never appear: the answer below names the write-back.',
      },
      unexpected: {
        title: 'Something unexpected happened',
        text: 'Nothing was written.',
        who: 'You: try again. If it happens again, tell IT, with the text below.',
      },
    } satisfies Record<FailureKind, { title: string; text: string; who: string }>,
    asText: (kind: FailureKind, { detail, status, requestId, iss }: FailureDetail) =>
      [
        `Doseline: ${words.failure.kinds[kind].title}`,
        `code: ${kind}`,
        iss && `address: ${iss}`,
        status && `status: ${status}`,
        requestId && `request: ${requestId}`,
        detail && `answer: ${detail}`,
      ]
        .filter(Boolean)
        .join('\n'),
  },
} as const

/** A day as this browser's language writes it, with the day kept as charted. */
/** The verdict in two or three words. Under a demonstration book nothing is ever called ready to bill. */
export function verdictText({ covered, verdict }: DoseAnswer, forSubmission: boolean): string {
  if (!covered) return words.notCovered
  return verdict === 'ready' && !forSubmission ? words.demonstrated : words.verdict[verdict]
}

export function dayText(day: string | undefined): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  if (!year) return day ?? words.doses.day
  // A date of service is a day, not an instant: midday UTC stays on it in UTC.
  return DAY.format(Date.UTC(Number(year), Number(month) - 1, Number(date), 12))
}

const DAY = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const TIME = new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', hour12: false })
const MOMENT = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', hour12: false })

export const timeText = (moment: Date): string => TIME.format(moment)

/** An instant in the reader's own zone. */
export function momentText(instant: string | undefined): string {
  const at = new Date(instant ?? '')
  return Number.isNaN(at.getTime()) ? (instant ?? '') : MOMENT.format(at)
}
