import { z } from 'zod'
import { HttpProblem } from '../../middleware/problem.ts'
import { type CdsService, TYPE_OF_KEY } from './services.ts'

/** What every hook sends. Of the context only what the services read is looked at. */
export const HookRequest = z.looseObject({
  hook: z.string(),
  hookInstance: z.string().min(1).max(100),
  fhirServer: z.string().max(2000).optional(),
  context: z.looseObject({
    patientId: z.string().min(1).max(64),
    encounterId: z.string().max(64).optional(),
    draftOrders: z
      .looseObject({ entry: z.array(z.looseObject({ resource: z.looseObject({}) })).default([]) })
      .optional(),
  }),
  prefetch: z.record(z.string(), z.unknown()).default({}),
})
export type HookRequest = z.infer<typeof HookRequest>

/** The chart a hook brought along. */
export interface Prefetched {
  /** Resources, and Bundles of them. */
  readonly resources: readonly Resource[]
  /** How well each type could be read. */
  readonly reads: Readonly<Record<string, 'complete' | 'failed' | 'not-offered'>>
  /** Types that were not looked at, for the card. */
  readonly notLookedAt: readonly string[]
}
interface Resource {
  readonly resourceType: string
  readonly [element: string]: unknown
}

/**
 * What the prefetch holds: a resource, a Bundle, `null` (nothing there), an OperationOutcome (it failed), or no key at
 * all (not looked at). Throws 412 where what the service cannot do without is missing.
 */
export function prefetched({ prefetch }: HookRequest, { prefetch: asked, hook }: CdsService): Prefetched {
  const resources: Resource[] = []
  const reads: Record<string, 'complete' | 'failed' | 'not-offered'> = {}
  for (const key of Object.keys(asked)) {
    const type = TYPE_OF_KEY[key]
    if (type === undefined) continue
    if (!Object.hasOwn(prefetch, key)) {
      reads[type] = 'not-offered'
      continue
    }
    const found = resourcesIn(prefetch[key])
    reads[type] = found ? 'complete' : 'failed'
    resources.push(...(found ?? []))
  }
  const isLost = hook !== 'order-sign' && reads.MedicationAdministration !== 'complete'
  if (isLost) {
    throw new HttpProblem(412, 'prefetch-missing', 'Without the administrations nothing can be said.', [
      {
        pointer: '/prefetch/administrations',
        detail: 'The prefetch holds no administrations.',
        remedy: 'Send the prefetch key administrations, or null where the patient has none.',
      },
    ])
  }
  const notLookedAt = Object.entries(reads).flatMap(([type, read]) => (read === 'complete' ? [] : [type]))
  return { resources, reads, notLookedAt }
}

/**
 * A resource or a Bundle as it came: a Bundle’s addresses say what its references mean. Undefined where the EHR says that
 * it failed.
 */
function resourcesIn(value: unknown): readonly Resource[] | undefined {
  if (value === null || value === undefined) return []
  return isResource(value) && value.resourceType !== 'OperationOutcome' ? [value] : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isResource = (value: unknown): value is Resource => isRecord(value) && typeof value.resourceType === 'string'
