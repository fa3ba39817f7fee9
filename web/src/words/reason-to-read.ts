import { msg } from '@lit/localize'

/** Looks a sentence of the reading plan up by what it says: `reading-plan.ts` has them all translated. */
export const reasonToRead: (why: string) => string = msg
