import { Hono } from 'hono'
import { judged } from '../decide.ts'
import type { Env, Service } from '../service.ts'
import { FHIR_JSON } from './fhir-fault.ts'
import { refuseOtherForms } from './fhir-form.ts'

/** `POST /fhir/$billing-readiness`: the same answer as REST, as FHIR Parameters. */
export function fhirOperationRoutes(service: Service): Hono<Env> {
  const app = new Hono<Env>()
  app.post('/fhir/$billing-readiness', async (c) => {
    refuseOtherForms(c)
    const { text } = await judged(service, c, { api: 'fhir' })
    return c.body(text, 200, { 'content-type': FHIR_JSON })
  })
  return app
}
