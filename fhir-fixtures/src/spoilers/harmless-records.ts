import { type Harmless, type SpoiledChart, set } from './spoiler.ts'

const beside = (name: string, resourceType: string, make: (chart: SpoiledChart) => object | undefined): Harmless => ({
  name,
  change: (chart) => {
    const made = make(chart)
    return made !== undefined && chart.add({ resourceType, id: 'beside-the-dose', ...made })
  },
})
const patient = (chart: SpoiledChart): object => ({ reference: chart.patient })
const about = (chart: SpoiledChart): object => ({ reference: chart.request.focus })
const paying = (chart: SpoiledChart): object | undefined => {
  const [first, ...others] = chart.coverages
  return first === undefined || others.length > 0 ? undefined : { reference: `Coverage/${first.id}` }
}
const eligible = (name: string, differs: (chart: SpoiledChart) => object): Harmless =>
  beside(`an answer about eligibility ${name}`, 'CoverageEligibilityResponse', (chart) => {
    const coverage = paying(chart)
    return (
      coverage && {
        status: 'active',
        purpose: ['benefits'],
        patient: patient(chart),
        created: chart.day,
        outcome: 'complete',
        insurance: [{ coverage, inforce: true }],
        ...differs(chart),
      }
    )
  })

/** With the record looked at by a person, who states that it does not bear on the dose. */
const reviewed = ({ name, change }: Harmless): Harmless => ({
  name,
  change: (chart) => {
    if (!change(chart)) return false
    const added = chart.entries.at(-1)?.resource
    const references = [`${added?.resourceType}/${added?.id}`]
    chart.request.attested = {
      ...chart.request.attested,
      [chart.request.focus]: { by: 'A biller', at: '2026-11-23T10:00:00Z', ...chart.stated, reviewed: references },
    }
    return true
  },
})

