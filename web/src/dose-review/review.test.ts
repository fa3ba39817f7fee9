import type {
  AssessmentAnswer,
  AssessmentRequestInput,
  DoseAnswer,
  HistoryEvent,
  PlansRequestInput,
  WriteBackAct,
  WriteBackReservationRequestInput,
} from '@doseline/contract'
import { type ChartRead, channelsFor, Failure, type ReadStep, type SendReport } from '@doseline/ehr-client'
import type { ReactiveControllerHost } from 'lit'
import { describe, expect, test } from 'vitest'
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
const now = (secondsLater = 0) => new Date(Date.parse('2026-03-03T10:00:00Z') + secondsLater * 1000)

const stepsOf = (written: ReadStep['state']): ReadStep[] => [
  { type: 'MedicationAdministration', why: '', state: 'complete', count: 1 },
  { type: 'ChargeItem', why: '', state: written, count: 0 },
  { type: 'Flag', why: '', state: written, count: 0 },
]

function aChart(difference: Partial<ChartRead> = {}): ChartRead {
  return {
    resources: [
      { resourceType: 'MedicationAdministration', id: 'd1', status: 'completed', subject: { reference: 'Patient/p1' } },
    ],
    steps: stepsOf('complete'),
    strangers: 0,
    readAt: now(),
    ...difference,
  }
}

/** What Doseline wrote for the dose before. */
const OURS: ChartRead['resources'] = [
  {
    resourceType: 'ChargeItem',
    id: 'c1',
    identifier: [{ system: 'https://doseline.example/fhir/sid/charge', value: 'c1' }],
    status: 'billable',
    code: { text: 'J3397 × 88' },
    subject: { reference: 'Patient/p1' },
    service: [{ reference: 'MedicationAdministration/d1' }],
  },
]
const withOurs = (): ChartRead => aChart({ resources: [...aChart().resources, ...OURS] })

const aReport = (differs: Partial<SendReport> = {}): SendReport => ({
  ended: 'stored',
  sent: [],
  written: [],
  conflicts: [],
  ...differs,
})
const refusedBy = (kind: Failure['kind'], written: string[] = []) =>
  aReport({ ended: 'refused', failure: new Failure(kind), written })

