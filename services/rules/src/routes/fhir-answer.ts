import type { AssessmentAnswer, ChannelRequest, DoseAnswer, PlanAnswer } from '@doseline/contract'
import type { Bundle, FhirResource, GuidanceResponse, Parameters, ParametersParameter } from 'fhir/r4'

/** Where the operation is defined. */
export const OPERATION = 'https://doseline.example/fhir/OperationDefinition/billing-readiness'

/** An answer as the operation gives it: names mirror the REST contract. */
export function parametersFrom(answer: AssessmentAnswer): Parameters {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'id', valueString: answer.id },
      { name: 'digest', valueString: answer.digest },
      { name: 'codebook', valueCode: answer.codebook.id },
      { name: 'forSubmission', valueBoolean: answer.forSubmission },
      ...answer.assessments.map((dose) => assessmentParameter(dose, answer)),
      ...answer.warnings.map((warning) => ({ name: 'warning', valueString: warning })),
      ...answer.reads.map(readParameter),
      ...answer.data.map(dataSetParameter),
      ...(answer.claims ?? []).map((claim) => ({
        name: 'claim',
        resource: claim as unknown as NonNullable<ParametersParameter['resource']>,
      })),
      ...(answer.plans ?? []).map(planParameter),
    ],
  }
}

const readParameter = ({ type, outcome, resources }: AssessmentAnswer['reads'][number]): ParametersParameter => ({
  name: 'read',
  part: [
    { name: 'type', valueCode: type },
    { name: 'outcome', valueCode: outcome },
    { name: 'resources', valueInteger: resources },
  ],
})

const dataSetParameter = ({ set, edition, day, values }: AssessmentAnswer['data'][number]): ParametersParameter => ({
  name: 'dataSet',
  part: [
    { name: 'set', valueCode: set },
    ...(edition ? [{ name: 'edition', valueString: edition }] : []),
    ...(day ? [{ name: 'day', valueDate: day }] : []),
    { name: 'values', valueInteger: values },
  ],
})

/** What an act would write: each resource by itself for whoever reads, and what to send for whoever sends. */
function planParameter({ act, channel, lost, transaction, requests = [] }: PlanAnswer): ParametersParameter {
  const bundle = transaction as unknown as Bundle<FhirResource> | undefined
  const resources = (bundle?.entry ?? []).flatMap(({ resource }) => resource ?? [])
  return {
    name: 'plan',
    part: [
      { name: 'act', valueCode: act },
      ...resources
        .filter(({ resourceType }) => resourceType === 'Flag')
        .map((resource) => ({ name: 'flag', resource })),
      ...resources
        .filter(({ resourceType }) => resourceType === 'ChargeItem')
        .map((resource) => ({ name: 'chargeItem', resource })),
      ...(bundle ? [{ name: 'transaction', resource: bundle }] : []),
      { name: 'channel', valueCode: channel },
      ...lost.map((sentence) => ({ name: 'lost', valueString: sentence })),
      ...requests.map(requestParameter),
    ],
  }
}

function requestParameter(request: ChannelRequest): ParametersParameter {
  const { method, url, headers, body, says, identity, search, fullUrl } = request
  return {
    name: 'request',
    part: [
      { name: 'method', valueCode: method },
      { name: 'url', valueUri: url },
      ...Object.entries(headers).map(([name, value]) => ({
        name: 'header',
        part: [
          { name: 'name', valueString: name },
          { name: 'value', valueString: value },
        ],
      })),
      { name: 'body', resource: body as unknown as FhirResource },
      { name: 'says', valueString: says },
      ...(identity ? [{ name: 'identity', valueString: identity }] : []),
      ...(search ? [{ name: 'search', valueString: search }] : []),
      ...(fullUrl ? [{ name: 'fullUrl', valueUri: fullUrl }] : []),
    ],
  }
}

function assessmentParameter(dose: DoseAnswer, answer: AssessmentAnswer): ParametersParameter {
  return {
    name: 'assessment',
    part: [
      { name: 'focus', valueReference: { reference: dose.focus } },
      { name: 'verdict', valueCode: dose.verdict },
      { name: 'sentence', valueString: dose.sentence },
      { name: 'edition', valueString: dose.edition },
      { name: 'guidance', resource: guidanceFor(dose, answer) },
      ...dose.findings.map((finding) => findingParameter(finding, dose)),
      ...(dose.text === undefined ? [] : [{ name: 'text', valueString: dose.text }]),
      ...dose.lines.map(lineParameter),
      ...(dose.interval ? [intervalParameter(dose.interval)] : []),
      ...(dose.coverages ?? []).map(coverageParameter),
      ...dose.wouldMakeReady.map(({ rule, remedy, who }) => ({
        name: 'wouldMakeReady',
        part: [
          { name: 'rule', valueString: rule },
          { name: 'remedy', valueString: remedy },
          { name: 'who', valueString: who },
        ],
      })),
      ...dose.unconfirmed.map((value) => ({ name: 'unconfirmed', valueString: value })),
    ],
  }
}

