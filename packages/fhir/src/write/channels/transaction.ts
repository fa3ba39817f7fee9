import { anything, type Channel } from './channel.ts'

/** The plan as it is: one transaction, all or nothing. */
export const transaction: Channel = { refuses: anything, loses: () => [] }
