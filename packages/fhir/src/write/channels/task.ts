import type { Task } from 'fhir/r4'
import { authorOf } from '../resources/readiness-flag.ts'
import { anything, type ChannelWriter, STORED_BACK } from './channel.ts'
import { messageFor, messageLoses, messageRequest } from './message.ts'

/**
 * One task for whoever bills, with the lines to enter.
 * @see https://hl7.org/fhir/R4/task.html
 */
export const task: ChannelWriter = {
  refuses: anything,
  loses: messageLoses('the task'),
  requests: (carried) => {
    const { input } = carried
    const message = messageFor(carried)
    const author = authorOf(input)
    const [focus] = message.doses
    const body: Task = {
      resourceType: 'Task',
      identifier: message.identifier,
      status: 'requested',
      intent: 'proposal',
      code: { text: message.title },
      description: message.summary,
      ...(focus && { focus }),
      for: { reference: input.patient },
      ...(input.encounter && { encounter: { reference: input.encounter } }),
      authoredOn: input.asOf,
      ...(author && { requester: author }),
      input: [
        ...message.lines.map((line) => ({ type: { text: 'charge line' }, valueString: line })),
        { type: { text: 'plan as JSON' }, valueString: message.json() },
      ],
    }
    const headers = { ...STORED_BACK, 'if-none-exist': message.unless }
    return [messageRequest(message, body, 'A task', headers)]
  },
}
