import { anything, type ChannelWriter } from './channel.ts'

/** Nothing is sent: a person downloads, prints or copies the plan and carries it over. */
export const byHand: ChannelWriter = {
  refuses: anything,
  loses: () => ['Nothing is sent to the EHR: a person has to carry the lines over.'],
}
