import type { AssessmentAnswer, AssessmentRequestInput } from '@doseline/assessment'
import type { ReactiveControllerHost } from 'lit'
import { expect, test } from 'vitest'
import { Failure } from '../session/failure.ts'
import type { ChartRead, ReadStep } from '../session/read-chart.ts'
import type { RulesService } from '../session/rules-service.ts'
import type { Session } from '../session/session.ts'
import { aDonePlan, aDose, anAnswer, aPlan, notReady } from '../testing/an-answer.ts'
import { Review } from './review.ts'

const host: ReactiveControllerHost = {
  addController() {},
  removeController() {},
  requestUpdate() {},
  updateComplete: Promise.resolve(true),
}
const now = () => new Date('2026-03-03T10:00:00Z')

function aChart(difference: Partial<ChartRead> = {}): ChartRead {
  return {
    resources: [
      { resourceType: 'MedicationAdministration', id: 'd1', status: 'completed', subject: { reference: 'Patient/p1' } },
    ],
    steps: [{ type: 'MedicationAdministration', why: '', state: 'complete', count: 1 }],
    strangers: 0,
    readAt: now(),
    ...difference,
  }
}

/** A clinic with a chart, a service that judges it, and a record of everything sent to either. */
function aClinic() {
  const clinic = {
    chart: aChart(),
    dose: aDose(),
    stored: false,
    sendFails: undefined as Failure | undefined,
    questions: [] as AssessmentRequestInput[],
    claimFails: undefined as Failure | undefined,
    /** How far the service was told that the write-back came. */
    steps: [] as string[],
    sent: [] as unknown[],
    reads: 0,
  }
  const session: Session = {
    issuer: { key: 'clinic', label: 'Clinic', clientId: 'doseline', timeZone: 'America/New_York' },
    base: 'https://ehr.example/fhir',
    patient: 'p1',
    encounter: 'e1',
    needsBanner: true,
    approver: { reference: 'Practitioner/u1', display: 'Jordan Ellis' },
    codebooks: ['cms', 'article'],
    codebook: 'cms',
    readOnly: [],
    async readChart() {
      clinic.reads++
      return clinic.chart
    },
    async send(transaction) {
      if (clinic.sendFails) throw clinic.sendFails
      clinic.sent.push(transaction)
      clinic.stored = true
    },
    provenanceOf: async () => [],
  }
  const service: RulesService = {
    openSession: async () => ({ token: 't', until: '', tenant: 'default', who: '' }),
    async claim(request) {
      if (clinic.claimFails) throw clinic.claimFails
      const assessment = await service.assess(request)
      const state = { id: 'w1', state: 'claimed', fencing: 1, until: '', who: '', assessment: '', reason: '' } as const
      return { assessment, ...(assessment.writeBack?.transaction && { writeBack: state }) }
    },
    async step(id, { state }) {
      clinic.steps.push(state)
      return { id, state, fencing: 1, until: '', who: '', assessment: '', reason: '' }
    },
    async assess(request) {
      clinic.questions.push(request)
      const act = request.writeBack?.act
      const plan = act && (clinic.stored ? aDonePlan(act) : aPlan(act))
      return anAnswer({ assessments: [clinic.dose], ...(plan && { writeBack: plan }) })
    },
  }
  const review = new Review(host, { openSession: async () => session, service, now })
  return { clinic, review, session, service }
}

test('reads, judges, and works out what either act would write', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  expect(review.state).toMatchObject({
    phase: 'done',
    focus: 'MedicationAdministration/d1',
    plans: { approve: { act: 'approve' } },
  })
  expect(clinic.questions[0]).toMatchObject({
    codebook: 'cms',
    reads: { MedicationAdministration: 'complete' },
    timeZone: 'America/New_York',
  })
  expect(clinic.questions[1]?.writeBack).toMatchObject({ server: 'clinic', by: { reference: 'Practitioner/u1' } })
})

test('approving reads and judges anew, sends once, and shows what is stored', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  await review.write('approve')
  expect(clinic.sent).toHaveLength(1)
  expect(clinic.reads).toBe(3)
  expect(clinic.steps).toEqual(['sent', 'confirmed'])
  expect(review.state.result).toEqual({ kind: 'stored', act: 'approve', lines: 2 })
  expect(review.state.plans?.approve.transaction).toBeUndefined()
})

