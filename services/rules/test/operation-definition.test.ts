import { ActsRequest, AssessmentRequest, Attested, Proposed } from '@doseline/contract'
import { requestFor, scenario, scenarios } from '@doseline/fhir-fixtures'
import { problemsIn } from '@doseline/fhir-fixtures/problems-in'
import type { Bundle, FhirResource, OperationDefinitionParameter, Parameters, ParametersParameter } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { billingReadiness } from '../src/routes/operation-definition.ts'
import { requestFrom } from '../src/routes/operation-input.ts'
import { NOT_TAKEN } from '../src/routes/operation-parts.ts'
import { aService, post } from './a-service.ts'
import { parametersOf } from './requests.ts'

const definition = billingReadiness()
const declared = (use: 'in' | 'out') => (definition.parameter ?? []).filter((each) => each.use === use)
const DOSE = 'MedicationAdministration/ma-1'

test('is valid R4, and has of everything a type or parts', () => {
  expect(problemsIn(definition)).toEqual([])
  const flat = (parameters: readonly OperationDefinitionParameter[]): OperationDefinitionParameter[] =>
    parameters.flatMap((each) => [each, ...flat(each.part ?? [])])
  const wrong = flat(definition.parameter ?? []).filter(
    ({ type, part }) => (type === undefined) === (part === undefined),
  )
  expect(wrong).toEqual([])
})

describe('what it says it takes', () => {
  // A value of each kind; of what may repeat, two.
  const VALUES: Readonly<Record<string, object>> = {
    string: { valueString: '1' },
    code: { valueCode: 'complete' },
    date: { valueDate: '2026-03-02' },
    instant: { valueInstant: '2026-03-02T00:00:00Z' },
    integer: { valueInteger: 1 },
    boolean: { valueBoolean: true },
    Reference: { valueReference: { reference: DOSE, display: 'A name' } },
    Resource: { resource: { resourceType: 'Patient', id: 'p' } },
  }
  const given = ({ name, max, type, part }: OperationDefinitionParameter): ParametersParameter[] => {
    const one = { name, ...(part ? { part: part.flatMap(given) } : VALUES[type ?? '']) }
    return max === '1' ? [one] : [one, one]
  }
  const { request } = requestFrom({ resourceType: 'Parameters', parameter: declared('in').flatMap(given) })
  const keysIn = (record: unknown) => new Set(Object.keys(record as object))
  const keyedByDose = (name: 'attested' | 'proposed') => (request[name] as Record<string, object>)[DOSE]

  test('is all that the contract has, and no more', () => {
    const taken = Object.keys(AssessmentRequest.shape).filter((name) => !(name in NOT_TAKEN))
    expect(keysIn(request)).toEqual(new Set([...taken, 'resources', 'reads', 'readNotes']))
    expect(keysIn(keyedByDose('attested'))).toEqual(keysIn(Attested.shape))
    expect(keysIn(keyedByDose('proposed'))).toEqual(keysIn(Proposed.shape))
    expect(keysIn(request.writeBack)).toEqual(keysIn(ActsRequest.shape))
  })

  test('goes where the contract wants it, down to the last part', () => {
    const { error } = AssessmentRequest.safeParse(request)
    // The values are made up: they may break a pattern, and never the shape.
    const misplaced = (error?.issues ?? []).filter(
      ({ code }) => code === 'unrecognized_keys' || code === 'invalid_type',
    )
    expect(misplaced).toEqual([])
  })
})

describe('what it says it answers', async () => {
  const service = await aService()
  const seen = new Set<string>()
  const all = scenarios()

  test.each(all.map((each, at) => [each.name, each, at] as const))('%s', async (_, scenario, at) => {
    const { parameter = [] } = parametersOf(requestFor(scenario))
    const channel = ['transaction', 'single'][at % 2] ?? ''
    const writeBack: ParametersParameter = {
      name: 'writeBack',
      part: [
        { name: 'act', valueCode: 'suggest' },
        { name: 'by', valueString: 'A person' },
        { name: 'server', valueString: 'ehr' },
        { name: 'channel', valueCode: channel },
      ],
    }
    const include = ['evidence', 'text'].map((valueCode) => ({ name: 'include', valueCode }))
    await asDeclared([...parameter, ...include, { name: 'draftClaims', valueBoolean: true }, writeBack])
  })

  test('a coverage of a day there is not, and a record that is not understood', async () => {
    const { bundle, ...request } = requestFor(scenario('medicare-prolia-in-order'))
    const resources = ((bundle as Bundle<FhirResource>).entry ?? []).flatMap(({ resource }) => resource ?? [])
    const spoiled = resources.map((each) =>
      each.resourceType === 'Coverage' ? { ...each, period: { start: '2026-02-30' } } : each,
    )
    const strange = { resourceType: 'Observaton', id: 'o' } as unknown as FhirResource
    const { parameter = [] } = parametersOf({ ...request, resources: [...spoiled, strange] })
    await asDeclared(parameter)
  })

  test('and nothing else', () => {
    const leaves = (parameters: readonly OperationDefinitionParameter[], above: string): string[] =>
      parameters.flatMap(({ name, part }) => [`${above}${name}`, ...leaves(part ?? [], `${above}${name}.`)])
    expect(leaves(declared('out'), '').filter((path) => !seen.has(path))).toEqual([])
  })

  async function asDeclared(parameter: ParametersParameter[]): Promise<void> {
    const { body } = await post(service, '/fhir/$billing-readiness', { resourceType: 'Parameters', parameter })
    const answer: Parameters = body
    expect(answer.resourceType).toBe('Parameters')
    expect(unlike(answer.parameter ?? [], declared('out'), '')).toEqual([])
  }

  /** Where an answer is not as it is declared. */
  function unlike(
    answered: readonly ParametersParameter[],
    as: readonly OperationDefinitionParameter[],
    above: string,
  ): string[] {
    const strange = answered.filter(({ name }) => !as.some((each) => each.name === name))
    return [
      ...strange.map(({ name }) => `${above}${name} is not declared`),
      ...as.flatMap(({ name, min, max, type, part }) => {
        const path = `${above}${name}`
        const ours = answered.filter((each) => each.name === name)
        if (ours.length > 0) seen.add(path)
        const isCounted = ours.length >= min && (max === '*' || ours.length <= Number(max))
        return [
          ...(isCounted ? [] : [`${ours.length} × ${path} instead of ${min}..${max}`]),
          ...ours.flatMap((each) =>
            part ? unlike(each.part ?? [], part, `${path}.`) : isOfType(each, type) ? [] : [`${path} is no ${type}`],
          ),
        ]
      }),
    ]
  }
})

/** Whether a parameter holds a value or a resource of a type. */
function isOfType({ name: _, ...held }: ParametersParameter, type: string | undefined): boolean {
  const [[key = '', value] = []] = Object.entries(held)
  if (type === 'Element') return key.startsWith('value')
  if (key === 'resource') return type === 'Resource' || (value as FhirResource).resourceType === type
  return key.toLowerCase() === `value${type?.toLowerCase()}`
}