/** A clinic with a chart, a service that judges it, and a record of everything sent to either. */
function aClinic() {
  const clinic = {
    chart: aChart(),
    dose: aDose(),
    /** Others in the same chart. */
    others: [] as DoseAnswer[],
    stored: false,
    sendFails: undefined as Failure | undefined,
    /** What became of it, where it was sent and did not end as stored. */
    ended: undefined as SendReport | undefined,
    historyFails: false,
    events: undefined as HistoryEvent[] | undefined,
    closed: false,
    /** Everything that carried the chart to the service. */
    questions: [] as (AssessmentRequestInput | PlansRequestInput | WriteBackReservationRequestInput)[],
    reserveFails: undefined as Failure | undefined,
    /** How many answers of the service the network loses, by question. */
    lost: { reserve: 0, step: 0 },
    keys: [] as string[],
    /** How far the service was told that the write-back came. */
    steps: [] as string[],
    sent: [] as unknown[],
    reads: 0,
    /** What happens between the word of the service and the first request to the EHR. */
    beforeSending: () => {},
    stepFails: undefined as Failure | undefined,
  }
  const session: Session = {
    issuer: { key: 'clinic', label: 'Clinic', clientId: 'doseline', timeZone: 'America/New_York' },
    base: 'https://ehr.example/fhir',
    patient: 'p1',
    encounter: 'e1',
    needsBanner: true,
    scopes: { asked: ['patient/MedicationAdministration.rs'], refused: [] },
    user: 'Practitioner/u1',
    approver: { reference: 'Practitioner/u1', display: 'Jordan Ellis', mayWrite: true },
    codebooks: ['cms', 'article'],
    codebook: 'cms',
    async readChart() {
      clinic.reads++
      return clinic.chart
    },
    negotiated: (demonstration) => channelsFor({ offered: undefined, system: undefined, scope: '', demonstration }),
    async send({ transaction }, _, assertHeld) {
      clinic.beforeSending()
      await assertHeld?.()
      if (clinic.sendFails) throw clinic.sendFails
      clinic.sent.push(transaction)
      if (clinic.ended) return clinic.ended
      clinic.stored = true
      return aReport()
    },
    provenanceOf: async () => [],
    named: async (text) =>
      text.replace(/^.*Practitioner\/u1/, 'Jordan Ellis').replace(/^.*Practitioner\/u2/, 'Ana Petrov'),
    end() {
      clinic.closed = true
    },
  }
  const planFor = (act: WriteBackAct) => (clinic.stored ? aDonePlan(act) : aPlan(act))
  const service: RulesService = {
    async history(dose, server) {
      if (clinic.historyFails) throw new Failure('service-error')
      const at = { at: '2026-03-03T09:00:00Z', act: 'sent' } as const
      const events = [
        { ...at, who: 'https://ehr.example/fhir/Practitioner/u1' },
        { ...at, who: 'https://ehr.example/fhir/Practitioner/u2' },
      ]
      return { dose, server, events: clinic.events ?? events }
    },
    openSession: async () => ({ token: 't', until: '', tenant: 'default', who: '', staff: true }),
    async reserve(request, key) {
      clinic.keys.push(key)
      if (clinic.lost.reserve-- > 0) throw new Failure('service-unreachable')
      if (clinic.reserveFails) throw clinic.reserveFails
      clinic.questions.push(request)
      const plan = planFor(request.writeBack.act)
      const assessment = anAnswer({ assessments: [clinic.dose, ...clinic.others], plans: [plan] })
      const state = { id: 'w1', state: 'reserved', fencing: 1, until: '', who: '', assessment: '', reason: '' } as const
      return { assessment, ...(plan.transaction && { writeBack: state }) }
    },
    async step(id, { state, written }) {
      if (state === 'sent' && clinic.lost.step-- > 0) throw new Failure('service-unreachable')
      if (state === 'sent' && clinic.stepFails) throw clinic.stepFails
      clinic.steps.push([state, ...(written ?? [])].join(' '))
      return { id, state, fencing: 1, until: '', who: '', assessment: '', reason: '' }
    },
    async assess(request) {
      clinic.questions.push(request)
      const plans = request.writeBack?.acts.map(planFor)
      return anAnswer({ assessments: [clinic.dose, ...clinic.others], ...(plans && { plans }) })
    },
    async plan(request) {
      clinic.questions.push(request)
      return { digest: 'd', patient: 'Patient/p1', plans: request.writeBack.acts.map(planFor) }
    },
  }
  /** How late it is by now. */
  const moment = { seconds: 0 }
  const review = new Review(host, { openSession: async () => session, service, now: () => now(moment.seconds) })
  return { clinic, review, session, service, moment }
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
  expect(clinic.questions[1]?.writeBack).toMatchObject({
    acts: ['approve', 'suggest'],
    focus: 'MedicationAdministration/d1',
    server: 'clinic',
    by: { reference: 'Practitioner/u1' },
    channels: ['transaction', 'single', 'by-hand'],
  })
})

test('approving reads and judges anew, sends once, and shows what is stored', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  await review.write('approve')
  expect(clinic.sent).toHaveLength(1)
  expect(clinic.reads).toBe(3)
  expect(clinic.steps).toEqual(['sent', 'confirmed'])
  expect(review.state.result).toMatchObject({ kind: 'stored', act: 'approve', lines: 2, channel: 'transaction' })
  expect(review.state.plans?.approve.transaction).toBeUndefined()
})

test('the chart goes up four times at most: to be judged, to be planned for, to be written and to be read back', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  expect(clinic.questions).toHaveLength(2)
  await review.write('approve')
  expect(review.state).toMatchObject({ result: { kind: 'stored' }, plans: { approve: aDonePlan('approve') } })
  expect(clinic.questions).toHaveLength(4)
})

