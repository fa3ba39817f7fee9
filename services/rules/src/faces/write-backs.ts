import {
  type AssessmentAnswer,
  AssessmentRequest,
  WriteBackClaim,
  WriteBackRequest,
  WriteBackState,
  WriteBackStep,
} from '@doseline/assessment'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { actorOf, idempotencyKey, keyReused, record, serverOf, withGiven } from '../decide.ts'
import { sha256 } from '../ledger/answers.ts'
import type { Claim } from '../ledger/claim.ts'
import { leftBy } from '../ledger/left-by.ts'
import type { Earlier, WriteBack } from '../ledger/write-back.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { fromZodError, HttpProblem } from '../middleware/problem.ts'
import { type Principal, principalOf } from '../security/principal.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { exampleClaim } from './example.ts'
import { jsonAnswer, problemAnswer } from './openapi.ts'

const Despite = z
  .array(z.uuid())
  .max(50)
  .describe('Earlier write-backs whose lines are known to be gone from the EHR: they may be written again')

const ClaimBody = z
  .intersection(
    AssessmentRequest,
    z.looseObject({
      writeBack: WriteBackRequest,
      despite: Despite.optional(),
    }),
  )
  .meta({ id: 'WriteBackClaimRequest' })

const CLAIM = createRoute({
  method: 'post',
  path: '/v1/write-backs',
  tags: ['Write-backs'],
  summary: 'Claim the right to write what a dose’s answer plans',
  description:
    'Judges the chart again and takes the visit: of any number of claims at once one is granted. Send the plan to the EHR, in its form, only after this, and say with PATCH that it was sent, and what became of it. Needs an Idempotency-Key: the same key answers the same claim.',
  request: {
    headers: z.object({ 'idempotency-key': z.string().describe('A quoted string, new for each claim') }),
    body: { required: true, content: { 'application/json': { schema: ClaimBody, example: exampleClaim() } } },
  },
  responses: {
    200: jsonAnswer('Nothing would be written, or the same claim again', WriteBackClaim),
    201: jsonAnswer('Claimed', WriteBackClaim),
    400: problemAnswer('The body is not of this contract, or there is no Idempotency-Key'),
    403: problemAnswer('The session is of a patient or a relative'),
    409: problemAnswer('Somebody else is writing for this visit, or it was written already'),
    422: problemAnswer('The request contradicts itself, or its key came with another request'),
  },
})
const STEP = createRoute({
  method: 'patch',
  path: '/v1/write-backs/{id}',
  tags: ['Write-backs'],
  summary: 'Say how far a write-back has come',
  description:
    'claimed → sent → confirmed, or void where the EHR is known to hold nothing of it; unconfirmed where the connection broke and it is open what was stored. From sent on, what was to be created counts as written until it is void. The same step twice is one.',
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
    409: problemAnswer('A later claim holds the visit, or the step is not the next one'),
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

/** Claim → sent → confirmed or void: two users, two tabs or a retry never make two charges. */
export function writeBacksFace(service: Service): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  for (const route of [CLAIM, STEP, READ]) app.openAPIRegistry.registerPath(route)
  app.post('/v1/write-backs', async (c) => {
    const key = idempotencyKey(c)
    if (key === undefined) throw keyMissing()
    const body = await jsonBody(c)
    const { despite = [], ...request } = claimIn(body)
    serverOf(c, request)
    return claimed(service, c, { request, despite, key, fingerprint: sha256(JSON.stringify(body)) })
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
      case 'outranked':
        throw new HttpProblem(
          409,
          'outranked',
          'A later claim holds this visit: read the chart again before anything else.',
        )
      case 'wrong order':
        throw new HttpProblem(
          409,
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
    if (!found) throw noSuch()
    return c.json(shown(found))
  })
  return app
}

interface Asked {
  readonly request: AssessmentRequest & { readonly writeBack: WriteBackRequest }
  readonly despite: readonly string[]
  readonly key: string
  readonly fingerprint: string
}

async function claimed(service: Service, c: Ctx, { request, despite, key, fingerprint }: Asked): Promise<Response> {
  const { engine, ledger, metrics } = service
  if (isNoStaff(principalOf(c))) throw onlyStaff()
  const { server } = request.writeBack
  const known = await withGiven(service, c, request, server)
  const assessment = engine.assess(known, principalOf(c).tenant)
  await record(service, c, assessment, { face: 'write-back', server })
  const plan = assessment.writeBack
  if (!plan?.transaction || plan.visit === undefined) return c.json({ assessment })
  const writes = leftBy(plan)
  const claim = await ledger.claim({
    visit: plan.visit,
    key,
    fingerprint,
    patient: assessment.assessments[0]?.patient ?? '',
    assessment: assessment.id,
    writes,
    form: plan.form,
    does: plan.act,
    focus: request.focus,
    gone: request.writeBack.gone ?? [],
    by: request.writeBack.by.display ?? request.writeBack.by.reference,
    overrides: asked(request, assessment),
    dosesOf: { server, doses: plan.doses ?? [] },
    plan: JSON.stringify({ writes, assessment }),
    despite,
    entry: actorOf(service, c),
  })
  if (claim.kind === 'claimed') metrics.writeBacks.inc({ step: 'claimed' })
  return answerTo(c, claim)
}

/** The reasons, with the questions in words. */
function asked({ writeBack }: Asked['request'], { assessments }: AssessmentAnswer) {
  const findings = assessments.flatMap(({ findings: each }) => each)
  const asks = (rule: string): string => findings.find(({ id }) => id === rule)?.asks ?? rule
  return writeBack.overrides.map(({ rule, reason }) => ({ rule, asks: asks(rule), reason }))
}

function answerTo(c: Ctx, claim: Claim): Response {
  switch (claim.kind) {
    case 'key reused':
      throw keyReused()
    case 'held':
      throw new HttpProblem(409, 'write-back-under-way', `${claim.by.who} is writing for this visit.`, [], {
        'retry-after': String(claim.seconds),
      })
    case 'written':
      throw alreadyWritten(claim.by)
    default: {
      const { assessment } = JSON.parse(claim.plan) as { assessment?: AssessmentAnswer }
      if (!assessment)
        throw new HttpProblem(410, 'no-longer-kept', 'What was planned under this key is kept no longer.')
      const answer = {
        writeBack: shown(claim.writeBack),
        ...(claim.previous && { previous: earlier(claim.previous) }),
        assessment,
      }
      return c.json(answer, claim.kind === 'claimed' ? 201 : 200)
    }
  }
}

function alreadyWritten(by: readonly Earlier[]): HttpProblem {
  const [last] = by
  const part = {
    pointer: '/despite',
    detail: 'The chart that was sent does not show what was written.',
    remedy:
      'Read the chart again. Where the lines are known to be gone from the EHR, name these write-backs in despite.',
  }
  const wrote = last?.state === 'confirmed' ? 'wrote these lines' : 'may have written these lines'
  const said = `${last?.who} ${wrote} at ${last?.changed}.`
  return new HttpProblem(409, 'already-written', said, [part], {}, { earlier: by.map(earlier) })
}

const shown = ({ patient: _, ...writeBack }: WriteBack) => writeBack
const earlier = ({ id, state, who, changed }: Earlier) => ({ id, state, who, changed })

function claimIn(body: unknown): Asked['request'] & { despite?: readonly string[] } {
  const { despite, ...rest } = isRecord(body) ? body : {}
  const request = parsed(AssessmentRequest, rest)
  const asked = z.object({ writeBack: WriteBackRequest, despite: Despite.optional() }).safeParse(body)
  if (!asked.success) throw fromZodError(asked.error)
  return { ...request, ...asked.data } as Asked['request'] & { despite?: readonly string[] }
}

function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const read = shape.safeParse(body)
  if (!read.success) throw fromZodError(read.error)
  return read.data
}

/** Patients and their relatives may ask and look: what stands in the chart is for those who work there. */
const isNoStaff = ({ kind, who }: Principal): boolean =>
  kind === 'session' && /(?:^|\/)(?:Patient|RelatedPerson|Person)\/[^/]+$/.test(who)
const onlyStaff = (): HttpProblem =>
  new HttpProblem(403, 'only-staff', 'This sign-in is a patient’s or a relative’s: only staff may write to the chart.')
const keyMissing = (): HttpProblem =>
  new HttpProblem(
    400,
    'idempotency-key-missing',
    'A claim needs an Idempotency-Key, so that a retry is the same claim.',
  )
const noSuch = (): HttpProblem => new HttpProblem(404, 'not-found', 'There is no such write-back.')
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
