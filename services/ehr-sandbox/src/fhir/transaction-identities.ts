import { randomUUID } from 'node:crypto'
import type { Resource } from '@medplum/fhirtypes'
import type { Context } from './context.ts'
import { type Interaction, interactionFor } from './interaction.ts'
import { FhirError, issue, refusal } from './outcome.ts'
import { withReferences } from './references.ts'
import { matchesFor } from './search.ts'

/** An entry of a transaction, understood but not yet carried out. */
export interface PlannedEntry {
  readonly index: number
  readonly interaction: Interaction
  readonly fullUrl?: string | undefined
  /** The id a new resource will get, chosen beforehand so that other entries can refer to it. */
  readonly newId?: string
  /** `Type/id` of what this entry is about, once known. */
  readonly identity?: string | undefined
}

/** Finds out which resource every entry is about; two entries about one resource are refused, as R4 wants. */
export async function assignIdentities(entries: readonly PlannedEntry[], context: Context): Promise<PlannedEntry[]> {
  const planned: PlannedEntry[] = []
  const taken = new Map<string, number>()
  for (const entry of entries) {
    const one = await assigned(entry, context)
    for (const key of claims(one)) {
      const other = taken.get(key)
      if (other !== undefined) {
        const text = `Entries ${other} and ${one.index} of this transaction are about the same resource`
        throw new FhirError(400, [issue('duplicate', text, `Bundle.entry[${one.index}]`)])
      }
      taken.set(key, one.index)
    }
    planned.push(one)
  }
  return planned
}

/** The interaction with `urn:uuid:` and conditional references replaced by the resources they stand for. */
export async function withIdentities(
  { interaction }: PlannedEntry,
  planned: readonly PlannedEntry[],
  context: Context,
): Promise<Interaction> {
  const byUrl = new Map(planned.flatMap(({ fullUrl, identity }) => (fullUrl && identity ? [[fullUrl, identity]] : [])))
  const body = interaction.body as Resource | undefined
  if (typeof body !== 'object' || body === null) return interaction
  const found = await conditionalReferences(body, context)
  return { ...interaction, body: withReferences(body, (one) => byUrl.get(one) ?? found.get(one) ?? one) }
}

async function assigned(entry: PlannedEntry, context: Context): Promise<PlannedEntry> {
  const { kind, type, id, ifNoneExist, query } = entry.interaction
  if (kind === 'create') {
    const condition = ifNoneExist?.slice(ifNoneExist.indexOf('?') + 1)
    const match = condition === undefined ? undefined : await single(type, condition, context, context.seen)
    const newId = randomUUID()
    return { ...entry, newId, identity: `${type}/${match ?? newId}` }
  }
  if (kind === 'update' || kind === 'patch' || kind === 'delete') {
    if (id !== undefined) return { ...entry, identity: `${type}/${id}` }
    const match = await single(type, query.toString(), context)
    if (match !== undefined || kind !== 'update') return { ...entry, identity: match && `${type}/${match}` }
    // Nothing matches, so this update creates: it gets its id here for others to refer to.
    const body = entry.interaction.body as Resource | undefined
    const newId = body?.id ?? randomUUID()
    const interaction = { ...entry.interaction, body: { ...body, id: newId } }
    return { ...entry, interaction, identity: `${type}/${newId}` }
  }
  return entry
}

/** What no other entry may claim: the resource, and the condition under which it would be created. */
function claims({ identity, interaction }: PlannedEntry): string[] {
  const { kind, type, ifNoneExist } = interaction
  if (kind === 'read' || kind === 'vread' || kind === 'history' || kind === 'search') return []
  return [...(identity ? [identity] : []), ...(ifNoneExist ? [`${type}?${ifNoneExist.replace(/^.*\?/, '')}`] : [])]
}

async function conditionalReferences(body: Resource, context: Context): Promise<Map<string, string>> {
  const wanted = new Set<string>()
  withReferences(body, (one) => {
    if (/^[A-Z][A-Za-z]+\?/.test(one)) wanted.add(one)
    return one
  })
  const found = new Map<string, string>()
  for (const reference of wanted) {
    const { type, query } = interactionFor({ method: 'GET', url: reference }, context.ehr)
    const id = await single(type, query.toString(), context)
    if (id === undefined) throw refusal(412, 'not-found', `Nothing matches the reference ${reference}`)
    found.set(reference, `${type}/${id}`)
  }
  return found
}

async function single(
  type: Interaction['type'],
  query: string,
  context: Context,
  seen?: Context['seen'],
): Promise<string | undefined> {
  const matches = await matchesFor(type, new URLSearchParams(query), context, seen)
  if (matches.length > 1)
    throw refusal(412, 'multiple-matches', `${matches.length} ${type} resources match the condition`)
  return matches[0]?.id
}
