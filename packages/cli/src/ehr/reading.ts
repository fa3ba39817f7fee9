import {
  type Connection,
  connect,
  dialectOf,
  EhrRefusal,
  Failure,
  offeredBy,
  RETRY_POLICY,
  type ReadStep,
  readChart,
} from '@doseline/ehr-client'
import type { Bundle, CapabilityStatement } from 'fhir/r4'
import { networkTrouble } from './ask.ts'

/** What a chart could be read for: the steps of the app’s own reading, and how it went. */
export interface Reading {
  readonly steps: readonly ReadStep[]
  /** Whether the patient was there. */
  readonly patient: boolean
  readonly requests: number
  /** How often the EHR was waited for in a row. */
  readonly roundTrips?: number | undefined
  /** Further pages that were followed. */
  readonly pages: number
  /** Searches that were not understood before another form was. */
  readonly refused: readonly string[]
  readonly milliseconds: number
  /** Why the reading ended early. */
  readonly ended?: string
}

export interface LineOptions {
  readonly base: string
  readonly token?: string | (() => string | undefined) | undefined
  readonly fetcher: typeof fetch
  readonly seconds: number
}

/** A line to an EHR with a token a person gave, or to an open one. */
export function lineTo({ base, token, fetcher, seconds }: LineOptions): Connection {
  return connect({
    base,
    context: { scope: '', needsBanner: false },
    authorization: async () => {
      const bearer = typeof token === 'function' ? token() : token
      return bearer && `Bearer ${bearer}`
    },
    fetcher,
    patience: { ...RETRY_POLICY, timeoutMs: seconds * 1000 },
  })
}

/** Reads the chart of a patient as the app does. Counts only: nothing of what it read is kept. */
export async function tryReading(
  line: Connection,
  patient: string,
  statement: CapabilityStatement | undefined,
): Promise<Reading> {
  const asked: string[] = []
  const refused: string[] = []
  const notUnderstood = (path: string) => void refused.push(path.replaceAll(patient, '{patient}'))
  const watched: Connection = {
    ...line,
    async request(path, options) {
      asked.push(path)
      try {
        const answer = await line.request(path, options)
        for (const each of refusedIn(options?.body, answer)) notUnderstood(each)
        return answer
      } catch (thrown) {
        if (thrown instanceof EhrRefusal && thrown.status === 400) notUnderstood(path)
        throw thrown
      }
    },
  }
  const started = performance.now()
  let steps: readonly ReadStep[] = []
  const onProgress = (now: readonly ReadStep[]): void => {
    steps = now
  }
  const request = { patient, offered: offeredBy(statement), dialect: dialectOf(statement), onProgress }
  const ended = await readChart(watched, request).then(
    ({ patient: found, roundTrips }) => ({ patient: found !== undefined, roundTrips }),
    (thrown: unknown) => ({ patient: false, ended: endOf(thrown, line.base) }),
  )
  return {
    steps,
    requests: asked.length,
    pages: asked.filter((path) => URL.canParse(path)).length,
    refused,
    milliseconds: Math.round(performance.now() - started),
    ...ended,
  }
}

/** The searches of a batch that were answered with 400. */
function refusedIn(batch: unknown, answer: unknown): string[] {
  const asked = (batch as Partial<Bundle> | undefined)?.entry ?? []
  const answered = (answer as Partial<Bundle> | undefined)?.entry ?? []
  return asked.flatMap(({ request }, at) =>
    answered[at]?.response?.status?.startsWith('400') ? [request?.url ?? ''] : [],
  )
}

function endOf(thrown: unknown, base: string): string {
  if (!(thrown instanceof Failure)) return networkTrouble(thrown, base).trouble
  return thrown.kind === 'session-ended' ? 'the token is not accepted, or has expired' : thrown.kind
}
