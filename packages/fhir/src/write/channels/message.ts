import type { Identifier, Reference } from 'fhir/r4'
import { canonicalJson } from '../../canonical-json.ts'
import type { ChannelRequest, WriteBackInput } from '../../write-back-request.ts'
import { messageIdentity, searchFor, sha256 } from '../identities.ts'
import { marksOf, NOT_FOR_SUBMISSION } from '../resources/book.ts'
import { readinessSentence } from '../resources/readiness-flag.ts'
import type { Carried } from './channel.ts'
import { lineInFull, plannedLines } from './planned-lines.ts'

/** What a task, a message and a document alike tell a person. */
export interface Message {
  /** Of what it says, and of the doses and the act it is about. */
  readonly identifier: Identifier[]
  /** The doses and the act: of these one message is enough, whatever its channel. */
  readonly identity: string
  /** Search for this very message; the condition of its creation. */
  readonly unless: string
  /** A few words, for a list. */
  readonly title: string
  /** Everything, for somebody who bills. */
  readonly summary: string
  /** A line in full each. */
  readonly lines: readonly string[]
  /** The same for a program; with the transaction where it is asked for. */
  readonly json: (withTransaction?: 'with transaction') => string
  readonly doses: Reference[]
}

/** What a message says is the same for the same plan, whoever sends it and when. */
export function messageFor({ input: whole, plan }: Carried): Message {
  // It tells of the doses that are asked about: another dose of the visit has a message of its own.
  const input = { ...whole, doses: whole.doses.filter(({ administration }) => whole.about.includes(administration)) }
  const { messageSystem, messageVisitSystem, mark } = marksOf(input)
  const lines = plannedLines(plan).map(({ act, ...line }) => ({ act, says: lineInFull({ act, ...line }) }))
  const visit = messageIdentity(input)
  const said = sha256(canonicalJson({ visit, sentence: readinessSentence(input), lines }))
  const content = contentAfter(input.sentMessages?.find(({ identity }) => identity === visit)?.content, said)
  const doses = input.doses.map(({ administration }) => administration).toSorted()
  const { edition, digest, dateOfService } = input
  return {
    identifier: [
      { system: messageSystem, value: content },
      { system: messageVisitSystem, value: visit },
    ],
    identity: visit,
    unless: `identifier=${messageSystem}|${content}`,
    title: mark(
      `${input.codebook.forSubmission ? TITLES[input.act] : 'Charge lines of a demonstration'}, ${dateOfService}`,
    ),
    summary: mark(summaryOf(input, lines)),
    lines: lines.map(({ act, says }) => mark(act === 'void' ? `void ${says}` : says)),
    json: (withTransaction) =>
      JSON.stringify({
        ...(!input.codebook.forSubmission && { notice: NOT_FOR_SUBMISSION }),
        act: input.act,
        dateOfService,
        doses,
        lines,
        edition,
        digest,
        ...(withTransaction && { transaction: plan.transaction }),
      }),
    doses: doses.map((reference) => ({ reference })),
  }
}

/**
 * What a message says, and how many told something else of the visit before: who says again what was corrected in between
 * sends a new message, not the old one. What was told last is the same message as long as it says the same.
 */
function contentAfter(told: string | undefined, said: string): string {
  const [before, count = '0'] = told?.split('-') ?? []
  if (before === undefined) return said
  return before === said ? (told ?? said) : `${said}-${Number(count) + 1}`
}

/** What every message loses. */
export const messageLoses = (what: string) => (): readonly string[] => [
  `No charge line and no Flag is written: ${what} tells a person, who has to enter the lines.`,
  'Doseline cannot void it, and does not see what becomes of it.',
]

/** A message as a request to create it. */
export const messageRequest = (
  message: Message,
  body: ChannelRequest['body'],
  says: string,
  headers: ChannelRequest['headers'],
): ChannelRequest => ({
  method: 'POST',
  url: body.resourceType,
  headers,
  body,
  says: `${says}: ${message.title}`,
  identity: message.identity,
  search: searchFor(body.resourceType, message.unless),
})

const TITLES = {
  suggest: 'Charge lines suggested',
  approve: 'Charge lines approved for entry',
  void: 'Charge lines to void',
} as const

const HEADINGS = {
  suggest: 'Lines suggested, not approved yet:',
  approve: 'Lines approved, to be entered:',
  void: 'Lines:',
} as const

const DONE = { suggest: 'Suggested', approve: 'Approved', void: 'Asked for' } as const

/** In the order somebody who bills reads it. Says what is to be done, never that it was. */
function summaryOf(
  input: WriteBackInput,
  lines: readonly { readonly act: 'create' | 'update' | 'void'; readonly says: string }[],
): string {
  const { act, by, asOf, dateOfService, overrides, edition, digest } = input
  const { forSubmission } = input.codebook
  const wanted = lines.filter((line) => line.act !== 'void').map(({ says }) => `- ${says}`)
  const voided = lines.filter((line) => line.act === 'void').map(({ says }) => `- ${says}`)
  const record = by.reference ?? by.identifier
  const who = [by.display, record && (by.display ? `(${record})` : record)].filter(Boolean).join(' ')
  return [
    `Billing readiness of ${dateOfService}. ${readinessSentence(input)}`,
    ...(wanted.length > 0 ? [forSubmission ? HEADINGS[act] : 'Lines, never to be entered:', ...wanted] : []),
    ...(voided.length > 0 ? ['Lines to void:', ...voided] : []),
    ...(lines.length === 0 ? ['No line is to be entered or voided.'] : []),
    ...overrides.map(({ asks, reason }) => `Approved although this is open: ${asks} ${reason}`),
    `Doses: ${input.doses
      .map(({ administration }) => administration)
      .toSorted()
      .join(', ')}.`,
    `${DONE[act]} by ${who || 'a person who is not named'} at ${asOf}.`,
    `Edition ${edition}; digest ${digest}.`,
    forSubmission
      ? 'Nothing was charged by this. Enter these charges manually.'
      : 'Nothing was charged by this, and nothing of it may be.',
    'It takes the place of what Doseline told about these doses before.',
  ].join('\n')
}
