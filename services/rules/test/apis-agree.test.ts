import type { AssessmentAnswer } from '@doseline/contract'
import { requestFor, type Scenario, type ScenarioRequest, scenario, scenarios } from '@doseline/fhir-fixtures'
import type { Bundle, FhirResource, Parameters, ParametersParameter } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import type { Decision } from '../src/ledger/answers.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { aService, post } from './a-service.ts'
import { hookFor, PREFETCHED, parametersOf } from './requests.ts'
import { answerIn } from './support/an-audit-entry.ts'

const decisions: Decision[] = []
const memory = await openLedger({ kind: 'memory' })
/** The ledger, with what the APIs told it. */
const ledger: Ledger = {
  ...memory,
  record: (decision) => {
    decisions.push(decision)
    return memory.record(decision)
  },
}
const service = await aService({ ledger })
const charts = scenarios().flatMap((scenario) => [
  { name: scenario.name, scenario, chart: scenario.chart },
  ...(scenario.handWritten
    ? [{ name: `${scenario.name}, as its server sent it`, scenario, chart: scenario.sent }]
    : []),
])

describe.each(charts)('$name', ({ scenario, chart }) => {
  const request = requestFor(scenario, chart)

  test('REST answers what the scenario says', async () => {
    const { status, body } = await post(service, '/v1/assessments', request)
    expect(status).toBe(200)
    expect(toldBy(scenario, shownByRest(body))).toEqual(expected(scenario, body))
  })

  test('the FHIR operation answers the same, with the same digest', async () => {
    const rest = await post(service, '/v1/assessments', request)
    const fhir = await post(service, '/fhir/$billing-readiness', parametersOf(request), 'application/fhir+json')
    expect([fhir.status, fhir.type]).toEqual([200, 'application/fhir+json; charset=utf-8'])
    expect(shownByFhir(fhir.body)).toEqual({ ...shownByRest(rest.body), digest: rest.body.digest })
  })

  test('CDS Hooks decides the same, with the same digest, and has a card where there is something to do', async () => {
    const at = await aService({ ledger, now: () => request.asOf })
    const { body } = await post(at, '/cds-services/infusion-readiness-chart', hookFor(scenario, request))
    const decided = decisions.at(-1)
    const reads = Object.fromEntries(PREFETCHED.map((type) => [type, 'complete']))
    const rest = await post(service, '/v1/assessments', { bundle: request.bundle, reads, asOf: request.asOf })
    expect(decided?.entry.about).toMatchObject({ digest: rest.body.digest, api: 'cds-hooks' })
    if (!decided) throw new Error('the hook decided nothing')
    const answer = answerIn(decided)
    expect(answer.assessments).toEqual(rest.body.assessments)
    const open = answer.assessments.filter(
      ({ supported, verdict }) => supported && (verdict === 'not-ready' || verdict === 'needs-information'),
    )
    expect(body.cards).toHaveLength(open.length > 0 ? 1 : 0)
    for (const { sentence } of open) expect(body.cards[0].detail).toContain(sentence.replaceAll('<', '‹'))
    const dose = answer.assessments.find(({ focus }) => focus === request.focus)
    if (isAllInTheChart(request)) expect(dose?.verdict).toBe(scenario.then.verdict)
  })

  test('what would be written is what the scenario says', async () => {
    const written = scenario.then['written back']
    if (!written) return
    const by = { reference: 'Practitioner/biller', display: 'Biller' }
    const { body } = await post(service, '/v1/assessments', {
      ...request,
      writeBack: { acts: ['approve'], by, server: 'test' },
    })
    const { flag, charges } = writtenIn(body)
    expect(flag).toBe(written.flag)
    expect(charges.filter((charge) => !isAdministration(charge))).toEqual(written.charges.toSorted())
  })
})

/** Whether a hook can know everything the scenario rests on. */
const isAllInTheChart = ({ attested, proposed, timeZone, reads, codebook }: ScenarioRequest): boolean =>
  codebook === 'cms' &&
  timeZone === undefined &&
  [attested, proposed, reads].every((each) => Object.keys(each ?? {}).length === 0)

interface Shown {
  readonly verdict: string
  readonly fails: Record<string, string>
  readonly cannotTell: Record<string, string>
  /** Rules whose finding only advises. */
  readonly advisory: readonly string[]
  readonly lines: readonly string[]
  /** The days of the interval. */
  readonly interval: readonly (string | undefined)[]
  /** Each coverage: which, whether it pays first, and whether it holds that day. */
  readonly coverages: readonly string[]
}

type Told = Omit<Shown, 'advisory' | 'interval' | 'coverages'>

