import type { DoseAnswer, FindingAnswer } from '@doseline/contract'
import { plural } from './plural.ts'

type Verdict = DoseAnswer['verdict']
type Outcome = FindingAnswer['outcome']

/** What is said about a dose: its verdict, its lines, its questions, its facts. */
export const doses = {
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
} as const

export const verdict = {
  ready: 'Ready to bill',
  'not-ready': 'Not ready',
  'needs-information': 'Needs information',
  'not-billable': 'Not billable',
} satisfies Record<Verdict, string>

export const notSupported = 'Drug not supported by Doseline'

export const demonstrated = 'Demonstration, cannot be billed'

export const about = {
  payer: 'Payer',
  day: 'Date of service',
  dose: 'Dose',
  book: 'Code book',
  edition: 'Edition',
  notKnown: 'not known',
} as const

export const toDo = {
  title: 'What would make it ready',
  titleNothing: 'What stands in the way',
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
} as const

export const codeNotice = {
  title: 'J3397 is not denosumab',
  titleOther: 'The code does not fit the drug',
  titleBook: 'This code book departs from HCPCS',
} as const

export const lines = {
  title: 'Charge lines',
  none: 'No charge line arises from this dose.',
  wouldBe:
    'These lines would be charged as it stands. What is still open may change them, or add one for discarded drug.',
  code: 'Code',
  modifiers: 'Modifiers',
  modifier: 'modifier',
  noModifiers: 'no modifiers',
  units: (units: number) => (units === 1 ? 'unit' : 'units'),
  ndc: 'NDC',
  ndcMeans: 'As a claim writes it: N4, eleven digits, unit and quantity',
  diagnoses: 'Diagnoses',
  authorization: 'Authorization',
  working: 'Working',
  copy: 'Copy',
  copyLine: (name: string) => ` the line ${name}`,
  copied: 'Copied.',
  notCopied: 'The browser did not allow copying: mark the text and press Ctrl-C.',
  stake: 'At stake',
  severalDoses: (count: number) => `One line for ${count} doses of this day.`,
  role: {
    drug: 'Drug given',
    'discarded drug': 'Drug discarded',
    administration: 'Administration',
    'further administration hours': 'Administration, further hours',
  },
} as const

export const findings = {
  denied: ({ reason, group, carc, rarc }: NonNullable<FindingAnswer['denial']>, isAdvice: boolean) =>
    `A claim ${isAdvice ? 'may' : 'would'} be denied as ${reason}: ${group} ${carc.join(', ')}${rarc.length > 0 ? ` with ${rarc.join(', ')}` : ''}`,
  title: 'Questions asked of this dose',
  group: {
    chart: 'Is the chart whole?',
    administration: 'Was it given?',
    code: 'Which code?',
    amount: 'How much?',
    modifiers: 'Modifiers others put on it?',
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
  advice: 'advisory',
  unconfirmed: 'unconfirmed value',
  unconfirmedMeans: 'This answer rests on a value that no official document has confirmed yet.',
  unconfirmedValues: (names: readonly string[]) =>
    `${names.length} ${names.length === 1 ? 'value' : 'values'} unconfirmed: ${names.join(', ')}`,
  why: 'Why',
  evidence: 'From the chart',
  sources: 'Published by',
  since: (day: string) => `since ${day}`,
  opens: '(opens in a new tab)',
} as const

export const facts = {
  title: 'Facts and where they were read',
  fact: 'Fact',
  value: 'Value',
  from: 'Read from',
  stated: (by: string) => `stated by ${by}`,
  nowhere: 'not found in the chart',
  show: 'Show',
  showAt: (resource: string, element: string) => ` ${resource} at ${element}`,
  fhir: 'FHIR',
  fhirAt: (resource: string) => ` address of ${resource} (opens in a new tab; many EHRs ask for a sign-in)`,
  fromRequest: 'not in the chart',
  name: {
    status: 'Status',
    givenOn: 'Day given',
    drug: 'Drug as charted',
    product: 'Product',
    codesNamed: 'Codes on the dose',
    modifiersNamed: 'Modifiers on the dose',
    givenMg: 'Given',
    dailyAmount: 'Given that day',
    minutes: 'Time it ran',
    acquired: 'How it was acquired',
    documentation: 'Record of giving',
    texts: 'Notes',
    order: 'Order',
    statedAt: 'Stated',
    visit: 'Visit',
    setting: 'Where it was given',
    weight: 'Weight',
    coverages: 'Coverages',
    benefit: 'Benefit',
    earlierDoses: 'Earlier doses',
    otherProducts: 'Other drugs of the kind',
    treatments: 'Treatments before',
    results: 'Results',
    judgedOn: 'Judged on',
    judgedAt: 'Judged at',
    givenWhen: 'Date and time',
    visitGiving: 'Also into a vein',
    extraContainersReason: 'Why more was opened',
    openedMg: 'Opened',
    discardedMg: 'Discarded',
    diagnoses: 'Diagnoses',
    coverage: 'Coverage',
    payer: 'Payer',
    previousDose: 'Previous dose',
    authorizations: 'Authorizations',
    charges: 'Charges',
    recordsAgainst: 'Records against it',
    recordsInDoubt: 'Records to look at',
    chart: 'What was left out',
  } as Readonly<Record<string, string>>,
} as const

export const coverage = {
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

export const timeline = {
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
} as const

export const resource = {
  title: 'As it was read',
  close: 'Close',
  copy: 'Copy',
  element: 'Element',
  missing: 'This resource is not among what was read.',
  notFound: 'The element does not stand in the resource as such: the fact was looked for there.',
  address: 'FHIR address',
  addressNote: 'opens in a new tab; many EHRs ask for a sign-in',
} as const