test('an act that cannot be planned keeps no verdict from being shown, and says why', async () => {
  const { review, service } = aClinic()
  await review.start()
  const refused = new Failure('service-refused', { status: 422 })
  const { assess } = service
  service.plan = () => Promise.reject(refused)
  service.assess = (request, call) => (request.writeBack ? Promise.reject(refused) : assess(request, call))
  await review.attest({ discardedMg: '2' })
  expect(review.state).toMatchObject({ phase: 'done', plansFailure: { kind: 'service-refused' } })
  expect(review.state.failure).toBeUndefined()
})

test('what is stored can be voided: all three acts are planned together, with the chart that is read back', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.chart = withOurs()
  await review.write('approve')
  expect(clinic.questions.at(-1)?.writeBack).toMatchObject({ acts: ['approve', 'suggest', 'void'] })
  expect(review.state.plans?.void).toMatchObject({ act: 'void' })
})

test('reasons that were given once are planned with what is judged again, and again where they are open no longer', async () => {
  const { review, clinic } = aClinic()
  clinic.dose = notReady()
  const [rule = ''] = notReady().findings.map(({ id }) => id)
  const standing = [{ at: '2026-03-03T09:00:00Z', who: 'Jordan Ellis', writeBack: 'w0' }]
  const overrides = [{ rule, asks: 'Is it?', reason: 'seen on paper' }]
  clinic.events = standing.flatMap((at): HistoryEvent[] => [
    { ...at, act: 'confirmed' },
    { ...at, act: 'write-back reserved', does: 'approve', overrides },
  ])
  clinic.chart = withOurs()
  await review.start()
  await expect.poll(() => clinic.questions.at(-1)?.writeBack?.overrides).toHaveLength(1)
  clinic.dose = aDose()
  await review.attest({ discardedMg: '2' })
  const reasons = clinic.questions.slice(-2).map(({ writeBack }) => writeBack?.overrides)
  expect(reasons).toEqual([[{ rule, reason: 'seen on paper' }], []])
})

test('approving what is stored already writes nothing', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.stored = true
  await review.write('approve')
  expect(clinic.sent).toHaveLength(0)
  expect(review.state.result).toEqual({ kind: 'already' })
})

test('while what was sent may still arrive, a word that it is gone is not taken', async () => {
  const { review, clinic, moment } = aClinic()
  await review.start()
  const about = { earlier: ['w0'], retryAfterSeconds: 90 }
  clinic.reserveFails = new Failure('already-written', about)
  await review.write('approve')
  expect(review.state.result).toMatchObject({ kind: 'failed', failure: { kind: 'already-written', about } })
  clinic.reserveFails = undefined
  const asked = clinic.keys.length
  moment.seconds = 60
  await review.write('approve', ['w0'])
  expect(review.state.result).toMatchObject({ kind: 'failed', failure: { about: { ...about, retryAfterSeconds: 30 } } })
  expect([clinic.keys.length, clinic.sent.length]).toEqual([asked, 0])
  moment.seconds = 90
  await review.write('approve', ['w0'])
  expect([review.state.result?.kind, clinic.sent.length]).toEqual(['stored', 1])
})

describe('a machine that slept before it sent', () => {
  const slept = () => {
    const { review, clinic, moment } = aClinic()
    clinic.beforeSending = () => {
      moment.seconds += 200
    }
    return { review, clinic }
  }

  test('asks again whether it may, and sends', async () => {
    const { review, clinic } = slept()
    await review.start()
    await review.write('approve')
    expect(clinic.steps).toEqual(['sent', 'sent', 'confirmed'])
    expect([review.state.result?.kind, clinic.sent.length]).toEqual(['stored', 1])
  })

  test('sends nothing where somebody else has the visit by now', async () => {
    const { review, clinic } = slept()
    const { beforeSending } = clinic
    clinic.beforeSending = () => {
      beforeSending()
      clinic.stepFails = new Failure('somebody-writes')
    }
    await review.start()
    await review.write('approve')
    expect(review.state.result).toMatchObject({ kind: 'failed', failure: { kind: 'somebody-writes' } })
    expect(clinic.sent).toHaveLength(0)
  })
})

test('a double click is one write', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  await Promise.all([review.write('approve'), review.write('approve')])
  expect(clinic.sent).toHaveLength(1)
})

