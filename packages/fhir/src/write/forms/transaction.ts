import { anything, type WriteForm } from './write-form.ts'

/** The plan as it is: one transaction, all or nothing. */
export const transaction: WriteForm = { refuses: anything, loses: () => [] }
