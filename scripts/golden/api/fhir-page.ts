import { table } from '@doseline/cli/markdown'
import type { OperationDefinitionParameter } from 'fhir/r4'
import type { Described } from './described.ts'
import { GENERATED_FROM_SERVICE } from './generated-from-service.ts'

/** `docs/api/fhir.md`: the operation with all its parameters, and the resources that publish the rulebook. */
export function fhirPage({ capabilities, operation, published }: Described): string {
  const { parameter = [] } = operation
  return [
    GENERATED_FROM_SERVICE,
    '',
    '# FHIR reference',
    '',
    `FHIR ${capabilities.fhirVersion}, JSON. \`/fhir/metadata\` is the CapabilityStatement. A refusal is an OperationOutcome with a code in \`details.coding\` ([every code](../problems.md)).`,
    'Start with the [integrator’s guide](../integrators-guide.md).',
    '',
    `## \`POST /fhir/$${operation.code}\``,
    '',
    `${operation.description} A bare Bundle as the body is taken as its \`data\`.`,
    '',
    '### In',
    '',
    parameters(parameter.filter(({ use }) => use === 'in')),
    '',
    '### Out',
    '',
    parameters(parameter.filter(({ use }) => use === 'out')),
    '',
    '## What can be read',
    '',
    `\`GET /fhir/{type}\` and \`GET /fhir/{type}/{id}\` answer the rulebook as resources; a search takes ${searchParameters(capabilities)}.`,
    '',
    table(['Type', 'How many'], counts(published)),
    '',
  ].join('\n')
}

const parameters = (all: readonly OperationDefinitionParameter[]): string =>
  table(
    ['Name', 'Cardinality', 'Type', 'What it is'],
    all.flatMap((each) => rows(each)),
  )

function rows(
  { name, min, max, type, documentation, part = [] }: OperationDefinitionParameter,
  under = '',
): string[][] {
  const path = `${under}${name}`
  return [
    [`\`${path}\``, `${min}..${max}`, type ?? 'parts', documentation ?? ''],
    ...part.flatMap((each) => rows(each, `${path}.`)),
  ]
}

function searchParameters({ rest = [] }: Described['capabilities']): string {
  const names = rest.flatMap(({ resource = [] }) => resource.flatMap(({ searchParam = [] }) => searchParam))
  return [...new Set(names.map(({ name }) => `\`${name}\``))].join(', ')
}

function counts(published: Described['published']): string[][] {
  const byType = Map.groupBy(published, ({ resourceType }) => resourceType)
  return [...byType].map(([type, all]) => [type, String(all.length)]).toSorted()
}
