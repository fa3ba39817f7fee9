import {
  type Filter,
  OperationOutcomeError,
  parseSearchRequest,
  type SearchRequest,
  splitSearchOnComma,
} from '@medplum/core'
import type { OperationOutcomeIssue, Resource, ResourceType, SearchParameter } from '@medplum/fhirtypes'
import type { Personality } from '../personalities/personality.ts'
import { patientParametersOf } from './definitions.ts'
import { asFhirError, FhirError, information, issue, refusal, warning } from './outcome.ts'
import { parametersOffered } from './refuse.ts'
import { isSupported } from './resource-types.ts'

/** A search as it will be carried out. */
export interface Criteria {
  readonly request: SearchRequest
  /** The parameters that were understood, as the self link repeats them. */
  readonly used: URLSearchParams
  readonly warnings: OperationOutcomeIssue[]
  /** Types a chained parameter looks into; the token must be allowed to search them too. */
  readonly chained: ResourceType[]
  /** What parameters of the vendor ask besides. */
  readonly also: (resource: Resource) => boolean
  readonly count: number
  readonly saysTotal: boolean
  readonly offset: number
  readonly summary?: 'count' | 'true' | 'data' | 'text' | undefined
  readonly elements?: readonly string[] | undefined
}

const CONTROLS = new Set(['_count', '_offset', '_sort', '_include', '_revinclude', '_elements', '_summary', '_total'])
const FORMAT = new Set(['_format', '_pretty'])
const MODIFIERS = new Set(['', 'not', 'missing'])

/** Reads a query. Unknown parameters are reported, or refused when the caller asked for strict handling. */
export function criteriaFor(
  type: ResourceType,
  query: URLSearchParams,
  { base, handling, ehr }: { base: string; handling: 'strict' | 'lenient'; ehr: Personality },
): Criteria {
  const parameters = parametersOffered(type, ehr)
  const { vendorSearchBy = {}, searchBy } = ehr.types[type] ?? {}
  const used = new URLSearchParams()
  const unknown: string[] = []
  const chained: ResourceType[] = []
  const vendor: { element: string; value: string }[] = []
  for (const [name, value] of query) {
    const [code = '', modifier = ''] = name.split(':', 2)
    if (FORMAT.has(name)) continue
    if (value === '') unknown.push(`${name} (it has no value)`)
    else if (vendorSearchBy[name]) {
      vendor.push({ element: vendorSearchBy[name], value })
      used.append(name, value)
    } else if (CONTROLS.has(code)) {
      const refused = unknownControl(type, code, value, ehr)
      if (refused) unknown.push(refused)
      else used.append(name, value)
    } else if (name.includes('.')) {
      const target = searchBy ? undefined : chainTarget(parameters, name, ehr)
      if (!target) unknown.push(name)
      else {
        chained.push(target.type)
        used.append(target.name, value)
      }
    } else {
      const parameter = parameters[code]
      if (!parameter) unknown.push(name)
      else used.append(...normalized(parameter, modifier, value, base))
    }
  }
  const issues = unknown.map((name) => issue('not-supported', `${type} has no search parameter ${name}`))
  const isStrict = handling === 'strict' || ehr.unknownParameters === 'refused'
  if (isStrict && issues.length > 0) throw new FhirError(400, issues)
  const { pages } = ehr
  const asked = wholeNumber(used, '_count', pages.usual)
  const isCut = asked > pages.most
  if (isCut && pages.over === 'self link') used.set('_count', String(pages.most))
  const cut =
    isCut && pages.over === 'outcome'
      ? [information(`_count may be ${pages.most} at most; ${asked} were asked for`)]
      : []
  return {
    request: parsed(type, used, Object.keys(vendorSearchBy)),
    also: (resource) => vendor.every(({ element, value }) => codeAt(resource, element) === value),
    used,
    warnings: [
      ...unknown.map((name) => warning('not-supported', `Ignored: ${type} has no search parameter ${name}`)),
      ...cut,
    ],
    chained,
    count: Math.min(asked, pages.most),
    saysTotal: pages.total === 'always' || /^(accurate|estimate)$/.test(used.get('_total') ?? ''),
    offset: wholeNumber(used, '_offset', 0),
    summary: summaryOf(used),
    elements: used.get('_elements')?.split(','),
  }
}

