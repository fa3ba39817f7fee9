import { z } from 'zod'

/** An id, also where it comes as a reference: `p1` of `Patient/p1`. */
const id = (type: string) =>
  z
    .string()
    .min(1)
    .max(100)
    .transform((given) => (given.startsWith(`${type}/`) ? given.slice(type.length + 1) : given))

/** What every hook sends. Of the context only what the services read is looked at. */
export const HookRequest = z.looseObject({
  hook: z.string(),
  hookInstance: z.string().min(1).max(100),
  fhirServer: z.string().max(2000).optional(),
  context: z.looseObject({
    patientId: id('Patient'),
    encounterId: id('Encounter').optional(),
    draftOrders: z
      .looseObject({
        entry: z.array(z.looseObject({ resource: z.looseObject({ resourceType: z.string() }) })).default([]),
      })
      .optional(),
  }),
  prefetch: z
    .record(z.string(), z.unknown())
    .refine(({ resourceType }) => resourceType === undefined, 'expected prefetch keys, each with its resource')
    .default({}),
})
export type HookRequest = z.infer<typeof HookRequest>