test.each(['approve', 'void'] as const)('%s: the dose that is being written stays on the screen', async (act) => {
  const { review, clinic } = aClinic()
  const [first, second] = ['MedicationAdministration/d1', 'MedicationAdministration/d2']
  clinic.others = [aDose({ focus: second })]
  clinic.chart = withOurs()
  await review.start()
  await review.choose(first)
  const asked = clinic.questions.length
  const written = review.write(act)
  await Promise.all([review.choose(second), review.useCodebook('article'), review.attest({ discardedMg: '2' })])
  await Promise.all([review.override([]), review.discard()])
  await written
  const about = clinic.questions.slice(asked).flatMap((question) => question.focus ?? [])
  expect(new Set(about)).toEqual(new Set([first]))
  expect(clinic.steps).toEqual(['sent', 'confirmed'])
  expect(review.state).toMatchObject({ focus: first, codebook: 'cms', attested: {}, result: { kind: 'stored', act } })
  await review.choose(second)
  expect(review.state).toMatchObject({ focus: second, result: undefined })
})

test('how it ended for a dose that left the chart is said as such beside another one', async () => {
  const { review, clinic } = aClinic()
  clinic.others = [aDose({ focus: 'MedicationAdministration/d2' })]
  await review.start()
  await review.choose('MedicationAdministration/d1')
  clinic.dose = aDose({ focus: 'MedicationAdministration/d3' })
  await review.write('approve')
  expect(clinic.sent).toEqual([])
  expect(review.state.focus).not.toBe('MedicationAdministration/d1')
  expect(review.state.result).toMatchObject({ kind: 'left the chart', result: { failure: { kind: 'chart-moved-on' } } })
})

test.each(['complete', 'failed', 'refused'] as const)('a look at what is charged that is %s', async (state) => {
  const { review, clinic } = aClinic()
  clinic.chart = withOurs()
  await review.start()
  clinic.ended = aReport({ ended: 'open', failure: new Failure('write-unconfirmed') })
  clinic.chart = aChart({ steps: stepsOf(state) })
  await review.write('void')
  const isGone = state === 'complete'
  expect(clinic.steps).toEqual(['sent', 'unconfirmed', ...(isGone ? ['confirmed'] : [])])
  expect(review.state.result?.kind).toBe(isGone ? 'stored' : 'failed')
})

test('a reservation whose answer is lost is asked for again by the same key', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.lost.reserve = 1
  await review.write('approve')
  expect(clinic.keys).toHaveLength(2)
  expect(new Set(clinic.keys).size).toBe(1)
  expect(review.state.result).toMatchObject({ kind: 'stored' })
})

test('the ledger is told a second time that it is sent, and else nothing is', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.lost.step = 2
  await review.write('approve')
  expect([clinic.sent, clinic.steps]).toEqual([[], ['void']])
  expect(review.state.result).toMatchObject({ kind: 'failed', failure: { kind: 'service-unreachable' } })
  clinic.lost.step = 1
  await review.write('approve')
  expect(clinic.steps).toEqual(['void', 'sent', 'confirmed'])
})

test('a session that ends while a visit is reserved gives it up, and sends nothing', async () => {
  const { review, clinic, service } = aClinic()
  await review.start()
  const reserve = service.reserve.bind(service)
  Object.assign(service, {
    async reserve(...asked: Parameters<RulesService['reserve']>) {
      const reserved = await reserve(...asked)
      review.close()
      return reserved
    },
  })
  await review.write('approve')
  expect([clinic.sent, clinic.steps]).toEqual([[], ['void']])
  expect(review.state).toMatchObject({ phase: 'opening', focus: '' })
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

test('what was stored is not said to be unwritten where it cannot be read back', async () => {
  const { review, clinic, session } = aClinic()
  await review.start()
  const read = session.readChart
  session.readChart = async (...about) => {
    if (clinic.stored) throw new Failure('session-ended')
    return read(...about)
  }
  await review.write('approve')
  expect(clinic.steps).toEqual(['sent', 'confirmed'])
  expect(review.state.result).toMatchObject({ kind: 'stored', isUnread: true })
})

test('a refused write loses nothing', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  await review.attest({ discardedMg: '2' })
  clinic.ended = refusedBy('write-refused')
  await review.write('approve')
  expect(review.state).toMatchObject({ phase: 'done', result: { kind: 'failed', failure: { kind: 'write-refused' } } })
  expect(review.state.attested['MedicationAdministration/d1']).toMatchObject({ discardedMg: '2' })
  expect(clinic.steps).toEqual(['sent', 'void'])
})

test.each(['somebody-writes', 'already-written'] as const)('%s: nothing is sent', async (kind) => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.reserveFails = new Failure(kind)
  await review.write('approve')
  expect([clinic.sent, clinic.steps]).toEqual([[], []])
  expect(review.state.result).toMatchObject({ kind: 'failed', failure: { kind } })
})

