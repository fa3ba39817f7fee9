import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** A regular expression as it is written in the source. */
export interface WrittenPattern {
  readonly file: string
  readonly source: string
  readonly flags: string
}

/** What a file says of regular expressions: its literals, and whether it puts one together at run time. */
export interface PatternsOfFile {
  readonly literals: readonly WrittenPattern[]
  readonly buildsOne: boolean
}

/** Every regular expression literal of a TypeScript file, read from its syntax tree. */
export function patternsIn(file: string, text = readFileSync(file, 'utf8')): PatternsOfFile {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`)
  const literals: WrittenPattern[] = []
  let buildsOne = false
  const open: unknown[] = [program]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null) continue
    const { type, regex, callee } = node as Syntax
    if (type === 'Literal' && regex) literals.push({ file, source: regex.pattern, flags: regex.flags })
    if ((type === 'NewExpression' || type === 'CallExpression') && callee?.name === 'RegExp') buildsOne = true
    open.push(...Object.values(node))
  }
  return { literals, buildsOne }
}

interface Syntax {
  readonly type?: string
  readonly regex?: { readonly pattern: string; readonly flags: string }
  readonly callee?: { readonly name?: string }
}