function findingParameter(finding: DoseAnswer['findings'][number], dose: DoseAnswer): ParametersParameter {
  const { evidence = [], sources = [] } = finding
  const facts = [...(dose.facts ?? []), ...(dose.furtherFacts ?? [])].filter(({ fact }) => evidence.includes(fact))
  const cited = (dose.sources ?? []).filter(({ key }) => sources.includes(key))
  return {
    name: 'finding',
    part: [
      { name: 'id', valueString: finding.id },
      { name: 'outcome', valueCode: finding.outcome },
      { name: 'severity', valueCode: finding.severity },
      { name: 'text', valueString: finding.text },
      ...(finding.remedy ? [{ name: 'remedy', valueString: finding.remedy }] : []),
      ...(finding.who ? [{ name: 'who', valueString: finding.who }] : []),
      ...(finding.confidence ? [{ name: 'confidence', valueCode: finding.confidence }] : []),
      ...(finding.denial ? [denialParameter(finding.denial)] : []),
      ...facts.flatMap(({ places }) =>
        places.map(({ resource, element }) => ({
          name: 'evidence',
          part: [
            { name: 'reference', valueReference: { reference: resource } },
            { name: 'expression', valueString: element },
          ],
        })),
      ),
      ...cited.map(({ title, address }) => ({
        name: 'source',
        ...(address ? { valueUri: address } : { valueString: title }),
      })),
    ],
  }
}

/** The labeled interval around the dose, in days of the calendar. */
function intervalParameter(interval: NonNullable<DoseAnswer['interval']>): ParametersParameter {
  const { every, previous, perhaps, due, next, source } = interval
  return {
    name: 'interval',
    part: [
      { name: 'every', valueString: every },
      ...(previous ? [{ name: 'previous', valueDate: previous }] : []),
      ...(perhaps ? [{ name: 'perhaps', valueString: perhaps }] : []),
      ...(due ? [{ name: 'due', valueDate: due }] : []),
      { name: 'next', valueDate: next },
      { name: 'source', ...(source.address ? { valueUri: source.address } : { valueString: source.title }) },
    ],
  }
}

/** A coverage of the patient, as it bears on the day of service. */
function coverageParameter(coverage: NonNullable<DoseAnswer['coverages']>[number]): ParametersParameter {
  const { reference, payer, plan, benefit, status, order, from, until, unreadablePeriod, active, first } = coverage
  return {
    name: 'coverage',
    part: [
      { name: 'reference', valueReference: { reference } },
      { name: 'status', valueCode: status },
      { name: 'first', valueBoolean: first },
      ...(active === undefined ? [] : [{ name: 'active', valueBoolean: active }]),
      ...(payer ? [{ name: 'payer', valueString: payer }] : []),
      ...(plan ? [{ name: 'plan', valueString: plan }] : []),
      ...(benefit ? [{ name: 'benefit', valueCode: benefit }] : []),
      ...(order === undefined ? [] : [{ name: 'order', valueInteger: order }]),
      ...(from ? [{ name: 'from', valueDate: from }] : []),
      ...(until ? [{ name: 'until', valueDate: until }] : []),
      ...(unreadablePeriod ? [{ name: 'unreadablePeriod', valueString: unreadablePeriod }] : []),
    ],
  }
}

/** What a claim would be denied with as it is. */
function denialParameter({ reason, group, carc, rarc }: NonNullable<DoseAnswer['findings'][number]['denial']>) {
  return {
    name: 'denial',
    part: [
      { name: 'reason', valueString: reason },
      { name: 'group', valueCode: group },
      ...carc.map((code) => ({ name: 'carc', valueCode: code })),
      ...rarc.map((code) => ({ name: 'rarc', valueCode: code })),
    ],
  }
}

function lineParameter(line: DoseAnswer['lines'][number]): ParametersParameter {
  return {
    name: 'line',
    part: [
      { name: 'role', valueString: line.role },
      { name: 'code', valueCode: line.code },
      { name: 'units', valuePositiveInt: line.units },
      ...line.modifiers.map((modifier) => ({ name: 'modifier', valueCode: modifier })),
      { name: 'dateOfService', valueDate: line.dateOfService },
      ...(line.ndc ? [{ name: 'ndc', valueString: ndcText(line.ndc) }] : []),
      ...(line.narrative ? [{ name: 'narrative', valueString: line.narrative }] : []),
      ...(line.authorization ? [{ name: 'authorization', valueString: line.authorization }] : []),
      ...line.diagnoses.map((code) => ({ name: 'diagnosis', valueCode: code })),
      ...line.doses.map((reference) => ({ name: 'dose', valueReference: { reference } })),
      { name: 'working', valueString: line.working },
    ],
  }
}

/** `data-required` where information is missing; every other verdict is a success of the evaluation. */
function guidanceFor(dose: DoseAnswer, answer: AssessmentAnswer): GuidanceResponse {
  return {
    resourceType: 'GuidanceResponse',
    requestIdentifier: { value: answer.id },
    moduleUri: OPERATION,
    status: dose.verdict === 'needs-information' ? 'data-required' : 'success',
    ...(dose.patient ? { subject: { reference: dose.patient } } : {}),
    ...(dose.encounter ? { encounter: { reference: dose.encounter } } : {}),
    occurrenceDateTime: answer.asOf,
    reasonReference: [{ reference: dose.focus }],
    note: [{ text: dose.sentence }],
  }
}

/** `N455513071001 ML1`, as a claim writes it. */
const ndcText = ({ ndc, quantity, unit }: NonNullable<DoseAnswer['lines'][number]['ndc']>): string =>
  quantity === undefined ? `N4${ndc}` : `N4${ndc} ${unit}${quantity}`
