import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { doseline } from '@doseline/testkit/doseline'
import { javaTools, packageCheck } from '@doseline/testkit/hapi'
import type { ConceptMap, FhirResource, Parameters } from 'fhir/r4'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { writeFhirPackage } from '../../packages/cli/src/fhir-package.ts'
import { HapiStore } from './support/store.ts'

const { open } = inject('hapi')
const store = new HapiStore(open)
const out = mkdtempSync(join(tmpdir(), 'codebook-'))
const HEAD = {
  ...{ name: 'doseline.broken', version: '1.0.0', canonical: 'https://doseline.example/fhir', title: 'Broken' },
  ...{ description: 'A map with two mistakes', license: 'Apache-2.0', author: 'Doseline', date: '2026-01-01' },
}
const NDC = 'http://hl7.org/fhir/sid/ndc'
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'

beforeAll(async () => {
  const { exit, complained } = await doseline(['codebook', 'publish', '--out', out, '--day', '2026-03-02'])
  expect([exit, complained]).toEqual([0, ''])
})

/** What HL7’s package loader and instance validator say of a package. */
async function checked(file: string): Promise<string> {
  const tools = await javaTools()
  if (typeof tools === 'string') throw new Error(tools)
  const [java, args] = await packageCheck(tools, file)
  const { stdout } = await promisify(execFile)(java, args, { maxBuffer: 20_000_000 })
  return stdout
}

const errorsIn = (said: string): string[] => said.split('\n').filter((line) => /^(ERROR|FATAL)/.test(line))

describe('the published package', { timeout: 400_000 }, () => {
  test('is loaded by HL7’s package loader, and its validator finds no error in any resource', async () => {
    const said = await checked(join(out, 'doseline.codebook-2026.1.0.tgz'))
    expect(errorsIn(said)).toEqual([])
    expect(said).toContain('doseline.codebook#2026.1.0 4.0.1: 40 resources')
    // What is left: no terminology server was asked whether CMS and the FDA know the codes.
    expect(
      said.split('\n').filter((line) => line.startsWith('WARNING') && !line.includes('terminology server')),
    ).toEqual([])
  })

  test('with two mistakes in a map is refused by the same check', async () => {
    const map = JSON.parse(readFileSync(join(out, 'package/ConceptMap-ndc-to-code-01.json'), 'utf8')) as ConceptMap
    const [group] = map.group ?? []
    const [element] = group?.element ?? []
    const broken = {
      ...map,
      colour: 'red',
      group: [{ ...group, element: [{ ...element, target: [{ code: 'J0897' }] }] }],
    }
    const { file } = await writeFhirPackage(mkdtempSync(join(tmpdir(), 'broken-')), HEAD, [
      broken as unknown as FhirResource,
    ])
    const errors = errorsIn(await checked(file)).join('\n')
    expect(errors).toContain('equivalence')
    expect(errors).toContain('colour')
  })
})

describe('HAPI with the published resources', () => {
  beforeAll(async () => {
    const files = readdirSync(join(out, 'package')).filter((name) => /^[A-Z]/.test(name))
    // Sets first: a map names the sets it is between.
    for (const file of files.toSorted().toReversed()) {
      const resource = JSON.parse(readFileSync(join(out, 'package', file), 'utf8')) as FhirResource
      await store.ask(`${resource.resourceType}/${resource.id}`, 'PUT', resource)
    }
  })

  const asked = async (operation: string, parameters: Record<string, string>): Promise<Parameters> =>
    (await store.ask(`${operation}?${new URLSearchParams(parameters)}`)) as Parameters
  const codesOf = ({ parameter = [] }: Parameters): (string | undefined)[] =>
    parameter
      .filter(({ name }) => name === 'match')
      .flatMap(({ part = [] }) => part.map(({ valueCoding }) => valueCoding?.code).filter((code) => code !== undefined))
  const resultOf = ({ parameter = [] }: Parameters): boolean | undefined =>
    parameter.find(({ name }) => name === 'result')?.valueBoolean

  test.each([
    ['55513071001', ['J0897'], 'Prolia as a claim writes it'],
    ['55513-710-01', ['J0897'], 'Prolia as its carton has it'],
    ['55513002104', ['J0881', 'J0882'], 'Aranesp, by dialysis'],
    ['13533063601', ['90371'], 'an immune globulin, by a number of CPT'],
    ['00000000000', [], 'no NDC at all'],
  ])('translates NDC %s to %j: %s', async (code, expected) => {
    const answer = await asked('ConceptMap/$translate', { system: NDC, code })
    expect(codesOf(answer).toSorted()).toEqual(expected)
    expect(resultOf(answer)).toBe(expected.length > 0)
  })

  test.each([
    ['drug-codes', HCPCS, 'J0897', true],
    ['drug-codes', HCPCS, 'J0000', false],
    ['ndcs', NDC, '55513071001', true],
    ['ndcs', NDC, '99999999999', false],
    ['ndc10s', NDC, '55513-710-01', true],
  ])('in the set of all %s, %s %s is %s', async (set, system, code, expected) => {
    const url = `https://doseline.example/fhir/ValueSet/${set}`
    expect(resultOf(await asked('ValueSet/$validate-code', { url, system, code }))).toBe(expected)
  })
})
