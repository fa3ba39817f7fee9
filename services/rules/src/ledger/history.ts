import type { HistoryEvent } from '@doseline/contract'
import type { Kysely } from 'kysely'
import { actOf, type StoredAct } from './stored-words.ts'
import type { Tables } from './tables.ts'

/** A dose, as one tenant’s FHIR server knows it. */
export interface HistoryOf {
  readonly tenant: string
  readonly server: string
  /** `MedicationAdministration/id` */
  readonly dose: string
  /** Only what is recorded of this patient, as `Patient/id`; of whomever the dose is when absent. */
  readonly patient?: string | undefined
}

/** A dose is looked at a few times a day while it is worked on; what lies further back is in the audit. */
const MOST_ROWS = 1000

/** What happened to a dose, newest first: equal assessments in a row, by the same person, are one event. */
export async function historyOf(
  db: Kysely<Tables>,
  { tenant, server, dose, patient }: HistoryOf,
): Promise<HistoryEvent[]> {
  const rows = await db
    .selectFrom('dose_event')
    .innerJoin('audit', 'audit.seq', 'dose_event.seq')
    .select(['audit.at', 'audit.who', 'audit.act', 'audit.about'])
    .where('dose_event.tenant', '=', tenant)
    .where('dose_event.server', '=', server)
    .where('dose_event.dose', '=', dose)
    .$if(patient !== undefined, (query) => query.where('audit.subject', '=', patient ?? ''))
    .orderBy('dose_event.seq', 'desc')
    .limit(MOST_ROWS)
    .execute()
  return folded(rows.flatMap((row) => eventOf(row, dose)))
}

interface Row {
  readonly at: string
  readonly who: string
  readonly act: string
  readonly about: string
}

/** What `about` holds, by the act, in the words of {@link StoredAct}; see `decide.ts`, `reservation.ts` and `step.ts`. */
interface About {
  readonly codebook?: string
  readonly doses?: readonly {
    readonly focus: string
    readonly verdict: string
    readonly edition: string
    readonly lines: string[]
    readonly stated?: NonNullable<HistoryEvent['stated']>
  }[]
  readonly writeBack?: string
  readonly form?: HistoryEvent['channel']
  readonly does?: StoredAct
  readonly focus?: string
  readonly by?: string
  readonly overrides?: NonNullable<HistoryEvent['overrides']>
  readonly reason?: string
  readonly written?: string[]
  readonly writes?: NonNullable<HistoryEvent['writes']>
}

const ACTS: Readonly<Record<string, HistoryEvent['act']>> = {
  assessed: 'assessed',
  'write-back claimed': 'write-back reserved',
  'write-back sent': 'sent',
  'write-back unconfirmed': 'unconfirmed',
  'write-back confirmed': 'confirmed',
  'write-back void': 'void',
}

function eventOf({ at, who, act: recorded, about: json }: Row, dose: string): HistoryEvent[] {
  const act = ACTS[recorded]
  if (!act) return []
  const { codebook, doses, writeBack, form, does, focus, by, overrides, reason, written, writes }: About =
    JSON.parse(json)
  if (act !== 'assessed') {
    const told = writes?.map(({ what, act: does, status, text, identity, content }) => ({
      what,
      act: does,
      ...(status !== undefined && { status }),
      ...(text !== undefined && { text }),
      identity,
      ...(content !== undefined && { content }),
    }))
    return [
      {
        at,
        who,
        act,
        ...(writeBack && { writeBack }),
        ...(form && { channel: form }),
        ...(does && { does: actOf(does) }),
        ...(focus && { focus }),
        ...(by && { by }),
        ...(overrides && { overrides }),
        ...(reason && { reason }),
        ...(written && { written }),
        ...(told && { writes: told }),
      },
    ]
  }
  const judged = doses?.find(({ focus }) => focus === dose)
  if (!judged) return []
  const { verdict, edition, lines, stated } = judged
  return [{ at, who, act, verdict, edition, ...(codebook && { codebook }), lines, ...(stated && { stated }) }]
}

function folded(events: readonly HistoryEvent[]): HistoryEvent[] {
  const told: HistoryEvent[] = []
  for (const event of events) {
    const newer = told.at(-1)
    if (newer && saysTheSame(newer, event)) {
      told[told.length - 1] = { ...newer, since: event.at, times: (newer.times ?? 1) + 1 }
    } else told.push(event)
  }
  return told
}

const saysTheSame = (a: HistoryEvent, b: HistoryEvent): boolean =>
  a.act === 'assessed' && b.act === 'assessed' && said(a) === said(b)

const said = ({ who, verdict, edition, codebook, lines, stated }: HistoryEvent): string =>
  JSON.stringify([who, verdict, edition, codebook, lines, stated])
