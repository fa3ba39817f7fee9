import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readYamlFile } from '@doseline/yaml-files'
import type { Bundle, FhirResource } from 'fhir/r4'
import { z } from 'zod'
import { chartFrom } from './chart-from.ts'
import { collected } from './collected.ts'
import { Given } from './given.ts'
import { senselessIn } from './given-sense.ts'
import { type Registration, registrationIn, SCENARIOS } from './registration.ts'
import { type Scenario, ScenarioFile } from './scenario.ts'
import { type ScenarioText, scenarioText } from './scenario-text.ts'

let loaded: readonly Scenario[] | undefined

/** Every scenario, in the order the launcher shows them. Read once. */
export function scenarios(): readonly Scenario[] {
  loaded ??= scenariosIn(SCENARIOS)
  return loaded
}

/** The scenarios of a folder, with its `order.yaml`, `products.yaml` and `payers.yaml`. */
export function scenariosIn(folder: string): readonly Scenario[] {
  const known = registrationIn(folder)
  const names = namesInOrder(folder)
  return names.map((name) => load(folder, name, known, names))
}

/** The scenario of that name. Throws where there is none. */
export function scenario(name: string): Scenario {
  const found = scenarios().find((each) => each.name === name)
  if (!found) throw new Error(`There is no scenario “${name}”; fhir-fixtures/scenarios holds them.`)
  return found
}

/** As `order.yaml` lists them; a new folder that is not listed yet comes last. */
function namesInOrder(all: string): string[] {
  const file = 'fhir-fixtures/scenarios/order.yaml'
  const order = readYamlFile(file, readFileSync(join(all, 'order.yaml'), 'utf8'), z.array(z.string()))
  const folders = readdirSync(all, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const missing = order.filter((name) => !folders.includes(name))
  if (missing.length > 0)
    throw new Error(`${file} names what is not there: ${missing.join(', ')}. Remove the line, or correct the name.`)
  return [...order, ...folders.filter((name) => !order.includes(name)).toSorted()]
}

function load(all: string, name: string, known: Registration, folders: readonly string[]): Scenario {
  const folder = join(all, name)
  const written = join(folder, 'chart.json')
  const handWritten = existsSync(written)
  const text = scenarioText(all, name, folders)
  const { given, focus: named, ...told } = text.checked(ScenarioFile)
  if (handWritten && given !== undefined)
    throw text.problem(
      ['given'],
      'There is a chart.json, too.',
      'Keep one of them: what is given, or the chart itself.',
    )
  if (!handWritten) {
    const { chart, focus } = chartFrom(sensible(text, known), name, known)
    return { name, ...told, chart, sent: chart, focus, handWritten, folder }
  }
  const sent = chartIn(written, name)
  const chart = collected(sent)
  return { name, ...told, chart, sent, focus: named ?? onlyDose(text, chart), handWritten, folder }
}

/** What is given, where it names nothing that is not there. */
function sensible(text: ScenarioText, known: Registration): Given {
  const given = text.checked(Given, 'given')
  const [first] = senselessIn(given, known)
  if (first) throw text.problem(first.path, first.problem, first.todo)
  return given
}

function chartIn(file: string, name: string): Bundle<FhirResource> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(
      `fhir-fixtures/scenarios/${name}/chart.json cannot be read as JSON. Correct it: a comma or a bracket too many or too few.`,
      { cause },
    )
  }
}

function onlyDose(text: ScenarioText, { entry = [] }: Bundle<FhirResource>): string {
  const doses = entry.flatMap(({ resource }) =>
    resource?.resourceType === 'MedicationAdministration' ? [resource] : [],
  )
  const [dose] = doses
  if (!dose || doses.length > 1)
    throw text.problem(
      ['focus'],
      `The chart holds ${doses.length} doses.`,
      'Name the one this is about: “focus: MedicationAdministration/” and its id.',
    )
  return `MedicationAdministration/${dose.id}`
}
