import { retryAfterMs } from '@doseline/ehr-client'
import { type Answer, ask, hostOf, type Line } from './ask.ts'
import { ExportError } from './export-error.ts'
import { pauseMs } from './job-retry-policy.ts'
import { type Manifest, manifestFrom } from './manifest.ts'
import { outcomeIn, wordsOf } from './outcome-words.ts'

/** One look at the status of an export. */
export interface StatusSeen {
  /** What `X-Progress` says, such as “50 % complete”. */
  readonly progress: string | undefined
  /** How long until the next look, in milliseconds. */
  readonly pauseMs: number
}

/** A page of the manifest, where it is, and until when its files are kept. */
export interface ManifestPage {
  readonly address: string
  readonly manifest: Manifest
  /** The `Expires` header, as an instant. */
  readonly expires: string | undefined
}

/** Most bytes of one page of a manifest: 20,000 files take some 5 MB. */
const MOST_BYTES = 200_000_000

/**
 * The pages of a manifest, each as soon as it is there. Looks at the status until the server is done: after `Retry-After`, else
 * after a pause that doubles up to a minute. A page that comes with 202 is a part of what is to come (3.0): its `next` link is
 * followed, or it is looked at again until it has one, or comes with 200.
 *
 * @see https://hl7.org/fhir/uv/bulkdata/export.html#bulk-data-status-request
 */
export async function* manifestPages(
  line: Line,
  statusUrl: string,
  onStatus: (seen: StatusSeen) => void = () => {},
): AsyncGenerator<ManifestPage> {
  const shown = new Map<string, string>()
  let address = statusUrl
  for (let looked = 1; ; looked++) {
    const answer = await statusOf(line, address)
    const text = await wholeText(answer)
    const isDone = answer.response.status === 200
    const isManifest = isDone || (isJson(answer.response) && text.trim() !== '' && outcomeIn(text) === undefined)
    const manifest = isManifest ? manifestFrom(completed(text, answer), answer.address) : undefined
    // A page may be given a link later; one that is given files later is no page of 3.0, and none of them is lost.
    if (manifest && shown.get(address) !== text) {
      shown.set(address, text)
      yield { address, manifest, expires: instantOf(answer.response.headers.get('expires')) }
    }
    if (manifest?.next !== undefined && !shown.has(manifest.next)) {
      address = manifest.next
      looked = 0
      continue
    }
    if (isDone) return
    const asked = retryAfterMs(answer.response.headers.get('retry-after'), line.policy.now())
    const pause = pauseMs(looked, asked, line.policy)
    onStatus({ progress: answer.response.headers.get('x-progress')?.slice(0, 100) ?? undefined, pauseMs: pause })
    await line.policy.sleep(pause, line.signal)
  }
}

async function statusOf(line: Line, address: string): Promise<Answer> {
  try {
    return await ask(line, address, { accept: 'application/json', token: true, aboutJob: true })
  } catch (thrown) {
    if (!(thrown instanceof ExportError) || thrown.status === undefined) throw thrown
    const { status, message } = thrown
    if (status === 404 || status === 410)
      throw new ExportError('export-gone', `The server no longer has this export: ${message}. Begin a new one.`, {
        status,
      })
    if (status === 401 || status === 403) throw thrown
    throw new ExportError('export-failed', `The server could not finish the export: ${message}`, { status })
  }
}

/** A manifest may not come as an OperationOutcome with 200, though some servers answer a failure so. */
function completed(text: string, { address }: Answer): string {
  if (outcomeIn(text) === undefined) return text
  throw new ExportError(
    'export-failed',
    `${hostOf(address)} answers 200 with an OperationOutcome in place of a manifest: ${wordsOf(text)}`,
    { status: 200 },
  )
}

const isJson = (response: Response): boolean => /json/i.test(response.headers.get('content-type') ?? '')

async function wholeText({ response, address }: Answer): Promise<string> {
  let [text, bytes] = ['', 0]
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of response.body ?? []) {
      bytes += piece.byteLength
      if (bytes > MOST_BYTES) break
      text += decoder.decode(piece, { stream: true })
    }
  } catch (cause) {
    throw new ExportError('unreadable-manifest', `The answer of ${hostOf(address)} breaks off, or is no UTF-8.`, {
      cause,
    })
  }
  if (bytes <= MOST_BYTES) return text
  throw new ExportError('unreadable-manifest', `The manifest at ${hostOf(address)} has more than ${MOST_BYTES} bytes.`)
}

function instantOf(header: string | null): string | undefined {
  const at = Date.parse(header ?? '')
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
