import { allButCredits, type ChannelWriter } from './channel.ts'

/** The plan as it is: one transaction, all or nothing. */
export const transaction: ChannelWriter = { refuses: allButCredits, loses: () => [] }