test('after a broken connection the chart is read to see what is stored', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.ended = aReport({ ended: 'open', failure: new Failure('write-unconfirmed') })
  const before = clinic.reads
  await review.write('approve')
  expect(clinic.reads).toBe(before + 2)
  // Nobody knows what was stored: what would be created counts as written, so that nobody sends a second time.
  expect(clinic.steps).toEqual(['sent', 'unconfirmed'])
  expect(review.state.result).toMatchObject({ failure: { kind: 'write-unconfirmed' } })
})

test('what was open and stands in the chart after all is confirmed', async () => {
  const { review, clinic, session } = aClinic()
  await review.start()
  clinic.ended = aReport({ ended: 'open', failure: new Failure('write-unconfirmed') })
  const send = session.send.bind(session)
  Object.assign(session, {
    async send(plan: Parameters<Session['send']>[0]) {
      clinic.stored = true
      return send(plan)
    },
  })
  await review.write('approve')
  expect(clinic.steps).toEqual(['sent', 'unconfirmed', 'confirmed'])
  expect(review.state.result).toMatchObject({ kind: 'stored' })
})

test('of a write-back that was stored in part the ledger learns which', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.ended = refusedBy('write-refused', ['c1'])
  await review.write('approve')
  expect(clinic.steps).toEqual(['sent', 'confirmed c1'])
  expect(review.state.result).toMatchObject({ failure: { kind: 'write-partly' }, report: { written: ['c1'] } })
})

test('an EHR that takes no transaction did nothing: the next channel is shown before anything is sent', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.ended = refusedBy('channel-refused')
  await review.write('approve')
  expect(clinic.steps).toEqual(['sent', 'void'])
  expect(review.state.result).toEqual({ kind: 'other channel', refused: 'transaction' })
  expect(clinic.questions.at(-1)?.writeBack?.channels).toEqual(['single', 'by-hand'])
  expect(clinic.sent).toHaveLength(1)
})

test('where nothing can be sent nothing is reserved to be', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.sendFails = new Failure('wrong-patient')
  await review.write('approve')
  expect([clinic.steps, clinic.sent]).toEqual([['sent', 'void'], []])
})

test('looking again settles what was open', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  clinic.reserveFails = new Failure('already-written', { earlier: ['w0'] })
  await review.write('approve')
  await review.look()
  expect(review.state.result).toMatchObject({ failure: { kind: 'already-written' } })
  clinic.stored = true
  await review.look()
  expect(review.state.result).toEqual({ kind: 'already' })
})

test('the history names people as the EHR does', async () => {
  const { review } = aClinic()
  await review.start()
  const events = [{ who: 'Jordan Ellis' }, { who: 'Ana Petrov' }]
  await expect.poll(() => review.state.history).toMatchObject({ kind: 'read', events })
})

