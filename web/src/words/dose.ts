import type { DoseAnswer, FindingAnswer } from '@doseline/contract'
import { plural } from './plural.ts'

type Verdict = DoseAnswer['verdict']
type Outcome = FindingAnswer['outcome']

/** What is said about a dose: its verdict, its lines, its questions, its facts. */
export const doses = {
  title: 'Doses',
  day: 'date not known',
  writing: 'You can choose another dose when this one is written.',
  here: 'this visit',
  unknownDrug: 'Drug not named',
  scope: 'Which doses',
  scopes: { year: '12 months', visit: 'This visit', all: 'All' },
  scopeCount: (count: number) => plural(count, 'dose'),
  none: 'No dose in this selection.',
  beside: 'not in this selection',
  more: (count: number) => `Show ${count} more`,
  charge: { charged: 'charged', suggested: 'draft saved' },
  wrongCode: 'code and drug do not match',
  bookDeparts: 'code differs from HCPCS',
} as const

export const verdict = {
  ready: 'Ready to bill',
  'not-ready': 'Not ready',
  'needs-information': 'Needs information',
  'not-billable': 'Not billable',
} satisfies Record<Verdict, string>

/** A dose whose lines are approved. */
export const charged = {
  status: 'Charged',
  by: (lines: number, name: string, time: string) => `${plural(lines, 'line')} approved by ${name}, ${time}.`,
  lines: (lines: number) => `${plural(lines, 'line')} charged.`,
} as const

export const notSupported = 'Drug not supported by Doseline'

export const about = {
  payer: 'Payer',
  day: 'Date of service',
  dose: 'Dose',
  book: 'Code book',
  edition: 'Edition',
  notKnown: 'not known',
} as const

export const toDo = {
  title: 'To make it ready',
  titleNothing: 'Blocking issues',
  count: (count: number) => plural(count, 'issue'),
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
} as const

export const codeNotice = {
  title: 'J3397 is not denosumab',
  titleOther: 'Code and drug do not match',
  titleBook: 'This code book differs from HCPCS',
} as const

export const lines = {
  title: 'Charge lines',
  none: 'No charge lines for this dose.',
  wouldBe: 'Draft lines. Resolving the open issues may change them or add a line for discarded drug.',
  code: 'Code',
  modifiers: 'Modifiers',
  modifier: 'modifier',
  noModifiers: 'no modifiers',
  units: (units: number) => (units === 1 ? 'unit' : 'units'),
  ndc: 'NDC',
  ndcMeans: 'Claim format: N4, 11 digits, unit and quantity',
  diagnoses: 'Diagnoses',
  authorization: 'Authorization',
  working: 'Calculation',
  copy: 'Copy',
  copyLine: (name: string) => ` the line ${name}`,
  copied: 'Copied.',
  notCopied: 'The browser did not allow copying. Select the text and press Ctrl-C.',
  stake: 'Expected payment',
  severalDoses: (count: number) => `One line for ${count} doses on this date.`,
  role: {
    drug: 'Drug administered',
    'discarded drug': 'Drug discarded',
    administration: 'Administration',
    'further administration hours': 'Administration, additional hours',
  },
} as const

export const findings = {
  denied: ({ reason, group, carc, rarc }: NonNullable<FindingAnswer['denial']>, isAdvice: boolean) =>
    `A claim ${isAdvice ? 'may' : 'would'} be denied as ${reason}: ${group} ${carc.join(', ')}${rarc.length > 0 ? ` with ${rarc.join(', ')}` : ''}`,
  title: 'Billing checks',
  group: {
    chart: 'Chart complete',
    administration: 'Administration',
    code: 'Code',
    amount: 'Amount and units',
    modifiers: 'Modifiers',
    necessity: 'Medical necessity',
    coverage: 'Coverage',
    charges: 'Other charges',
  } as Readonly<Record<string, string>>,
  outcome: {
    passes: 'Met',
    fails: 'Not met',
    advises: 'Review',
    'cannot-tell': 'Unknown',
    'does-not-apply': 'N/A',
  } satisfies Record<Outcome | 'advises', string>,
  counts: (passes: number, all: number) => `${passes} of ${all} met`,
  onlyOpen: (count: number) => `Only open checks (${count})`,
  allInOrder: 'All checks are met.',
  advice: 'advisory',
  unconfirmed: 'unconfirmed value',
  unconfirmedMeans: 'No official document confirms this published value yet.',
  unconfirmedValues: (names: readonly string[]) =>
    `${names.length} ${names.length === 1 ? 'value' : 'values'} unconfirmed: ${names.join(', ')}`,
  why: 'Why',
  evidence: 'From the chart',
  sources: 'Published by',
  since: (day: string) => `since ${day}`,
  opens: '(opens in a new tab)',
} as const

export const coverage = {
  title: (day: string) => `Coverage on ${day}`,
  titleNoDay: 'Coverage',
  order: 'COB order',
  payer: 'Payer and plan',
  period: 'Period',
  that: 'On that date',
  noPayer: 'payer not named',
  noOrder: 'not recorded',
  first: 'Primary',
  was: 'Most recent',
  active: 'Active',
  inactive: 'Not active',
  cannotTell: 'Unknown',
  noPeriod: 'no dates recorded',
  open: 'open',
  start: '…',
  unreadable: (period: string) => `cannot be read: ${period}`,
  none: 'No coverage in the chart.',
  benefit: {
    medical: 'medical benefit',
    hospital: 'hospital benefit (Part A)',
    pharmacy: 'pharmacy benefit',
    supplement: 'Medicare supplement',
    limited: 'limited benefit',
    'self-pay': 'self-pay',
  },
  authorization: 'Authorization',
} as const

/** The closed rows of a dose: what each is called, and its state in a word. */
export const rows = {
  coverage: 'Coverage',
  intervalTitle: 'Dosing interval',
  checksTitle: 'Billing checks',
  historyTitle: 'History',
  factsTitle: 'Chart facts',
  checks: ({ notMet, unknown, met, review }: Readonly<Record<'notMet' | 'unknown' | 'met' | 'review', number>>) =>
    [
      notMet > 0 && `${notMet} not met`,
      unknown > 0 && `${unknown} unknown`,
      `${met} met`,
      review > 0 && `${review} to review`,
    ]
      .filter(Boolean)
      .join(', '),
  interval: (word: string, due: string) => `${word}, next due ${due}`,
  facts: (known: number, missing: number, entered: number) =>
    [`${known} known`, missing > 0 && `${missing} missing`, entered > 0 && `${entered} entered`]
      .filter(Boolean)
      .join(', '),
  history: (events: number) => plural(events, 'entry', 'entries'),
} as const
