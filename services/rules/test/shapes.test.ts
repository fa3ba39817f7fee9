import type { AssessmentAnswer } from '@doseline/contract'
import { requestFor, type Scenario, SHAPES, type Shaped, scenarios, withKeptUuids } from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { aService, post } from './a-service.ts'
import { parametersOf, type Sent } from './requests.ts'
import { answerIn } from './support/an-audit-entry.ts'

const memory = await openLedger({ kind: 'memory' })
/** The doses the ledger was asked about, and what was decided, since the last answer. */
const last: { askedAbout: readonly string[]; decided?: AssessmentAnswer } = { askedAbout: [] }
const ledger: Ledger = {
  ...memory,
  posted: (about) => {
    last.askedAbout = about.doses
    return memory.posted(about)
  },
  record: (decision) => {
    last.decided = answerIn(decision)
    return memory.record(decision)
  },
}
const service = await aService({ ledger })
const hooks = new Map<string, Awaited<ReturnType<typeof aService>>>()

/** What must not hang on the shape of a chart. */
interface Told {
  readonly status: number
  readonly digest: string | undefined
  readonly verdicts: readonly string[]
  readonly lines: readonly unknown[]
  readonly askedAbout: readonly string[]
}

type Route = (sent: Sent, scenario: Scenario) => Promise<Told>

const ROUTES: Readonly<Record<string, Route>> = {
  REST: (sent) => told(post(service, '/v1/assessments', sent)),
  'the FHIR operation': (sent) =>
    told(post(service, '/fhir/$billing-readiness', parametersOf(sent), 'application/fhir+json')),
  'CDS Hooks': async ({ bundle, resources = [] }, { chart, asOf }) => {
    const at = hooks.get(asOf) ?? (await aService({ ledger, now: () => asOf }))
    hooks.set(asOf, at)
    const patient = chart.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id ?? 'p'
    const whole = { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }
    return told(
      post(at, '/cds-services/infusion-readiness-chart', {
        hook: 'patient-view',
        hookInstance: '6b2c0fd2-3ac4-4e6d-9a8a-c1b7e1e7a002',
        fhirServer: 'https://ehr.example/fhir',
        context: { patientId: patient },
        prefetch: { ...NOTHING, administrations: bundle ?? whole },
      }),
    )
  },
}
const NOTHING = { patient: null, conditions: null, coverage: null, orders: null, authorizations: null, charges: null }

/** Takes what was recorded for the next answer from now on. */
function forget(): void {
  last.askedAbout = []
  delete last.decided
}

async function told(answered: ReturnType<typeof post>): Promise<Told> {
  const { status } = await answered
  // What was recorded is what was decided, whichever route it was asked by.
  const { decided: answer, askedAbout } = last
  return {
    status,
    digest: answer?.digest,
    verdicts: (answer?.assessments ?? []).map(({ focus, verdict }) => `${focus} ${verdict}`),
    lines: (answer?.assessments ?? []).map(({ lines }) => lines),
    askedAbout: askedAbout.toSorted(),
  }
}

const sentAs = (scenario: Scenario, shaped: Shaped): Sent => {
  const { bundle: _, ...rest } = requestFor(scenario)
  return { ...rest, ...shaped, server: 'ehr' }
}

describe.each(Object.entries(ROUTES))('by %s', (name, ask) => {
  test.each(scenarios().map((each) => [each.name, each] as const))(
    '%s is answered the same in every shape, and the ledger is asked about the same doses',
    async (_, scenario) => {
      const [usual, ...others] = SHAPES.map((shape) => [shape.name, shape.of(scenario.chart)] as const)
      if (!usual) throw new Error('there are no shapes')
      forget()
      const expected = await ask(sentAs(scenario, usual[1]), scenario)
      expect(expected.status).toBe(200)
      if (name !== 'CDS Hooks') expect(expected.askedAbout).toEqual(dosesIn(scenario))
      for (const [shape, shaped] of others) {
        forget()
        expect({ shape, ...(await ask(sentAs(scenario, shaped), scenario)) }).toEqual({ shape, ...expected })
      }
    },
  )
})

const dosesIn = ({ chart }: Scenario): string[] =>
  (chart.entry ?? [])
    .flatMap(({ resource }) =>
      resource?.resourceType === 'MedicationAdministration' ? [`MedicationAdministration/${resource.id}`] : [],
    )
    .toSorted()

test('references that a server kept as urn:uuid: lead to the resources with those ids', async () => {
  for (const scenario of scenarios()) {
    const { usual, kept, renamed } = withKeptUuids(scenario.chart)
    const focus = renamed(scenario.focus)
    const asked = (chart: typeof usual): Sent => {
      const { attested, proposed, ...rest } = requestFor(scenario, chart)
      return {
        ...rest,
        focus,
        ...(attested && { attested: { [focus]: attested[scenario.focus] ?? fail() } }),
        ...(proposed && { proposed: { [focus]: proposed[scenario.focus] ?? fail() } }),
        server: 'ehr',
      }
    }
    const expected = await ROUTES.REST?.(asked(usual), scenario)
    expect(expected?.status, scenario.name).toBe(200)
    expect(await ROUTES.REST?.(asked(kept), scenario), scenario.name).toEqual(expected)
  }
})

const fail = (): never => {
  throw new Error('what is stated is not about the dose in focus')
}