/** Records that stand beside a dose in order, and bear on nothing. */
export const HARMLESS_RECORDS: readonly Harmless[] = [
  ...[
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/discharge-disposition', code: 'home' }] },
    { text: 'Discharged to home or self care (routine discharge)' },
    { coding: [{ system: 'https://www.nubc.org/CodeSystem/PatDischargeStatus', code: '01' }] },
    { coding: [{ system: 'urn:oid:1.2.840.114350', code: '1', display: 'Home or Self Care' }] },
  ].map(
    (dischargeDisposition): Harmless => ({
      name: `a visit that ended with ${JSON.stringify(dischargeDisposition)}`,
      change: (chart) => set(chart.encounter, 'hospitalization', { dischargeDisposition }),
    }),
  ),
  {
    name: 'a diagnosis of another visit by which something was not done in it',
    change: (chart) =>
      chart.add({
        resourceType: 'Condition',
        id: 'not-done',
        code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'Z53.20' }] },
        subject: patient(chart),
        encounter: { reference: 'Encounter/years-ago' },
      }),
  },
  reviewed(
    beside('an episode of which nobody knows who pays for it, which somebody looked at', 'EpisodeOfCare', (chart) => ({
      status: 'active',
      type: [{ text: 'Bundled payment' }],
      patient: patient(chart),
      period: { start: '2015-01-01' },
    })),
  ),
  reviewed(
    beside(
      'a discharge to a skilled nursing facility the week before, which somebody looked at',
      'Encounter',
      (chart) => {
        const before = new Date(Date.parse(`${chart.day}T12:00:00Z`) - 7 * 86_400_000).toISOString().slice(0, 10)
        return {
          status: 'finished',
          class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
          subject: patient(chart),
          period: { start: before, end: before },
          hospitalization: { dischargeDisposition: { text: 'Skilled nursing facility' } },
        }
      },
    ),
  ),
  {
    name: 'an admission the day after a dose for which no payer is known to have a payment window',
    change: (chart) => {
      if (/medicare/i.test(JSON.stringify(chart.coverages)) || !chart.encounter) return false
      set(chart.encounter, 'location', undefined)
      const next = new Date(Date.parse(`${chart.day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
      return chart.add({
        resourceType: 'Encounter',
        id: 'stay-after',
        status: 'in-progress',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
        subject: patient(chart),
        period: { start: next },
      })
    },
  },
  eligible('that says that the coverage is in force', () => ({ disposition: 'Policy is currently in-force.' })),
  eligible('by the payer of the coverage', (chart) => ({ insurer: chart.coverages[0]?.payor[0] })),
  eligible('that lists the benefits of every answer', (chart) => ({
    insurance: [
      {
        coverage: paying(chart),
        inforce: true,
        item: [
          'Hospice',
          'Skilled Nursing Care',
          'Smoking Cessation',
          'Home Health Care',
          'Medical Care',
          'Chiropractic',
        ]
          .map((name) => ({ name }))
          .concat([{ name: 'Professional (Physician) Visit - Office' }]),
      },
    ],
  })),
  eligible('by which the deductible is paid, and visits are left', (chart) => ({
    insurance: [
      {
        coverage: paying(chart),
        inforce: true,
        item: [
          {
            category: { coding: [{ code: '30' }] },
            benefit: [
              { type: { text: 'Deductible' }, allowedMoney: { value: 257 }, usedMoney: { value: 257 } },
              { type: { text: 'visits' }, allowedUnsignedInt: 12, usedUnsignedInt: 2 },
            ],
          },
        ],
      },
    ],
  })),
  ...(
    [
      ['that was paid', { disposition: 'Claim processed. Paid as billed.' }],
      ['that was denied as not necessary', { disposition: 'Denied CO-50 not deemed a medical necessity' }],
      [
        'of years ago about a coverage that was terminated',
        { created: '2012-01-05', disposition: 'Coverage terminated' },
      ],
      ['about another plan', { insurance: [{ coverage: { reference: 'Coverage/over' } }], disposition: 'CO-27' }],
    ] as const
  ).map(
    ([name, differs]): Harmless => ({
      name: `an answer to an earlier claim ${name}`,
      change: (chart) => {
        const coverage = paying(chart)
        if (!coverage) return false
        chart.add({
          resourceType: 'Coverage',
          id: 'over',
          status: 'cancelled',
          beneficiary: patient(chart),
          payor: [{ display: 'Aetna' }],
        })
        return chart.add({
          resourceType: 'ClaimResponse',
          id: 'of-before',
          status: 'active',
          use: 'claim',
          outcome: 'complete',
          patient: patient(chart),
          created: `${Number(chart.day.slice(0, 4)) - 1}${chart.day.slice(4)}`,
          addItem: [{ productOrService: { coding: [{ code: '99213' }] }, servicedDate: '2015-01-05' }],
          insurance: [{ coverage }],
          ...differs,
        })
      },
    }),
  ),
  eligible('that excludes dental care', (chart) => ({
    insurance: [
      {
        coverage: paying(chart),
        inforce: true,
        item: [
          { category: { coding: [{ code: '35' }] }, excluded: true },
          { category: { coding: [{ code: '30' }] }, excluded: false },
        ],
      },
    ],
  })),
  eligible('about another year', (chart) => ({
    servicedPeriod: { start: '2012-01-01', end: '2012-12-31' },
    insurance: [{ coverage: paying(chart), inforce: false }],
  })),
  eligible('that was cancelled', (chart) => ({
    status: 'cancelled',
    insurance: [{ coverage: paying(chart), inforce: false }],
  })),
  {
    name: 'an answer about eligibility that a later one corrects',
    change: (chart) => {
      const coverage = paying(chart)
      if (!coverage) return false
      const common = { resourceType: 'CoverageEligibilityResponse', status: 'active', patient: patient(chart) }
      chart.add({
        ...common,
        id: 'first',
        created: '2015-01-01',
        outcome: 'complete',
        insurance: [{ coverage, inforce: false }],
      })
      return chart.add({
        ...common,
        id: 'later',
        created: chart.day,
        outcome: 'complete',
        insurance: [{ coverage, inforce: true }],
      })
    },
  },
  {
    name: 'an answer about the day of service, that the coverage is in force, after one that it is not',
    change: (chart) => {
      const coverage = paying(chart)
      if (!coverage) return false
      const common = {
        resourceType: 'CoverageEligibilityResponse',
        status: 'active',
        patient: patient(chart),
        outcome: 'complete',
        servicedDate: chart.day,
      }
      chart.add({ ...common, id: 'first', created: '2015-01-01', insurance: [{ coverage, inforce: false }] })
      chart.add({ ...common, id: 'waits', created: '2015-01-03', outcome: 'queued' })
      return chart.add({ ...common, id: 'later', created: '2015-01-02', insurance: [{ coverage, inforce: true }] })
    },
  },
  eligible('that names what is usual, and the plan by its own name', (chart) => ({
    insurance: [
      {
        coverage: paying(chart),
        inforce: true,
        item: [
          { category: { coding: [{ code: '30' }] }, name: 'Health Benefit Plan Coverage' },
          { category: { coding: [{ code: '98' }] }, name: 'Professional (Physician) Visit - Office' },
          ...(chart.coverages[0]?.payor[0]?.display ? [{ name: chart.coverages[0].payor[0].display }] : []),
        ],
      },
    ],
  })),
  {
    name: 'an authorization asked for the category of the diagnosis of the dose',
    change: (chart) => {
      const [answer] = chart.all('ClaimResponse')
      if (!answer || !/"M81\.0"/.test(JSON.stringify(chart.all('Condition')))) return false
      set(answer, 'request', { reference: 'Claim/asked-for-it' })
      const diagnosisCodeableConcept = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81' }] }
      return chart.add({
        resourceType: 'Claim',
        id: 'asked-for-it',
        status: 'active',
        use: 'preauthorization',
        patient: patient(chart),
        diagnosis: [{ sequence: 1, diagnosisCodeableConcept }],
      })
    },
  },
  {
    name: 'an authorization asked for the diagnosis of the dose, by the organization of its visit',
    change: (chart) => {
      const [answer] = chart.all('ClaimResponse')
      if (!answer || !chart.encounter || !/"M81\.0"/.test(JSON.stringify(chart.all('Condition')))) return false
      set(chart.encounter, 'serviceProvider', { reference: 'Organization/ours' })
      set(answer, 'request', { reference: 'Claim/asked-for-it' })
      return chart.add({
        resourceType: 'Claim',
        id: 'asked-for-it',
        status: 'active',
        use: 'preauthorization',
        patient: patient(chart),
        provider: { reference: 'Organization/ours' },
        diagnosis: [
          {
            sequence: 1,
            diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }] },
          },
        ],
      })
    },
  },
  beside('an account in order', 'Account', (chart) => ({
    status: 'active',
    type: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
          code: 'PBILLACCT',
          display: 'patient billing account',
        },
      ],
    },
    name: 'An account',
    subject: [patient(chart)],
    servicePeriod: { start: '2015-01-01' },
    ...(paying(chart) && { coverage: [{ coverage: paying(chart), priority: 1 }] }),
    guarantor: [{ party: patient(chart), onHold: false }],
  })),
  reviewed(
    beside('an account on hold that the visit does not name, and a person looked at', 'Account', (chart) => ({
      status: 'on-hold',
      subject: [patient(chart)],
    })),
  ),
  beside('a closed account of another year', 'Account', (chart) => ({
    status: 'inactive',
    subject: [patient(chart)],
    servicePeriod: { start: '2012-01-01', end: '2012-12-31' },
  })),
  {
    name: 'a closed account beside the open one that the visit names',
    change: (chart) => {
      if (!chart.encounter) return false
      set(chart.encounter, 'account', [{ reference: 'Account/open' }])
      chart.add({ resourceType: 'Account', id: 'closed', status: 'inactive', subject: [patient(chart)] })
      return chart.add({ resourceType: 'Account', id: 'open', status: 'active', subject: [patient(chart)] })
    },
  },
  reviewed(
    beside('an episode of care that a person looked at', 'EpisodeOfCare', (chart) => ({
      status: 'active',
      type: [{ text: 'Bundled payments' }],
      patient: patient(chart),
      period: { start: '2015-01-01' },
    })),
  ),
  ...[
    'Osteoporosis infusion therapy',
    'Oncology',
    'Recurring outpatient series',
    'Case management',
    'Care coordination',
    'Obstetrics',
    'Transplant',
    'Cardiac rehab',
    'Enhancing Oncology Model',
  ].map((words) =>
    beside(`an episode of care “${words}”`, 'EpisodeOfCare', (chart) => ({
      status: 'active',
      type: [{ text: words }],
      patient: patient(chart),
      period: { start: '2015-01-01' },
    })),
  ),
  beside('an episode in a hospice that was over years before', 'EpisodeOfCare', (chart) => ({
    status: 'finished',
    type: [{ text: 'Hospice' }],
    patient: patient(chart),
    period: { start: '2012-01-01', end: '2012-02-01' },
  })),
  beside('a consent that permits treatment and billing', 'Consent', (chart) => ({
    status: 'active',
    scope: { coding: [{ code: 'patient-privacy' }] },
    category: [{ text: 'Notice of privacy practices' }],
    patient: patient(chart),
    provision: { type: 'permit' },
  })),
  ...[
    'Photography',
    'Marketing communications',
    'Blood transfusion refusal',
    'Health Information Exchange opt-out',
  ].map((words) =>
    beside(`a consent that denies “${words}”`, 'Consent', (chart) => ({
      status: 'active',
      scope: { coding: [{ code: 'treatment' }] },
      category: [{ text: words }],
      patient: patient(chart),
      provision: { type: 'deny' },
    })),
  ),
  beside('a consent that samples are kept for research', 'Consent', (chart) => ({
    status: 'active',
    scope: { coding: [{ code: 'research' }] },
    category: [{ text: 'Biobank' }],
    patient: patient(chart),
    provision: { type: 'permit' },
  })),
  beside('a notice of Medicare of two years before', 'Consent', (chart) => ({
    status: 'active',
    category: [{ text: 'Advance Beneficiary Notice' }],
    patient: patient(chart),
    dateTime: '2012-01-05',
  })),
  beside('a consent that denies use for research', 'Consent', (chart) => ({
    status: 'active',
    scope: { coding: [{ code: 'patient-privacy' }] },
    category: [{ text: 'Privacy' }],
    patient: patient(chart),
    provision: { type: 'deny', purpose: [{ code: 'HRESCH' }] },
  })),
  beside('a consent to a flu shot that was refused, by its period over years before', 'Consent', (chart) => ({
    status: 'rejected',
    scope: { coding: [{ code: 'treatment' }] },
    category: [{ text: 'Influenza vaccine' }],
    patient: patient(chart),
    provision: { period: { start: '2012-01-01', end: '2012-12-31' } },
  })),
  reviewed(
    beside('a consent to a flu shot that was refused, and a person looked at', 'Consent', (chart) => ({
      status: 'rejected',
      scope: { coding: [{ code: 'treatment' }] },
      category: [{ text: 'Influenza vaccine' }],
      patient: patient(chart),
      dateTime: '2012-10-01',
    })),
  ),
  beside('an advance directive', 'Consent', (chart) => ({
    status: 'active',
    scope: { coding: [{ code: 'adr' }] },
    category: [{ text: 'Do not resuscitate' }],
    patient: patient(chart),
    provision: { type: 'deny' },
  })),
  beside('a study that the patient was only screened for', 'ResearchSubject', (chart) => ({
    status: 'ineligible',
    individual: patient(chart),
    study: { display: 'A trial' },
  })),
  beside('a study that was over years before', 'ResearchSubject', (chart) => ({
    status: 'off-study',
    individual: patient(chart),
    study: { display: 'A trial' },
    period: { start: '2012-01-01', end: '2012-06-01' },
  })),
  {
    name: 'a registry that only watches',
    change: (chart) => {
      chart.add({
        resourceType: 'ResearchStudy',
        id: 'registry',
        status: 'active',
        category: [{ text: 'Observational registry' }],
      })
      return chart.add({
        resourceType: 'ResearchSubject',
        id: 'in-registry',
        status: 'on-study',
        individual: patient(chart),
        study: { reference: 'ResearchStudy/registry' },
      })
    },
  },
  beside('an alert of high severity that was answered', 'DetectedIssue', (chart) => ({
    status: 'final',
    code: { text: 'Drug interaction' },
    severity: 'high',
    patient: patient(chart),
    implicated: [about(chart)],
    mitigation: [{ action: { text: 'Benefit outweighs risk; monitored' } }],
  })),
  beside('an alert of high severity that was answered by a code', 'DetectedIssue', (chart) => ({
    status: 'final',
    code: { text: 'Drug interaction' },
    severity: 'high',
    patient: patient(chart),
    implicated: [about(chart)],
    mitigation: [
      {
        action: {
          coding: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
              code: '6',
              display: 'Prescriber Declined Change',
            },
          ],
        },
      },
    ],
  })),
  beside('an alert of moderate severity', 'DetectedIssue', (chart) => ({
    status: 'final',
    code: { text: 'Drug interaction' },
    severity: 'moderate',
    patient: patient(chart),
  })),
  {
    name: 'an alert about another drug',
    change: (chart) => {
      chart.add({
        resourceType: 'MedicationRequest',
        id: 'of-another-drug',
        status: 'active',
        intent: 'order',
        subject: patient(chart),
        medicationCodeableConcept: { text: 'warfarin 5 mg tablet' },
      })
      return chart.add({
        resourceType: 'DetectedIssue',
        id: 'about-another',
        status: 'final',
        severity: 'high',
        patient: patient(chart),
        implicated: [{ reference: 'MedicationRequest/of-another-drug' }],
      })
    },
  },
  ...['Injection site reaction', 'Mild nausea and headache'].map((words) =>
    beside(`an event “${words}”`, 'AdverseEvent', (chart) => ({
      actuality: 'actual',
      event: { text: words },
      subject: patient(chart),
      suspectEntity: [{ instance: about(chart) }],
    })),
  ),
  beside('an event of years before', 'AdverseEvent', (chart) => ({
    actuality: 'actual',
    event: { text: 'Fall in the corridor' },
    date: '2012-01-01',
    subject: patient(chart),
  })),
  ...[
    'Schedule next dose in 6 months',
    'Patient education',
    'Call the patient to schedule labs before the next visit',
    'Recall visit in 6 months',
    'Next dose due 9/2/2026',
    'Renew prior authorization for next dose',
  ].map((words) =>
    beside(`a task “${words}” about the dose`, 'Task', (chart) => ({
      status: 'requested',
      intent: 'order',
      code: { text: words },
      for: patient(chart),
      focus: about(chart),
    })),
  ),
  beside('a task “Recall visit in 6 months” about the visit', 'Task', (chart) =>
    chart.dose.context
      ? {
          status: 'requested',
          intent: 'order',
          code: { text: 'Recall visit in 6 months' },
          for: patient(chart),
          encounter: chart.dose.context,
        }
      : undefined,
  ),
  reviewed(
    beside('a task about the dose that is in words of its own, and a person looked at', 'Task', (chart) => ({
      status: 'requested',
      intent: 'order',
      description: 'Zebra list: enter',
      for: patient(chart),
      focus: about(chart),
    })),
  ),
  beside('a task of the patient about something else', 'Task', (chart) => ({
    status: 'in-progress',
    intent: 'order',
    description: 'Colonoscopy referral: waiting for the patient',
    for: patient(chart),
  })),
  beside('a task that was done', 'Task', (chart) => ({
    status: 'completed',
    intent: 'order',
    code: { text: 'Charge review' },
    for: patient(chart),
    focus: about(chart),
  })),
  beside('what our own card suggested', 'Task', (chart) => ({
    status: 'requested',
    intent: 'proposal',
    code: { text: 'Billing readiness' },
    description: 'Record the amount discarded, or that none was.',
    for: patient(chart),
    focus: about(chart),
  })),
  ...[
    'Fall risk',
    'Latex allergy',
    'Knee replacement 2019',
    'Hip replaced',
    'Credit card on file',
    'Comp metabolic panel due',
    'Contact isolation: MRSA',
    'Interpreter needed - Spanish',
    'Hard of hearing',
    'Limb restriction, left arm',
    'Do not resuscitate',
    'Penicillin allergy',
    'Bleeding precautions',
    'Difficult IV access',
    'Chemotherapy precautions',
    'Flu vaccine due',
    'Advance Directive on file',
    'No BP or sticks L arm',
    'High risk medication',
    'MyChart Pending',
  ].map((words) =>
    beside(`a flag that reads “${words}”`, 'Flag', (chart) => ({
      status: 'active',
      code: { text: words },
      subject: patient(chart),
    })),
  ),
  reviewed(
    beside('a flag “Hospice patient” that a person looked at', 'Flag', (chart) => ({
      status: 'active',
      code: { text: 'Hospice patient' },
      subject: patient(chart),
    })),
  ),
  beside('a flag “Coverage terminated” that is over', 'Flag', (chart) => ({
    status: 'inactive',
    code: { text: 'Coverage terminated' },
    subject: patient(chart),
  })),
  beside('a flag of a category of HL7', 'Flag', (chart) => ({
    status: 'active',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: 'safety' }] }],
    code: { coding: [{ system: 'http://snomed.info/sct', code: '129839007', display: 'At risk for falls' }] },
    subject: patient(chart),
  })),
  beside('a message about the dose', 'Communication', (chart) => ({
    status: 'completed',
    subject: patient(chart),
    about: [about(chart)],
    payload: [{ contentString: 'The injection went well. See you in six months.' }],
  })),
  ...[
    'Your injection was given today. Next due in September.',
    'Your infusion was given today. Please call us if you have any questions.',
    'Thank you for your visit. Next dose due in 6 months.',
  ].map((words) =>
    beside(`a message to the patient that reads “${words}”`, 'Communication', (chart) => ({
      status: 'completed',
      subject: patient(chart),
      about: [about(chart)],
      payload: [{ contentString: words }],
    })),
  ),
  beside('a message about something else', 'Communication', (chart) => ({
    status: 'completed',
    subject: patient(chart),
    payload: [{ contentString: 'Please do not charge my card for the cafeteria' }],
  })),
]
