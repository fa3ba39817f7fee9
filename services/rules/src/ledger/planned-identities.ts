import type { PlanAnswer } from '@doseline/contract'
import type { PlannedIdentity } from './write-back.ts'

/**
 * What a plan leaves behind in its channel, by identity. A task, a message or a document is one thing, and with an approval
 * it tells of lines that somebody will enter: they count as written too, so that no other channel makes them again.
 */
export function plannedIdentities({ act, channel, writes, requests = [] }: PlanAnswer): PlannedIdentity[] {
  const planned = writes.flatMap(({ identifier, what, act: does, status, text, charges, doses, role }) =>
    identifier ? [{ identity: identifier.value, what, act: does, status, text, charges, doses, role }] : [],
  )
  if (channel === 'transaction' || channel === 'single') return planned.map(({ charges: _, ...each }) => each)
  // What a message to the billing system charges and credits is `withBilling`.
  if (channel === 'hl7v2') return planned.filter(({ what, act: does }) => what === 'ChargeItem' && does !== 'keep')
  if (channel === 'oracle-create') {
    const sent = new Set(requests.map(({ identity }) => identity))
    return planned.filter(({ identity }) => sent.has(identity))
  }
  const told =
    act === 'approve'
      ? planned
          .map(({ charges: _, ...each }) => each)
          .filter(({ what, act: does }) => what === 'ChargeItem' && does === 'create')
      : []
  const messages = requests.flatMap(({ identity, body, says, search }) =>
    identity
      ? [
          {
            identity,
            what: body.resourceType,
            act: 'create' as const,
            status: statusOf(body),
            text: says,
            content: contentIn(search),
          },
        ]
      : [],
  )
  const [message] = messages
  return [...messages, ...told.map((line) => (message ? { ...line, toldBy: message.identity } : line))]
}

/** The identifier of a message is made of what it says: `…identifier=system%7Csha256`. */
const contentIn = (search: string | undefined): string | undefined => search?.split('%7C').at(-1)

const statusOf = ({ status }: Readonly<Record<string, unknown>>): string | undefined =>
  typeof status === 'string' ? status : undefined
