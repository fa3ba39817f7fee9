import { HOOKS_REQUIREMENTS } from './cds-hooks-requirements.ts'
import { SMART_REQUIREMENTS } from './smart-requirements.ts'

/** What one run of vitest reports as JSON, as far as it is read here. */
export interface Report {
  readonly testResults: readonly {
    /** The file, with its whole path. */
    readonly name: string
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

/** Every requirement that a test is named for, by what it asks. */
const REQUIREMENTS = [...HOOKS_REQUIREMENTS, ...SMART_REQUIREMENTS].flatMap(({ asks, test }) =>
  test === undefined ? [] : [{ asks, test }],
)

/** The requirements whose test did not run, was skipped or failed: a name alone meets nothing. */
export const notMetIn = (
  reports: readonly Report[],
  requirements: readonly { readonly asks: string; readonly test: string }[] = REQUIREMENTS,
): readonly string[] =>
  requirements.filter(({ test }) => !hasPassed(reports, test)).map(({ asks, test }) => `${asks} (${test})`)

function hasPassed(reports: readonly Report[], named: string): boolean {
  const [file = '', name = ''] = named.split(' › ')
  const tests = reports
    .flatMap(({ testResults }) => testResults)
    .filter((each) => each.name.endsWith(`/${file}`))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ title, ancestorTitles }) => [title, ...ancestorTitles].some((each) => isTitled(each, name)))
  return tests.length > 0 && tests.every(({ status }) => status === 'passed')
}

/**
 * Whether a title, as it ran, is of a name as it is in the source: `%s` is filled in, and a case may be put in front. Each part
 * between two of them is found after the one before it.
 */
function isTitled(title: string, name: string): boolean {
  const [first = '', ...others] = name.split(/%[sdijfo#]|\$\w+/)
  const last = others.at(-1)
  if (last === undefined) return title === name || title.endsWith(` ${name}`)
  const start = title.startsWith(first) ? 0 : title.indexOf(` ${first}`) + 1
  if (!title.startsWith(first, start)) return false
  let at = start + first.length
  for (const part of others.slice(0, -1)) {
    const found = title.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return title.length - last.length >= at && title.endsWith(last)
}
