import {
  PlansAnswer,
  PlansRequest,
  WriteBackReservation,
  WriteBackReservationRequest,
  WriteBackState,
  WriteBackStep,
} from '@doseline/contract'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { actorOf, judged } from '../decide.ts'
import type { Reservation } from '../ledger/reservation.ts'
import type { StoredHead } from '../ledger/stored-answer.ts'
import type { Earlier, WriteBack } from '../ledger/write-back.ts'
import { idempotencyKey, keyReused } from '../middleware/idempotency-key.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { HttpProblem, parsed } from '../middleware/problem.ts'
import { askerOf, maySee } from '../security/own.ts'
import { principalOf } from '../security/principal.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { examplePlans, exampleReservation } from './example.ts'
import { jsonAnswer, problemAnswer } from './openapi.ts'

const PLAN = createRoute({
  method: 'post',
  path: '/v1/plans',
  tags: ['Write-backs'],
  summary: 'What each act on a dose would write',
  description:
    'Judges the chart and answers one plan for each act that a person can choose from, and no verdict: nothing is recorded, nothing is reserved. An assessment answers the same plans with its verdicts, where its request has writeBack.',
  request: {
    body: { required: true, content: { 'application/json': { schema: PlansRequest, example: examplePlans() } } },
  },
  responses: {
    200: jsonAnswer('Planned', PlansAnswer),
    400: problemAnswer('The body is not JSON, or not of this contract; each element is named'),
    401: problemAnswer('Not signed in'),
    403: problemAnswer('The code book is not allowed here'),
    422: problemAnswer('The request names what is not in the chart, doses of several visits, or another author'),
  },
})
const RESERVE = createRoute({
  method: 'post',
  path: '/v1/write-backs',
  tags: ['Write-backs'],
  summary: 'Reserve the right to write what a dose’s answer plans',
  description:
    'Judges the chart again and takes the visit and the doses whose lines are written: of any number of reservations at once one is granted, whatever visit a dose is said to be of. Send the plan to the EHR, in its channel, only after this, and say with PATCH that it was sent, and what became of it. Needs an Idempotency-Key: the same key answers the same reservation.',
  request: {
    headers: z.object({ 'idempotency-key': z.string().describe('A quoted string, new for each reservation') }),
    body: {
      required: true,
      content: { 'application/json': { schema: WriteBackReservationRequest, example: exampleReservation() } },
    },
  },
  responses: {
    200: jsonAnswer('Nothing would be written, or the same reservation again', WriteBackReservation),
    201: jsonAnswer('Reserved', WriteBackReservation),
    400: problemAnswer('The body is not of this contract, or there is no Idempotency-Key'),
    403: problemAnswer('The session is not known to be of staff'),
    409: problemAnswer('Somebody else is writing for this visit or one of its doses, or it was written already'),
    422: problemAnswer('The request contradicts itself, or its key came with another request'),
  },
})
const STEP = createRoute({
  method: 'patch',
  path: '/v1/write-backs/{id}',
  tags: ['Write-backs'],
  summary: 'Say how far a write-back has come',
  description:
    'reserved → sent → confirmed, or void where the EHR is known to hold nothing of it; unconfirmed where the connection broke and it is open what was stored. From sent on, what was to be created counts as written until it is void. The same step twice is one; `sent`, said again, holds the visit and its doses for as long as the first time, or is refused where a later reservation has them: say it again before a request that leaves later than half a minute after the last word.',
  request: {
    params: z.object({ id: z.string() }),
    body: {
      required: true,
      content: { 'application/json': { schema: WriteBackStep, example: { state: 'sent', fencing: 1 } } },
    },
  },
  responses: {
    200: jsonAnswer('Moved on', WriteBackState),
    404: problemAnswer('There is no such write-back'),
    409: problemAnswer('A later reservation holds the visit or the dose, or the step is not the next one'),
  },
})
const READ = createRoute({
  method: 'get',
  path: '/v1/write-backs/{id}',
  tags: ['Write-backs'],
  summary: 'How far a write-back has come',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: jsonAnswer('The write-back', WriteBackState), 404: problemAnswer('There is no such write-back') },
})

/** Plan, then reserve → sent → confirmed or void: two users, two tabs or a retry never make two charges. */
export function writeBacksRoutes(service: Service): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  for (const route of [PLAN, RESERVE, STEP, READ]) app.openAPIRegistry.registerPath(route)
  app.post('/v1/plans', async (c) => {
    const { text } = await judged(service, c, { api: 'plans' })
    return c.body(text, 200, { 'content-type': 'application/json' })
  })
  app.post('/v1/write-backs', async (c) => {
    if (idempotencyKey(c) === undefined) throw keyMissing()
    return reserved(service, c)
  })
  app.patch('/v1/write-backs/:id', async (c) => {
    const { state, fencing, reason = '', written } = parsed(WriteBackStep, await jsonBody(c))
    const stepped = await service.ledger.step({
      id: c.req.param('id'),
      to: state,
      fencing,
      reason,
      written,
      entry: actorOf(service, c),
    })
    switch (stepped.kind) {
      case 'unknown':
        throw noSuch()
      case 'superseded':
        throw new HttpProblem(
          'superseded',
          'A later reservation holds this visit or one of its doses: read the chart again before anything else.',
        )
      case 'wrong order':
        throw new HttpProblem(
          'wrong-order',
          `A write-back that is ${stepped.writeBack.state} does not become ${state}.`,
        )
      case 'done':
        service.metrics.writeBacks.inc({ step: state })
        return c.json(shown(stepped.writeBack))
    }
  })
  app.get('/v1/write-backs/:id', async (c) => {
    const found = await service.ledger.writeBack(principalOf(c).tenant.key, c.req.param('id'))
    if (!found || !maySee(askerOf(c), found.patient)) throw noSuch()
    return c.json(shown(found))
  })
  return app
}

