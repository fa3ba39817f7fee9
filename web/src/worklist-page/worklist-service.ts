import type {
  ScanProgress,
  WorklistDetail,
  WorklistPage,
  WorklistPatch,
  WorklistRow,
  WorklistSearchInput,
  WorklistTotals,
  WorklistTotalsRequestInput,
} from '@doseline/contract'
import { tabStorageIfAny } from '../session/tab-storage.ts'

/** Why the worklist does not answer. */
export type WorklistFault = 'sign-in' | 'no-permission' | 'failed'

export class WorklistFailure extends Error {
  override readonly name = 'WorklistFailure'
  readonly fault: WorklistFault

  constructor(fault: WorklistFault) {
    super(fault)
    this.fault = fault
  }
}

/** What is heard while the page is open. */
export interface Heard {
  rows(ids: readonly string[]): void
  scan(progress: ScanProgress): void
  /** The connection is gone, or back. */
  live(isLive: boolean): void
}

/** The worklist of the service that served this page. */
export interface WorklistService {
  page(search: WorklistSearchInput): Promise<WorklistPage>
  totals(request: WorklistTotalsRequestInput): Promise<WorklistTotals>
  row(id: string): Promise<WorklistDetail>
  change(id: string, patch: WorklistPatch): Promise<WorklistRow>
  csv(query: string): Promise<Blob>
  /** Calls back until `signal` says that nobody listens any more. */
  listen(heard: Heard, signal: AbortSignal): Promise<void>
}

/** The session of a launch in this tab, where there is one: in the demonstration nobody signs in. */
function tokenOfTab(): string | undefined {
  const storage = tabStorageIfAny()
  if (!storage) return undefined
  const key = Object.keys(storage).findLast((name) => name.startsWith('doseline-session-'))
  try {
    return key === undefined ? undefined : (JSON.parse(storage.getItem(key) ?? '{}') as { token?: string }).token
  } catch {
    return undefined
  }
}

const FAULTS: Readonly<Record<number, WorklistFault>> = { 401: 'sign-in', 403: 'no-permission' }

/** Milliseconds before a connection that ended is made again. */
const CONNECT_AGAIN = 3000

export function worklistService(fetcher: typeof fetch = fetch): WorklistService {
  async function ask(path: string, method = 'GET', body?: unknown, signal?: AbortSignal): Promise<Response> {
    const token = tokenOfTab()
    const response = await fetcher(new URL(`../v1/worklist${path}`, document.baseURI), {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      cache: 'no-store',
    }).catch(() => undefined)
    if (!response?.ok) throw new WorklistFailure(FAULTS[response?.status ?? 0] ?? 'failed')
    return response
  }
  const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T

  async function connect(heard: Heard, signal: AbortSignal): Promise<void> {
    const { body } = await ask('/events', 'GET', undefined, signal)
    heard.live(true)
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      const events = (text + read.value).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) tell(heard, event)
    }
  }

  return {
    page: (search) => json(ask('/search', 'POST', search)),
    totals: (request) => json(ask('/totals', 'POST', request)),
    row: (id) => json(ask(`/${encodeURIComponent(id)}`)),
    change: (id, patch) => json(ask(`/${encodeURIComponent(id)}`, 'PATCH', patch)),
    csv: async (query) => (await ask(`.csv${query}`)).blob(),
    async listen(heard, signal) {
      while (!signal.aborted) {
        const gone = await connect(heard, signal).then(
          () => false,
          () => true,
        )
        if (signal.aborted) return
        // It ends by itself every few minutes, which is no fault.
        if (gone) heard.live(false)
        await new Promise((done) => setTimeout(done, gone ? CONNECT_AGAIN : 0))
      }
    },
  }
}

function tell(heard: Heard, event: string): void {
  const name = /^event: (.*)$/m.exec(event)?.[1]
  const data = /^data: (.*)$/m.exec(event)?.[1] ?? '{}'
  if (name === 'rows') heard.rows((JSON.parse(data) as { ids: string[] }).ids)
  if (name === 'scan') heard.scan(JSON.parse(data) as ScanProgress)
}
