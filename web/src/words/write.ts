import type { PlanAnswer } from '@doseline/contract'
import { msg, str } from '@lit/localize'
import { durationText } from './formats.ts'
import { counted } from './plural.ts'

type Act = PlanAnswer['act']
type ChannelName = PlanAnswer['channel']

const waits = () => msg('Your write-back would wait. Read the chart again to see what was written.')

/** What is written, exported and read back. */
export const write = () => ({
  title: msg('Write-back'),
  plan: msg('What will be written'),
  planShort: {
    transaction: msg('Flag and charges'),
    single: msg('Flag and charges, one by one'),
    'oracle-create': msg('Charges'),
    hl7v2: msg('Charges, sent to billing'),
    task: msg('A task'),
    communication: msg('A message'),
    document: msg('A document'),
    'by-hand': msg('Nothing'),
  } satisfies Record<ChannelName, string>,
  andMore: (count: number) => msg(str`(and ${count} more)`),
  where: (label: string, base: string) => `${label}, ${base}`,
  channel: {
    transaction: msg('Stored as one transaction: all or nothing.'),
    single: msg('Written one by one: voids, lines, then the Flag.'),
    'oracle-create': msg('Each line becomes a charge through the EHR’s charge operation.'),
    hl7v2: msg('One HL7 message to the billing system. Doseline sends it until it is acknowledged.'),
    task: msg('One task for the billing team. No lines are written: enter these charges manually.'),
    communication: msg('One message in the chart. No lines are written: enter these charges manually.'),
    document: msg('One document in the chart. No lines are written: enter these charges manually.'),
    'by-hand': msg('Nothing is sent to the EHR: enter these charges manually.'),
  } satisfies Record<ChannelName, string>,
  channelFor: (act: string, channel: string) => `${act}: ${channel}`,
  lost: msg('What this EHR cannot store'),
  cannotUndo: msg('This cannot be voided from here. Review once more before you approve.'),
  noProvenance: msg('This EHR does not store who approved (Provenance). Doseline keeps that record.'),
  provenanceRefused: msg('The EHR refused the record of who approved (Provenance). Doseline keeps that record.'),
  type: { Flag: 'Flag', ChargeItem: msg('Charge line'), Provenance: msg('Who and why') } as Readonly<
    Record<string, string>
  >,
  told: {
    task: msg('in the task'),
    communication: msg('in the message'),
    document: msg('in the document'),
  } as Readonly<Record<string, string>>,
  charge: msg('charge'),
  byHand: msg('manual'),
  by: (name: string) => msg(str`In the name of ${name}`),
  notOnRecord: (name: string) => msg(str`This EHR has no record of ${name}: the name is written, without a link.`),
  what: msg('What'),
  onApprove: msg('Approve'),
  onSuggest: msg('Draft'),
  act: { create: msg('create'), update: msg('update'), void: msg('void'), keep: msg('keep') } as Readonly<
    Record<string, string>
  >,
  approve: (lines: number) => (lines === 0 ? msg('Approve') : msg(str`Approve ${counted.lines(lines)}`)),
  approveAlthough: (lines: number) => msg(str`Override and charge ${counted.lines(lines)}`),
  suggest: msg('Save draft'),
  flagOnly: msg('Write the Flag'),
  approveAs: {
    hl7v2: (lines: number) => msg(str`Approve ${counted.lines(lines)} and send to billing (HL7)`),
    task: (lines: number) => msg(str`Approve ${counted.lines(lines)} and send a task`),
    communication: (lines: number) => msg(str`Approve ${counted.lines(lines)} and send a message`),
    document: (lines: number) => msg(str`Approve ${counted.lines(lines)} and file a document`),
  } as Readonly<Record<string, (lines: number) => string>>,
  tellAs: {
    task: msg('Send as a task'),
    communication: msg('Send as a message'),
    document: msg('File as a document'),
  } as Readonly<Record<string, string>>,
  demonstration: msg('Store the demonstration'),
  planning: msg('Preparing what will be written…'),
  nothingToChange: msg('Already stored. Nothing to change.'),
  notSupported: msg('Nothing is written for a drug Doseline does not support.'),
  linesWait: msg('Charge lines are not written while the dose is not ready.'),
  flagTellsWhy: msg('The Flag tells others why.'),
  onlyByHand: msg(
    'This EHR cannot store charges from Doseline. Export the charge lines below and enter them manually.',
  ),
  whyNot: msg('Why this way'),
  channelName: {
    transaction: msg('As one transaction'),
    single: msg('One by one'),
    'oracle-create': msg('By the charge operation'),
    hl7v2: msg('To billing (HL7)'),
    task: msg('As a task'),
    communication: msg('As a message'),
    document: msg('As a document'),
    'by-hand': msg('Manually'),
  } satisfies Record<ChannelName, string>,
  noPlan: msg('What will be written could not be determined.'),
  voidAnd: (lines: number, says: string) =>
    msg(str`Void ${counted.charges(lines)}, and ${says.charAt(0).toLowerCase()}${says.slice(1)}…`),
  voidAndAsk: msg('This voids what is in the chart now:'),
  voidAndNow: msg('Void and write'),
  voided: ({ act, what, status }: PlanAnswer['writes'][number]) =>
    act === 'void' ? msg('voided') : what === 'Flag' && status === 'inactive' ? msg('Flag closed') : msg('Flag kept'),
  reversed: msg('Reversed in the EHR…'),
  reversedAsk: msg(
    'Were these charges reversed in the EHR? Confirm in the EHR first. Otherwise this dose will be billed twice.',
  ),
  reversedNow: msg('They were reversed'),
  correct: msg('Send the correction'),
  void: msg('Void…'),
  voidAsk: msg('Void what is stored for this dose?'),
  voidNow: msg('Void now'),
  cancel: msg('Cancel'),
  stored: {
    approve: msg('Approved and stored.'),
    suggest: msg('Draft saved.'),
    void: msg('Voided.'),
  } satisfies Record<Act, string>,
  storedFlag: msg('The Flag is stored.'),
  storedAs: {
    'oracle-create': msg('Approved, and posted to the EHR as charges.'),
    hl7v2: msg('Queued for the billing system (HL7).'),
    task: msg('Sent as a task.'),
    communication: msg('Sent as a message.'),
    document: msg('Filed as a document.'),
  } as Readonly<Record<string, string>>,
  personEnters: msg('Enter these charges manually.'),
  otherChannel: (channel: string) =>
    msg(
      str`This EHR does not accept it ${channel}, and stored nothing. Review below how it would be written instead, then decide.`,
    ),
  progress: (at: number, of: number, says: string) =>
    of > 1 ? msg(str`Writing ${at} of ${of}: ${says}`) : msg('Writing…'),
  waits: {
    busy: (seconds: number) => msg(str`The EHR is busy and asks to wait: ${durationText(seconds, 'second')}.`),
    looking: () => msg('The connection broke. Checking whether it was stored…'),
  },
  partly: msg('Part of it was stored before that. See below.'),
  part: {
    stored: msg('stored'),
    wasThere: msg('already stored'),
    refused: msg('refused'),
    open: msg('not certain'),
    'not sent': msg('not sent'),
  },
  conflict: msg('Someone changed this first. Their version was kept.'),
  now: msg('In the chart now'),
  would: msg('Doseline would have written'),
  turn: {
    tries: (seconds: number) => msg(str`Tries again automatically in ${durationText(seconds, 'second')}.`),
    atMost: (seconds: number) => msg(str`It can take at most ${durationText(seconds, 'second')} more.`),
    stop: msg('Stop waiting'),
    stopped: msg('No longer waiting. Nothing was sent.'),
  },
  recorded: (channel: string, who: string, time: string) => msg(str`${channel}, by ${who}, ${time}`),
  recordedTitle: msg('What Doseline recorded'),
  recordedMeans: msg('This EHR does not let Doseline read it back. See the EHR for its status.'),
  billing: {
    title: msg('In the billing system'),
    queued: msg('Queued: it is sent as soon as the billing system takes it.'),
    sent: msg('Sent: the billing system has not answered yet. It is sent again until it does.'),
    accepted: msg('Accepted by the billing system.'),
    refused: msg('Refused by the billing system. The people who run Doseline decide on it.'),
    withdrawn: msg('Withdrawn.'),
    says: (said: string) => msg(str`The billing system says: ${said}`),
  },
  recordedOpen: msg('It is not certain whether it arrived. Check the EHR before you send it again.'),
  sendAgain: msg('Send again…'),
  storedDemonstration: msg('The demonstration is stored, not for submission.'),
  again: msg('They are not in the EHR…'),
  againAsk: msg('Write them a second time? Confirm in the EHR first. Otherwise this dose will be billed twice.'),
  againNow: msg('Write them again'),
  arrives: (seconds: number) =>
    msg(str`What was sent may still arrive. You can write again in ${durationText(seconds, 'second')}.`),
  underWay: {
    reserved: (who: string, time: string) => msg(str`${who} has been writing this dose since ${time}. ${waits()}`),
    sent: (who: string, time: string) => msg(str`${who} has been writing this dose since ${time}. ${waits()}`),
    unconfirmed: (who: string, time: string) =>
      msg(
        str`${who} sent lines for this dose at ${time}, and it is not known yet whether they arrived. Read the chart again in two minutes, before anything else.`,
      ),
  },
  onlyStaff: (name: string) =>
    msg(str`${name} can view this but not write it. Only staff can write to the chart. Sign in as staff.`),
  leftTheChart: msg('The dose this was for is no longer in the chart; another one is shown. The result was:'),
  unread: msg('It could not be read back, so this screen shows the earlier chart. Read the chart again first.'),
  already: msg('Already stored: nothing was written twice.'),
  changedTitle: msg('The chart changed since you reviewed it. Nothing was written.'),
  changed: (before: string, after: string) =>
    msg(str`It was “${before}” and is now “${after}”. Review it again, then decide.`),
  changedPlan: msg('The verdict is the same, but what would be written is not. Review it again, then decide.'),
  inChart: msg('In the chart now'),
  noneInChart: msg('Doseline has stored nothing for this dose.'),
  edited: msg('by'),
  override: {
    title: msg('Override and charge'),
    count: counted.reasons,
    intro: msg('Enter a reason for each. It is stored with your name.'),
    reason: msg('Reason'),
    apply: msg('Save override'),
    clear: msg('Remove override'),
    standing: (by: string, time: string) =>
      msg(str`Entered by ${by}, ${time}. The override stays until someone removes it.`),
    short: msg('Enter a reason of at least three letters.'),
  },
})