/** What a scenario tells of an answer: every required rule, and of the advice what it names. */
function toldBy({ then }: Scenario, shown: Shown): Told {
  const told = (found: Record<string, string>, wanted: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(found).filter(([rule]) => rule in wanted || !shown.advisory.includes(rule)))
  return {
    verdict: shown.verdict,
    fails: told(shown.fails, then.fails),
    cannotTell: told(shown.cannotTell, then['cannot tell']),
    lines: shown.lines.filter((line) => then.administration || !isAdministration(line)),
  }
}

const isAdministration = (line: string): boolean => /^\d{5} /.test(line)

test('the operation takes the diagnoses, the channels and the server that REST takes, and answers the channel', async () => {
  const request = requestFor(scenario('medicare-prolia-in-order'))
  const { focus } = request
  const stated = request.attested?.[focus] ?? { by: 'Practitioner/biller', at: request.asOf }
  const asked = { ...request, attested: { [focus]: { ...stated, diagnoses: ['Z87.310', 'M81.0'] } } }
  const writeBack = {
    acts: ['suggest', 'approve'],
    by: { display: 'Biller' },
    server: 'test',
    channels: ['task', 'document'],
  }
  const rest = await post(service, '/v1/assessments', { ...asked, server: 'test', writeBack })
  const parameters = parametersOf(asked)
  const parts = [
    ...writeBack.acts.map((act) => ({ name: 'act', valueCode: act })),
    { name: 'by', valueString: 'Biller' },
    { name: 'server', valueString: 'test' },
    ...writeBack.channels.map((channel) => ({ name: 'channel', valueCode: channel })),
  ]
  const more = [
    { name: 'server', valueString: 'test' },
    { name: 'writeBack', part: parts },
  ]
  const body = { ...parameters, parameter: [...(parameters.parameter ?? []), ...more] }
  const fhir = await post(service, '/fhir/$billing-readiness', body, 'application/fhir+json')
  const plans: NonNullable<AssessmentAnswer['plans']> = rest.body.plans
  const plan = plans.at(-1)
  const told: ParametersParameter[] = fhir.body.parameter
  const among = (parts: readonly ParametersParameter[], name: string) => parts.filter((one) => one.name === name)
  const each = (name: string) => among(among(told, 'plan').at(-1)?.part ?? [], name)
  // What supports the drug comes first, whatever else was chosen before it.
  expect(rest.body.assessments[0].lines[0].diagnoses).toEqual(['M81.0', 'Z87.310'])
  expect(rest.body.assessments[0].stated).toContainEqual(
    expect.objectContaining({ fact: 'diagnoses', by: stated.by, at: stated.at }),
  )
  expect(among(told, 'digest')[0]?.valueString).toBe(rest.body.digest)
  expect(among(told, 'plan').map(({ part = [] }) => textIn(part, 'act'))).toEqual(writeBack.acts)
  expect([each('channel')[0]?.valueCode, plan?.channel]).toEqual(['task', 'task'])
  expect(each('lost').map(({ valueString }) => valueString)).toEqual(plan?.lost)
  const [sent] = each('request')
  expect(sent?.part?.find(({ name }) => name === 'body')?.resource).toEqual(plan?.requests?.[0]?.body)
  expect(textIn(sent?.part ?? [], 'identity')).toBe(plan?.requests?.[0]?.identity)
})

/** What the scenario expects, with the texts it leaves open (null) taken from the answer. */
function expected({ then }: Scenario, answer: AssessmentAnswer): Told {
  const texts = new Map(answer.assessments[0]?.findings.map(({ id, text }) => [id, text]))
  const filled = (wanted: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(wanted).map(([rule, text]) => [rule, text ?? texts.get(rule) ?? 'no such rule']))
  return {
    verdict: then.verdict,
    fails: filled(then.fails),
    cannotTell: filled(then['cannot tell']),
    lines: [...then.lines, ...(then.administration ?? [])],
  }
}

