import { AssessmentRequest } from '@doseline/contract'
import type { OperationDefinition, OperationDefinitionParameter } from 'fhir/r4'
import { z } from 'zod'
import { OPERATION } from './fhir-answer.ts'
import { OUTPUT } from './operation-output.ts'
import { LISTS, NOT_TAKEN } from './operation-parts.ts'

/** `$billing-readiness`, described: what it takes as the contract has it, what it answers as it is answered. */
export function billingReadiness(): OperationDefinition {
  return {
    resourceType: 'OperationDefinition',
    id: 'billing-readiness',
    url: OPERATION,
    name: 'BillingReadiness',
    title: 'Billing readiness of administered doses',
    status: 'active',
    kind: 'operation',
    affectsState: false,
    code: 'billing-readiness',
    system: true,
    type: false,
    instance: false,
    description:
      'Takes the FHIR resources about one patient and answers, for each administered dose, whether it can be billed, why not, and with which lines. The decision is recorded; nothing is fetched.',
    parameter: [...input(), ...OUTPUT],
  }
}

type Type = NonNullable<OperationDefinitionParameter['type']>

/** As much of a JSON schema as the contract uses. */
interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

/** What it takes: the elements of the request, named as the request names them. */
function input(): OperationDefinitionParameter[] {
  const whole = z.toJSONSchema(AssessmentRequest, { io: 'input' }) as Schema & {
    readonly $defs: Record<string, Schema>
  }
  const found = (schema: Schema): Schema => {
    const { $ref, ...own } = schema
    return $ref ? { ...found(whole.$defs[$ref.slice('#/$defs/'.length)] ?? {}), ...own } : own
  }
  const request = found(whole).properties ?? {}
  const taken = Object.entries(request).filter(([name]) => !Object.hasOwn(NOT_TAKEN, name))
  const outcome = found(found(request.reads ?? {}).additionalProperties as Schema)
  return [
    taking('data', 1, '*', 'A resource of the chart.', { type: 'Resource' as Type }),
    taking('subject', 0, '1', 'The patient. Not read: the chart names its patient itself.', { type: 'Reference' }),
    ...taken.map(([name, schema]) => parameter(name, found(schema))),
    taking('read', 0, '*', 'How well a resource type could be read from the EHR.', {
      part: [
        taking('type', 1, '1', 'The resource type.', { type: 'code' }),
        taking('outcome', 1, '1', `One of ${outcome.enum?.join(', ')}.`, { type: 'code' }),
        taking('because', 0, '1', found(request.readNotes ?? {}).description, { type: 'string' }),
      ],
    }),
  ]

  function parameter(name: string, schema: Schema): OperationDefinitionParameter {
    const each = schema.additionalProperties
    if (typeof each !== 'object' || schema.properties) return partOf(name, schema, false, LISTS[name])
    // Keyed by the dose in the request; here the dose is a part of it.
    const focus = taking('focus', 1, '1', 'The MedicationAdministration it is about.', { type: 'Reference' })
    return taking(name, 0, '*', schema.description ?? SAYS[name], {
      part: [focus, ...partsOf(found(each), LISTS[name])],
    })
  }

  function partsOf(schema: Schema, lists: Readonly<Record<string, string>> = {}): OperationDefinitionParameter[] {
    return Object.entries(schema.properties ?? {}).map(([name, each]) => {
      const [single = name] = Object.entries(lists).flatMap(([part, list]) => (list === name ? [part] : []))
      return partOf(single, found(each), schema.required?.includes(name) ?? false)
    })
  }

  function partOf(
    name: string,
    schema: Schema,
    isRequired: boolean,
    lists?: Readonly<Record<string, string>>,
  ): OperationDefinitionParameter {
    const { description = SAYS[name], items, maxItems } = schema
    const one = items ? found(items) : schema
    const max = items ? String(maxItems ?? '*') : '1'
    const isPerson = name === 'by' && one.properties !== undefined
    return taking(
      name,
      isRequired ? 1 : 0,
      max,
      [description, one.enum && `One of ${one.enum.join(', ')}.`].filter(Boolean).join('. ') || undefined,
      one.properties && !isPerson ? { part: partsOf(one, lists) } : { type: isPerson ? 'Reference' : typeOf(one) },
    )
  }
}

function taking(
  name: string,
  min: number,
  max: string,
  documentation: string | undefined,
  holds: Pick<OperationDefinitionParameter, 'type' | 'part'>,
): OperationDefinitionParameter {
  return { name, use: 'in', min, max, ...(documentation && { documentation }), ...holds }
}

function typeOf({ type, format, pattern, enum: values }: Schema): Type {
  if (type === 'boolean' || type === 'integer') return type
  if (values) return 'code'
  if (format === 'date') return 'date'
  if (format === 'date-time') return 'instant'
  return pattern?.includes(']{1,64}\\/[') ? 'Reference' : 'string'
}

/** Of what the contract leaves to its name. */
const SAYS: Readonly<Record<string, string>> = {
  codebook: 'cms, or a book that is not for submission',
  attested: 'Facts a person states about a dose, because the chart lacks them',
  proposed:
    'What the caller would charge; judged against the chart. Modifiers that are allowed on the lines are put there, the code is never taken over',
  writeBack: 'What a person may do with the dose, and by whom it is written: each act is planned',
  by: 'Who writes it back, with the name to show',
}