async function reserved(service: Service, c: Ctx): Promise<Response> {
  const { ledger, metrics } = service
  const { text, reservation: wanted, fingerprint } = await judged(service, c, { api: 'write-back' })
  if (!wanted) {
    // What was queued under this key is planned no more, and a retry hears of it all the same.
    const about = { tenant: principalOf(c).tenant.key, key: idempotencyKey(c) ?? '', fingerprint: fingerprint ?? '' }
    const before = await ledger.reservationUnder(about)
    return before ? answerTo(service, c, before, text) : c.body(text, 200, { 'content-type': 'application/json' })
  }
  const reservation = await ledger.reserve({ ...wanted, entry: actorOf(service, c) })
  if (reservation.kind === 'reserved') metrics.writeBacks.inc({ step: 'reserved' })
  return answerTo(service, c, reservation, text)
}

/** `fresh`: the JSON of the assessment, judged now. A retry is answered from where it is kept, and hears what the first try heard. */
async function answerTo(
  { ledger }: Service,
  c: Ctx,
  reservation: Reservation,
  fresh: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  switch (reservation.kind) {
    case 'key reused':
      throw keyReused()
    case 'held':
      throw underWay(reservation)
    case 'written':
      throw alreadyWritten(reservation.by)
    case 'reserved':
      return c.body(reservationAnswer(reservation, fresh), 201, { 'content-type': 'application/json' })
    case 'again': {
      const { answer } = JSON.parse(reservation.plan) as { answer?: StoredHead }
      const assessment = answer && (await ledger.joined(principalOf(c).tenant.key, answer))
      if (assessment === undefined)
        throw new HttpProblem('no-longer-kept', 'What was planned under this key is kept no longer.')
      return c.body(reservationAnswer(reservation, assessment), 200, { 'content-type': 'application/json' })
    }
  }
}

/** The answer to a reservation, as UTF-8: its assessment is JSON already. */
function reservationAnswer({ writeBack, previous }: Granted, assessment: Uint8Array): Uint8Array<ArrayBuffer> {
  const about = { writeBack: shown(writeBack), ...(previous && { previous: earlier(previous) }) }
  const before = Buffer.from(`${JSON.stringify(about).slice(0, -1)},"assessment":`)
  return Buffer.concat([before, assessment, Buffer.from('}')])
}

type Granted = Extract<Reservation, { kind: 'reserved' | 'again' }>

function underWay({ by, seconds, dose }: Extract<Reservation, { kind: 'held' }>): HttpProblem {
  const what = dose === undefined ? 'for this visit' : `${dose}, for whatever visit it is of`
  const part = {
    pointer: dose === undefined ? '/writeBack' : '/focus',
    detail: `${by.id} is ${by.state} and not ended.`,
    remedy: `Wait until it has ended, at most ${seconds} seconds, then read the chart again and reserve again.`,
  }
  const said = `${by.who} has been writing ${what} since ${by.changed}.`
  return new HttpProblem(
    'write-back-under-way',
    said,
    [part],
    { 'retry-after': String(seconds) },
    { underWay: earlier(by) },
  )
}

function alreadyWritten(by: readonly Earlier[]): HttpProblem {
  const [last] = by
  const time = by.map((each) => each.time).find((each) => each !== undefined)
  const part = {
    pointer: '/overrideEarlier',
    detail: 'The chart that was sent does not show what was written.',
    remedy: `${time ? 'Wait until then, and read' : 'Read'} the chart again. Where the lines are known to be gone from the EHR, name these write-backs in overrideEarlier.`,
  }
  const wrote = last?.state === 'confirmed' ? 'wrote these lines' : 'may have written these lines'
  const wait = time && ` Until ${time.until} they may still arrive, or not be found yet.`
  const said = `${last?.who} ${wrote} at ${last?.changed}.${wait ?? ''}`
  const headers = time && { 'retry-after': String(time.seconds) }
  return new HttpProblem('already-written', said, [part], headers, { earlier: by.map(earlier) })
}

const shown = ({ patient: _, ...writeBack }: WriteBack) => writeBack
const earlier = ({ id, state, who, changed }: Earlier) => ({ id, state, who, changed })

const keyMissing = (): HttpProblem =>
  new HttpProblem(
    'idempotency-key-missing',
    'A reservation needs an Idempotency-Key, so that a retry is the same reservation.',
  )
const noSuch = (): HttpProblem => new HttpProblem('not-found', 'There is no such write-back.')
