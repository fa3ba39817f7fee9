import type { Bundle, BundleEntry, OperationOutcomeIssue } from '@medplum/fhirtypes'
import type { Answer, Context } from './context.ts'
import { type Interaction, interactionFor } from './interaction.ts'
import { asFhirError, FhirError, issue, outcomeOf, refusal } from './outcome.ts'
import { perform, step } from './perform.ts'
import { type Preference, recordShown } from './preference.ts'
import { assertBundleTaken } from './refuse.ts'
import { settle } from './settle.ts'
import { assignIdentities, type PlannedEntry, withIdentities } from './transaction-identities.ts'
import { etag } from './version-tags.ts'
import type { Written } from './write.ts'

const MAX_ENTRIES = 500

/** POST [base]: a batch or a transaction. */
export async function processBundle(body: unknown, context: Context, prefer: Preference): Promise<Bundle> {
  const bundle = body as Bundle
  if (bundle?.resourceType !== 'Bundle') throw refusal(400, 'invalid', 'The body must be a Bundle', 'resourceType')
  assertBundleTaken(bundle.type, context.ehr)
  const entries = bundle.entry ?? []
  if (!Array.isArray(entries)) throw refusal(400, 'structure', 'Bundle.entry must be a list', 'Bundle.entry')
  if (entries.length > MAX_ENTRIES) throw refusal(413, 'too-costly', `At most ${MAX_ENTRIES} entries`, 'Bundle.entry')
  if (bundle.type === 'batch') return response('batch-response', await batch(entries, context, prefer))
  return response('transaction-response', await transaction(entries, context, prefer))
}

/** Each entry on its own: one that fails does not hold back the others. */
async function batch(entries: BundleEntry[], context: Context, prefer: Preference): Promise<BundleEntry[]> {
  const answers: BundleEntry[] = []
  for (const [index, entry] of entries.entries()) {
    try {
      answers.push(answerEntry(await perform(plannedEntry(entry, index, context).interaction, context), prefer))
    } catch (thrown) {
      const error = asFhirError(thrown)
      answers.push({ response: { status: statusLine(error.status), outcome: outcomeOf(error.issues) } })
    }
  }
  return answers
}

/** The order R4 prescribes, whatever the order of the entries. */
const ORDER: readonly (readonly Interaction['kind'][])[] = [
  ['delete'],
  ['create'],
  ['update', 'patch'],
  ['read', 'vread', 'history', 'search'],
]

/** All or nothing. */
async function transaction(entries: BundleEntry[], context: Context, prefer: Preference): Promise<BundleEntry[]> {
  return context.store.atomically(async () => {
    const planned = await assignIdentities(
      entries.map((entry, index) => plannedEntry(entry, index, context)),
      context,
    )
    const done: { index: number; result: Written }[] = []
    for (const kinds of ORDER) {
      for (const entry of planned.filter((one) => kinds.includes(one.interaction.kind))) {
        const interaction = await withIdentities(entry, planned, context)
        const result = await inEntry(entry.index, () => step(interaction, context, entry.newId))
        done.push({ index: entry.index, result })
      }
    }
    for (const { index, result } of done) await inEntry(index, async () => settle([result], context))
    return done.sort((a, b) => a.index - b.index).map(({ result }) => answerEntry(result.answer, prefer))
  })
}

function plannedEntry(entry: BundleEntry, index: number, { ehr }: Context): PlannedEntry {
  const at = `Bundle.entry[${index}]`
  const request = entry?.request
  if (!request?.method) throw refusal(400, 'required', 'Every entry needs a request method', `${at}.request.method`)
  if (request.url === undefined) throw refusal(400, 'required', 'Every entry needs a request url', `${at}.request.url`)
  try {
    const { method, url, ifMatch, ifNoneMatch, ifNoneExist } = request
    const body = method === 'PATCH' ? patchBody(entry) : entry.resource
    const interaction = interactionFor({ method, url, ifMatch, ifNoneMatch, ifNoneExist, body }, ehr)
    return { index, interaction, fullUrl: entry.fullUrl }
  } catch (thrown) {
    throw locatedIn(index, thrown)
  }
}

/** R4 carries a JSON Patch in a Binary. */
function patchBody({ resource }: BundleEntry): unknown {
  if (resource?.resourceType !== 'Binary') return resource
  try {
    return JSON.parse(Buffer.from(resource.data ?? '', 'base64').toString('utf8'))
  } catch {
    throw refusal(400, 'structure', 'The Binary does not hold a JSON Patch')
  }
}

async function inEntry<T>(index: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw locatedIn(index, thrown)
  }
}

/** The same error, saying which entry it was. */
function locatedIn(index: number, thrown: unknown): FhirError {
  const { status, issues } = asFhirError(thrown)
  const at = `Bundle.entry[${index}]`
  const located = issues.map((one): OperationOutcomeIssue => {
    const inner = one.expression?.[0]
    return {
      ...one,
      expression: [inner ? `${at}.resource.${inner.replace(/^[A-Z]\w+\.?/, '')}`.replace(/\.$/, '') : at],
    }
  })
  return new FhirError(status, located.length > 0 ? located : [issue('processing', 'The entry failed', at)])
}

function answerEntry(answer: Answer, prefer: Preference): BundleEntry {
  const { resource, status, kind } = answer
  const response = { status: statusLine(status) }
  if (!resource || kind === 'nothing') return { response }
  if (kind === 'page') return { resource, response }
  const { versionId, lastUpdated } = resource.meta ?? {}
  // Representations are big; a transaction returns them only to those who ask, as on other servers.
  const shown = prefer === 'representation' || status === 200 ? recordShown(answer, prefer) : undefined
  return {
    ...(shown && { resource: shown }),
    response: {
      ...response,
      location: `${resource.resourceType}/${resource.id}/_history/${versionId}`,
      ...(versionId && { etag: etag(versionId) }),
      ...(lastUpdated && { lastModified: lastUpdated }),
    },
  }
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  410: 'Gone',
  412: 'Precondition Failed',
  422: 'Unprocessable Entity',
}

function statusLine(status: number): string {
  return `${status} ${REASONS[status] ?? ''}`.trim()
}

function response(type: 'batch-response' | 'transaction-response', entry: BundleEntry[]): Bundle {
  return { resourceType: 'Bundle', type, ...(entry.length > 0 && { entry }) }
}
