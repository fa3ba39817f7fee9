import type { AssessmentAnswer, CitedSource, DoseAnswer, FindingAnswer, PlanAnswer } from '@doseline/contract'

const FOCUS = 'MedicationAdministration/d1'

export const aSource: CitedSource = {
  key: 'cms-jw',
  id: 'cms-jw',
  title: 'CMS, Medicare Claims Processing Manual, ch. 17 §40',
  address: 'https://www.cms.gov/manual',
  from: '2023-07-01',
  value: 'JW or JZ',
  confidence: 'confirmed',
}

/** A finding that passes, but for what is said. */
export function aFinding(difference: Partial<FindingAnswer> = {}): FindingAnswer {
  return {
    id: 'amount/discard-is-documented',
    asks: 'Is the drug left in the container written down as discarded?',
    outcome: 'passes',
    severity: 'required',
    text: '88 mg given and 2 mg discarded make the 90 mg opened.',
    evidence: ['discardedAmount'],
    sources: [aSource.key],
    confidence: 'confirmed',
    ...difference,
  }
}

export const aFailure = aFinding({
  outcome: 'fails',
  text: '88 of 90 mg was given; the record does not say the rest was discarded.',
  remedy: 'Record the amount discarded, or that none was.',
  who: 'nurse',
})

/** A Mepsevii dose that is ready, but for what is said. */
export function aDose(difference: Partial<DoseAnswer> = {}): DoseAnswer {
  return {
    focus: FOCUS,
    patient: 'Patient/p1',
    encounter: 'Encounter/e1',
    dateOfService: '2026-03-02',
    drug: 'Mepsevii',
    dose: '88 mg',
    payer: 'Medicare Part B',
    supported: true,
    edition: 'cms 2026-03-02 medicare-part-b',
    verdict: 'ready',
    sentence: 'Mepsevii 88 mg can be billed.',
    findings: [
      aFinding(),
      aFinding({
        id: 'code/was-in-force',
        asks: 'Was the code in force?',
        text: 'J3397 was in force.',
        confidence: 'unconfirmed',
      }),
      aFinding({
        id: 'coverage/prior-authorization-is-on-file',
        outcome: 'does-not-apply',
        text: 'This payer asks for none.',
      }),
    ],
    lines: [
      {
        role: 'drug',
        code: 'J3397',
        units: 88,
        modifiers: [],
        dateOfService: '2026-03-02',
        ndc: { ndc: '69794000101', quantity: '45', unit: 'ML' },
        diagnoses: ['E76.29'],
        working: '88 mg ÷ 1 mg per unit = 88 units',
        doses: [FOCUS],
        forSubmission: true,
      },
      {
        role: 'discarded drug',
        code: 'J3397',
        units: 2,
        modifiers: ['JW'],
        dateOfService: '2026-03-02',
        diagnoses: ['E76.29'],
        working: '2 mg ÷ 1 mg per unit = 2 units',
        doses: [FOCUS],
        forSubmission: true,
      },
    ],
    facts: [
      {
        fact: 'administeredAmount',
        known: true,
        shows: '88 mg',
        places: [{ resource: FOCUS, element: 'dosage.dose' }],
      },
      {
        fact: 'previousDose',
        known: false,
        shows: 'No earlier dose is charted.',
        because: 'not-recorded',
        places: [],
      },
      {
        fact: 'discardedAmount',
        known: true,
        shows: '2 mg',
        attestedBy: 'Jordan Ellis',
        places: [{ resource: 'request', element: 'attested' }],
      },
    ],
    furtherFacts: [],
    sources: [aSource],
    wouldMakeReady: [],
    unconfirmed: [],
    ...difference,
  }
}

/** The same dose without a record of the discarded rest. */
export const notReady = (difference: Partial<DoseAnswer> = {}): DoseAnswer =>
  aDose({
    verdict: 'not-ready',
    sentence: 'Mepsevii 88 mg cannot be billed yet: the rest is not written down as discarded.',
    findings: [aFailure],
    wouldMakeReady: [{ rule: aFailure.id, remedy: 'Record the amount discarded, or that none was.', who: 'nurse' }],
    ...difference,
  })

export const cms: AssessmentAnswer['codebook'] = { id: 'cms', label: 'CMS', forSubmission: true, note: '' }
export const article: AssessmentAnswer['codebook'] = {
  id: 'article',
  label: 'The article',
  forSubmission: false,
  note: 'demonstration',
}

export function aPlan(act: PlanAnswer['act'], difference: Partial<PlanAnswer> = {}): PlanAnswer {
  const status = act === 'approve' ? 'billable' : 'planned'
  return {
    act,
    channel: 'transaction',
    lost: [],
    writes: [
      {
        what: 'Flag',
        act: 'create',
        status: 'active',
        text: 'Mepsevii 88 mg can be billed.',
        identifier: { system: 's', value: 'f' },
      },
      {
        what: 'ChargeItem',
        act: 'create',
        status,
        text: 'J3397 × 88 administered',
        identifier: { system: 's', value: 'c1' },
      },
      {
        what: 'ChargeItem',
        act: 'create',
        status,
        text: 'J3397-JW × 2 discarded',
        identifier: { system: 's', value: 'c2' },
      },
      { what: 'Provenance', act: 'create', text: act },
    ],
    warnings: [],
    transaction: { resourceType: 'Bundle', type: 'transaction', entry: [] },
    ...difference,
  }
}

/** What a void would do: two lines go, and the Flag goes on for another dose. */
export const aVoidPlan = (): PlanAnswer =>
  aPlan('void', {
    writes: aPlan('void').writes.map((write) =>
      write.what === 'ChargeItem'
        ? { ...write, act: 'void', status: 'entered-in-error' }
        : write.what === 'Flag'
          ? { ...write, act: 'update', status: 'active', text: '1 dose stays.' }
          : write,
    ),
  })

/** A plan with nothing left to do. */
export const aDonePlan = (act: PlanAnswer['act']): PlanAnswer => {
  const { transaction: _, writes, ...plan } = aPlan(act)
  return {
    ...plan,
    writes: writes
      .filter(({ what }) => what !== 'Provenance')
      .map((write) => ({ ...write, act: 'keep', status: write.what === 'Flag' ? 'active' : 'billable' })),
  }
}

export function anAnswer(difference: Partial<AssessmentAnswer> = {}): AssessmentAnswer {
  return {
    id: 'assessment-1',
    digest: 'd',
    codebook: cms,
    forSubmission: true,
    asOf: '2026-03-03T10:00:00Z',
    assessments: [aDose()],
    warnings: [],
    reads: [],
    data: [],
    ...difference,
  }
}
