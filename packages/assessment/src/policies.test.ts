import { readFileSync } from 'node:fs'
import { type LayerFile, loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'

/** The examples of docs/policies.md, as a site would take them over. */
const PAGE = readFileSync(new URL('../../../docs/policies.md', import.meta.url), 'utf8')
const EXAMPLES = [...PAGE.matchAll(/<!-- example: ([\w.-]+) -->\n```yaml\n([\s\S]*?)```/g)].map(
  ([, file = '', text = '']): LayerFile => ({ layer: 'site', file, text }),
)
const codebook = loadCodebook(undefined, EXAMPLES)

const DOSE = 'MedicationAdministration/m'
const coded = (system: string, code: string) => ({ coding: [{ system, code }] })

interface Given {
  readonly ndc: string
  readonly mg: number
  readonly diagnosis: string
  readonly payer: string
  readonly attested: object
  readonly others?: readonly object[]
  readonly route?: string
}

/** A dose of 2 March 2026 in an office. */
function judged(
  { ndc, mg, diagnosis, payer, attested, others = [], route = 'Subcutaneous' }: Given,
  book = codebook,
): DoseAnswer {
  const subject = { reference: 'Patient/p' }
  const resources = [
    { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1950-05-05' },
    {
      resourceType: 'Encounter',
      id: 'e',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject,
      period: { start: '2026-03-02T09:00:00-05:00', end: '2026-03-02T16:00:00-05:00' },
      location: [{ location: { reference: 'Location/l' } }],
    },
    {
      resourceType: 'Location',
      id: 'l',
      type: [coded('https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set', '11')],
    },
    {
      resourceType: 'MedicationAdministration',
      id: 'm',
      status: 'completed',
      medicationCodeableConcept: coded('http://hl7.org/fhir/sid/ndc', ndc),
      subject,
      context: { reference: 'Encounter/e' },
      effectivePeriod: { start: '2026-03-02T10:00:00-05:00', end: '2026-03-02T10:35:00-05:00' },
      dosage: {
        route: { text: route },
        dose: { value: mg, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
      },
    },
    {
      resourceType: 'Condition',
      id: 'c',
      clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
      verificationStatus: coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
      subject,
      code: coded('http://hl7.org/fhir/sid/icd-10-cm', diagnosis),
    },
    {
      resourceType: 'Coverage',
      id: 'v',
      status: 'active',
      beneficiary: subject,
      period: { start: '2015-01-01' },
      payor: [{ display: payer }],
    },
    ...others,
  ]
  const stated = { by: 'Rosa Alvarez, RN', at: '2026-03-02T18:00:00Z', ...attested }
  const request = { resources, focus: DOSE, include: ['evidence'], attested: { [DOSE]: stated } }
  const [dose] = assess(AssessmentRequest.parse(request), book, '2026-03-03T12:00:00Z').assessments
  if (!dose) throw new Error('no dose')
  return dose
}

const linesOf = ({ lines }: DoseAnswer) =>
  lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`)
const heldBy = ({ findings }: DoseAnswer): readonly string[] =>
  findings.flatMap(({ id, severity, outcome }) =>
    severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell') ? [id] : [],
  )
const finding = ({ findings }: DoseAnswer, rule: string) => findings.find(({ id }) => id === rule)

const EXAMPLAR = {
  ndc: '99999-0001-01',
  mg: 187,
  diagnosis: 'M10.9',
  payer: 'Example Health PPO',
  attested: { discardedMg: '13', containersOpened: 2 },
}
/** A dose of the drug before, so many days earlier. */
const givenBefore = (on: string) => ({
  resourceType: 'MedicationAdministration',
  id: 'before',
  status: 'completed',
  medicationCodeableConcept: coded('http://hl7.org/fhir/sid/ndc', '99999-0001-01'),
  subject: { reference: 'Patient/p' },
  effectiveDateTime: on,
})

describe('the examples of the page on policies', () => {
  test('are files of a payer, a drug, a MAC and a drug of the crosswalk', () =>
    expect(EXAMPLES.map(({ file }) => file)).toEqual([
      'example-health.yaml',
      'examplumab.yaml',
      'my-mac.yaml',
      'pembrolizumab.yaml',
    ]))

  test('make a dose ready to bill, as the page says: no line of code knows the payer or the drug', () => {
    const dose = judged(EXAMPLAR)
    expect([heldBy(dose), dose.verdict, dose.payer, dose.drug]).toEqual([[], 'ready', 'Example Health', 'Examplar'])
    expect(linesOf(dose)).toEqual(['J9998 × 38', 'J9998-JW × 2', '96372 × 1'])
    expect(PAGE).toContain('ready to bill, J9998 × 38 and J9998-JW × 2')
  })

  test('are cited as values of the site', () => {
    const { sources = [] } = judged(EXAMPLAR)
    const layers = new Map(sources.map(({ id, layer }) => [id, layer]))
    expect(layers.get('site:example-policy')).toBe('site')
    expect(layers.get('site:examplar-label')).toBe('site')
    expect([...layers].filter(([id, layer]) => id.startsWith('site:') !== (layer === 'site'))).toEqual([])
    expect(sources.find(({ id }) => id === 'site:example-policy')?.title).toBe(
      'Medical drug policy MD-12, January 2026 (Example Health), by the policy file of this site',
    )
  })

  test('let the payer’s own indications and interval hold in place of the label’s', () => {
    const kidneys = judged({ ...EXAMPLAR, diagnosis: 'M10.30' })
    expect(finding(kidneys, 'necessity/diagnosis-supports-the-product')).toMatchObject({ outcome: 'passes' })
    const early = judged({ ...EXAMPLAR, others: [givenBefore('2026-01-30')] })
    expect(finding(early, 'necessity/enough-time-has-passed')).toMatchObject({
      outcome: 'fails',
      sources: expect.arrayContaining([expect.stringMatching(/^site:example-policy/)]),
    })
    const inTime = judged({ ...EXAMPLAR, others: [givenBefore('2026-01-19')] })
    expect(finding(inTime, 'necessity/enough-time-has-passed')).toMatchObject({ outcome: 'passes' })
  })

  test('ask for what the payer wants tried first, and for its evidence', () => {
    const dose = judged(EXAMPLAR)
    expect(finding(dose, 'necessity/earlier-treatment-was-tried')?.text).toContain('allopurinol')
    expect(finding(dose, 'necessity/evidence-is-on-file')?.text).toContain('uric acid')
  })

  test('say of a drug of the crosswalk which diagnosis supports it, so that no person has to', () => {
    const keytruda = {
      ndc: '00006-3026-02',
      mg: 200,
      payer: 'Medicare Part B',
      route: 'Intravenous',
      attested: { containersOpened: 2, container: 'single-dose' },
    }
    const lung = judged({ ...keytruda, diagnosis: 'C34.90' })
    expect(finding(lung, 'necessity/diagnosis-supports-the-product')).toMatchObject({ outcome: 'passes' })
    expect(finding(lung, 'coverage/prior-authorization-is-on-file')).toMatchObject({ outcome: 'does-not-apply' })
    expect(
      finding(judged({ ...keytruda, diagnosis: 'M10.9' }), 'necessity/diagnosis-supports-the-product'),
    ).toMatchObject({ outcome: 'fails' })
    const shipped = judged({ ...keytruda, diagnosis: 'C34.90' }, loadCodebook())
    expect(finding(shipped, 'necessity/diagnosis-supports-the-product')).toMatchObject({ outcome: 'cannot-tell' })
  })
})

describe('a drug that somebody entered without a policy', () => {
  /** The drug of the page, without what its label says of diagnoses and time, and its payer without any policy. */
  const bare = EXAMPLES.slice(0, 2).map((each) => ({
    ...each,
    text: each.text
      .replace(/ {4}interval: .*\n/, '')
      .replace(/ {4}indications:\n[\s\S]*?(?= {4}administration)/, '')
      .replace(/ {4}drugs:\n[\s\S]*?(?=\n\w)/, ''),
  }))
  const book = loadCodebook(undefined, bare)

  test('is unknown until a person confirms that the payer’s policy is met for a diagnosis', () => {
    const dose = judged(EXAMPLAR, book)
    expect(heldBy(dose)).toContain('necessity/diagnosis-supports-the-product')
    expect(dose.verdict).toBe('needs-information')
    expect(dose.wouldMakeReady.map(({ remedy }) => remedy)).toContainEqual(
      expect.stringMatching(/^Read the policy of Example Health for Examplar .* state that diagnosis, amount and time/),
    )
  })

  test('is ready once one did, and the answer says who', () => {
    const attested = { ...EXAMPLAR.attested, policyMet: true, diagnoses: ['M10.9'], noAuthorizationNeeded: true }
    const dose = judged({ ...EXAMPLAR, attested }, book)
    expect([heldBy(dose), dose.verdict]).toEqual([[], 'ready'])
    expect(dose.sentence).toContain('Rosa Alvarez')
    expect(finding(dose, 'necessity/diagnosis-supports-the-product')).toMatchObject({ confidence: 'unconfirmed' })
  })

  test('is not ready where the diagnosis that was confirmed is not in the chart', () => {
    const attested = { ...EXAMPLAR.attested, policyMet: true, diagnoses: ['M06.9'], noAuthorizationNeeded: true }
    expect(judged({ ...EXAMPLAR, attested }, book).verdict).not.toBe('ready')
  })
})
