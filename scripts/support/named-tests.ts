import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const texts = new Map<string, string>()

/**
 * Whether a test that is named `path/to/file.test.ts › its own name` exists: the file, and in it a test or a group of tests
 * by that name. Names of parametrized tests are told as they stand in the source, without what their cases put in front.
 */
export function isNamedTest(named: string): boolean {
  const at = named.indexOf(' › ')
  const [file, name] = [named.slice(0, at), named.slice(at + ' › '.length)]
  if (at < 0 || !existsSync(join(ROOT, file))) return false
  const text = texts.get(file) ?? readFileSync(join(ROOT, file), 'utf8')
  texts.set(file, text)
  return ["'", '`', '"'].some((quote) =>
    [`${quote}${name}${quote}`, ` ${name}${quote}`].some((end) => text.includes(end)),
  )
}
