import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bundle, FhirResource } from 'fhir/r4'
import { parse } from 'yaml'
import { chartFrom } from './chart-from.ts'
import { collected } from './collected.ts'
import { Given } from './given.ts'
import { merged, type Tree } from './merge.ts'
import { type Scenario, ScenarioFile } from './scenario.ts'

const FOLDER = fileURLToPath(new URL('../scenarios', import.meta.url))

let loaded: readonly Scenario[] | undefined

/** Every scenario, in the order the launcher shows them. Read once. */
export function scenarios(): readonly Scenario[] {
  loaded ??= namesInOrder().map(load)
  return loaded
}

/** The scenario of that name. Throws where there is none. */
export function scenario(name: string): Scenario {
  const found = scenarios().find((each) => each.name === name)
  if (!found) throw new Error(`There is no scenario “${name}”; fhir-fixtures/scenarios holds them.`)
  return found
}

/** As `order.yaml` lists them; a new folder that is not listed yet comes last. */
function namesInOrder(): string[] {
  const order: string[] = parse(readFileSync(join(FOLDER, 'order.yaml'), 'utf8'))
  const folders = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const missing = order.filter((name) => !folders.includes(name))
  if (missing.length > 0) throw new Error(`order.yaml names what is not there: ${missing.join(', ')}`)
  return [...order, ...folders.filter((name) => !order.includes(name)).toSorted()]
}

function load(name: string): Scenario {
  const folder = join(FOLDER, name)
  const written = join(folder, 'chart.json')
  const handWritten = existsSync(written)
  const file = checked(name, ScenarioFile, withWhatItIsLike(name))
  const { given, focus: named, ...told } = file
  if (handWritten === (given !== undefined)) throw new Error(`${name} needs either a chart.json or a given`)
  if (!handWritten) {
    const { chart, focus } = chartFrom(checked(name, Given, given), name)
    return { name, ...told, chart, sent: chart, focus, handWritten, folder }
  }
  const sent: Bundle<FhirResource> = JSON.parse(readFileSync(written, 'utf8'))
  const chart = collected(sent)
  return { name, ...told, chart, sent, focus: named ?? onlyDose(name, chart), handWritten, folder }
}

/** Words that are a scenario’s own and never taken from the one it is like. */
const OWN = ['title', 'then', 'because']

function withWhatItIsLike(name: string, from: readonly string[] = []): Tree {
  if (from.includes(name)) throw new Error(`${[...from, name].join(' is like ')}: a circle`)
  const { like, ...own }: Tree = parse(readFileSync(join(FOLDER, name, 'scenario.yaml'), 'utf8'))
  if (typeof like !== 'string') return own
  const base = withWhatItIsLike(like, [...from, name])
  return merged(Object.fromEntries(Object.entries(base).filter(([word]) => !OWN.includes(word))), own)
}

function checked<T>(name: string, schema: { parse(input: unknown): T }, input: unknown): T {
  try {
    return schema.parse(input)
  } catch (cause) {
    throw new Error(`fhir-fixtures/scenarios/${name}: ${(cause as Error).message}`, { cause })
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
