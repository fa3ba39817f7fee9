import { type CalendarDate, exact, exactText } from '@doseline/dose'
import { marketedOf } from '../releases/marketed.ts'
import type { RowBytes } from '../releases/row-bytes.ts'
import type { BookData } from '../schema.ts'
import type { Bulletin, CrosswalkRecord, Difference, HcpcsRecord, MueRecord, MueTable } from './bulletin.ts'
import { contentDifference, unitDifferences } from './units-entered.ts'

/**
 * Everything in the file that concerns this code book: nothing is changed by asking. `from` is the first day it speaks for: a
 * value that somebody confirmed for that day and that is another one is contradicted, and not only changed.
 */
export function compare(bulletin: Bulletin, data: BookData, from?: CalendarDate): Difference[] {
  switch (bulletin.kind) {
    case 'HCPCS release':
      return bulletin.records.flatMap((record) => hcpcsDifference(record, data))
    case 'NDC–HCPCS crosswalk':
      return [
        ...bulletin.records.flatMap((record) => crosswalkDifference(record, data)),
        ...unitDifferences(bulletin.records, data),
      ]
    case 'Part B payment limits':
      return [
        ...bulletin.records.flatMap(({ code, perUnit }) => limitDifference(code, perUnit, { data, from })),
        ...unitDifferences(bulletin.records, data),
      ]
    case 'MUE table':
      return bulletin.records.flatMap((record) => mueDifference(record, bulletin.of, { data, from }))
    case 'OPPS Addendum B':
      return bulletin.records.flatMap(({ code, status }) => statusDifference(code, status, { data, from }))
    case 'FDA NDC directory':
      return directoryDifferences(bulletin.rows, data)
    case 'ICD-10-CM code list':
      return icdDifferences(new Set(Array.from(bulletin.rows.lines(), (line) => line.split('\t')[0] ?? '')), data)
    case 'RxNorm NDCs':
      return rxnormDifferences(bulletin.rows, data)
    // Nothing of the edits is written by hand.
    case 'NCCI PTP edits':
      return []
  }
}

interface Beside {
  readonly data: BookData
  readonly from: CalendarDate | undefined
}

interface Entered {
  readonly from?: CalendarDate | undefined
  readonly through?: CalendarDate | undefined
  readonly confidence?: string | undefined
}

/** Whether a value was confirmed by hand for the first day of a file: the two speak of the same day, and one is wrong. */
const isOfThatDay = ({ from: begins, through, confidence }: Entered, from: CalendarDate | undefined): boolean =>
  from !== undefined &&
  begins !== undefined &&
  begins <= from &&
  (through === undefined || from <= through) &&
  confidence !== 'unconfirmed'

/** The entry for that day, or the last one. */
const enteredFor = <Entry extends Entered>(
  entries: readonly Entry[],
  from: CalendarDate | undefined,
): Entry | undefined => entries.findLast((entry) => isOfThatDay(entry, from)) ?? entries.at(-1)

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

function crosswalkDifference(record: CrosswalkRecord, data: BookData): Difference[] {
  const { ndc, code, drug } = record
  const [id] = Object.entries(data.products).find(([, product]) => product.ndc.includes(ndc)) ?? []
  const ours =
    id === undefined ? undefined : data.books.cms?.bills[id]?.flatMap((entry) => entry.code ?? entry.either ?? [])
  if (ours?.includes(code)) {
    const [other] = contentDifference(record, data)
    return [other ?? { kind: 'confirms', about: `NDC ${ndc}`, says: `${drug} is billed with ${code}` }]
  }
  if (id !== undefined) {
    const says = `${drug} is billed with ${code}, and the code book says ${ours?.join(', ') ?? 'no code'}`
    return [{ kind: ours ? 'contradicts' : 'adds', about: `NDC ${ndc}`, says }]
  }
  return data.codes[code]?.unit ? [{ kind: 'adds', about: `NDC ${ndc}`, says: `${drug}, billed with ${code}` }] : []
}

