import { assess } from '@doseline/assessment'
import { type Codebook, loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { type Hl7Example, hl7Examples, requestFor, type Scenario, scenario, scenarios } from '@doseline/fhir-fixtures'
import { problemsIn } from '@doseline/fhir-fixtures/problems-in'
import type { Bundle, FhirResource } from 'fhir/r4'
import { isNamedTest } from '../support/named-tests.ts'
import { HOOKS_REQUIREMENTS } from './cds-hooks-requirements.ts'
import { SMART_REQUIREMENTS } from './smart-requirements.ts'

/** How many of how many hold. */
export interface Count {
  readonly held: number
  readonly all: number
}

const count = <T>(all: readonly T[], holds: (each: T) => boolean): Count => ({
  held: all.filter(holds).length,
  all: all.length,
})

/** Every count of the conformance table, each found by doing it. */
export function conformanceCounts() {
  const codebook = loadCodebook()
  const told = scenarios().map((each) => {
    const by = { reference: 'Practitioner/biller', display: 'Biller' }
    const writeBack = { acts: ['approve'], by, server: 'conformance' }
    const request = AssessmentRequest.parse({ ...requestFor(each), ...(isSupported(each) && { writeBack }) })
    const { assessments, plans = [] } = assess(request, codebook, each.asOf)
    return { each, dose: assessments.find(({ focus }) => focus === each.focus), plans }
  })
  const written = told.flatMap(({ plans }) =>
    plans.flatMap(({ transaction }) =>
      ((transaction as Bundle<FhirResource> | undefined)?.entry ?? []).flatMap(({ resource }) => resource ?? []),
    ),
  )
  return {
    scenarios: count(told, ({ each, dose }) => dose !== undefined && isAsTold(each, dose)),
    otherServers: count(
      told.filter(({ each }) => each.handWritten),
      ({ each, dose }) => dose !== undefined && isAsTold(each, dose),
    ),
    hl7Examples: count(hl7Examples(), (each) => verdictWith(each, codebook) === each.verdict),
    written: count(written, (resource) => problemsIn(resource).length === 0),
    hooks: count(HOOKS_REQUIREMENTS, ({ test }) => isNamedTest(test)),
    smart: count(
      SMART_REQUIREMENTS.filter(({ reason }) => reason === undefined),
      ({ test }) => test !== undefined && isNamedTest(test),
    ),
    smartElsewhere: SMART_REQUIREMENTS.filter(({ reason }) => reason !== undefined).length,
  }
}

/** A dose in perfect order, to whose chart an example is added that is no dose. */
const READY = 'medicare-mepsevii-discard-recorded'

/** What is answered of a dose of HL7, or of a dose of ours with an example of HL7 in its chart. */
function verdictWith({ example, resource }: Hl7Example, codebook: Codebook): string | undefined {
  const ours = scenario(READY)
  const isDose = resource.resourceType === 'MedicationAdministration'
  const request = isDose
    ? { resources: [resource], focus: example }
    : requestFor(ours, withExample(ours.chart, resource))
  const { assessments } = assess(AssessmentRequest.parse(request), codebook, ours.asOf)
  return assessments.find(({ focus }) => focus === request.focus)?.verdict
}

/** The chart with the resource in it, as of the same patient. */
function withExample(chart: Bundle<FhirResource>, resource: FhirResource): Bundle<FhirResource> {
  const patient = chart.entry?.find((entry) => entry.resource?.resourceType === 'Patient')?.resource?.id
  const ours: FhirResource = JSON.parse(
    JSON.stringify(resource).replaceAll(/"Patient\/[^"]+"/g, `"Patient/${patient}"`),
  )
  return { ...chart, entry: [...(chart.entry ?? []), { resource: ours }] }
}

const isSupported = ({ then }: Scenario): boolean => then['written back'].flag !== 'none'

function isAsTold({ then }: Scenario, { verdict, lines }: DoseAnswer): boolean {
  const shown = lines
    .filter(({ code }) => !/^\d/.test(code))
    .map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`)
  return verdict === then.verdict && shown.toSorted().join() === then.lines.toSorted().join()
}
