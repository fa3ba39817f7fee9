import type { Bundle, FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { aConnection } from '../testing/a-connection.ts'
import { Failure } from './failure.ts'
import { type ReadStep, readChart, readsOf } from './read-chart.ts'

const bundle = (...resources: FhirResource[]): Bundle<FhirResource> => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
})
const subject = { reference: 'Patient/p1' }
const dose = (id: string, patient = 'Patient/p1'): FhirResource => ({
  resourceType: 'MedicationAdministration',
  id,
  status: 'completed',
  subject: { reference: patient },
  context: { reference: 'Encounter/e1' },
  medicationReference: { reference: 'https://ehr.example/fhir/Medication/m1' },
})
const none = bundle()
const chart = {
  'Patient/p1': { resourceType: 'Patient', id: 'p1' },
  MedicationAdministration: bundle(dose('d1')),
  'Medication/m1': { resourceType: 'Medication', id: 'm1' },
  'Encounter/e1': { resourceType: 'Encounter', id: 'e1', status: 'finished', class: {}, subject },
  Condition: bundle({ resourceType: 'Condition', id: 'c1', subject }),
  Coverage: none,
  ClaimResponse: none,
  MedicationDispense: none,
  MedicationRequest: none,
  MedicationStatement: none,
  AllergyIntolerance: none,
  Observation: none,
  ChargeItem: none,
  Flag: none,
}
const read = (answers: Record<string, unknown>, onProgress?: (steps: readonly ReadStep[]) => void) =>
  readChart(aConnection(answers), { patient: 'p1', offered: undefined, ...(onProgress && { onProgress }) })

test('what doses refer to is read one by one, and everything else by patient', async () => {
  const progress: string[] = []
  const { resources, steps, patient } = await read(chart, (all) => {
    progress.push(all.map(({ state }) => state[0]).join(''))
  })
  expect(resources.map(({ resourceType, id }) => `${resourceType}/${id}`).sort()).toEqual([
    'Condition/c1',
    'Encounter/e1',
    'Medication/m1',
    'MedicationAdministration/d1',
  ])
  expect(patient?.id).toBe('p1')
  expect(steps.every(({ state }) => state === 'complete')).toBe(true)
  expect(progress.length).toBeGreaterThan(10)
})

test('refused, not offered and failed are three different reasons', async () => {
  const { steps } = await read({
    ...chart,
    Coverage: 403,
    ClaimResponse: 404,
    ChargeItem: 500,
    Condition: new Failure('ehr-unreachable'),
  })
  expect(readsOf({ steps })).toMatchObject({
    Coverage: 'refused',
    ClaimResponse: 'not-offered',
    ChargeItem: 'failed',
    Condition: 'failed',
    MedicationAdministration: 'complete',
  })
})

test('a type the CapabilityStatement does not name is not asked for', async () => {
  const connection = aConnection(chart)
  const { steps } = await readChart(connection, {
    patient: 'p1',
    offered: { MedicationAdministration: [], Medication: [] },
  })
  expect(readsOf({ steps })).toMatchObject({ Coverage: 'not-offered', MedicationAdministration: 'complete' })
  expect(connection.asked.some((path) => path.startsWith('Coverage'))).toBe(false)
})

test('where a search is not understood the next form is tried', async () => {
  const { MedicationAdministration: doses, ...rest } = chart
  const answers = {
    ...rest,
    MedicationAdministration: 400,
    'MedicationAdministration?patient=p1&effective-time=ge1990-01-01T00:00:00Z&_count=100': doses,
  }
  expect((await read(answers)).steps.find(({ type }) => type === 'MedicationAdministration')).toMatchObject({
    state: 'complete',
    count: 1,
  })
})

test('a resource of another patient is put aside', async () => {
  const { resources, strangers } = await read({
    ...chart,
    MedicationAdministration: bundle(dose('d1'), dose('d2', 'Patient/p2')),
  })
  expect(resources.some(({ id }) => id === 'd2')).toBe(false)
  expect(strangers).toBe(1)
})

test('another patient than the one launched on is never shown', async () => {
  await expect(read({ ...chart, 'Patient/p1': { resourceType: 'Patient', id: 'p2' } })).rejects.toMatchObject({
    kind: 'wrong-patient',
  })
})

test('one medication that is gone is no gap in the reading', async () => {
  const { 'Medication/m1': _, ...without } = chart
  expect(readsOf(await read(without)).Medication).toBe('complete')
  expect(readsOf(await read({ ...without, 'Medication/m1': 403 })).Medication).toBe('refused')
})

test('the end of the session ends the reading', async () => {
  await expect(read({ ...chart, Flag: new Failure('session-ended') })).rejects.toMatchObject({ kind: 'session-ended' })
})