/** The ids of patients that the criteria name outright, such as `patient=Patient/7` or `_id=7` on Patient. */
export function patientsNamed(type: string, filters: readonly Filter[]): string[] {
  const codes = new Set([...(patientParametersOf(type) ?? []), 'patient', 'subject', 'beneficiary'])
  return filters
    .filter((filter) => codes.has(filter.code) && filter.operator === 'eq')
    .flatMap((filter) => splitSearchOnComma(filter.value))
    .flatMap((value) => {
      if (type === 'Patient' && !value.includes('/')) return [value]
      return value.startsWith('Patient/') ? [value.slice('Patient/'.length)] : []
    })
}

function codeAt(resource: Resource, element: string): unknown {
  return (resource as unknown as Record<string, unknown>)[element]
}

function parsed(type: ResourceType, used: URLSearchParams, besides: readonly string[]): SearchRequest {
  const query: Record<string, string[]> = {}
  for (const [name, value] of used) {
    if (name !== '_summary' && !besides.includes(name)) query[name] = [...(query[name] ?? []), value]
  }
  try {
    return parseSearchRequest(type, query)
  } catch (thrown) {
    throw thrown instanceof OperationOutcomeError
      ? asFhirError(thrown)
      : refusal(400, 'invalid', (thrown as Error).message)
  }
}

/** The name and value the matcher understands. A bare id means any type the parameter may point to. */
function normalized(parameter: SearchParameter, modifier: string, value: string, base: string): [string, string] {
  const code = parameter.code
  if (parameter.type !== 'reference' || modifier === 'missing') {
    if (!MODIFIERS.has(modifier)) throw refusal(400, 'not-supported', `The modifier :${modifier} is not supported`)
    return [modifier ? `${code}:${modifier}` : code, value]
  }
  if (modifier && modifier !== 'not' && !isSupported(modifier)) {
    throw refusal(400, 'not-supported', `The modifier :${modifier} is not supported on ${code}`)
  }
  const targets = isSupported(modifier) ? [modifier] : (parameter.target ?? []).filter(isSupported)
  const values = splitSearchOnComma(value).flatMap((one) => {
    const relative = one.startsWith(`${base}/`) ? one.slice(base.length + 1) : one
    return relative.includes('/') || relative.includes(':') ? [relative] : targets.map((type) => `${type}/${relative}`)
  })
  return [modifier === 'not' ? `${code}:not` : code, values.join(',')]
}

/** `patient.birthdate`, `context:Encounter.status`: one step, whose target must be clear. */
function chainTarget(
  parameters: Record<string, SearchParameter>,
  name: string,
  ehr: Personality,
): { type: ResourceType; name: string } | undefined {
  const [head = '', ...rest] = name.split('.')
  const [code = '', named] = head.split(':')
  const parameter = parameters[code]
  const tail = rest.join('.')
  if (parameter?.type !== 'reference' || rest.length !== 1) return undefined
  const targets = (parameter.target ?? []).filter(isSupported)
  const type = named ?? (targets.length === 1 ? targets[0] : targets.find((target) => target === 'Patient'))
  if (!isSupported(type) || !parametersOffered(type, ehr)[tail]) return undefined
  return { type, name: `${code}:${type}.${tail}` }
}

/** Why a control cannot be honored, or nothing. */
function unknownControl(type: string, code: string, value: string, ehr: Personality): string | undefined {
  if (code === '_sort') {
    const wrong = value.split(',').find((key) => !parametersOffered(type, ehr)[key.replace(/^-/, '')])
    return wrong && `_sort=${wrong}`
  }
  if (code === '_include' || code === '_revinclude') {
    if (!ehr.includes) return `${code}=${value}`
    const [source = '', parameter = ''] = value.split(':')
    const sourceFits = code === '_include' ? source === type || isSupported(source) : isSupported(source)
    const known = sourceFits && parametersOffered(source, ehr)[parameter]?.type === 'reference'
    return known ? undefined : `${code}=${value}`
  }
  return undefined
}

function wholeNumber(used: URLSearchParams, name: string, otherwise: number): number {
  const text = used.get(name)
  if (text === null) return otherwise
  if (!/^\d{1,9}$/.test(text)) throw refusal(400, 'value', `${name} must be a whole number`)
  return Number(text)
}

function summaryOf(used: URLSearchParams): Criteria['summary'] {
  const summary = used.get('_summary')
  if (used.get('_count') === '0') return 'count'
  if (summary === null || summary === 'false') return undefined
  if (summary === 'count' || summary === 'true' || summary === 'data' || summary === 'text') return summary
  throw refusal(400, 'value', '_summary is one of true, text, data, count, false')
}
