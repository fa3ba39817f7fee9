import type { Harmless, SpoiledChart, Spoiler } from './spoiler.ts'

const TABLET = { text: 'acetaminophen 500 mg tablet' }
/** A record of each type that may bear on a dose: what names its patient, what it says, and what its other copy says. */
const RECORDS: readonly (readonly [type: string, patient: string, says: object, other: object])[] = [
  ['AdverseEvent', 'subject', { actuality: 'potential' }, { actuality: 'actual' }],
  ['AllergyIntolerance', 'patient', { code: { text: 'Latex' } }, { code: { text: 'Penicillin' } }],
  ['ChargeItem', 'subject', { status: 'aborted', code: { text: 'Injection' } }, { status: 'billed' }],
  ['Claim', 'patient', { status: 'cancelled', use: 'claim', created: '2015-01-01' }, { status: 'active' }],
  ['ClaimResponse', 'patient', { status: 'cancelled', use: 'claim', outcome: 'complete' }, { status: 'active' }],
  ['Communication', 'subject', { status: 'entered-in-error' }, { status: 'completed' }],
  ['Condition', 'subject', { code: { text: 'Asthma' } }, { code: { text: 'Hypocalcemia' } }],
  ['Consent', 'patient', { status: 'inactive' }, { status: 'active', provision: { type: 'deny' } }],
  ['Coverage', 'beneficiary', { status: 'cancelled', payor: [{ display: 'Medicaid' }] }, { status: 'active' }],
  ['CoverageEligibilityResponse', 'patient', { status: 'cancelled', outcome: 'complete' }, { status: 'active' }],
  ['DetectedIssue', 'patient', { status: 'cancelled' }, { status: 'final', severity: 'high' }],
  ['Encounter', 'subject', { status: 'cancelled', class: { code: 'IMP' } }, { status: 'in-progress' }],
  ['EpisodeOfCare', 'patient', { status: 'cancelled', type: [{ text: 'Hospice' }] }, { status: 'active' }],
  ['ExplanationOfBenefit', 'patient', { status: 'cancelled', use: 'claim' }, { status: 'active' }],
  ['Flag', 'subject', { status: 'inactive', code: { text: 'Do not bill' } }, { status: 'active' }],
  [
    'MedicationAdministration',
    'subject',
    { status: 'not-done', medicationCodeableConcept: TABLET },
    { medicationCodeableConcept: { text: 'Prolia' } },
  ],
  [
    'MedicationDispense',
    'subject',
    { status: 'cancelled', medicationCodeableConcept: TABLET },
    { status: 'completed' },
  ],
  ['MedicationRequest', 'subject', { status: 'active', medicationCodeableConcept: TABLET }, { status: 'cancelled' }],
  [
    'MedicationStatement',
    'subject',
    { status: 'not-taken', medicationCodeableConcept: TABLET },
    { status: 'completed' },
  ],
  ['Observation', 'subject', { status: 'final', code: { text: 'Calcium' } }, { status: 'entered-in-error' }],
  ['Procedure', 'subject', { status: 'not-done' }, { status: 'completed' }],
  ['ResearchSubject', 'individual', { status: 'candidate' }, { status: 'on-study' }],
  ['Task', 'for', { status: 'cancelled', intent: 'order' }, { status: 'requested' }],
]

const copies = (chart: SpoiledChart, [type, patient, says, other]: (typeof RECORDS)[number]) => {
  // A message that is about no dose never leaves the EHR.
  const about = type === 'Communication' && { about: [{ reference: chart.request.focus }] }
  const record = { resourceType: type, id: 'in-two-copies', [patient]: { reference: chart.patient }, ...about, ...says }
  return [record, { ...record, ...other }] as const
}
const added = (chart: SpoiledChart, ...resources: readonly object[]): true => {
  for (const resource of resources) chart.add(resource)
  return true
}

/** What is shared among patients, and where the chart leads to it. */
const SHARED: readonly Spoiler[] = [
  {
    name: 'the organization that runs the visit in two copies that disagree',
    spoil: (chart) => {
      if (!chart.encounter) return false
      chart.encounter.serviceProvider = { reference: 'Organization/runs-it' }
      const organization = { resourceType: 'Organization', id: 'runs-it', name: 'Clinic' }
      return added(chart, organization, { ...organization, name: 'Skilled Nursing Center' })
    },
    says: /Organization\/runs-it came in two versions/,
  },
  {
    name: 'the drug of an earlier dose in two copies that disagree',
    spoil: (chart) => {
      const drug = { resourceType: 'Medication', id: 'earlier-drug', code: TABLET }
      const medication = { medicationReference: { reference: 'Medication/earlier-drug' } }
      chart.addDose({ ...medication, medicationCodeableConcept: undefined, extension: undefined })
      return added(chart, drug, { ...drug, code: { text: 'Prolia' } })
    },
    says: /Medication\/earlier-drug came in two versions/,
  },
]

/** Records in two copies that disagree, and nothing that orders them: whichever is taken may be the wrong one. */
export const COPIES: readonly Spoiler[] = [
  ...RECORDS.flatMap((record) =>
    ([false, true] as const).map(
      (isTurned): Spoiler => ({
        name: `a ${record[0]} in two copies that disagree, the ${isTurned ? 'second' : 'first'} of no concern`,
        spoil: (chart) => {
          const both = copies(chart, record)
          return added(chart, ...(isTurned ? both.toReversed() : both))
        },
        says: /chart\/is-wholly-read: .*in-two-copies came in two versions that differ/,
      }),
    ),
  ),
  ...SHARED,
]

/** Copies that do not disagree, that are ordered, or that are of no concern. */
export const HARMLESS_COPIES: readonly Harmless[] = [
  {
    name: 'every record in two copies that say the same, stored at two times and told in other words',
    change: (chart) => {
      for (const { resource } of [...chart.entries]) {
        if (!resource || resource.resourceType === 'Bundle') continue
        const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Again</div>' }
        chart.add({ ...structuredClone(resource), text })
      }
      return true
    },
  },
  {
    name: 'an episode in two versions, of which the newer was cancelled',
    change: (chart) => {
      const record = RECORDS.find(([type]) => type === 'EpisodeOfCare')
      if (!record) return false
      const [cancelled, active] = copies(chart, record)
      return added(chart, { ...cancelled, meta: { versionId: '3' } }, { ...active, meta: { versionId: '2' } })
    },
  },
  {
    name: 'an organization that nothing of the patient leads to, in two copies that disagree',
    change: (chart) => {
      const organization = { resourceType: 'Organization', id: 'of-nobody', name: 'Clinic' }
      return added(chart, organization, { ...organization, name: 'Another clinic' })
    },
  },
  {
    name: 'another disease in two copies that differ in a note',
    change: (chart) => {
      const disease = { resourceType: 'Condition', id: 'in-two-copies', subject: { reference: chart.patient } }
      const asthma = { ...disease, code: { text: 'Asthma' } }
      return added(chart, asthma, { ...asthma, note: [{ text: 'Seen again.' }] })
    },
  },
  {
    name: 'another disease in two copies that disagree, which a person reviewed',
    change: (chart) => {
      const reviewed = { by: 'A biller', at: `${chart.day}T23:59:00Z`, ...chart.stated, reviewed: ['Condition/two'] }
      chart.request.attested = { ...chart.request.attested, [chart.request.focus]: reviewed }
      const disease = { resourceType: 'Condition', id: 'two', subject: { reference: chart.patient } }
      return added(chart, { ...disease, code: { text: 'Asthma' } }, { ...disease, code: { text: 'Gout' } })
    },
  },
]
