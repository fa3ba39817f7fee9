import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readYamlFile } from '@doseline/yaml-files'
import { z } from 'zod'

const finding = z.record(z.string(), z.string().nullable()).default({})

/** What a border must do with an input: refuse it, naming the place; or take it and say what it cannot tell. */
const Expect = z.union([
  z.strictObject({
    refused: z.strictObject({
      status: z.int(),
      /** JSON pointer into the request; null where no place can be named. */
      at: z.string().nullable(),
    }),
  }),
  z.strictObject({
    verdict: z.enum(['ready', 'not-ready', 'needs-information', 'not-billable']),
    fails: finding,
    'cannot tell': finding,
    lines: z.array(z.string()),
    /** True where even a Flag would be somebody’s guess, so that a request for a write-back is refused. */
    'write-back refused': z.boolean().default(false),
  }),
])

const MalformedFile = z.strictObject({
  title: z.string(),
  sends: z.string().describe('The text of the request, exactly: a parser would already mend it'),
  focus: z.string().optional(),
  expect: Expect,
  because: z.string().min(40),
})

/** An input that something upstream got wrong, as the text of a `POST /v1/assessments`. */
export type Malformed = z.infer<typeof MalformedFile> & { readonly name: string }

const FOLDER = fileURLToPath(new URL('../malformed', import.meta.url))

let loaded: readonly Malformed[] | undefined

/** Every malformed input, by name. Read once. */
export function malformed(): readonly Malformed[] {
  loaded ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => ({
      name: file.slice(0, -5),
      ...readYamlFile(`fhir-fixtures/malformed/${file}`, readFileSync(join(FOLDER, file), 'utf8'), MalformedFile),
    }))
  return loaded
}
