import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const about = (chart: SpoiledChart): object => ({ reference: chart.request.focus })
const patient = (chart: SpoiledChart): object => ({ reference: chart.patient })

/** A record beside the dose, of the patient; `make` gives what differs. */
const beside = (
  name: string,
  resourceType: string,
  says: RegExp,
  make: (chart: SpoiledChart) => object | undefined,
): Spoiler => ({
  name,
  spoil: (chart) => {
    const made = make(chart)
    return made !== undefined && chart.add({ resourceType, id: 'beside-the-dose', ...made })
  },
  says,
})

/** The coverage that is charged, where there is one only. */
const only = (chart: SpoiledChart): string | undefined => {
  const [first, ...others] = chart.coverages
  return first === undefined || others.length > 0 ? undefined : `Coverage/${first.id}`
}

const answer = (name: string, differs: object | ((chart: SpoiledChart) => object), says: RegExp): Spoiler =>
  beside(`an answer about eligibility ${name}`, 'CoverageEligibilityResponse', says, (chart) => {
    const coverage = only(chart)
    return coverage === undefined
      ? undefined
      : {
          status: 'active',
          purpose: ['benefits'],
          patient: patient(chart),
          created: chart.day,
          outcome: 'complete',
          insurance: [{ coverage: { reference: coverage }, inforce: true }],
          ...(typeof differs === 'function' ? differs(chart) : differs),
        }
  })