test('approving what is stored already writes nothing', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.stored = true
  await review.write('approve')
  expect(clinic.sent).toHaveLength(0)
  expect(review.state.result).toEqual({ kind: 'already' })
})

test('a double click is one write', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  await Promise.all([review.write('approve'), review.write('approve')])
  expect(clinic.sent).toHaveLength(1)
})

test('where the chart changed in between, the new answer is shown and nothing written', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.dose = notReady()
  await review.write('approve')
  expect(clinic.sent).toHaveLength(0)
  expect(clinic.steps).toEqual(['void'])
  expect(review.state.result).toEqual({ kind: 'changed', before: 'ready', after: 'not-ready' })
  expect(review.state.answer?.assessments[0]?.verdict).toBe('not-ready')
})

test('a refused write loses nothing', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  await review.attest({ discardedMg: '2' })
  clinic.sendFails = new Failure('write-refused')
  await review.write('approve')
  expect(review.state).toMatchObject({ phase: 'done', result: { kind: 'failed', failure: { kind: 'write-refused' } } })
  expect(review.state.attested['MedicationAdministration/d1']).toMatchObject({ discardedMg: '2' })
  expect(clinic.steps).toEqual(['sent', 'void'])
})

test.each(['somebody-writes', 'already-written'] as const)('%s: nothing is sent', async (kind) => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.claimFails = new Failure(kind)
  await review.write('approve')
  expect([clinic.sent, clinic.steps]).toEqual([[], []])
  expect(review.state.result).toMatchObject({ kind: 'failed', failure: { kind } })
})

test('after a broken connection the chart is read to see what is stored', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.sendFails = new Failure('write-unconfirmed')
  const before = clinic.reads
  await review.write('approve')
  expect(clinic.reads).toBe(before + 2)
  // Nobody knows what was stored: the claim stays, so that nobody sends a second time.
  expect(clinic.steps).toEqual(['sent'])
  expect(review.state.result).toMatchObject({ failure: { kind: 'write-unconfirmed' } })
})

test('what a person states goes along with who and when, and is judged without reading again', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  await review.attest({ discardedMg: '2' })
  expect(clinic.reads).toBe(1)
  expect(clinic.questions.at(-1)?.attested).toEqual({
    'MedicationAdministration/d1': { discardedMg: '2', by: 'Jordan Ellis', at: '2026-03-03T10:00:00.000Z' },
  })
  await review.attest(undefined)
  expect(clinic.questions.at(-1)?.attested).toEqual({})
})

test('a late answer of an earlier start is dropped', async () => {
  const { service, session } = aClinic()
  const answers: ((answer: AssessmentAnswer) => void)[] = []
  const slow: RulesService = {
    ...service,
    assess: (request) =>
      request.writeBack ? service.assess(request) : new Promise((resolve) => answers.push(resolve)),
  }
  const review = new Review(host, { openSession: async () => session, service: slow, now })
  const [first, second] = [review.start(), review.start()]
  await expect.poll(() => answers.length).toBeGreaterThan(0)
  answers.at(-1)?.(anAnswer({ assessments: [aDose({ drug: 'second' })] }))
  await second
  for (const answer of answers) answer(anAnswer({ assessments: [aDose({ drug: 'late' })] }))
  await first
  expect(review.state.answer?.assessments[0]?.drug).toBe('second')
})

const doses = (state: ReadStep['state'], count = 0, because?: string): Partial<ChartRead> => ({
  resources: count ? aChart().resources : [],
  steps: [{ type: 'MedicationAdministration', why: '', state, count, ...(because && { because }) }],
})
test.each([
  ['no-scope', doses('refused')],
  ['doses-not-offered', doses('not-offered')],
  ['doses-incomplete', doses('failed', 1)],
  ['ehr-unreachable', doses('failed', 0, 'no answer')],
  ['ehr-error', doses('failed', 0, '500')],
  ['nothing-to-judge', doses('complete')],
])('%s ends the way on its own screen', async (kind, chart) => {
  const { review, clinic } = aClinic()
  clinic.chart = aChart(chart)
  await review.start()
  expect(review.state).toMatchObject({ phase: 'failed', failure: { kind } })
})
