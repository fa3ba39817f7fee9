import type { DoseAnswer, FindingAnswer } from '@doseline/contract'
import { msg, str } from '@lit/localize'
import { numberText } from './formats.ts'
import { counted, plural } from './plural.ts'

type Verdict = DoseAnswer['verdict']
type Outcome = FindingAnswer['outcome']

/** What is said about a dose: its verdict, its lines, its questions, its facts. */
export const doses = () => ({
  title: msg('Doses'),
  day: msg('date not known'),
  writing: msg('You can choose another dose when this one is written.'),
  here: msg('this visit'),
  unknownDrug: msg('Drug not named'),
  scope: msg('Which doses'),
  scopes: { year: msg('12 months'), visit: msg('This visit'), all: msg('All') },
  scopeCount: counted.doses,
  none: msg('No dose in this selection.'),
  beside: msg('not in this selection'),
  more: (count: number) => msg(str`Show ${numberText(count)} more`),
  charge: { charged: msg('charged'), suggested: msg('draft saved') },
  wrongCode: msg('code and drug do not match'),
  bookDeparts: msg('code differs from HCPCS'),
})

export const verdict = () =>
  ({
    ready: msg('Ready to bill'),
    'not-ready': msg('Not ready'),
    'needs-information': msg('Needs information'),
    'not-billable': msg('Not billable'),
  }) satisfies Record<Verdict, string>

/** A dose whose lines are approved. */
export const charged = () => ({
  status: msg('Charged'),
  by: (lines: number, name: string, time: string) => msg(str`${counted.lines(lines)} approved by ${name}, ${time}.`),
  lines: (lines: number) => msg(str`${counted.lines(lines)} charged.`),
})

export const notSupported = () => msg('Drug not supported by Doseline')

export const about = () => ({
  payer: msg('Payer'),
  day: msg('Date of service'),
  dose: msg('Dose'),
  book: msg('Code book'),
  edition: msg('Edition'),
  notKnown: msg('not known'),
})

export const toDo = () => ({
  title: msg('To make it ready'),
  titleNothing: msg('Blocking issues'),
  count: counted.issues,
  seeWhy: msg('See why'),
  enter: msg('Enter it here'),
  review: msg('Review it here'),
  openCharge: msg('Open the charge'),
  sendTo: (who: string) => msg(str`Send to ${who}`),
  sent: (who: string) => msg(str`Copied. Paste it into a message to ${who}.`),
  about: (remedy: string) => `: ${remedy}`,
  who: {
    biller: msg('Biller'),
    nurse: msg('Nurse'),
    pharmacist: msg('Pharmacist'),
    prescriber: msg('Prescriber'),
    registration: msg('Registration'),
    'authorization desk': msg('Authorization desk'),
    IT: 'IT',
    nobody: msg('Nobody'),
  } as Readonly<Record<string, string>>,
})

export const lines = () => ({
  title: msg('Charge lines'),
  none: msg('No charge lines for this dose.'),
  wouldBe: msg('Draft lines. Resolving the open issues may change them or add a line for discarded drug.'),
  code: msg('Code'),
  modifiers: msg('Modifiers'),
  modifier: msg('modifier'),
  noModifiers: msg('no modifiers'),
  units: (units: number) => plural(units, { one: msg('unit'), other: msg('units') }),
  ndc: 'NDC',
  ndcMeans: msg('Claim format: N4, 11 digits, unit and quantity'),
  diagnoses: msg('Diagnoses'),
  authorization: msg('Authorization'),
  working: msg('Calculation'),
  copy: msg('Copy'),
  copyLine: (name: string) => msg(str`the line ${name}`),
  copied: msg('Copied.'),
  notCopied: msg('The browser did not allow copying. Select the text and press Ctrl-C.'),
  stake: msg('Expected payment'),
  severalDoses: (count: number) => msg(str`One line for ${count} doses on this date.`),
  role: {
    drug: msg('Drug administered'),
    'discarded drug': msg('Drug discarded'),
    administration: msg('Administration'),
    'further administration hours': msg('Administration, additional hours'),
  },
})

export const findings = () => ({
  outcome: {
    passes: msg('Met'),
    fails: msg('Not met'),
    advises: msg('Review'),
    'cannot-tell': msg('Unknown'),
    'does-not-apply': msg('N/A'),
  } satisfies Record<Outcome | 'advises', string>,
  since: (day: string) => msg(str`since ${day}`),
  opens: msg('(opens in a new tab)'),
})

export const coverage = () => ({
  active: msg('Active'),
  inactive: msg('Not active'),
  cannotTell: msg('Unknown'),
})

/** The closed rows of a dose: what each is called, and its state in a word. */
export const rows = () => ({
  coverage: msg('Coverage'),
  dosing: msg('Amounts and interval'),
  checksTitle: msg('Billing checks'),
  historyTitle: msg('History'),
  factsTitle: msg('Chart facts'),
  checks: ({ notMet, unknown, met, review }: Readonly<Record<'notMet' | 'unknown' | 'met' | 'review', number>>) =>
    [
      notMet > 0 && msg(str`${notMet} not met`),
      unknown > 0 && msg(str`${unknown} unknown`),
      msg(str`${met} met`),
      review > 0 && msg(str`${review} to review`),
    ]
      .filter(Boolean)
      .join(', '),
  interval: (word: string, due: string) => msg(str`${word}, next due ${due}`),
  facts: (known: number, missing: number, entered: number) =>
    [msg(str`${known} known`), missing > 0 && msg(str`${missing} missing`), entered > 0 && msg(str`${entered} entered`)]
      .filter(Boolean)
      .join(', '),
  history: counted.entries,
})
