import { exact, exactText } from '@doseline/dose'
import type { BookData } from '../schema.ts'
import type { Bulletin, HcpcsRecord } from './bulletin.ts'

/** What a file says about one thing the code book holds, or should. */
export interface Difference {
  readonly kind: 'confirms' | 'adds' | 'changes' | 'ends' | 'contradicts'
  readonly about: string
  readonly says: string
}

/** Everything in the file that concerns this code book: nothing is changed by asking. */
export function compare(bulletin: Bulletin, data: BookData): Difference[] {
  switch (bulletin.kind) {
    case 'HCPCS release':
      return bulletin.records.flatMap((record) => hcpcsDifference(record, data))
    case 'NDC–HCPCS crosswalk':
      return bulletin.records.flatMap(({ ndc, code, drug }) => crosswalkDifference(ndc, code, drug, data))
    case 'Part B payment limits':
      return bulletin.records.flatMap(({ code, perUnit }) => limitDifference(code, perUnit, data))
    case 'MUE table':
      return bulletin.records.flatMap(({ code, units, mai }) => mueDifference(code, units, mai, data))
    case 'ICD-10-CM code list':
      return icdDifferences(bulletin.records, data)
  }
}

function hcpcsDifference({ code, description, added, ended }: HcpcsRecord, data: BookData): Difference[] {
  const modifier = data.modifiers[code]
  if (modifier) {
    const until = modifier.onDrugLines.find(({ value }) => value === 'refused')?.from
    if (!ended) return [{ kind: 'confirms', about: code, says: description }]
    return until !== undefined && until > ended
      ? [{ kind: 'confirms', about: code, says: `ended on ${ended}` }]
      : [{ kind: 'contradicts', about: code, says: `ended on ${ended}, and the code book takes it after that day` }]
  }
  const ours = data.codes[code]
  if (!ours) return newCode(code, description, data)
  const text = plain(description)
  if (ours.unit && !text.includes(plain(ours.generic).split(' ')[0] ?? '')) {
    return [{ kind: 'contradicts', about: code, says: `is “${description}”, and the code book says ${ours.generic}` }]
  }
  const unit = ours.unit && `${exactText(ours.unit.amount)} ${ours.unit.of}`
  if (unit && !text.includes(plain(unit))) {
    return [{ kind: 'contradicts', about: code, says: `is “${description}”, and the code book says ${unit} a unit` }]
  }
  if (ended) return [{ kind: 'ends', about: code, says: `on ${ended}` }]
  const start = startOf(code, data)
  if (added && start && start.from !== added) {
    const kind = start.confidence === 'confirmed' ? 'contradicts' : 'changes'
    return [{ kind, about: code, says: `was added on ${added}, and the code book says ${start.from}` }]
  }
  return [{ kind: 'confirms', about: code, says: description }]
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()

const startOf = (code: string, data: BookData) =>
  Object.values(data.books.cms?.bills ?? {})
    .flat()
    .find((entry) => entry.code === code && entry.from !== undefined)

/** A code the book does not hold, whose words name a drug that it does. */
function newCode(code: string, description: string, data: BookData): Difference[] {
  const families = new Set(Object.values(data.products).map(({ family }) => plain(family)))
  const words = plain(description)
  return [...families].some((family) => words.includes(family))
    ? [{ kind: 'adds', about: code, says: `“${description}” is not in the code book` }]
    : []
}

function crosswalkDifference(ndc: string, code: string, drug: string, data: BookData): Difference[] {
  const [id] = Object.entries(data.products).find(([, product]) => product.ndc.includes(ndc)) ?? []
  const ours =
    id === undefined ? undefined : data.books.cms?.bills[id]?.flatMap((entry) => entry.code ?? entry.either ?? [])
  if (ours?.includes(code)) return [{ kind: 'confirms', about: `NDC ${ndc}`, says: `${drug} is billed with ${code}` }]
  if (id !== undefined) {
    const says = `${drug} is billed with ${code}, and the code book says ${ours?.join(', ') ?? 'no code'}`
    return [{ kind: ours ? 'contradicts' : 'adds', about: `NDC ${ndc}`, says }]
  }
  return data.codes[code]?.unit ? [{ kind: 'adds', about: `NDC ${ndc}`, says: `${drug}, billed with ${code}` }] : []
}

function limitDifference(code: string, perUnit: string | undefined, data: BookData): Difference[] {
  const ours = data.codes[code]
  if (!ours?.unit || perUnit === undefined) return []
  const last = ours.paymentLimit.at(-1)
  if (!last) return [{ kind: 'adds', about: code, says: `$${perUnit} a unit` }]
  const published = exact(perUnit)
  const same = published !== undefined && exactText(last.perUnit) === exactText(published)
  return [
    {
      kind: same ? 'confirms' : 'changes',
      about: code,
      says: `$${perUnit} a unit${same ? '' : `, until now $${exactText(last.perUnit)}`}`,
    },
  ]
}

function mueDifference(code: string, units: number, mai: number, data: BookData): Difference[] {
  const ours = data.codes[code]
  if (!ours?.unit) return []
  const last = ours.mue.at(-1)
  const says = `${units} units a day (MAI ${mai})`
  if (!last) return [{ kind: 'adds', about: code, says }]
  const same = last.units === units && last.mai === mai
  return [
    {
      kind: same ? 'confirms' : 'changes',
      about: code,
      says: same ? says : `${says}, until now ${last.units} (MAI ${last.mai})`,
    },
  ]
}

function icdDifferences(codes: ReadonlySet<string>, data: BookData): Difference[] {
  const named = Object.values(data.groups).flatMap(({ indications }) =>
    indications.flatMap(({ list }) => list.flatMap(({ anyOf, with: second }) => [...anyOf, ...second])),
  )
  return [...new Set(named)].toSorted().map((stem) => {
    if (!stem.endsWith('-')) {
      return codes.has(stem)
        ? { kind: 'confirms', about: stem, says: 'is a full-length code' }
        : { kind: 'contradicts', about: stem, says: 'is no full-length code of this list' }
    }
    const above = stem.slice(0, -1)
    const below = [...codes].filter((code) => code.startsWith(above) && code.length > above.length).length
    return below > 0
      ? { kind: 'confirms', about: stem, says: `has ${below} full-length codes` }
      : { kind: 'contradicts', about: stem, says: 'has no full-length code in this list' }
  })
}