/** What can be done with the dose, in view all the time. */
export const bar = () => ({
  title: msg('Actions'),
  lines: counted.lines,
  units: counted.drugUnits,
  expected: (dollars: string) => msg(str`${dollars} expected`),
  sendTo: msg('Send to…'),
  copyFor: (who: string) => msg(str`Copy for ${who}`),
  more: msg('More'),
  printRecord: msg('Print full record'),
})

export const takeAway = () => ({
  title: msg('Export charge lines'),
  none: msg('There are no charge lines to export.'),
  json: msg('Download JSON'),
  csv: msg('Download CSV'),
  copy: msg('Copy lines'),
  print: msg('Print'),
  copied: msg('Copied.'),
  notCopied: msg('The browser did not allow copying. Select the lines above and press Ctrl-C.'),
  notForSubmission: msg('NOT FOR SUBMISSION'),
  marked: (verdict: string) => msg(str`NOT FOR SUBMISSION: ${verdict}`),
  charged: (verdict: string) => msg(str`${verdict}, override`),
  authorization: (number: string) => msg(str`authorization ${number}`),
  forDiagnoses: (codes: string) => msg(str`for ${codes}`),
  /** Of a file that programs read: English, whatever the language of the screen. */
  yes: 'yes',
  no: 'no',
  columns: [
    'date of service',
    'code',
    'modifier 1',
    'modifier 2',
    'modifier 3',
    'modifier 4',
    'units',
    'NDC',
    'NDC quantity',
    'NDC unit',
    'diagnoses',
    'authorization',
    'calculation',
    'dose',
    'verdict',
    'for submission',
    'patient',
    'MRN',
    'payer',
  ],
})

