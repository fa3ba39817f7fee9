import type { Bundle, FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { connect } from '../http/connect.ts'
import { Failure } from '../http/failure.ts'
import { RETRY_POLICY } from '../http/retry-policy.ts'
import { aConnection } from '../testing/a-connection.ts'
import { type ReadStep, readNotesOf, readsOf } from './chart-read.ts'
import { readChart } from './read-chart.ts'

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
  Claim: none,
  ClaimResponse: none,
  ExplanationOfBenefit: none,
  MedicationDispense: none,
  MedicationRequest: none,
  MedicationStatement: none,
  AllergyIntolerance: none,
  Observation: none,
  ChargeItem: none,
  Flag: none,
  CoverageEligibilityResponse: none,
  Account: none,
  EpisodeOfCare: none,
  Consent: none,
  ResearchSubject: none,
  DetectedIssue: none,
  AdverseEvent: none,
  Task: none,
  Communication: none,
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
    'Patient/p1',
  ])
  expect(patient?.id).toBe('p1')
  expect(steps.every(({ state }) => state === 'complete')).toBe(true)
  expect(progress.length).toBeGreaterThan(10)
})

test('a pause the EHR asks for is shown while it lasts, and no longer', async () => {
  const waits: (number | undefined)[] = []
  let isFirst = true
  const connection = connect({
    base: 'https://ehr.example/fhir',
    context: { scope: '', needsBanner: true },
    authorization: async () => undefined,
    fetcher: async () => {
      const isAsked = isFirst
      isFirst = false
      if (isAsked) return new Response('{}', { status: 429, headers: { 'retry-after': '3' } })
      return Response.json(none)
    },
    patience: { ...RETRY_POLICY, sleep: async () => undefined },
  })
  const { steps } = await readChart(connection, {
    patient: 'p1',
    offered: undefined,
    onProgress: (all) => waits.push(Math.max(0, ...all.map(({ waitSeconds }) => waitSeconds ?? 0))),
  })
  expect(waits).toContain(3)
  expect(waits.at(-1)).toBe(0)
  expect(steps.every(({ waitSeconds }) => waitSeconds === undefined)).toBe(true)
})

test('a server that only searches, and grants just that, is searched', async () => {
  const connection = aConnection(chart, { scope: 'patient/Patient.r patient/MedicationAdministration.s' })
  const { steps } = await readChart(connection, { patient: 'p1', offered: undefined })
  expect(steps.find(({ type }) => type === 'MedicationAdministration')?.state).toBe('complete')
  expect(steps.find(({ type }) => type === 'Coverage')?.state).toBe('refused')
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

test.each(['session-ended', 'wrong-patient'] as const)('%s ends the reading', async (kind) => {
  await expect(read({ ...chart, Flag: new Failure(kind) })).rejects.toMatchObject({ kind })
})

test('a part of the chart that was not granted is refused, without asking', async () => {
  const connection = aConnection(chart, { scope: 'patient/MedicationAdministration.rs patient/*.r' })
  const { steps } = await readChart(connection, { patient: 'p1', offered: undefined })
  expect(readsOf({ steps })).toMatchObject({ MedicationAdministration: 'complete', Coverage: 'refused' })
  expect(steps.find(({ type }) => type === 'Coverage')?.because).toBe('the EHR did not grant it')
  expect(connection.asked.some((path) => path.startsWith('Coverage'))).toBe(false)
})

test('a warning among the results leaves them complete, and what was included counts', async () => {
  const answered: Bundle<FhirResource> = {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: [
      { search: { mode: 'match' }, resource: dose('d1') },
      { search: { mode: 'include' }, resource: { resourceType: 'Medication', id: 'm1' } },
      {
        search: { mode: 'outcome' },
        resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'not-supported' }] },
      },
    ],
  }
  const connection = aConnection({ ...chart, MedicationAdministration: answered })
  const { steps, resources } = await readChart(connection, { patient: 'p1', offered: undefined })
  expect(readsOf({ steps }).MedicationAdministration).toBe('complete')
  expect(resources.map(({ id }) => id)).toContain('m1')
  expect(connection.asked).not.toContain('Medication/m1')
})

test('a page that breaks off leaves what was read before it, and says so', async () => {
  const first = { ...bundle(dose('d1')), link: [{ relation: 'next', url: 'https://ehr.example/fhir?page=2' }] }
  const { steps } = await read({ ...chart, MedicationAdministration: first, 'https://ehr.example/fhir?page=2': 500 })
  expect(steps.find(({ type }) => type === 'MedicationAdministration')).toMatchObject({
    state: 'partial',
    brokeOff: true,
    count: 1,
    because: 'a further page: 500',
  })
})

