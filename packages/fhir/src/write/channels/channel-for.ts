import type { Channel } from '@doseline/contract'
import type { ChanneledPlan, ChannelOffer, WriteBackInput, WriteBackPlan } from '../../write-back-request.ts'
import { byHand } from './by-hand.ts'
import type { ChannelWriter } from './channel.ts'
import { communication } from './communication.ts'
import { document } from './document.ts'
import { hl7v2 } from './hl7v2.ts'
import { oracleCreate } from './oracle-create.ts'
import { single } from './single.ts'
import { task } from './task.ts'
import { transaction } from './transaction.ts'

const CHANNELS: Readonly<Record<Channel, ChannelWriter>> = {
  transaction,
  single,
  'oracle-create': oracleCreate,
  hl7v2,
  task,
  communication,
  document,
  'by-hand': byHand,
}

/**
 * The plan in the first of the offered channels that can carry it; by hand where none can. Why a better channel was passed
 * over, and what the chosen one leaves out, is in `lost`, for a person to read before anything is sent.
 */
export function channelFor(input: WriteBackInput, plan: WriteBackPlan, offer: ChannelOffer): ChanneledPlan {
  const [first = 'by-hand'] = offer.channels
  if (!plan.transaction) return { channel: first, lost: [] }
  const carried = { input, plan, offer }
  const refused: string[] = []
  for (const channel of offer.channels) {
    const { refuses, loses, requests, isSettled } = CHANNELS[channel]
    const why = refuses(carried)
    if (why === undefined) {
      if (isSettled?.(carried)) return { channel, lost: [], isSettled: true }
      return { channel, lost: [...refused, ...loses(carried)], ...(requests && { requests: requests(carried) }) }
    }
    refused.push(why)
  }
  return { channel: 'by-hand', lost: [...refused, ...byHand.loses(carried)] }
}
