import type { DocumentReference } from 'fhir/r4'
import { authorOf } from '../resources/readiness-flag.ts'
import { anything, type ChannelWriter, STORED_BACK } from './channel.ts'
import { messageFor, messageLoses, messageRequest } from './message.ts'

/**
 * One document in the chart: the summary as text, and the plan as JSON.
 * @see https://hl7.org/fhir/R4/documentreference.html
 */
export const document: ChannelWriter = {
  refuses: anything,
  loses: messageLoses('the document'),
  requests: (carried) => {
    const { input } = carried
    const message = messageFor(carried)
    const author = authorOf(input)
    const { title } = message
    const body: DocumentReference = {
      resourceType: 'DocumentReference',
      identifier: message.identifier,
      status: 'current',
      type: { coding: [ADMINISTRATIVE_NOTE], text: title },
      category: [{ coding: [CLINICAL_NOTE] }],
      subject: { reference: input.patient },
      date: input.asOf,
      ...(author && { author: [author] }),
      description: message.summary,
      content: [
        { attachment: { contentType: 'text/plain', data: base64(message.summary), title } },
        { attachment: { contentType: 'application/json', data: base64(message.json('with transaction')), title } },
      ],
      ...(input.encounter && { context: { encounter: [{ reference: input.encounter }] } }),
    }
    return [messageRequest(message, body, 'A document in the chart', STORED_BACK)]
  },
}

/** @see https://loinc.org/51851-4 */
const ADMINISTRATIVE_NOTE = { system: 'http://loinc.org', code: '51851-4', display: 'Administrative note' } as const

/**
 * US Core wants a category of every document, and servers that check what is written refuse one without.
 * @see https://hl7.org/fhir/us/core/STU6.1/ValueSet-us-core-documentreference-category.html
 */
const CLINICAL_NOTE = {
  system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
  code: 'clinical-note',
  display: 'Clinical Note',
} as const

/** Base64 of the text in UTF-8. */
const base64 = (words: string): string =>
  btoa(Array.from(new TextEncoder().encode(words), (byte) => String.fromCodePoint(byte)).join(''))