describe('reasons of an earlier write-back', () => {
  const RULE = notReady().findings[0]?.id ?? ''
  const reasoned = (differs: Partial<HistoryEvent> = {}): HistoryEvent[] => {
    const at = {
      at: '2026-03-03T09:00:00Z',
      who: 'Jordan Ellis',
      writeBack: 'w0',
      focus: 'MedicationAdministration/d1',
    }
    const overrides = [{ rule: RULE, asks: 'Is it?', reason: 'seen on paper' }]
    return [
      { ...at, act: 'confirmed', ...differs },
      { ...at, act: 'write-back reserved', does: 'approve', overrides },
    ]
  }
  const reopened = async (events: HistoryEvent[], chart = withOurs()) => {
    const { review, clinic } = aClinic()
    Object.assign(clinic, { dose: notReady(), chart, events })
    await review.start()
    await expect.poll(() => review.state.history?.kind).toBe('read')
    await new Promise((wait) => setTimeout(wait, 20))
    return { review, clinic, asked: () => clinic.questions.at(-1)?.writeBack?.overrides }
  }
  const REASONS = [{ rule: RULE, reason: 'seen on paper' }]

  test('hold for what stands, until they are taken back', async () => {
    const { review, asked } = await reopened(reasoned())
    expect(asked()).toEqual(REASONS)
    await review.override([])
    expect(asked()).toEqual([])
  })

  test.each<[string, HistoryEvent[], ChartRead]>([
    ['nothing stands in the chart', reasoned(), aChart()],
    ['it was given up', reasoned({ act: 'void' }), withOurs()],
    [
      'they were given for another dose of the visit',
      reasoned().map((event) => ({ ...event, focus: 'MedicationAdministration/d2' })),
      withOurs(),
    ],
    [
      'it was voided since',
      [{ ...reasoned()[0], writeBack: 'w1', does: 'void' } as HistoryEvent, ...reasoned()],
      withOurs(),
    ],
  ])('do not hold where %s', async (_, events, chart) => {
    const { asked } = await reopened(events, chart)
    expect(asked()).toEqual([])
  })
})

test('charges that were taken back in the EHR are planned again once a person has said so, and once only', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  await review.sayGone(['c1'])
  const gone = () => clinic.questions.at(-1)?.writeBack?.reversedCharges
  expect(gone()).toEqual(['c1'])
  await review.write('approve')
  expect(clinic.sent).toHaveLength(1)
  expect(gone()).toBeUndefined()
})

test('a history that cannot be read stops nothing', async () => {
  const { review, clinic } = aClinic()
  clinic.historyFails = true
  await review.start()
  await expect.poll(() => review.state.history).toEqual({ kind: 'failed' })
  expect(review.state).toMatchObject({ phase: 'done', plans: {} })
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

test('a session that is closed is over: nothing of it is left, and no token is kept for it', async () => {
  const { review, clinic } = aClinic()
  await review.start()
  review.close()
  expect(clinic.closed).toBe(true)
  expect(review.state).toMatchObject({ phase: 'opening', attested: {} })
  expect(review.state.chart ?? review.state.session).toBeUndefined()
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

const doses = (
  state: ReadStep['state'],
  count = 0,
  because?: string,
  more: Partial<ReadStep> = {},
): Partial<ChartRead> => ({
  resources: count ? aChart().resources : [],
  steps: [{ type: 'MedicationAdministration', why: '', state, count, ...(because && { because }), ...more }],
})
test.each([
  ['no-scope', doses('refused', 0, 'the EHR did not grant it', { notGranted: true })],
  ['doses-refused', doses('refused', 0, '403: not for you')],
  ['doses-not-offered', doses('not-offered')],
  ['doses-incomplete', doses('partial', 1, 'a further page: 500', { brokeOff: true })],
  ['doses-incomplete', doses('partial', 0, 'one was left out')],
  ['ehr-unreachable', doses('failed', 0, 'no answer')],
  ['ehr-error', doses('failed', 0, '500')],
  ['nothing-to-judge', doses('complete')],
])('%s ends the way on its own screen', async (kind, chart) => {
  const { review, clinic } = aClinic()
  clinic.chart = aChart(chart)
  await review.start()
  expect(review.state).toMatchObject({ phase: 'failed', failure: { kind } })
})

test('doses that the EHR itself left out are told, and the others are judged', async () => {
  const { review, clinic } = aClinic()
  clinic.chart = aChart(doses('partial', 1, 'one was left out'))
  await review.start()
  expect(review.state.phase).toBe('done')
  expect(clinic.questions[0]?.reads).not.toMatchObject({ MedicationAdministration: 'complete' })
})
