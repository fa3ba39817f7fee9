import { z } from 'zod'
import type { Immutable } from './immutable.ts'

export const SessionRequest = z
  .strictObject({
    issuer: z.string().max(60).describe('Key of the registered EHR the app was launched from'),
    idToken: z.string().max(8192).describe('The id_token of the launch; good for one session'),
  })
  .meta({ id: 'SessionRequest' })

export const SessionAnswer = z
  .object({
    token: z.string(),
    until: z.string(),
    tenant: z.string(),
    who: z.string(),
    staff: z.boolean().describe('Whether the person is known to be of staff: only staff may write to the chart'),
  })
  .meta({ id: 'Session' })

export type SessionRequest = Immutable<z.infer<typeof SessionRequest>>
export type SessionAnswer = Immutable<z.infer<typeof SessionAnswer>>
