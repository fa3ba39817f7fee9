import { type Fault, faultText, type Path } from '@doseline/yaml-files'
import { type DatedList, isDatedList, isRecord, overlap, type RawEntry, startOf } from './dated-lists.ts'
import type { FaultAt, Policy, PolicySource } from './policy-text.ts'
import { LAYERS, type Layer } from './schema.ts'

/** What files say together. */
export interface Laid {
  readonly policies: Policy
  readonly faults: readonly Fault[]
  /** Where a layer departs from a confirmed value below it, and why: a line each. */
  readonly departures: readonly string[]
}

/**
 * Lays the files of each layer together, and each layer over those below it. A list of names is added to. What has days holds from
 * the layer's first day on, and what was below it until then. Anything else has to be the same.
 */
export function laidTogether(sources: readonly PolicySource[], at: FaultAt): Laid {
  const laying: Laying = { at, faults: [], departures: [], places: new Map(), givers: new Map() }
  const policies = LAYERS.reduce<Policy>((below, layer) => {
    const files = sources.filter((each) => each.layer === layer)
    if (files.length === 0) return below
    const cited = files.map((source) => ({
      source,
      value: layer === 'shipped' ? source.value : citing(source.value, layer, { files, below }),
    }))
    const together = cited.reduce<unknown>(
      (joined, { source, value }) => join(joined, value, { path: [], source, laying }),
      {},
    )
    return layOver(below, together, { path: [], layer, laying }) as Policy
  }, {})
  return { policies, faults: laying.faults, departures: laying.departures }
}

interface Laying {
  readonly at: FaultAt
  readonly faults: Fault[]
  readonly departures: string[]
  /** Where each entry with a day is. */
  readonly places: Map<RawEntry, { readonly source: PolicySource; readonly path: Path }>
  /** Which file gave an element last, by its path. */
  readonly givers: Map<string, PolicySource>
}

/** Of one layer: no file may contradict another. */
function join(
  one: unknown,
  other: unknown,
  where: { readonly path: Path; readonly source: PolicySource; readonly laying: Laying },
): unknown {
  const { path, source, laying } = where
  if (isRecord(other) && (one === undefined || isRecord(one))) {
    const joined: Record<string, unknown> = { ...one }
    for (const [name, each] of Object.entries(other))
      joined[name] = join(joined[name], each, { ...where, path: [...path, name] })
    return joined
  }
  if (isDatedList(other))
    for (const [index, entry] of other.entries()) laying.places.set(entry, { source, path: [...path, index] })
  const key = path.join('\n')
  const giver = laying.givers.get(key)
  laying.givers.set(key, source)
  if (one === undefined) return other
  if (isDatedList(one) && isDatedList(other)) {
    const both = overlap(one, other)
    if (both) laying.faults.push(laying.at(source, [...path, other.indexOf(both)], overlapping(giver)))
    return [...one, ...other].toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1))
  }
  if (Array.isArray(one) && Array.isArray(other)) return union(one, other)
  if (JSON.stringify(one) !== JSON.stringify(other))
    laying.faults.push(laying.at(source, path, otherwise(one, giver?.file)))
  return one
}

const overlapping = (giver: PolicySource | undefined): Pick<Fault, 'problem' | 'todo'> => ({
  problem: `${giver?.file ?? 'Another file'} says the same thing for some of these days: two policies overlap in time.`,
  todo: 'Keep one of them, or end the earlier one with `through` before this one begins.',
})

const otherwise = (there: unknown, file: string | undefined): Pick<Fault, 'problem' | 'todo'> => ({
  problem: `It is ${typeof there === 'object' ? 'otherwise' : `“${there}”`} in ${file ?? 'a file below it'}.`,
  todo: 'Leave it out here, or write the same: only names are added to, and only what has days can change.',
})

const union = (one: readonly unknown[], other: readonly unknown[]): readonly unknown[] => {
  const there = new Set(one.map((each) => JSON.stringify(each)))
  return [...one, ...other.filter((each) => !there.has(JSON.stringify(each)))]
}