export const reconcile = () => ({
  title: msg('The chart and Doseline differ'),
  kind: {
    missing: msg('Lines that were written are not in the chart'),
    arriving: msg('Lines may still be on their way to the chart'),
    twin: msg('Duplicate line'),
    amended: msg('What is charged has changed'),
    retracted: msg('The dose was retracted, but its lines are still charged'),
    theirs: msg('Someone edited this. Their version was kept.'),
  },
  arriving: (who: string, time: string) =>
    msg(
      str`${who} is writing them, or just did (${time}). An EHR may take time to show what it stored. Read the chart again in two minutes.`,
    ),
  stands: msg('In the chart'),
  wanted: msg('Expected for this dose'),
  nothing: msg('nothing'),
  act: {
    missing: msg('Write what is missing'),
    arriving: msg('Read the chart again'),
    twin: msg('Void the copy'),
    amended: msg('Replace'),
    retracted: msg('Void the lines'),
    theirs: '',
  },
})

export const history = () => ({
  title: msg('History of this dose'),
  loading: msg('Reading the history…'),
  failed: msg('The history could not be read. Nothing else depends on it.'),
  none: msg('Nothing is recorded yet.'),
  times: (times: number, since: string) => msg(str`${times} times since ${since}`),
  act: {
    assessed: msg('Checked'),
    'write-back reserved': msg('Write-back started'),
    sent: msg('Sent to the EHR'),
    unconfirmed: msg('Not certain whether it was stored'),
    confirmed: msg('Stored'),
    void: msg('Abandoned; nothing was stored'),
  },
  done: {
    approve: (lines: number) => (lines === 0 ? msg('Flag written') : msg(str`Approved ${counted.lines(lines)}`)),
    suggest: (lines: number) => (lines === 0 ? msg('Flag written') : msg(str`Draft saved: ${counted.lines(lines)}`)),
    void: () => msg('Voided'),
  } satisfies Record<Act, (lines: number) => string>,
  demonstration: (said: string) => msg(str`${said} (demonstration, not for submission)`),
  although: (asks: string, reason: string) => msg(str`Override: ${asks} Reason: ${reason}`),
  stated: (fact: string, shows: string, by: string) => msg(str`${fact} ${shows}: entered by ${by}, not in the chart`),
  changes: msg('Since last time'),
  since: (time: string, who: string) => msg(str`Compared with ${time}, ${who}:`),
  verdict: (before: string, after: string) => msg(str`It was “${before}” and is “${after}”.`),
  added: (lines: readonly string[]) => msg(str`New: ${lines.join(', ')}.`),
  gone: (lines: readonly string[]) => msg(str`No longer: ${lines.join(', ')}.`),
  edition: msg('Published values changed.'),
})
