import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bundle, FhirResource } from 'fhir/r4'
import { parse } from 'yaml'
import type { z } from 'zod'
import { chartFrom } from './chart-from.ts'
import { collected } from './collected.ts'
import { Given } from './given.ts'
import { merged, type Tree } from './merge.ts'
import { type Registration, registrationIn, SCENARIOS } from './registration.ts'
import { type Scenario, ScenarioFile } from './scenario.ts'

let loaded: readonly Scenario[] | undefined

/** Every scenario, in the order the launcher shows them. Read once. */
export function scenarios(): readonly Scenario[] {
  loaded ??= scenariosIn(SCENARIOS)
  return loaded
}

/** The scenarios of a folder, with its `order.yaml`, `products.yaml` and `payers.yaml`. */
export function scenariosIn(folder: string): readonly Scenario[] {
  const known = registrationIn(folder)
  return namesInOrder(folder).map((name) => load(folder, name, known))
}

/** The scenario of that name. Throws where there is none. */
export function scenario(name: string): Scenario {
  const found = scenarios().find((each) => each.name === name)
  if (!found) throw new Error(`There is no scenario “${name}”; fhir-fixtures/scenarios holds them.`)
  return found
}

/** As `order.yaml` lists them; a new folder that is not listed yet comes last. */
function namesInOrder(all: string): string[] {
  const order: string[] = parse(readFileSync(join(all, 'order.yaml'), 'utf8'))
  const folders = readdirSync(all, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const missing = order.filter((name) => !folders.includes(name))
  if (missing.length > 0) throw new Error(`order.yaml names what is not there: ${missing.join(', ')}`)
  return [...order, ...folders.filter((name) => !order.includes(name)).toSorted()]
}

function load(all: string, name: string, known: Registration): Scenario {
  const folder = join(all, name)
  const written = join(folder, 'chart.json')
  const handWritten = existsSync(written)
  const file = checked(name, ScenarioFile, withWhatItIsLike(all, name))
  const { given, focus: named, ...told } = file
  if (handWritten === (given !== undefined)) throw new Error(`${name} needs either a chart.json or a given`)
  if (!handWritten) {
    const { chart, focus } = built(name, () => chartFrom(checked(name, Given, given), name, known))
    return { name, ...told, chart, sent: chart, focus, handWritten, folder }
  }
  const sent: Bundle<FhirResource> = JSON.parse(readFileSync(written, 'utf8'))
  const chart = collected(sent)
  return { name, ...told, chart, sent, focus: named ?? onlyDose(name, chart), handWritten, folder }
}

/** Words that are a scenario’s own and never taken from the one it is like. */
const OWN = ['title', 'then', 'because']

function withWhatItIsLike(all: string, name: string, from: readonly string[] = []): Tree {
  if (from.includes(name)) throw new Error(`${[...from, name].join(' is like ')}: a circle`)
  const { like, ...own }: Tree = fileOf(all, name, from.at(-1))
  if (typeof like !== 'string') return own
  const base = withWhatItIsLike(all, like, [...from, name])
  return merged(Object.fromEntries(Object.entries(base).filter(([word]) => !OWN.includes(word))), own)
}

function fileOf(all: string, name: string, by: string | undefined): Tree {
  const file = join(all, name, 'scenario.yaml')
  if (existsSync(file)) return parse(readFileSync(file, 'utf8'))
  const who = by === undefined ? '' : `${by} is like “${name}”: `
  throw new Error(`${who}fhir-fixtures/scenarios/${name}/scenario.yaml is not there`)
}

/** What is wrong, one line each, by its place in the file. */
function checked<T>(name: string, schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  const wrong = read.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`)
  throw new Error(`fhir-fixtures/scenarios/${name}/scenario.yaml:\n${wrong.join('\n')}`)
}

function built<T>(name: string, make: () => T): T {
  try {
    return make()
  } catch (cause) {
    if (!(cause instanceof Error) || cause.message.startsWith('fhir-fixtures/')) throw cause
    throw new Error(`fhir-fixtures/scenarios/${name}/scenario.yaml: ${cause.message}`, { cause })
  }
}

function onlyDose(name: string, { entry = [] }: Bundle<FhirResource>): string {
  const doses = entry.flatMap(({ resource }) =>
    resource?.resourceType === 'MedicationAdministration' ? [resource] : [],
  )
  const [dose] = doses
  if (!dose || doses.length > 1) throw new Error(`${name} holds ${doses.length} doses; say which in focus`)
  return `MedicationAdministration/${dose.id}`
}
