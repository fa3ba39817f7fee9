import type { DoseAnswer, FindingAnswer, ReadOutcome, WriteBackAnswer } from '@doseline/assessment'
import type { FailureDetail, FailureKind } from '@doseline/ehr'

/** Every English sentence the app says by itself; what is judged comes in the service's own words. */

type Verdict = DoseAnswer['verdict']
type Outcome = FindingAnswer['outcome']
type Act = WriteBackAnswer['act']
type Form = WriteBackAnswer['form']

/** The language of every sentence here, and of days and times. A translation changes this file and nothing else. */
export const LOCALE = 'en-US'

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

export const words = {
  app: {
    name: 'Doseline',
    skip: 'Skip to the dose',
    print: 'Print',
    printed: (moment: string) => `Printed ${moment}.`,
    copy: 'Copy as text',
    copied: 'Copied.',
    notCopied: 'The browser did not allow copying.',
    readAgain: 'Read chart again',
    allPages: 'all pages read',
    notAll: 'not everything could be read',
    signedIn: (name: string) => `Signed in as ${name}`,
    unproven: {
      'no-token': 'The EHR said so without an identity token.',
      'no-keys': 'The EHR said so; no signature proves it.',
    },
    notLoaded: 'A part of Doseline could not be loaded. What you entered is kept.',
    loadAgain: 'Load the page again',
    notForSubmission: 'NOT FOR SUBMISSION',
    otherBook: 'This code book is a demonstration. Nothing it shows may go on a claim.',
    refusedBook: (asked: string, used: string) =>
      `The launch asked for the code book “${asked}”, which this site does not allow. Judged by “${used}”.`,
    strangers: (count: number) =>
      `${plural(count, 'record')} of another patient came from the EHR and ${count === 1 ? 'was' : 'were'} put aside.`,
  },

  strip: {
    asOf: (time: string, server: string) => `Data as of ${time} from ${server}`,
    counted: (doses: number) => plural(doses, 'dose'),
    stale: (minutes: number) => `Read ${plural(minutes, 'minute')} ago: the chart may have changed since.`,
  },

  lock: {
    locked: 'Doseline is locked',
    lockedText: (minutes: number) =>
      `Nobody used it for ${plural(minutes, 'minute')}, so the chart is covered. What you entered is kept.`,
    goOn: (name: string) => (name ? `Go on as ${name}` : 'Go on'),
    ended: 'Sign in again to go on',
    endedText:
      'Nobody used Doseline for half an hour, so the session was closed. What you entered is kept in this tab for you and this patient.',
    signIn: 'Sign in again',
  },

  draft: {
    restored: (time: string) => `What you entered is restored from ${time}.`,
    discard: 'Discard…',
    discardAsk: 'Discard what you entered?',
    discardText: 'The facts and reasons you stated for this patient are forgotten. The chart is not changed.',
    discardNow: 'Discard',
    keep: 'Keep',
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
    visit: 'Visit',
    unnamed: 'Patient without a name in the chart',
  },

  reading: {
    title: 'Reading the chart',
    assessing: 'Judging the doses',
    progress: (done: number, all: number) => `${done} of ${all} parts of the chart read`,
    judging: 'Everything is read. The rules service is judging the doses.',
    waitingFor: (types: readonly string[], more: number) =>
      `Waiting for ${types.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    asksToWait: (seconds: number) => `Waiting for the EHR: it asked for ${seconds} s`,
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
    writing: 'Another dose can be chosen when this one is written.',
    here: 'this visit',
    unknownDrug: 'Drug not named',
    scope: 'Which doses',
    scopes: { year: '12 months', visit: 'This visit', all: 'All' },
    scopeCount: (count: number) => plural(count, 'dose'),
    none: 'No dose in this selection.',
    beside: 'outside this selection',
    more: (count: number) => `Show ${count} more`,
    charge: { charged: 'charged', suggested: 'suggested' },
    wrongCode: 'code and drug do not match',
    bookDeparts: 'code departs from HCPCS',
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
    count: (count: number) => plural(count, 'thing'),
    seeWhy: 'See why',
    enter: 'Enter it here',
    about: (remedy: string) => `: ${remedy}`,
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
    modifier: 'modifier',
    noModifiers: 'no modifiers',
    units: (units: number) => (units === 1 ? 'unit' : 'units'),
    ndc: 'NDC',
    ndcMeans: 'As a claim writes it: N4, eleven digits, unit and quantity',
    diagnoses: 'Diagnoses',
    working: 'Working',
    copy: 'Copy',
    copyLine: (name: string) => ` the line ${name}`,
    copied: 'Copied.',
    notCopied: 'The browser did not allow copying.',
    stake: 'At stake',
    severalDoses: (count: number) => `One line for ${count} doses of this day.`,
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
    onlyOpen: (count: number) => `Only what is not in order (${count})`,
    allInOrder: 'Everything that was asked is in order.',
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
    show: 'Show',
    showAt: (resource: string, element: string) => ` ${resource} at ${element}`,
    fhir: 'FHIR',
    fhirAt: (resource: string) => ` address of ${resource} (opens in a new tab; many EHRs ask for a sign-in)`,
    fromRequest: 'stated by a person, not charted',
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
    amounts: 'Amounts and acquisition',
    discarded: 'Discarded (mg)',
    opened: 'Opened (mg)',
    containers: 'Containers opened',
    acquired: 'How the drug was acquired',
    acquiredAs: {
      '': 'not stated',
      bought: 'bought',
      '340B': 'bought under 340B',
      supplied: 'supplied by someone else',
      free: 'free or from a trial',
    },
    authorizationTitle: 'Authorization',
    authorization: 'Authorization number',
    from: 'Valid from',
    until: 'Valid until',
    units: 'Units in all',
    visits: 'Doses in all',
    diagnosesTitle: 'Diagnoses for this dose',
    diagnosesIntro: 'In the order chosen, the first being the reason. Without a choice the chart’s own stand.',
    fromChart: 'from the chart',
    byHand: 'stated by hand',
    anotherCode: 'Another ICD-10-CM code',
    addCode: 'Add code',
    treatmentsTitle: 'Earlier treatments',
    treatmentsIntro: 'What was tried before this drug, as the record on paper says.',
    treatment: (at: number) => `Drug ${at}`,
    outcome: (at: number) => `Outcome ${at}`,
    outcomes: { tried: 'tried', 'not tolerated': 'not tolerated', 'ruled out': 'ruled out' },
    addTreatment: 'Add a treatment',
    remove: 'Remove',
    judge: 'Judge with this',
    clear: 'Take it back',
    undo: 'Undo',
    by: (name: string, time: string) => `Stated by ${name}, ${time}`,
    notYet: 'Entered, not judged yet.',
    offer: (says: string) => `A note reads “${says}”.`,
    confirm: {
      discarded: (amount: string) => `Confirm ${amount} mg discarded`,
      opened: (amount: string) => `Confirm ${amount} mg opened`,
      containers: (count: string) => `Confirm ${count} containers opened`,
    },
    stated: {
      discarded: (amount: string) => `Discarded: ${amount} mg`,
      opened: (amount: string) => `Opened: ${amount} mg`,
      containers: (count: number) => `Containers opened: ${count}`,
      acquired: (how: string) => `Acquired: ${how}`,
      authorization: (number: string) => `Authorization ${number}`,
      diagnoses: (codes: readonly string[]) => `Diagnoses: ${codes.join(', ')}`,
      treatments: (treatments: readonly string[]) => `Earlier treatments: ${treatments.join(', ')}`,
    },
    badAmount: 'Enter an amount in mg, such as 2 or 1.7.',
    badCount: 'Enter a whole number of containers.',
    badWhole: 'Enter a whole number, at least 1.',
    badNumber: 'Enter the number of the authorization.',
    badDates: 'This day is before the first day.',
    badCode: 'Enter an ICD-10-CM code, such as M81.0.',
    badTreatment: 'Enter the name of the drug, at least two letters.',
    nothing: 'Enter at least one value.',
  },

  coverage: {
    title: (day: string) => `Coverage on ${day}`,
    titleNoDay: 'Coverage',
    order: 'Order',
    payer: 'Payer and plan',
    period: 'Period',
    that: 'That day',
    noPayer: 'payer not named',
    noOrder: 'not stated',
    first: 'pays first',
    was: 'was the last',
    active: 'active',
    inactive: 'not active',
    cannotTell: 'cannot tell',
    noPeriod: 'no days charted',
    open: 'open',
    start: '…',
    unreadable: (period: string) => `cannot be read: ${period}`,
    none: 'The chart holds no coverage.',
    benefit: { medical: 'medical benefit', pharmacy: 'pharmacy benefit', 'self-pay': 'self-pay' },
    authorization: 'Authorization',
  },

  timeline: {
    title: 'Doses over time',
    every: (brand: string, every: string) => `${brand}, every ${every}`,
    last: 'Last dose',
    perhaps: 'Perhaps the last dose',
    due: 'Due from',
    current: 'This dose',
    next: 'Next due from',
    none: 'none in the chart',
    early: (days: number) => `${plural(days, 'day')} early`,
    late: (days: number) => (days === 0 ? 'on the first day' : `${plural(days, 'day')} after`),
    noInterval: 'No labelled interval is known for this dose.',
    noDay: 'Without a day this dose has no place in time.',
    all: (drug: string) => `All doses of ${drug}`,
  },

  resource: {
    title: 'As it was read',
    close: 'Close',
    copy: 'Copy',
    element: 'Element',
    missing: 'This resource is not among what was read.',
    notFound: 'The element does not stand in the resource as such: the fact was looked for there.',
    address: 'FHIR address',
    addressNote: 'opens in a new tab; many EHRs ask for a sign-in',
  },

  write: {
    title: 'Write to the chart',
    where: (label: string, base: string) => `${label}, ${base}`,
    form: {
      transaction: 'Stored as one transaction: all of it or nothing.',
      single: 'Written one by one: what is withdrawn, the lines, then the Flag.',
      'oracle-create': 'Each line becomes a charge of its own, by the EHR’s charge operation.',
      task: 'One task for whoever bills. No line is written: a person enters them.',
      communication: 'One message in the chart. No line is written: a person enters them.',
      document: 'One document in the chart. No line is written: a person enters them.',
      'by-hand': 'Nothing is sent to the EHR: you carry the lines over.',
    } satisfies Record<Form, string>,
    formFor: (act: string, form: string) => `${act}: ${form}`,
    lost: 'What is lost this way',
    cannotUndo: 'This cannot be taken back from here: look once more before you approve.',
    noProvenance: 'This EHR takes no Provenance: who approved is kept by Doseline alone.',
    told: 'told',
    charge: 'charge',
    byHand: 'by hand',
    by: (name: string) => `In the name of ${name}`,
    what: 'What',
    onApprove: 'Approve',
    onSuggest: 'Suggestion',
    act: { create: 'create', update: 'update', void: 'withdraw', keep: 'keep' } as Readonly<Record<string, string>>,
    approve: (lines: number) => (lines === 0 ? 'Approve' : `Approve ${plural(lines, 'line')}`),
    suggest: 'Save as suggestion',
    flagOnly: 'Write the Flag',
    approveAs: {
      task: (lines: number) => `Approve ${plural(lines, 'line')} and send a task`,
      communication: (lines: number) => `Approve ${plural(lines, 'line')} and send a message`,
      document: (lines: number) => `Approve ${plural(lines, 'line')} and file a document`,
    } as Readonly<Record<string, (lines: number) => string>>,
    tellAs: {
      task: 'Send as a task',
      communication: 'Send as a message',
      document: 'File as a document',
    } as Readonly<Record<string, string>>,
    demonstration: 'Store the demonstration',
    planning: 'Working out what would be written…',
    nothingToChange: 'All of this is already stored: nothing to change.',
    notCovered: 'Nothing is written for a drug that Doseline does not cover.',
    linesWait: 'The charge lines are not written while the dose is not ready. What is written tells others why.',
    onlyByHand: 'Nothing can be written here. Ask IT, with the reasons below; until then take the lines along.',
    whyNot: 'Why not otherwise',
    formName: {
      transaction: 'As one transaction',
      single: 'One by one',
      'oracle-create': 'By the charge operation',
      task: 'As a task',
      communication: 'As a message',
      document: 'As a document',
      'by-hand': 'By hand',
    } satisfies Record<Form, string>,
    noPlan: 'What would be written could not be worked out.',
    retire: 'Withdraw…',
    retireAsk: 'Withdraw the lines and end the Flag of this visit?',
    retireNow: 'Withdraw now',
    undo: 'Undo…',
    undoAsk: 'Withdraw what was just written, and end its Flag?',
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
      retire: 'Withdrawn.',
    } satisfies Record<Act, string>,
    storedFlag: 'The Flag is stored.',
    storedAs: {
      'oracle-create': 'Approved, and given to the EHR as charges.',
      task: 'Sent as a task.',
      communication: 'Sent as a message.',
      document: 'Filed as a document.',
    } as Readonly<Record<string, string>>,
    personEnters: 'A person enters the lines.',
    otherForm: (form: string) =>
      `This EHR does not take it ${form}, and stored nothing. Below is how it would be written instead: look, then decide.`,
    progress: (at: number, of: number, says: string) => (of > 1 ? `Writing ${at} of ${of}: ${says}` : 'Writing…'),
    waits: {
      busy: (seconds: number) => `The EHR is busy and asks to wait: ${plural(seconds, 'second')}.`,
      looking: () => 'The connection broke. Looking whether it was stored…',
    },
    partly: 'A part was stored before that. It stands below.',
    part: {
      stored: 'stored',
      wasThere: 'was there already',
      refused: 'refused',
      open: 'not certain',
      'not sent': 'not sent',
    },
    conflict: 'Somebody changed this first. Theirs stays.',
    now: 'In the chart now',
    would: 'Doseline would have written',
    turn: {
      tries: (seconds: number) => `Tries again by itself in ${plural(seconds, 'second')}.`,
      atMost: (seconds: number) => `It can take at most ${plural(seconds, 'second')} more.`,
      stop: 'Stop waiting',
      stopped: 'No longer waiting. Nothing was sent.',
    },
    recorded: (form: string, who: string, time: string) => `${form}, by ${who}, ${time}`,
    recordedTitle: 'What Doseline recorded',
    recordedMeans: 'This EHR does not let Doseline read it back. What became of it is seen in the EHR.',
    recordedOpen: 'It is not certain whether it arrived. Look in the EHR before you send it again.',
    sendAgain: 'Send again…',
    storedDemonstration: 'The demonstration is stored, not for submission.',
    again: 'They are gone from the EHR…',
    againAsk:
      'Write them a second time? Only where you have seen in the EHR that they are not there: else the dose is charged twice.',
    againNow: 'Write them again',
    onlyStaff: (name: string) =>
      `${name} may look at this, not write it: what stands in the chart is for those who work there. Sign in as staff.`,
    leftTheChart: 'The dose this was for is in the chart no longer; another one is shown. It ended so:',
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
      intro: 'Give a reason for each. It goes along with your name, and Doseline keeps both.',
      reason: 'Reason',
      apply: 'Use these reasons',
      clear: 'Take the reasons back',
      short: 'Give a reason of at least three letters.',
    },
  },

  takeAway: {
    title: 'Take the lines along',
    none: 'There are no lines to take along.',
    json: 'Download JSON',
    csv: 'Download CSV',
    copy: 'Copy lines',
    print: 'Print',
    copied: 'Copied.',
    notCopied: 'The browser did not allow copying.',
    notForSubmission: 'NOT FOR SUBMISSION',
    marked: (verdict: string) => `NOT FOR SUBMISSION: ${verdict}`,
    charged: (verdict: string) => `${verdict}, charged with a reason`,
    yes: 'yes',
    no: 'no',
    columns: [
      'date of service',
      'code',
      'modifiers',
      'units',
      'NDC',
      'NDC quantity',
      'NDC unit',
      'diagnoses',
      'working',
      'dose',
      'verdict',
      'for submission',
    ],
  },

  reconcile: {
    title: 'The chart and Doseline differ',
    kind: {
      missing: 'Lines that were written are not in the chart',
      twin: 'A line stands there twice',
      amended: 'What is charged has changed',
      retracted: 'The dose was withdrawn, and its lines still stand',
      theirs: 'Somebody edited this. Theirs stays.',
    },
    stands: 'In the chart',
    wanted: 'By this dose',
    nothing: 'nothing',
    act: {
      missing: 'Write what is missing',
      twin: 'Withdraw the copy',
      amended: 'Replace',
      retracted: 'Withdraw the lines',
      theirs: '',
    },
  },

  history: {
    title: 'History of this dose',
    loading: 'Reading the history…',
    failed: 'The history could not be read. Nothing else depends on it.',
    none: 'Nothing is recorded yet.',
    times: (times: number, since: string) => `${times} times since ${since}`,
    act: {
      assessed: 'Judged',
      'write-back claimed': 'Write-back begun',
      sent: 'Sent to the EHR',
      unconfirmed: 'Not certain whether it was stored',
      confirmed: 'Stored',
      void: 'Given up; nothing of it counts',
    },
    changes: 'Since last time',
    since: (time: string, who: string) => `Compared with ${time}, ${who}:`,
    verdict: (before: string, after: string) => `It was “${before}” and is “${after}”.`,
    added: (lines: readonly string[]) => `New: ${lines.join(', ')}.`,
    gone: (lines: readonly string[]) => `No longer: ${lines.join(', ')}.`,
    edition: 'Published values changed.',
  },

  codebook: {
    title: 'Code book',
    name: { cms: 'CMS', article: 'Article (demonstration)' } as Readonly<Record<string, string>>,
    edition: 'Edition',
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
        who: 'IT: run “pnpm registry add” with this address where Doseline is installed, and give it the client id the EHR gave for Doseline.',
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
      'only-staff': {
        title: 'Only staff may write to the chart',
        text: 'This sign-in is a patient’s or a relative’s. Nothing was written.',
        who: 'You: sign in as staff.',
      },
      'write-refused': {
        title: 'The EHR refused to store this',
        text: 'Nothing was stored, and nothing you entered here is lost.',
        who: 'IT: the EHR’s answer below says what is missing.',
      },
      'write-partly': {
        title: 'Only a part was stored',
        text: 'What stands is safe, and approving again writes only what is missing. Nothing you entered here is lost.',
        who: 'You: look below at what stands, and approve again. If it is refused again, IT: the EHR’s answer below says why.',
      },
      'form-refused': {
        title: 'This EHR does not take it that way',
        text: 'It refused the whole write-back before it did anything: nothing was stored, and nothing you entered here is lost.',
        who: 'You: look at how it would be written instead, and decide anew.',
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
        who: 'You: wait; Doseline tries again by itself.',
      },
      'already-written': {
        title: 'These lines were written before',
        text: 'They were written, or sent and may have arrived, and the chart does not show them. Nothing was sent a second time, and nothing you entered here is lost.',
        who: 'You: look again in a minute, because an EHR may show late what it stored. Write again only where you have seen in the EHR that the lines are not there.',
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

/** The verdict in two or three words. Under a demonstration book nothing is ever called ready to bill. */
export function verdictText({ covered, verdict }: DoseAnswer, forSubmission: boolean): string {
  if (!covered) return words.notCovered
  return verdict === 'ready' && !forSubmission ? words.demonstrated : words.verdict[verdict]
}

/** A day in the reader's language, with the day kept as charted. */
export function dayText(day: string | undefined): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  if (!year) return day ?? words.doses.day
  // A date of service is a day, not an instant: midday UTC stays on it in UTC.
  return DAY.format(Date.UTC(Number(year), Number(month) - 1, Number(date), 12))
}

const DAY = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const TIME = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hour12: false })
const MONTH = new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const MOMENT = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', hour12: false })

export const timeText = (moment: Date): string => TIME.format(moment)

/** An instant in the reader's own zone. */
export function momentText(instant: string | undefined): string {
  const at = new Date(instant ?? '')
  return Number.isNaN(at.getTime()) ? (instant ?? '') : MOMENT.format(at)
}

/** Dollars as people write them. The text is exact, and stays so: no number in between. */
export const moneyText = (dollars: string): string => MONEY.format(dollars as Intl.StringNumericLiteral)

const MONEY = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD' })

/** A month by the milliseconds of one of its moments in UTC. */
export const monthText = (time: number): string => MONTH.format(time)