function limitDifference(code: string, perUnit: string | undefined, { data, from }: Beside): Difference[] {
  const ours = data.codes[code]
  if (!ours?.unit || perUnit === undefined) return []
  const last = enteredFor(ours.paymentLimit, from)
  const says = `$${perUnit} a unit`
  if (!last) return [{ kind: 'adds', about: code, says }]
  const published = exact(perUnit)
  const same = published !== undefined && exactText(last.perUnit) === exactText(published)
  return [differing(code, { same, says, until: `$${exactText(last.perUnit)}`, isOfThatDay: isOfThatDay(last, from) })]
}

function mueDifference({ code, units, mai }: MueRecord, of: MueTable, { data, from }: Beside): Difference[] {
  const ours = data.codes[code]
  if (!ours?.unit) return []
  const last = enteredFor(ours.mue, from)
  const says = `${units} units a day (MAI ${mai})`
  if (!last) return [{ kind: 'adds', about: code, says }]
  const same = last.units === units && last.mai === mai
  // What is written by hand is of the table for practitioners.
  const isSameTable = of === 'practitioner' && isOfThatDay(last, from)
  return [differing(code, { same, says, until: `${last.units} (MAI ${last.mai})`, isOfThatDay: isSameTable })]
}

function statusDifference(code: string, status: string, { data, from }: Beside): Difference[] {
  const ours = data.codes[code]
  if (!ours?.unit) return []
  const last = enteredFor(ours.opps, from)
  const says = `payment status ${status}`
  if (!last) return [{ kind: 'adds', about: code, says }]
  return [
    differing(code, { same: last.status === status, says, until: last.status, isOfThatDay: isOfThatDay(last, from) }),
  ]
}

function differing(
  about: string,
  how: { readonly same: boolean; readonly says: string; readonly until: string; readonly isOfThatDay: boolean },
): Difference {
  if (how.same) return { kind: 'confirms', about, says: how.says }
  return how.isOfThatDay
    ? { kind: 'contradicts', about, says: `${how.says}, and the code book says ${how.until} for the same day` }
    : { kind: 'changes', about, says: `${how.says}, until now ${how.until}` }
}

/** What the directory says of the products that the code book holds. */
function directoryDifferences(all: RowBytes, data: BookData): Difference[] {
  const products = new Map(Object.values(data.products).flatMap((each) => each.ndc.map((ndc) => [ndc, each] as const)))
  const rows: string[] = []
  for (const line of all.lines()) if (products.has(line.slice(0, line.indexOf('\t')))) rows.push(line)
  return rows.flatMap((line): Difference[] => {
    const marketed = marketedOf(line.split('\t'))
    const ours = products.get(marketed.ndc)
    // Of a package inside another the row of that says it.
    if (!ours || line.split('\t')[1] !== '') return []
    const about = `NDC ${marketed.ndc}`
    const isOther = marketed.singleDose !== undefined && marketed.singleDose !== ours.singleDose
    if (isOther) {
      const says = `is a ${marketed.container}, and the code book says ${ours.singleDose ? 'for one dose' : 'for several doses'}`
      return [{ kind: 'contradicts', about, says }]
    }
    if (marketed.end !== undefined) return [{ kind: 'ends', about, says: `marketed until ${marketed.end}` }]
    return [{ kind: 'confirms', about, says: `marketed from ${marketed.start ?? 'a day that is not said'}` }]
  })
}

/** What RxNorm says of the NDCs of products that the code book holds. */
function rxnormDifferences(all: RowBytes, data: BookData): Difference[] {
  const products = Object.values(data.products)
  const byNdc = new Map(products.flatMap((each) => each.ndc.map((ndc) => [ndc, each] as const)))
  const byCode = new Map(products.flatMap((each) => each.rxnorm.map((code) => [code, each] as const)))
  const found: Difference[] = []
  for (const line of all.lines()) {
    const [rxcui = '', ndc = ''] = line.split('\t')
    const ours = byNdc.get(ndc)
    if (!ours) continue
    const about = `NDC ${ndc}`
    const other = byCode.get(rxcui)
    if (ours.rxnorm.includes(rxcui)) found.push({ kind: 'confirms', about, says: `is RxNorm code ${rxcui}` })
    else if (other)
      found.push({
        kind: 'contradicts',
        about,
        says: `is RxNorm code ${rxcui}, and the code book says that this is ${other.brand}`,
      })
    else found.push({ kind: 'adds', about, says: `is RxNorm code ${rxcui}` })
  }
  return found
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
