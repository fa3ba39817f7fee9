import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'

type Path = readonly (string | number)[]

/** Where something stands in a JSON text: from its first character up to, not including, the one after its last. */
interface Place {
  readonly from: number
  readonly to: number
}

/** Where the value at a path stands, and its elements where it is an array. Undefined where there is none. */
function valueAt(text: string, path: Path): (Place & { readonly elements?: readonly Place[] }) | undefined {
  const root = parseTree(text)
  const node = root && findNodeAtLocation(root, [...path])
  return node && { ...placeOf(node), ...(node.type === 'array' && { elements: (node.children ?? []).map(placeOf) }) }
}

const placeOf = ({ offset, length }: Node): Place => ({ from: offset, to: offset + length })

/**
 * The array there. jsonc-parser says where things stand; its own edits would reformat the lines beside it (and 3.3.1 cuts the last
 * element of a list on one line in half), and what a person wrote is to stay.
 */
function arrayAt(text: string, path: Path) {
  const { elements, ...place } = valueAt(text, path) ?? {}
  return elements && 'from' in place ? { ...place, elements } : undefined
}

/** The text with one more element at the end of the array there; everything else stays as it was written. */
export function withElement(text: string, path: Path, element: unknown): string {
  const array = arrayAt(text, path)
  if (!array) return withMember(text, path, [element])
  const last = array.elements.at(-1)
  const outer = indentAt(text, array.from)
  const inner =
    last && text.slice(array.from, last.from).includes('\n') ? indentAt(text, last.from) : outer + unitOf(text)
  const written = indented(element, inner, unitOf(text))
  if (!last) return `${text.slice(0, array.from)}[\n${inner}${written}\n${outer}]${text.slice(array.to)}`
  const isOnOneLine = !text.slice(array.from, array.to).includes('\n')
  const closing = isOnOneLine ? `\n${outer}]${text.slice(array.to)}` : text.slice(last.to)
  return `${text.slice(0, last.to)},\n${inner}${written}${closing}`
}

/** The text without an element of the array there. */
export function withoutElement(text: string, path: Path, at: number): string {
  const array = arrayAt(text, path)
  const [before, gone, after] = [array?.elements[at - 1], array?.elements[at], array?.elements[at + 1]]
  if (!array || !gone) throw new Error('there is no such element')
  if (after) return text.slice(0, gone.from) + text.slice(after.from)
  if (before) return text.slice(0, before.to) + text.slice(gone.to)
  return `${text.slice(0, array.from)}[]${text.slice(array.to)}`
}

/** The object that the last step of the path is missing in, with it. */
function withMember(text: string, path: Path, value: unknown): string {
  const name = path.at(-1)
  const object = valueAt(text, path.slice(0, -1))
  if (typeof name !== 'string' || !object || text[object.from] !== '{') throw new Error('there is no place for it')
  const body = text.slice(object.from + 1, object.to - 1)
  const isEmpty = body.trim() === ''
  const outer = indentAt(text, object.from)
  const [, own] = /\n([ \t]*)"/.exec(body) ?? []
  const inner = own ?? outer + unitOf(text)
  const member = `${JSON.stringify(name)}: ${indented(value, inner, unitOf(text))}`
  const end = object.from + 1 + body.trimEnd().length
  return `${text.slice(0, end)}${isEmpty ? '' : ','}\n${inner}${member}\n${outer}${text.slice(object.to - 1)}`
}

/** What stands before the first character of the line. */
function indentAt(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1
  return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? ''
}

/** One step of indentation, as the file has it. */
const unitOf = (text: string): string => /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '

const indented = (value: unknown, indent: string, unit: string): string =>
  JSON.stringify(value, undefined, unit).replaceAll('\n', `\n${indent}`)
