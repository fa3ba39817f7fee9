import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import {
  HARMLESS,
  requestFor,
  SPOILERS as SPOILERS_OF_AN_EHR,
  SPOILERS_OF_OTHER_TYPES,
  SpoiledChart,
  scenarios,
} from '@doseline/fhir-fixtures'
import { diceFrom } from '@doseline/testkit/dice'
import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'
import { RequestProblem } from './problem.ts'

const codebook = loadCodebook()
const NOW = '2026-11-24T10:00:00Z'
/** What a careless or hostile sender puts where something else belongs. */
const STRANGE: readonly unknown[] = [null, 5, {}, [null], 'constructor']
const SCENARIO = 'medicare-prolia-in-order'
/** Scenarios with elements that a shot does not have: a rate, authorizations, trials, a drug of the crosswalk. */
const OTHERS: readonly string[] = [
  'medicare-mepsevii-charted-as-a-rate',
  'blue-cross-nc-prolia-authorized',
  'uhc-medicare-advantage-prolia-jubbonti-not-tolerated',
  'medicare-keytruda-looked-up',
]
/** Of the other elements one in so many is tried; the long test tries all. */
const ONE_IN = process.env.TEST_LONG ? 1 : 16
/** Types whose records of the first chart are tried wholly: each was a fault of ours once. */
const WHOLE: ReadonlySet<string> = new Set([
  'Claim',
  'Communication',
  'Coverage',
  'MedicationAdministration',
  'Provenance',
])
const SEED = 20_261_130

type Holder = Record<string, unknown>

const chartOf = (called: string): SpoiledChart => {
  const scenario = scenarios().find(({ name }) => name === called)
  if (!scenario) throw new TypeError(`there is no scenario ${called}`)
  return new SpoiledChart(requestFor(scenario))
}

/** Charts that hold records of every type that is read: one dose, with what each way to change a chart adds to it. */
const changed = (): SpoiledChart[] =>
  [...HARMLESS, ...SPOILERS_OF_AN_EHR, ...SPOILERS_OF_OTHER_TYPES].flatMap((way) => {
    const chart = chartOf(SCENARIO)
    return ('spoil' in way ? way.spoil(chart) : way.change(chart)) ? [chart] : []
  })

/** A chart with records that no way to change one adds, or none with these elements. */
function withRecords(): SpoiledChart {
  const chart = chartOf(SCENARIO)
  const { patient: reference, day, dose } = chart
  const patient = { reference }
  chart.add({
    ...{ resourceType: 'Claim', id: 'claim', status: 'active', use: 'claim', patient },
    billablePeriod: { start: day, end: day },
    insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/none' } }],
    item: [{ sequence: 1, servicedPeriod: { start: day, end: day }, encounter: [{ reference: 'Encounter/none' }] }],
  })
  chart.add({
    ...{ resourceType: 'Communication', id: 'said', status: 'completed', subject: patient, sent: `${day}T12:00:00Z` },
    payload: [{ contentString: 'Dose given.' }],
  })
  chart.add({
    ...{ resourceType: 'Provenance', id: 'provenance', recorded: `${day}T12:00:00Z` },
    target: [{ reference: chart.request.focus }],
    agent: [{ who: { display: 'A. Nurse' }, onBehalfOf: { display: 'A clinic' } }],
  })
  chart.add({
    ...{ resourceType: 'MedicationAdministration', id: 'row-of-a-rate', status: 'completed', subject: patient },
    request: dose.request,
    effectiveDateTime: dose.effectiveDateTime,
    medicationCodeableConcept: dose.medicationCodeableConcept,
    dosage: { dose: { value: 0, code: 'mg' }, rateQuantity: { value: 5, code: 'mL/h' } },
  })
  for (const coverage of chart.coverages) coverage.type ??= { coding: [{ system: 'urn:example', code: 'EHCPOL' }] }
  dose.dosage = { ...dose.dosage, dose: { ...dose.dosage?.dose, code: 'mg', unit: 'mg' } }
  return chart
}

interface Place {
  readonly holder: Holder
  readonly key: string
  /** `Claim.item.servicedDate`. */
  readonly path: string
}

/** Every element below a record. */
function* placesIn(holder: Holder, path: string): Generator<Place> {
  for (const [key, value] of Object.entries(holder)) {
    if (key === 'resourceType') continue
    const below = Array.isArray(holder) ? path : `${path}.${key}`
    yield { holder, key, path: below }
    if (typeof value === 'object' && value !== null) yield* placesIn(value as Holder, below)
  }
}

/** What is thrown other than a refusal. */
function thrownBy({ request }: SpoiledChart): string | undefined {
  const { data } = AssessmentRequest.safeParse(request)
  if (!data) return undefined
  try {
    assess(data, codebook, NOW)
    return undefined
  } catch (error) {
    if (error instanceof RequestProblem) return undefined
    return error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 2).join(' ') : String(error)
  }
}

test('no element of a record that is something else is a fault of ours', () => {
  const dice = diceFrom(SEED)
  const tried = new Set<string>()
  const faults = new Map<string, string>()
  const types = new Set<string>()
  const own = withRecords()
  for (const chart of [own, ...OTHERS.map(chartOf), ...changed()]) {
    for (const { resource } of chart.entries) {
      if (!resource) continue
      types.add(resource.resourceType)
      const isWhole = chart === own && WHOLE.has(resource.resourceType)
      const of = isWhole ? `${resource.resourceType}/${resource.id}` : resource.resourceType
      for (const { holder, key, path } of placesIn(resource as FhirResource & Holder, of)) {
        if (tried.has(path)) continue
        tried.add(path)
        const was = holder[key]
        for (const strange of STRANGE) {
          if (!isWhole && dice.below(ONE_IN) > 0) continue
          holder[key] = structuredClone(strange)
          const fault = thrownBy(chart)
          if (fault !== undefined) faults.set(fault, `${path}: ${JSON.stringify(strange)}`)
        }
        holder[key] = was
      }
    }
  }
  expect(types.size).toBeGreaterThan(40)
  expect([...faults].map(([fault, path]) => `${path}: ${fault}`)).toEqual([])
}, 600_000)
