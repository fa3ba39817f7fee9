import { calendarDate } from '@doseline/dose'
import { z } from 'zod'

/** `data/settled-by.yaml` */
export const SettledByFile = z.array(
  z.strictObject({
    /** The path of the file begins so. */
    in: z.string(),
    /** One of these names is on the way to the mark; every mark of the file where absent. */
    of: z.array(z.string()).min(1).optional(),
    who: z.string(),
    document: z.string(),
    /** The last time somebody looked, and what was found. */
    looked: z
      .strictObject({
        on: z.string().refine((text) => calendarDate(text) !== undefined, 'is not a day (yyyy-mm-dd)'),
        found: z.string(),
      })
      .optional(),
  }),
)

/** Who could settle a mark, by which document, and what came of looking for it. */
export type Settles = z.infer<typeof SettledByFile>[number]