const insured = (differs: object) => (chart: SpoiledChart) => ({
  insurance: [{ coverage: { reference: only(chart) }, ...differs }],
})
const J0897 = { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J0897' }] }
const isDenosumab = (chart: SpoiledChart): boolean =>
  chart.request.codebook !== 'article' &&
  /prolia|xgeva/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
  !/jubbonti/i.test(JSON.stringify(chart.dose))
const CONFIRMS = /coverage\/payer-confirms-it: .*CoverageEligibilityResponse\/beside-the-dose/
const DECLINED = /coverage\/was-not-declined: CoverageEligibilityResponse\/beside-the-dose/

type Differs = object | ((chart: SpoiledChart) => object)
const differing = (differs: Differs, chart: SpoiledChart): object =>
  typeof differs === 'function' ? differs(chart) : differs

/** An answer by which the coverage is not in force, and a later one that takes nothing of it back. */
const answerThen = (name: string, first: Differs, later: Differs): Spoiler => {
  const common = (chart: SpoiledChart, inforce: boolean): object => ({
    resourceType: 'CoverageEligibilityResponse',
    status: 'active',
    purpose: ['benefits'],
    patient: patient(chart),
    outcome: 'complete',
    insurance: [{ coverage: { reference: only(chart) }, inforce }],
  })
  return {
    name: `an answer ${name}`,
    spoil: (chart) => {
      if (only(chart) === undefined) return false
      chart.add({
        ...common(chart, false),
        id: 'beside-the-dose',
        created: '2015-01-01',
        ...differing(first, chart),
      })
      return chart.add({ ...common(chart, true), id: 'later-answer', ...differing(later, chart) })
    },
    says: CONFIRMS,
  }
}

const ELIGIBILITY: readonly Spoiler[] = [
  answer('that says that the coverage is not in force', insured({ inforce: false }), CONFIRMS),
  answer('that does not say in a way that can be read whether it is in force', insured({ inforce: 'yes' }), CONFIRMS),
  answer('with a status that FHIR does not have', { status: 'Active' }, CONFIRMS),
  answer('that states an error', { outcome: 'error', error: [{ code: { text: 'Subscriber not found' } }] }, CONFIRMS),
  answer(
    'whose benefit period was over',
    insured({ benefitPeriod: { start: '2012-01-01', end: '2012-12-31' } }),
    CONFIRMS,
  ),
  ...['Inactive', 'Terminated', 'Patient enrolled in a Medicare Advantage plan', 'Hospice election on file'].map(
    (words) => answer(`that reads “${words}”`, { disposition: words }, CONFIRMS),
  ),
  answer(
    'that says that a coverage is in force which the chart does not hold',
    (chart) => ({
      insurance: [
        { coverage: { reference: only(chart) }, inforce: true },
        { coverage: { display: 'Humana Gold Plus HMO' }, inforce: true },
      ],
    }),
    CONFIRMS,
  ),
  answer(
    'that names a plan of Part C among the benefits',
    insured({ inforce: true, item: [{ category: { coding: [{ code: '30' }] }, name: 'Medicare Advantage HMO' }] }),
    CONFIRMS,
  ),
  ...[
    'Part A only',
    'Inpatient only',
    'Hospice election',
    'Enrolled in hospice',
    'Hospice status: active',
    'SNF days remaining',
  ].map((name) =>
    answer(`that names “${name}” among the benefits`, insured({ inforce: true, item: [{ name }] }), CONFIRMS),
  ),
  answer(
    'that names an election under the category of another benefit',
    insured({ inforce: true, item: [{ category: { coding: [{ code: 'AG' }] }, name: 'Admitted to SNF' }] }),
    CONFIRMS,
  ),
  answer(
    'by which all visits of the benefit are used up',
    insured({
      inforce: true,
      item: [
        {
          category: { coding: [{ code: '1' }] },
          benefit: [{ type: { text: 'visits' }, allowedUnsignedInt: 2, usedUnsignedInt: 2 }],
        },
      ],
    }),
    CONFIRMS,
  ),
  answer(
    'that names a plan by its brand among the benefits',
    insured({ inforce: true, item: [{ name: 'Beneficiary enrolled in Humana Gold Plus H1036' }] }),
    CONFIRMS,
  ),
  answerThen('that the coverage is not in force, before one that waits', {}, (chart) => ({
    created: chart.day,
    outcome: 'queued',
  })),
  answerThen('that the coverage is not in force, before one that states an error', {}, (chart) => ({
    created: chart.day,
    outcome: 'complete',
    error: [{ code: { text: 'Payer not reachable' } }],
  })),
  answerThen(
    'about the day of service that the coverage is not in force, before one without a day',
    (chart) => ({ servicedDate: chart.day }),
    { created: '2090-01-01' },
  ),
  answerThen('that the coverage is not in force, before one that does not say', {}, (chart) => ({
    created: chart.day,
    insurance: [{ coverage: { reference: only(chart) } }],
  })),
  answer('of another payer', { insurer: { display: 'Humana Medicare Advantage' } }, CONFIRMS),
  answer(
    'that excludes health care',
    insured({ inforce: true, item: [{ category: { coding: [{ code: '30' }] }, excluded: true }] }),
    DECLINED,
  ),
  {
    ...answer(
      'that excludes the drug',
      insured({ inforce: true, item: [{ productOrService: J0897, excluded: true }] }),
      DECLINED,
    ),
    spoil: (chart) =>
      isDenosumab(chart) &&
      answer(
        'that excludes the drug',
        insured({ inforce: true, item: [{ productOrService: J0897, excluded: true }] }),
        DECLINED,
      ).spoil(chart),
  },
  {
    name: 'an answer about eligibility that wants an authorization which the chart does not hold',
    spoil: (chart) =>
      isDenosumab(chart) &&
      chart.all('ClaimResponse').length === 0 &&
      answer(
        '',
        insured({ inforce: true, item: [{ productOrService: J0897, excluded: false, authorizationRequired: true }] }),
        DECLINED,
      ).spoil(chart),
    says: DECLINED,
  },
]

const account = (name: string, differs: object | ((chart: SpoiledChart) => object)): Spoiler =>
  beside(`an account ${name}`, 'Account', /coverage\/fits-the-account: .*Account\/beside-the-dose/, (chart) => ({
    status: 'active',
    subject: [patient(chart)],
    ...(typeof differs === 'function' ? differs(chart) : differs),
  }))

const flag = (words: string, differs: object = {}): Spoiler =>
  beside(
    `a flag that reads “${words}”${'category' in differs ? ' of another category' : ''}`,
    'Flag',
    /charges\/nobody-holds-it: .*Flag\/beside-the-dose/,
    (chart) => ({ status: 'active', code: { text: words }, subject: patient(chart), ...differs }),
  )

/** What payers answered to claims of before. */
const claimed = (name: string, differs: object | ((chart: SpoiledChart) => object)): Spoiler =>
  beside(
    `an answer to an earlier claim ${name}`,
    'ClaimResponse',
    /payer-confirms-it: .*ClaimResponse\/beside-the-dose/,
    (chart) =>
      only(chart) === undefined
        ? undefined
        : {
            status: 'active',
            use: 'claim',
            outcome: 'complete',
            patient: patient(chart),
            created: `${Number(chart.day.slice(0, 4)) - 1}${chart.day.slice(4)}`,
            request: { reference: 'Claim/of-before' },
            insurance: [{ sequence: 1, focal: true, coverage: { reference: only(chart) } }],
            ...(typeof differs === 'function' ? differs(chart) : differs),
          },
  )
const reason = (code: string) => [{ adjudication: [{ category: { text: 'denied' }, reason: { coding: [{ code }] } }] }]

const CLAIMED: readonly Spoiler[] = [
  ...[
    'Denied CO-B9 patient is enrolled in a hospice',
    'Denied CO-109 patient enrolled in Medicare Advantage plan',
    'Coverage terminated prior to date of service',
    'Deny: other insurance is primary',
    'CO-22',
    'Patient not eligible on date of service',
    'Benefit maximum has been reached',
    'Work related injury, bill workers comp',
  ].map((disposition) => claimed(`that reads “${disposition}”`, { disposition })),
  claimed('with a note of a hospice', { processNote: [{ text: 'Beneficiary elected hospice' }] }),
  ...['B9', '109', '27'].map((code) =>
    claimed(`by the reason ${code}`, {
      addItem: reason(code).map((each) => ({ ...each, productOrService: { coding: [{ code: '99213' }] } })),
    }),
  ),
  {
    name: 'a claim of a hospice that ended two days before',
    spoil: (chart) => {
      const before = (days: number) =>
        new Date(Date.parse(`${chart.day}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
      return chart.add({
        resourceType: 'ExplanationOfBenefit',
        id: 'of-a-hospice',
        status: 'active',
        use: 'claim',
        outcome: 'complete',
        type: { text: 'Hospice' },
        patient: patient(chart),
        created: before(1),
        billablePeriod: { start: before(30), end: before(2) },
        item: [
          { sequence: 1, productOrService: { coding: [{ code: 'Q5001' }] }, revenue: { coding: [{ code: '0651' }] } },
        ],
      })
    },
    says: /payer-confirms-it: .*A hospice billed until/,
  },
]

const ACCOUNTS: readonly Spoiler[] = [
  account('that is on hold', { status: 'on-hold' }),
  account('that is closed', { status: 'inactive' }),
  account('without a status', { status: undefined }),
  account('whose status is in another case', { status: 'Active' }),
  account('for a research study', { type: { text: 'Research' } }),
  account('of a compensation for workers', { type: { text: 'Workers Compensation' } }),
  ...['WORKERS COMP - DOI 1/12/2026', 'Self pay - HIPAA restriction, paid in full', 'MVA 2026', 'Research account'].map(
    (name) => account(`by the name of “${name}”`, { name }),
  ),
  ...['WC - Smith, Ann', 'Billing hold', 'VA'].map((name) => account(`by the name of “${name}”`, { name })),
  account('described as one of an employer', { description: 'Billed to employer' }),
  account('for which an organization answers', { guarantor: [{ party: { reference: 'Organization/acme' } }] }),
  account('for which a company answers, by its name', { guarantor: [{ party: { display: 'Acme Steel Inc' } }] }),
  account('with another coverage first, by its name alone', (chart) => ({
    coverage: [
      { coverage: { display: 'Zenith Mutual Indemnity' }, priority: 1 },
      { coverage: { reference: `Coverage/${chart.coverages[0]?.id}` }, priority: 2 },
    ],
  })),
  account('whose guarantor is on hold', { guarantor: [{ party: { display: 'Parent' }, onHold: true }] }),
  account('billed to another coverage', {
    coverage: [{ coverage: { reference: 'Coverage/of-somebody' }, priority: 1 }],
  }),
  account('with another coverage before the one that pays', (chart) => ({
    coverage: [
      { coverage: { reference: `Coverage/${chart.coverages[0]?.id}` }, priority: 2 },
      { coverage: { reference: 'Coverage/of-somebody' }, priority: 1 },
    ],
  })),
  {
    name: 'an account of the visit that was entered in error',
    spoil: (chart) => {
      if (!chart.encounter) return false
      set(chart.encounter, 'account', [{ reference: 'Account/beside-the-dose' }])
      return chart.add({ resourceType: 'Account', id: 'beside-the-dose', status: 'entered-in-error' })
    },
    says: /coverage\/fits-the-account: Account\/beside-the-dose/,
  },
]

const episode = (name: string, differs: object): Spoiler =>
  beside(
    `an episode of care ${name}`,
    'EpisodeOfCare',
    /administration\/patient-was-not-admitted: .*EpisodeOfCare\/beside-the-dose/,
    (chart) => ({ status: 'active', patient: patient(chart), period: { start: '2015-01-01' }, ...differs }),
  )

const EPISODES: readonly Spoiler[] = [
  episode('in a hospice', { type: [{ text: 'Hospice' }] }),
  episode('in a skilled nursing facility', { type: [{ text: 'Skilled nursing facility' }] }),
  episode('in a study', { type: [{ text: 'Research participation' }] }),
  episode('of home health', { type: [{ text: 'Home Health' }] }),
  episode('after acute care, by its code', {
    type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/episodeofcare-type', code: 'pac' }] }],
  }),
  episode('in a hospice, without a status that FHIR has', { status: 'open', type: [{ text: 'Hospice care' }] }),
  episode('by a code alone', { type: [{ coding: [{ system: 'http://snomed.info/sct', code: '385765002' }] }] }),
  episode('of compensation for workers', { type: [{ text: 'Workers compensation' }] }),
]

const consent = (name: string, differs: object): Spoiler =>
  beside(`a consent ${name}`, 'Consent', /coverage\/may-be-disclosed: .*Consent\/beside-the-dose/, (chart) => ({
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ text: 'Privacy' }],
    patient: patient(chart),
    ...differs,
  }))
const purpose = (code: string) => [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code }]

const CONSENTS: readonly Spoiler[] = [
  consent('that is a notice of Medicare that it may not pay', {
    category: [{ text: 'Advance Beneficiary Notice of Noncoverage (ABN) CMS-R-131' }],
  }),
  consent('that denies photography, and disclosure to the health plan', {
    category: [{ text: 'Photography; no claims to health plan' }],
    provision: { type: 'deny' },
  }),
  consent('that denies disclosure for payment', { provision: { type: 'deny', purpose: purpose('HPAYMT') } }),
  consent('that denies disclosure, for whatever', { provision: { type: 'deny' } }),
  consent('that permits, and denies disclosure for payment', {
    provision: { type: 'permit', provision: [{ type: 'deny', purpose: purpose('HPAYMT') }] },
  }),
  consent('to treatment that was refused', { status: 'rejected', scope: { coding: [{ code: 'treatment' }] } }),
  consent('that asks in words not to tell the payer', {
    category: [{ text: 'Do not disclose to health plan, patient paid in full' }],
  }),
  consent('under a rule that keeps it from the payer', { policyRule: { text: 'Restriction on disclosure' } }),
  consent('without a status', { status: undefined, provision: { type: 'deny', purpose: purpose('HPAYMT') } }),
]

const study = (name: string, differs: object): Spoiler =>
  beside(
    `a study ${name}`,
    'ResearchSubject',
    /coverage\/is-no-study: .*ResearchSubject\/beside-the-dose/,
    (chart) => ({
      status: 'on-study',
      individual: patient(chart),
      study: { display: 'Denosumab in metastatic disease' },
      ...differs,
    }),
  )

const agreed = (name: string, differs: object): Spoiler =>
  beside(`a consent to ${name}`, 'Consent', /coverage\/is-no-study: .*Consent\/beside-the-dose/, (chart) => ({
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'research' }] },
    patient: patient(chart),
    provision: { type: 'permit' },
    ...differs,
  }))

const STUDIES: readonly Spoiler[] = [
  agreed('research, of which nothing else is said', {}),
  agreed('a trial', { category: [{ text: 'Research informed consent, trial NCT01234567' }] }),
  agreed('a trial of another scope', {
    scope: { coding: [{ code: 'treatment' }] },
    category: [{ text: 'Clinical trial participation' }],
  }),

  {
    name: 'a study that intervenes, with a part that only watches',
    spoil: (chart) => {
      const category = [{ text: 'Interventional' }, { text: 'Registry substudy' }]
      chart.add({ resourceType: 'ResearchStudy', id: 'both', status: 'active', category })
      return study('', { study: { reference: 'ResearchStudy/both' } }).spoil(chart)
    },
    says: /coverage\/is-no-study: .*ResearchSubject\/beside-the-dose/,
  },
  study('that the patient takes part in', {}),
  study('that the patient took part in that day', {
    status: 'off-study',
    period: { start: '2015-01-01', end: '2090-01-01' },
  }),
  study('with a status that FHIR does not have', { status: 'enrolled' }),
]

const alert = (name: string, differs: object | ((chart: SpoiledChart) => object)): Spoiler =>
  beside(
    `an alert ${name}`,
    'DetectedIssue',
    /administration\/nothing-was-reported: .*DetectedIssue\/beside-the-dose/,
    (chart) => ({
      status: 'final',
      code: { text: 'Drug interaction' },
      severity: 'high',
      patient: patient(chart),
      implicated: [about(chart)],
      ...(typeof differs === 'function' ? differs(chart) : differs),
    }),
  )
const event = (name: string, differs: object): Spoiler =>
  beside(
    `an event ${name}`,
    'AdverseEvent',
    /administration\/nothing-was-reported: .*AdverseEvent\/beside-the-dose/,
    (chart) => ({
      actuality: 'actual',
      subject: patient(chart),
      suspectEntity: [{ instance: about(chart) }],
      ...differs,
    }),
  )
const category = (code: string) => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/adverse-event-category', code }] },
]

const REPORTS: readonly Spoiler[] = [
  alert('of high severity that nobody answered', {}),
  alert('of the same drug twice, however mild', {
    code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'DUPTHPY' }] },
    severity: 'low',
  }),
  alert('that the drug is contraindicated', { code: { text: 'Contraindicated: hypocalcemia' }, severity: 'moderate' }),
  alert('without a severity', { severity: undefined }),
  alert('answered by not giving the drug', { mitigation: [{ action: { text: 'Dose held, not administered' } }] }),
  ...['Dose omitted', 'Switched to biosimilar', 'Prescriber notified: patient refused'].map((words) =>
    alert(`answered with “${words}”`, { mitigation: [{ action: { text: words } }] }),
  ),
  alert('answered without words', { mitigation: [{}] }),
  alert('of moderate severity that the dose was omitted', { code: { text: 'Dose omitted' }, severity: 'moderate' }),
  alert('whose status FHIR does not have', { status: 'open', severity: 'low' }),
  alert('that implicates nothing', { implicated: undefined }),
  event('in which the drug was recalled', { event: { text: 'Product recall' } }),
  event('in which the wrong drug was given', {
    category: category('product-use-error'),
    event: { text: 'Wrong drug' },
  }),
  event('in which the wrong dose was given', { category: category('wrong-dose') }),
  event('in which the drug had expired', { category: category('expired-drug') }),
  event('that says nothing of what happened', {}),
]

const task = (name: string, differs: object | ((chart: SpoiledChart) => object)): Spoiler =>
  beside(`a task ${name}`, 'Task', /charges\/nobody-holds-it: .*Task\/beside-the-dose/, (chart) => ({
    status: 'requested',
    intent: 'order',
    for: patient(chart),
    focus: about(chart),
    ...(typeof differs === 'function' ? differs(chart) : differs),
  }))
const message = (words: string): Spoiler =>
  beside(
    `a message about the dose that reads “${words}”`,
    'Communication',
    /charges\/nobody-holds-it: .*Communication\/beside-the-dose/,
    (chart) => ({
      status: 'completed',
      subject: patient(chart),
      about: [about(chart)],
      payload: [{ contentString: words }],
    }),
  )

const WORK: readonly Spoiler[] = [
  task('to hold billing', { code: { text: 'Hold billing' } }),
  task('of the patient to hold billing', { focus: undefined, description: 'Hold billing until records arrive' }),
  task('that is on hold', { status: 'on-hold', code: { text: 'Clarify order' } }),
  task('whose work is on hold', { businessStatus: { text: 'On hold' } }),
  task('to suspend it', {
    code: { coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'suspend' }] },
  }),
  task('of which nobody can tell what it is', { description: 'See addendum' }),
  task('that ended with “do not bill”', { status: 'completed', businessStatus: { text: 'Reviewed: do not bill' } }),
  ...[
    'Call patient: he says he never received this injection',
    'Please give credit; sponsor pays for this dose',
    'Give to the next patient',
    'Recall of this lot',
  ].map((words) => task(`that reads “${words}”`, { description: words })),
  task('without a word of what it is', {}),
  task('that ended with “Comp this visit, do not submit”', {
    status: 'completed',
    code: { text: 'Comp this visit, do not submit' },
  }),
  task('that was called off as the drug was not there', {
    status: 'cancelled',
    code: { text: 'Administer dose' },
    statusReason: { text: 'Drug out of stock' },
  }),
  task('of the patient that a sponsor pays', { focus: undefined, description: 'Sponsor pays, never submit' }),
  task('about its visit', (chart) => ({ focus: chart.dose.context ?? about(chart), code: { text: 'Coding query' } })),
  task('with a status that FHIR does not have', { status: 'open', code: { text: 'Hold billing' } }),
  flag('Billing hold'),
  flag('Code 44'),
  flag('Needle stick exposure'),
  flag('Do not bill: charity care'),
  ...[
    'Clinical trial participant - bill sponsor',
    'Clinical trial participant',
    'Drug free of charge from the manufacturer',
    'Never submit',
    'Comp all visits',
    'Vial replaced by the manufacturer',
    'Credit due from supplier',
    'Hospice patient',
    'Medicare Part A SNF stay',
    'MSP - employer group primary',
    'Insurance termed',
    'Coverage terminated',
    'Patient requests restriction - self pay (HIPAA 164.522)',
    'Patient deceased',
    'Research participant',
    'Medication recalled',
    'Registration incomplete',
    'Lives at assisted living',
    'Workers comp',
    'Medicare Advantage',
    '715036001',
  ].map((words) => flag(words)),
  flag('Fall risk', { category: [{ text: 'Registration' }] }),
  message('Please do not charge for this injection'),
  message('Wrong patient, see the other chart'),
  message('Manufacturer replaced this vial free of charge, please do not submit'),
  message('He got the injection from his daughter'),
]

/** Records beside the dose that speak against charging it. */
export const RECORDS: readonly Spoiler[] = [
  ...ELIGIBILITY,
  ...CLAIMED,
  ...ACCOUNTS,
  ...EPISODES,
  ...CONSENTS,
  ...STUDIES,
  ...REPORTS,
  ...WORK,
]
