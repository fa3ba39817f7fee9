import { DoseHistory, HistoryRequest } from '@doseline/contract'
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { UnderWay } from '../ledger/write-back.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { HttpProblem, parsed } from '../middleware/problem.ts'
import { principalOf } from '../security/principal.ts'
import { anotherServer } from '../security/server-of.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { jsonAnswer, problemAnswer } from './openapi.ts'

const HISTORY = createRoute({
  method: 'post',
  path: '/v1/doses/history',
  tags: ['Assessments'],
  summary: 'What happened to a dose',
  description:
    'Every assessment and every step of a write-back of this dose, newest first, as the audit has it, and whether somebody is writing it now. Asked in a body because an address is kept in logs and histories, and the id of a dose leads to a patient. A session sees the EHR it was opened from; everybody else names the FHIR server by the key that was sent as `server`.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: HistoryRequest,
          example: { dose: 'MedicationAdministration/mepsevii-88', server: 'sandbox' },
        },
      },
    },
  },
  responses: {
    200: jsonAnswer('What happened; no events where nothing is known of the dose', DoseHistory),
    400: problemAnswer('The body is not of this contract, or the FHIR server is not named'),
    401: problemAnswer('Not signed in'),
    422: problemAnswer('The session is of another EHR'),
  },
})

/** The history of a dose, from the audit. */
export function historyRoutes(service: Service): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  app.openAPIRegistry.registerPath(HISTORY)
  app.post('/v1/doses/history', async (c) => {
    const { dose, server: named } = parsed(HistoryRequest, await jsonBody(c))
    const server = serverAsked(c, named)
    const { tenant, patient } = principalOf(c)
    const about = { tenant: tenant.key, server, dose, patient }
    const [events, underWay] = await Promise.all([service.ledger.history(about), service.ledger.underWay(about)])
    return c.json({ dose, server, events, ...(underWay && { underWay: shown(underWay) }) })
  })
  return app
}

const shown = ({ id: writeBack, who, state, changed: since, until, seconds }: UnderWay) => ({
  writeBack,
  who,
  state,
  since,
  until,
  seconds,
})

function serverAsked(c: Ctx, named: string | undefined): string {
  const { issuer } = principalOf(c)
  if (issuer && named !== undefined && named !== issuer.key) throw anotherServer('/server', issuer.key, named)
  const server = issuer?.key ?? named
  if (server) return server
  throw new HttpProblem('server-missing', 'A dose has a history on one FHIR server, and none is named.', [
    { pointer: '/server', detail: 'Missing.', remedy: 'Send the key of the FHIR server as `server`.' },
  ])
}