function layOver(
  below: unknown,
  above: unknown,
  where: { readonly path: Path; readonly layer: Layer; readonly laying: Laying },
): unknown {
  const { path, laying } = where
  if (above === undefined || (Array.isArray(above) && above.length === 0 && below !== undefined)) return below
  if (below === undefined) return above
  if (isRecord(below) && isRecord(above)) {
    const laid: Record<string, unknown> = { ...below }
    for (const [name, each] of Object.entries(above))
      laid[name] = layOver(laid[name], each, { ...where, path: [...path, name] })
    return laid
  }
  if (isDatedList(above) && Array.isArray(below)) {
    const under = isDatedList(below) ? below : []
    for (const [index] of above.entries()) departure(above, index, under, laying)
    const [first] = above
    return [...under.filter((each) => first !== undefined && startOf(each) < startOf(first)), ...above]
  }
  if (Array.isArray(below) && Array.isArray(above)) return union(below, above)
  const source = laying.givers.get(path.join('\n'))
  if (JSON.stringify(below) !== JSON.stringify(above) && source)
    laying.faults.push(laying.at(source, path, otherwise(below, undefined)))
  return below
}

/** A layer may depart from a confirmed value below it where it says why; either way it is said. */
function departure(
  above: DatedList['entries'],
  index: number,
  below: DatedList['entries'],
  { at, faults, departures, places }: Laying,
): void {
  const entry = above[index]
  const place = entry && places.get(entry)
  if (!entry || !place) return
  const end = above[index + 1]?.from ?? END
  const departed = below.find((each, under) => {
    const until = [below[under + 1]?.from, each.through].filter((day) => day !== undefined).toSorted()[0] ?? END
    const isConfirmed = each.from !== undefined && (each.confidence ?? 'confirmed') === 'confirmed'
    return isConfirmed && startOf(each) < end && until > startOf(entry) && saidBy(each) !== saidBy(entry)
  })
  if (!departed) return
  const problem = `It departs from a confirmed value: ${shown(departed)} since ${departed.from} (${departed.source}).`
  if (entry.overrides === undefined)
    faults.push(
      at(place.source, place.path, {
        problem,
        todo: 'Correct it, or say in `overrides` why it holds here: one sentence.',
      }),
    )
  else departures.push(faultText(at(place.source, place.path, { problem, todo: `Why: ${entry.overrides}` })))
}
const END = '9999-12-31'

/** What an entry says, without its days and its document. */
function saidBy({
  from: _from,
  checkedOn: _checked,
  through: _through,
  source: _source,
  confidence: _sure,
  overrides: _why,
  ...value
}: RawEntry): string {
  return JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const shown = (entry: RawEntry): string => {
  const pairs = JSON.parse(saidBy(entry)) as readonly (readonly [string, unknown])[]
  const text = pairs
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
const SHOWN = 120

/** The same, citing documents under names of the layer: so each value says for itself which layer it is from. */
function citing(
  value: Policy,
  layer: Layer,
  { files, below }: { readonly files: readonly PolicySource[]; readonly below: Policy },
): Policy {
  const own = Object.assign({}, ...files.map((each) => each.value.sources)) as Record<string, unknown>
  const lower = isRecord(below.sources) ? below.sources : {}
  const used: Record<string, unknown> = {}
  const named = (id: string): string => {
    const beneath = LAYERS.map((each) => keyIn(each, id)).findLast((key) => Object.hasOwn(lower, key))
    const document = own[id] ?? (beneath === undefined ? undefined : lower[beneath])
    if (!isRecord(document)) return id
    used[keyIn(layer, id)] = { ...document, layer }
    return keyIn(layer, id)
  }
  const { sources: _, ...said } = value
  const cited = cite(said, named)
  return { ...cited, sources: used }
}

/** What a document is cited as in a layer. */
const keyIn = (layer: Layer, id: string): string => (layer === 'shipped' ? id : `${layer}:${id}`)

function cite<Value>(value: Value, named: (id: string) => string): Value {
  if (Array.isArray(value)) return value.map((each) => cite(each, named)) as Value
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    name === 'source' && typeof each === 'string' ? named(each) : cite(each, named),
  ])
  return Object.fromEntries(entries) as Value
}
