import type { Communication } from 'fhir/r4'
import { authorOf } from '../resources/readiness-flag.ts'
import { anything, type ChannelWriter, STORED_BACK } from './channel.ts'
import { messageFor, messageLoses, messageRequest } from './message.ts'

/**
 * One message in the chart, with the lines to enter.
 * @see https://hl7.org/fhir/R4/communication.html
 */
export const communication: ChannelWriter = {
  refuses: anything,
  loses: messageLoses('the message'),
  requests: (carried) => {
    const { input } = carried
    const message = messageFor(carried)
    const author = authorOf(input)
    const body: Communication = {
      resourceType: 'Communication',
      identifier: message.identifier,
      status: 'completed',
      subject: { reference: input.patient },
      topic: { text: message.title },
      about: message.doses,
      ...(input.encounter && { encounter: { reference: input.encounter } }),
      sent: input.asOf,
      ...(author && { sender: author }),
      payload: [{ contentString: message.summary }],
    }
    return [messageRequest(message, body, 'A message in the chart', STORED_BACK)]
  },
}