describe('a server behind a proxy, which calls itself by another name', () => {
  const inside = 'http://inside:8080/fhir'
  const self = { relation: 'self', url: `${inside}/MedicationAdministration?patient=Patient/p1` }

  test('is followed at the address it is asked at', async () => {
    const first = { ...bundle(dose('d1')), link: [self, { relation: 'next', url: `${inside}?_getpages=7&_offset=1` }] }
    const second = bundle(dose('d2', `${inside}/Patient/p1`))
    const answers = {
      ...chart,
      MedicationAdministration: first,
      'https://ehr.example/fhir?_getpages=7&_offset=1': second,
    }
    const { resources, steps } = await read(answers)
    expect(resources.map(({ id }) => id)).toContain('d2')
    expect(JSON.stringify(resources)).not.toContain('inside')
    expect(readsOf({ steps }).MedicationAdministration).toBe('complete')
  })

  test('cannot pass off another patient by that name', async () => {
    const first = { ...bundle(dose('d1', `${inside}/Patient/p2`)), link: [self] }
    expect(await read({ ...chart, MedicationAdministration: first })).toMatchObject({ strangers: 1 })
  })
})

describe('a server that lists how it is searched', () => {
  const dialect = (searches: Record<string, string[]>) => ({ searches, includes: {}, system: [] })

  test('is asked in its own form first', async () => {
    const connection = aConnection(chart)
    const about = { patient: 'p1', offered: undefined, dialect: dialect({ Coverage: ['beneficiary'] }) }
    await readChart(connection, about)
    expect(connection.asked.filter((path) => path.startsWith('Coverage?'))).toEqual([
      'Coverage?beneficiary=Patient/p1&_count=100',
    ])
  })

  test('and finds charges by visit only, is asked for the visits of the doses', async () => {
    const connection = aConnection({
      ...chart,
      ChargeItem: 400,
      'ChargeItem?context=Encounter/e1&-status=billable&_count=100': bundle({
        resourceType: 'ChargeItem',
        id: 'x1',
        status: 'billable',
        code: {},
        subject,
      }),
    })
    const about = { patient: 'p1', offered: undefined, dialect: dialect({ ChargeItem: ['context', 'account'] }) }
    const { resources, steps } = await readChart(connection, about)
    expect(resources.map(({ id }) => id)).toContain('x1')
    expect(readsOf({ steps }).ChargeItem).toBe('complete')
    expect(connection.asked.some((path) => path.startsWith('ChargeItem?patient'))).toBe(false)
  })
})

test('a type of which the EHR left something out is read in part, in its words', async () => {
  const some: Bundle<FhirResource> = { ...bundle({ resourceType: 'Condition', id: 'c1', subject }), total: 40 }
  const { steps, resources } = await read({ ...chart, Condition: some })
  const step = steps.find(({ type }) => type === 'Condition')
  expect(step).toMatchObject({ state: 'partial', count: 1, because: '1 of 40 came' })
  expect([readsOf({ steps }).Condition, readNotesOf({ steps })]).toEqual(['partial', { Condition: '1 of 40 came' }])
  expect(step?.brokeOff).toBeUndefined()
  expect(resources.map(({ id }) => id)).toContain('c1')
})

test('what the EHR says of it stays here: it may name anybody', async () => {
  const outcome = { severity: 'warning', code: 'processing', diagnostics: 'Mrs Halvorsen was left out' } as const
  const some = bundle(
    { resourceType: 'Condition', id: 'c1', subject },
    { resourceType: 'OperationOutcome', issue: [outcome] },
  )
  const { steps } = await read({ ...chart, Condition: some })
  expect(steps.find(({ type }) => type === 'Condition')?.because).toContain('Halvorsen')
  expect(readNotesOf({ steps })).toEqual({ Condition: expect.not.stringContaining('Halvorsen') })
})

test.each([
  ['a dose names no visit', bundle(dose('d1'), { ...dose('d2'), context: undefined } as FhirResource)],
  ['not every dose was read', { ...bundle(dose('d1')), total: 2 }],
])('charges that are found by visit only are not all there where %s', async (because, doses) => {
  const dialect = { searches: { ChargeItem: ['context', 'account'] }, includes: {}, system: [] }
  const connection = aConnection({ ...chart, MedicationAdministration: doses })
  const { steps } = await readChart(connection, { patient: 'p1', offered: undefined, dialect })
  expect(steps.find(({ type }) => type === 'ChargeItem')).toMatchObject({
    state: 'partial',
    because: expect.stringContaining(because),
  })
})

