import { CONFIDENCES } from '@doseline/contract'
import { z } from 'zod'

/** What decides which of several codes bills an NDC. `of-the-file`: nothing does, one of the rows is a slip of CMS. */
const DECIDED_BY = ['dialysis', 'bag-volume', 'route', 'dose-volume', 'unit', 'of-the-file'] as const

/** `data/which-code.yaml` */
export const WhichCodeFile = z.array(
  z.strictObject({
    decidedBy: z.enum(DECIDED_BY),
    /** By code, what has to hold. */
    codes: z.record(z.string().regex(/^[A-Z0-9]\d{4}$/, 'is no code'), z.string()),
    source: z.string(),
    confidence: z.enum(CONFIDENCES).default('confirmed'),
  }),
)

/** What decides between codes, with what has to hold for each. */
export type WhichCode = z.infer<typeof WhichCodeFile>[number]

/**
 * What decides between the codes of one NDC: asked with the codes under which CMS lists it, in any order. Undefined where that
 * is not entered.
 *
 * @example whichCode(readWhichCode())(['J0882', 'J0881']) // decided by dialysis
 */
export function whichCode(entries: readonly WhichCode[]): (codes: readonly string[]) => WhichCode | undefined {
  const byCodes = new Map(entries.map((entry) => [named(Object.keys(entry.codes)), entry]))
  return (codes) => byCodes.get(named(codes))
}

const named = (codes: readonly string[]): string => codes.toSorted().join(' ')
