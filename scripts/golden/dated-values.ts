import type { BookData } from '@doseline/codebook'
import { exactText } from '@doseline/dose'

const DATED = new Set(['from', 'checkedOn', 'through', 'source', 'confidence'])

/** Rows of a value table for any dated lists, named by where they stand; lists under a group name it. */
export function datedRows(values: Readonly<Record<string, unknown>>, data: BookData): string[][] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (Array.isArray(value)) return value.map((entry: unknown) => rowOf(name, entry, data))
    if (!isRecord(value)) return []
    return Object.entries(value).flatMap(([group, entries]) => datedRows({ [`${name}, ${group}`]: entries }, data))
  })
}

function rowOf(name: string, entry: unknown, { sources }: BookData): string[] {
  if (!isRecord(entry)) return [name, String(entry), '', '', '']
  const { from, checkedOn, through, source, confidence } = entry
  const value = Object.entries(entry).filter(([key]) => !DATED.has(key))
  const document = sources[String(source)]
  const link = document?.address ? `[${document.title}](${document.address.replaceAll('"', '%22')})` : document?.title
  const start = from ? String(from) : `looked up ${String(checkedOn)}`
  return [
    name,
    value.map(([key, each]) => (key === 'value' ? shows(each) : `${key}: ${shows(each)}`)).join('; '),
    through ? `${start} to ${String(through)}` : start,
    link ?? String(source),
    String(confidence),
  ]
}

/** Any value in words: exact numbers as decimals, lists by comma, maps by their own names. */
function shows(value: unknown): string {
  if (Array.isArray(value)) return value.map(shows).join(', ')
  if (!isRecord(value)) return String(value)
  if ('n' in value && 'd' in value && 's' in value)
    return exactText(value as unknown as Parameters<typeof exactText>[0])
  if ('label' in value && 'anyOf' in value) {
    const second = Array.isArray(value.with) && value.with.length > 0 ? ` with ${shows(value.with)}` : ''
    return `${String(value.label)} (${shows(value.anyOf)}${second})`
  }
  return Object.entries(value)
    .map(([key, each]) => `${key} ${shows(each)}`)
    .join(' ')
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
