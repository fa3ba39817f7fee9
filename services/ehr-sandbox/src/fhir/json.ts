import { refusal } from './outcome.ts'

const MAX_DEPTH = 60

/** Parses a JSON body; what is wrong is told with its line and column, and without quoting the record. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (depthOf(value) > MAX_DEPTH)
      throw refusal(400, 'structure', `The body is nested more than ${MAX_DEPTH} levels deep`)
    return value
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    const { line, column } = lineAndColumn(text, firstError(text))
    throw refusal(400, 'structure', `The body is not JSON: line ${line}, column ${column}`)
  }
}

/** How deep lists and objects nest, level by level: a hostile body cannot overflow the stack. */
function depthOf(value: unknown): number {
  let depth = 0
  for (let level = [value].filter(isNesting); level.length > 0; depth++) {
    level = level.flatMap((each) => Object.values(each).filter(isNesting))
  }
  return depth
}

const isNesting = (value: unknown): value is object => typeof value === 'object' && value !== null

const TOKEN =
  /\s*(?:("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[{]|[\]}]|[,:]))/y

/**
 * Where the text stops being JSON. V8 tells a position in some of its messages and quotes the input in others, so the
 * grammar is walked once more, which only ever happens to broken bodies.
 */
function firstError(text: string): number {
  const open: string[] = []
  let expects: readonly Kind[] = ['value']
  let at = 0
  for (;;) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0)
    if (!match) return start
    const kind = kindOf(match, open.at(-1), expects)
    if (!kind) return start
    if (kind === 'open') open.push(match[3] as string)
    if (kind === 'close') open.pop()
    expects = next(kind, open.at(-1))
    at = TOKEN.lastIndex
  }
}

type Kind = 'value' | 'name' | 'colon' | 'comma' | 'open' | 'close'

/** What this token is here, or nothing where it may not stand here. */
function kindOf(match: RegExpExecArray, inside: string | undefined, expects: readonly Kind[]): Kind | undefined {
  const [, text, literal, mark] = match
  if (mark === '{' || mark === '[') return expects.includes('value') ? 'open' : undefined
  if (mark === '}' || mark === ']') {
    const fits = (mark === '}') === (inside === '{') && inside !== undefined
    return fits && expects.includes('close') ? 'close' : undefined
  }
  if (mark) {
    const kind = mark === ',' ? 'comma' : 'colon'
    return expects.includes(kind) ? kind : undefined
  }
  if (text && expects.includes('name')) return 'name'
  return (text || literal) && expects.includes('value') ? 'value' : undefined
}

function next(kind: Kind, inside: string | undefined): readonly Kind[] {
  if (kind === 'open') return inside === '{' ? ['name', 'close'] : ['value', 'close']
  if (kind === 'name') return ['colon']
  if (kind === 'colon') return ['value']
  if (kind === 'comma') return inside === '{' ? ['name'] : ['value']
  return inside === undefined ? [] : ['comma', 'close']
}

function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
