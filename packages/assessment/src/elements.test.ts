import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { ELEMENT_TABLES, type ElementTable, pathsIn } from '@doseline/fhir'
import { RICH, recordsOf, requestFor, SpoiledChart, scenarios } from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const NOW = '2026-11-24T10:00:00Z'
const READY = scenarios().filter(({ then }) => then.verdict === 'ready')

function judged(chart: SpoiledChart): { readonly verdict: string; readonly says: readonly string[] } {
  const { assessments } = assess(AssessmentRequest.parse(chart.request), codebook, NOW)
  const dose = assessments.find(({ focus }) => focus === chart.request.focus)
  const open = dose?.findings.filter(({ outcome }) => outcome === 'fails' || outcome === 'cannot-tell') ?? []
  return { verdict: dose?.verdict ?? 'none', says: open.map(({ id, text }) => `${id}: ${text}`) }
}

type Type = ElementTable['type']

/** What an element that nobody reads may hold; of one with usual values any other. */
const PLAUSIBLE: Readonly<Record<string, unknown>> = {
  'MedicationAdministration.instantiates': ['http://ehr.example/PlanDefinition/study-20-114'],
  'MedicationAdministration.dosage.method': { text: 'Inhale' },
  'MedicationRequest.courseOfTherapyType': { text: 'Compassionate use' },
  'MedicationRequest.dosageInstruction.method': { text: 'Swallow' },
  'MedicationRequest.dosageInstruction.timing.code': { text: 'Upon admission' },
  'MedicationRequest.instantiatesCanonical': ['http://ehr.example/PlanDefinition/study-20-114'],
  'MedicationRequest.instantiatesUri': ['urn:protocol:20-114'],
  'MedicationRequest.dosageInstruction.maxDosePerLifetime': { value: 10, unit: 'mg' },
  'MedicationDispense.statusReasonReference': { reference: 'DetectedIssue/recall' },
  'Encounter.hospitalization.admitSource': {
    coding: [{ code: 'hosp-trans' }],
    text: 'Transferred from other hospital',
  },
  'Encounter.hospitalization.reAdmission': { coding: [{ code: 'R', display: 'Re-admission' }] },
  'Location.mode': 'kind',
  'Location.address.country': 'MX',
  'Organization.address.country': 'Canada',
  'Patient.active': false,
  'Coverage.costToBeneficiary.exception': [{ type: { coding: [{ code: 'retired' }] } }],
  'Claim.accident': { date: '2026-02-01', type: { coding: [{ code: 'MVA' }] } },
  'ExplanationOfBenefit.accident': { date: '2026-02-01', type: { coding: [{ code: 'WPA' }] } },
  'ClaimResponse.addItem.programCode': [{ text: 'Patient assistance' }],
}

const watched = ({ type, asked = {}, usual = {} }: ElementTable): readonly (readonly [Type, string])[] =>
  [...Object.keys(asked), ...Object.keys(usual)].map((path) => [type, path] as const)
const WATCHED = ELEMENT_TABLES.flatMap(watched)

test('a value is tried for every element that has to be looked at, and for no other', () => {
  expect(Object.keys(PLAUSIBLE).toSorted()).toEqual(WATCHED.map(([type, path]) => `${type}.${path}`).toSorted())
})

/** Records that no scenario has, as they stand beside the dose; without the element nothing speaks against it. */
const ADDED: Readonly<Partial<Record<Type, (chart: SpoiledChart) => object | undefined>>> = {
  MedicationDispense: (chart) => ({
    status: 'completed',
    medicationReference: chart.dose.medicationReference,
    medicationCodeableConcept: chart.dose.medicationCodeableConcept,
    subject: { reference: chart.patient },
    partOf: [],
    supportingInformation: [{ reference: chart.request.focus }],
    whenHandedOver: chart.day,
  }),
  Claim: (chart) => billOf(chart, { use: 'claim', provider: { display: 'Tar Bend' } }),
  ExplanationOfBenefit: (chart) => billOf(chart, { use: 'claim', outcome: 'complete' }),
}
const CPT = 'http://www.ama-assn.org/go/cpt'
const billOf = (chart: SpoiledChart, differs: object): object | undefined => {
  const [coverage] = chart.coverages
  if (!chart.day || !coverage) return undefined
  return {
    status: 'active',
    type: { coding: [{ code: 'professional' }] },
    patient: { reference: chart.patient },
    created: chart.day,
    billablePeriod: { start: chart.day, end: chart.day },
    insurer: coverage.payor[0],
    insurance: [{ focal: true, coverage: { reference: `Coverage/${coverage.id}` } }],
    item: [{ sequence: 1, servicedDate: chart.day, productOrService: { coding: [{ system: CPT, code: '80053' }] } }],
    ...differs,
  }
}

function bearing(chart: SpoiledChart, type: Type): readonly object[] {
  const add = ADDED[type]
  if (add === undefined) return recordsOf(chart, type).slice(0, type === 'Coverage' ? undefined : 1)
  const record = add(chart)
  if (record === undefined) return []
  const added = { resourceType: type, id: 'of-the-test', ...record }
  chart.add(added)
  return [added]
}

/** Sets an element, through the first of each list on the way. */
function put(record: object, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path
  if (rest.length === 0) {
    Reflect.set(record, name, value)
    return
  }
  const held: unknown = Reflect.get(record, name)
  const next: unknown = Array.isArray(held) ? (held[0] ?? {}) : (held ?? {})
  if (held === undefined) Reflect.set(record, name, next)
  put(next as object, rest, value)
}

/** What a person states to have reviewed, or of an order, is asked no more. */
const isReviewed = (chart: SpoiledChart): boolean => 'reviewed' in chart.stated

describe('an element that nobody reads holds a dose that would be ready, and is named', () => {
  test.each(WATCHED)('%s.%s', (type, path) => {
    const wrong: string[] = []
    let tried = 0
    for (const each of READY) {
      const chart = new SpoiledChart(requestFor(each))
      const records = isReviewed(chart) ? [] : bearing(chart, type)
      if (records.length === 0 || judged(chart).verdict !== 'ready') continue
      for (const record of records) put(record, path.split('.'), structuredClone(PLAUSIBLE[`${type}.${path}`]))
      tried += 1
      const { verdict, says } = judged(chart)
      if (verdict === 'ready' || !says.some((said) => said.startsWith('chart/is-wholly-read') && said.includes(path)))
        wrong.push(`${each.name} is ${verdict}: ${says.join(' | ')}`)
    }
    expect(tried, 'charts it can be tried on').toBeGreaterThan(0)
    expect(wrong.join('\n')).toBe('')
  })
})

/** A path, or one above it, stands in a record. */
const holds = (record: unknown, [name, ...rest]: readonly string[]): boolean => {
  if (name === undefined) return true
  return (Array.isArray(record) ? record : [record]).some(
    (each: unknown) =>
      typeof each === 'object' && each !== null && name in each && holds(Reflect.get(each, name), rest),
  )
}

test.each(ELEMENT_TABLES.filter(({ type }) => RICH[type]).map((table) => [table.type, table] as const))(
  'every element of a %s that never bears on a line is tried as harmless',
  (type, { never }) => {
    const [first] = READY
    if (!first) throw new Error('some scenario is ready')
    const rich = RICH[type]?.(new SpoiledChart(requestFor(first)))
    const paths = Object.values(never).flatMap(pathsIn)
    expect(paths.filter((path) => !holds(rich, path.split('.')))).toEqual([])
  },
)