function shownByRest({ assessments: [dose] }: AssessmentAnswer): Shown {
  if (!dose) throw new TypeError('no dose in the answer')
  const of = (wanted: string) =>
    Object.fromEntries(dose.findings.filter(({ outcome }) => outcome === wanted).map(({ id, text }) => [id, text]))
  return {
    verdict: dose.verdict,
    fails: of('fails'),
    cannotTell: of('cannot-tell'),
    advisory: dose.findings.filter(({ severity }) => severity === 'advisory').map(({ id }) => id),
    lines: dose.lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`),
    interval: INTERVAL.map((name) => dose.interval?.[name]),
    coverages: (dose.coverages ?? []).map(({ reference, first, active }) => `${reference} ${first} ${active}`),
  }
}

const INTERVAL = ['every', 'previous', 'due', 'next'] as const

function shownByFhir({ parameter }: Parameters): Shown & { digest: string | undefined } {
  const dose = parameter?.find(({ name }) => name === 'assessment')?.part ?? []
  const findings = dose.filter(({ name }) => name === 'finding').map(({ part }) => part ?? [])
  const of = (wanted: string) =>
    Object.fromEntries(
      findings
        .filter((parts) => textIn(parts, 'outcome') === wanted)
        .map((parts) => [textIn(parts, 'id'), textIn(parts, 'text')]),
    )
  const lines = dose.filter(({ name }) => name === 'line').map(({ part }) => part ?? [])
  return {
    digest: parameter?.find(({ name }) => name === 'digest')?.valueString,
    verdict: textIn(dose, 'verdict'),
    fails: of('fails'),
    cannotTell: of('cannot-tell'),
    advisory: findings.filter((parts) => textIn(parts, 'severity') === 'advisory').map((parts) => textIn(parts, 'id')),
    lines: lines.map((parts) => {
      const modifiers = parts.filter(({ name }) => name === 'modifier').map(({ valueCode }) => valueCode)
      return `${[textIn(parts, 'code'), ...modifiers].join('-')} × ${textIn(parts, 'units')}`
    }),
    interval: INTERVAL.map((name) => {
      const found = part(dose, 'interval').find((one) => one.name === name)
      return found?.valueDate ?? found?.valueString
    }),
    coverages: dose
      .filter(({ name }) => name === 'coverage')
      .map(({ part: parts = [] }) => {
        const [reference] = parts.filter(({ name }) => name === 'reference')
        const told = ['first', 'active'].map((name) => parts.find((one) => one.name === name)?.valueBoolean)
        return [reference?.valueReference?.reference, ...told.map(String)].join(' ')
      }),
  }
}

const part = (parts: readonly ParametersParameter[], wanted: string): readonly ParametersParameter[] =>
  parts.find(({ name }) => name === wanted)?.part ?? []

function textIn(parts: readonly ParametersParameter[], wanted: string): string {
  const found = parts.find(({ name }) => name === wanted)
  return String(found?.valueCode ?? found?.valueString ?? found?.valuePositiveInt)
}

/** The Flag and the lines in the planned transaction. */
function writtenIn({ plans: [plan] = [] }: AssessmentAnswer): { flag: string; charges: string[] } {
  const entries = (plan?.transaction as Bundle<FhirResource> | undefined)?.entry ?? []
  const resources = entries.flatMap(({ resource }) => resource ?? [])
  const flag = resources.find((each) => each.resourceType === 'Flag')?.code.coding?.[0]?.code
  const charges = resources.flatMap((each) => {
    if (each.resourceType !== 'ChargeItem') return []
    const modifiers = (each.extension ?? [])
      .filter(({ url }) => url.endsWith('/charge-modifier'))
      .map(({ extension }) => extension?.find(({ url }) => url === 'code')?.valueCodeableConcept?.coding?.[0]?.code)
    return [`${[each.code.coding?.[0]?.code, ...modifiers].join('-')} × ${each.quantity?.value} ${each.status}`]
  })
  return { flag: flag ?? 'none', charges: charges.toSorted() }
}

test('the operation takes who pays as a reference and a name, as REST does', async () => {
  const request = requestFor(scenario('medicare-prolia-in-order'))
  const { focus } = request
  const coverage = request.bundle?.entry?.find(({ resource }) => resource?.resourceType === 'Coverage')?.resource?.id
  const stated = { coverage: `Coverage/${coverage}`, payer: 'Medicare', by: 'Practitioner/biller', at: request.asOf }
  const rest = await post(service, '/v1/assessments', { ...request, attested: { [focus]: stated } })
  const { parameter = [], ...parameters } = parametersOf({ ...request, attested: {} })
  const attested = {
    name: 'attested',
    part: [
      { name: 'focus', valueReference: { reference: focus } },
      { name: 'coverage', valueReference: { reference: stated.coverage } },
      { name: 'payer', valueString: stated.payer },
      { name: 'by', valueString: stated.by },
      { name: 'at', valueInstant: stated.at },
    ],
  }
  const body = { ...parameters, parameter: [...parameter, attested] }
  const fhir = await post(service, '/fhir/$billing-readiness', body, 'application/fhir+json')
  expect(rest.status).toBe(200)
  expect(shownByFhir(fhir.body).digest).toBe(rest.body.digest)
})
