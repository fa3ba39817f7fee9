import { readFileSync } from 'node:fs'
import { readYamlFile } from '@doseline/yaml-files'
import type { FhirResource } from 'fhir/r4'
import { z } from 'zod'

const FOLDER = new URL('../hl7-examples/', import.meta.url)

/** An example resource of HL7, and what the rules answer where it is in a chart. */
export interface Hl7Example {
  /** `Type/id`, as HL7 names it. */
  readonly example: string
  readonly verdict: string
  readonly because: string
  readonly resource: FhirResource
}

const Expected = z.array(z.strictObject({ example: z.string(), verdict: z.string(), because: z.string() }))

/** HL7's examples of the types a dose is judged by, unedited. */
export const hl7Examples = (): readonly Hl7Example[] =>
  readYamlFile('fhir-fixtures/hl7-examples/expected.yaml', expectedText(), Expected).map((each) => ({
    ...each,
    resource: JSON.parse(readFileSync(new URL(`${each.example.replace('/', '-')}.json`, FOLDER), 'utf8')),
  }))

const expectedText = (): string => readFileSync(new URL('expected.yaml', FOLDER), 'utf8')