describe('where the server takes batches', () => {
  const dialect = { searches: {}, includes: {}, system: ['batch'] }
  type Asked = { body?: unknown }
  const pathsIn = ({ body }: Asked): string[] => ((body as Bundle).entry ?? []).map(({ request }) => request?.url ?? '')
  const entryOf = (answer: unknown) =>
    typeof answer === 'number'
      ? { response: { status: String(answer) } }
      : { response: { status: '200 OK' }, resource: answer }

  /** A server that answers a batch from the same table as single requests. */
  function batched(answers: Record<string, unknown>, alone: Record<string, unknown> = answers) {
    const rounds: string[][] = []
    const connection = aConnection({
      ...alone,
      '': (asked: Asked) => {
        const paths = pathsIn(asked)
        rounds.push(paths)
        const entry = paths.map((path) => entryOf(answers[path] ?? answers[path.split('?')[0] ?? ''] ?? 404))
        return { resourceType: 'Bundle', type: 'batch-response', entry }
      },
    })
    const done = readChart(connection, { patient: 'p1', offered: undefined, dialect, user: 'Practitioner/u1' })
    return { connection, rounds, done }
  }
  const deep = {
    ...chart,
    'Practitioner/u1': { resourceType: 'Practitioner', id: 'u1' },
    Coverage: bundle({
      resourceType: 'Coverage',
      id: 'v1',
      status: 'active',
      beneficiary: subject,
      payor: [{ reference: 'Organization/o1' }],
    }),
    'Organization/o1': { resourceType: 'Organization', id: 'o1' },
    'Encounter/e1': {
      resourceType: 'Encounter',
      id: 'e1',
      status: 'finished',
      class: {},
      subject,
      location: [{ location: { reference: 'Location/l1' } }],
    },
    'Location/l1': { resourceType: 'Location', id: 'l1' },
  }

  test.each([
    [404, true],
    [410, true],
    [403, undefined],
    [500, undefined],
  ])('who signed in and is answered with %s', async (status, userGone) => {
    const { done } = batched({ ...deep, 'Practitioner/u1': status })
    expect((await done).userGone).toBe(userGone)
  })

  test('the whole chart, the patient and who signed in take three round trips', async () => {
    const { rounds, done, connection } = batched(deep)
    const { patient, user, resources, steps, roundTrips } = await done
    expect([patient?.id, user?.id]).toEqual(['p1', 'u1'])
    expect(resources.map(({ id }) => id).toSorted()).toEqual(['c1', 'd1', 'e1', 'l1', 'm1', 'o1', 'p1', 'v1'])
    expect(steps.every(({ state }) => state === 'complete')).toBe(true)
    expect(rounds[0]).toContain('Practitioner/u1')
    expect(rounds[1]?.toSorted()).toEqual(['Encounter/e1', 'Medication/m1', 'Organization/o1'])
    expect(connection.asked).toHaveLength(3)
    expect(roundTrips).toBe(3)
  })

  test('each part keeps its own refusal, and the next form of a search goes with the next round', async () => {
    const { MedicationAdministration: doses, ...others } = deep
    const oracle = 'MedicationAdministration?patient=p1&effective-time=ge1990-01-01T00:00:00Z&_count=100'
    const answers = { ...others, MedicationAdministration: 400, [oracle]: doses, Coverage: 403, ClaimResponse: 404 }
    const { steps } = await batched(answers).done
    expect(readsOf({ steps })).toMatchObject({
      MedicationAdministration: 'complete',
      Coverage: 'refused',
      ClaimResponse: 'not-offered',
    })
  })

  test('a part for which it was too busy is asked for by itself', async () => {
    const { done, connection } = batched({ ...deep, Coverage: 503 }, deep)
    expect(readsOf(await done).Coverage).toBe('complete')
    expect(connection.asked.filter((path) => path.startsWith('Coverage?'))).toHaveLength(1)
  })

  test.each([
    ['refuses it', 405],
    ['answers something else', { resourceType: 'OperationOutcome', issue: [] }],
    ['does not answer', new Failure('ehr-unreachable')],
  ])('but %s, everything is asked for one by one', async (_, answer) => {
    const connection = aConnection({ ...deep, '': answer })
    const chartRead = await readChart(connection, { patient: 'p1', offered: undefined, dialect })
    expect(chartRead.steps.every(({ state }) => state === 'complete')).toBe(true)
    expect(connection.asked.filter((path) => path === '')).toHaveLength(1)
  })
})

describe('a patient whom the EHR does not know', () => {
  const { 'Patient/p1': _, 'Medication/m1': __, 'Encounter/e1': ___, ...others } = chart
  const empty = { ...others, MedicationAdministration: none, Condition: none }

  test.each([404, 410])('is no empty chart (%i)', async (status) => {
    await expect(read({ ...empty, 'Patient/p1': status })).rejects.toMatchObject({
      kind: 'unknown-patient',
      about: { status },
    })
  })

  test('is known by their records all the same, and by a server that serves no patients one by one', async () => {
    expect((await read({ ...chart, 'Patient/p1': 404 })).resources.length).toBeGreaterThan(0)
    const offered = { MedicationAdministration: ['search-type'] }
    const answers = aConnection({ ...empty, 'Patient/p1': 404 })
    expect((await readChart(answers, { patient: 'p1', offered })).resources).toEqual([])
  })
})
