import { randomUUID } from 'node:crypto'
import type {
  ChargeItem,
  CodeableConcept,
  Extension,
  OperationOutcomeIssue,
  Parameters,
  ParametersParameter,
} from '@medplum/fhirtypes'
import { type Context, requireReach } from '../context.ts'
import type { Interaction } from '../interaction.ts'
import { FhirError, issue, refusal } from '../outcome.ts'
import { assertValid } from '../validation/validate.ts'
import { local, type Written } from '../write.ts'

const STRUCTURES = 'https://fhir-ehr.cerner.com/r4/StructureDefinition'
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** The tenant's own systems of bill codes, highest tier first. */
const BILL_CODES = ['CDM_SCHED', 'CPT', 'HCPCS', 'PROCCODE']
const CODED_EXTENSIONS: readonly { name: string; kinds: readonly string[]; words: string }[] = [
  { name: 'modifier-code', kinds: ['MODIFIER'], words: 'BillCodes-MODIFIER' },
  { name: 'procedure-code', kinds: ['CPT', 'HCPCS', 'PROCCODE'], words: 'BillCodes-CPT, -HCPCS or -PROCCODE' },
]

/**
 * POST ChargeItem/$create, as Oracle Health documents it: the answer is an empty page. The caller sends `unknown`; the
 * charge is kept as `billable`, because the search for billable charges must find it. A transactionId that comes twice
 * makes two charges: nothing documented promises otherwise. The bill-code-schedule of a coding is not looked at.
 * @see https://github.com/cerner/fhir.cerner.com/blob/main/lib/resources/r4/charge_item_create.yaml
 */
export function createCharge(interaction: Interaction, context: Context): Written {
  const reach = requireReach(context, 'ChargeItem', 'c')
  const charge = local(chargeIn(interaction.body), context)
  const issues = complaints(charge)
  if (issues.length > 0) throw new FhirError(422, issues)
  assertValid(charge)
  const resource = context.store.put({ ...charge, id: randomUUID(), status: 'billable' }, 'POST')
  return { answer: { status: 200, kind: 'blank' }, written: { resource, reach } }
}

function chargeIn(body: unknown): ChargeItem {
  const { resourceType, parameter } = (body ?? {}) as Partial<Parameters>
  if (resourceType !== 'Parameters') throw refusal(400, 'invalid', 'The body must be a Parameters', 'resourceType')
  const all = Array.isArray(parameter) ? parameter : []
  const id = only(all, 'transactionId')
  if (!UUID.test(id.valueUuid ?? '')) {
    throw refusal(
      422,
      'value',
      'transactionId must be a valueUuid such as urn:uuid:…',
      'Parameters.parameter.valueUuid',
    )
  }
  const { resource } = only(all, 'chargeItem')
  if (resource?.resourceType === 'ChargeItem') return resource
  throw refusal(422, 'invalid', 'chargeItem must hold a ChargeItem', 'Parameters.parameter.resource')
}

function only(parameters: readonly ParametersParameter[], name: string): ParametersParameter {
  const [found, ...others] = parameters.filter((one) => one.name === name)
  if (found && others.length === 0) return found
  throw refusal(422, 'required', `There must be exactly one parameter ${name}`, 'Parameters.parameter')
}

function complaints(charge: ChargeItem): OperationOutcomeIssue[] {
  const { status, subject, context, occurrenceDateTime, quantity, code } = charge
  const must = (fine: boolean, element: string, text: string) =>
    fine ? [] : [issue('business-rule', text, `ChargeItem.${element}`)]
  return [
    ...must(status === 'unknown', 'status', 'status must be unknown'),
    ...must(refersTo(subject, 'Patient'), 'subject', 'subject must refer to a Patient'),
    ...must(refersTo(context, 'Encounter'), 'context', 'context must refer to an Encounter'),
    ...must(occurrenceDateTime !== undefined, 'occurrenceDateTime', 'occurrenceDateTime must be there'),
    ...must(Number.isInteger(quantity?.value), 'quantity.value', 'quantity must have a whole number as its value'),
    ...must(
      isCodedBy(code, BILL_CODES),
      'code.coding',
      'code must have exactly one coding, from the BillCodes-CDM_SCHED, -CPT, -HCPCS or -PROCCODE of the tenant',
    ),
    ...(charge.extension ?? []).flatMap((one, index) => extensionComplaints(one, index)),
  ]
}

function extensionComplaints(extension: Extension, index: number): OperationOutcomeIssue[] {
  const known = CODED_EXTENSIONS.find(({ name }) => extension.url === `${STRUCTURES}/${name}`)
  if (!known) return []
  const part = (url: string) => extension.extension?.find((one) => one.url === url)
  const at = `ChargeItem.extension[${index}]`
  const priority = part(`${STRUCTURES}/priority`)?.valueUnsignedInt
  return [
    ...(isCodedBy(part('code')?.valueCodeableConcept, known.kinds)
      ? []
      : [issue('business-rule', `${known.name} needs a code with exactly one coding from ${known.words}`, at)]),
    ...(priority === undefined
      ? [issue('business-rule', `${known.name} needs a priority, as valueUnsignedInt`, at)]
      : []),
  ]
}

function isCodedBy(concept: CodeableConcept | undefined, kinds: readonly string[]): boolean {
  const [coding, ...others] = concept?.coding ?? []
  return others.length === 0 && isSystemOf(kinds, coding?.system ?? '') && Boolean(coding?.code)
}

function refersTo(reference: { reference?: string } | undefined, type: string): boolean {
  return reference?.reference?.startsWith(`${type}/`) ?? false
}

function isSystemOf(kinds: readonly string[], system: string): boolean {
  const kind = /^https:\/\/fhir\.cerner\.com\/[^/]+\/CodeSystem\/BillCodes-(\w{1,40})$/.exec(system)?.[1]
  return kind !== undefined && kinds.includes(kind)
}
