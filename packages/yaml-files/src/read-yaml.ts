import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import { type Fault, ofFile } from './fault.ts'
import { inYamlWords } from './yaml-words.ts'

/** Steps from the top of a file to an element of it. */
export type Path = readonly (string | number)[]

/** A YAML text that was read: what it says, and where each element of it is. */
export interface YamlText {
  readonly value: unknown
  /** Why it cannot be read; `value` is then undefined. */
  readonly faults: readonly Fault[]
  /** Line and column of an element, from 1; of the nearest one around it where it is not there. */
  at(path: Path): { readonly line: number; readonly column: number }
}

/** Reads YAML, and keeps where everything is. Never throws. */
export function readYaml(file: string, text: string): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, { merge: true, lineCounter: lines, prettyErrors: false })
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const at: YamlText['at'] = (path) => placeOf(offsetOf(document.contents, path))
  const [error] = document.errors
  if (error) {
    const fault = { ...ofFile(file), ...placeOf(error.pos[0]), ...inYamlWords(error.code) }
    return { value: undefined, faults: [fault], at }
  }
  try {
    return { value: document.toJS() ?? {}, faults: [], at }
  } catch {
    return { value: undefined, faults: [{ ...ofFile(file), ...inYamlWords('BAD_ALIAS') }], at }
  }
}

/** Of an element of a mapping its name, of an entry of a list the entry: that is what a person corrects. */
function offsetOf(contents: Node | null, path: Path): number {
  let node: unknown = contents
  let offset = contents?.range?.[0] ?? 0
  for (const step of path) {
    const next = isMap(node)
      ? pairOf(node, step)
      : isSeq(node)
        ? { key: node.items[Number(step)], value: node.items[Number(step)] }
        : undefined
    if (!next) return offset
    offset = (next.key as Node | undefined)?.range?.[0] ?? offset
    node = next.value
  }
  return offset
}

function pairOf(map: YAMLMap, step: string | number): { readonly key: unknown; readonly value: unknown } | undefined {
  return map.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step))
}
