import { assess } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { requestFor, type Scenario, scenarios } from '@doseline/fhir-fixtures'
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
    written: count(written, (resource) => problemsIn(resource).length === 0),
    hooks: count(HOOKS_REQUIREMENTS, ({ test }) => isNamedTest(test)),
    smart: count(
      SMART_REQUIREMENTS.filter(({ reason }) => reason === undefined),
      ({ test }) => test !== undefined && isNamedTest(test),
    ),
    smartElsewhere: SMART_REQUIREMENTS.filter(({ reason }) => reason !== undefined).length,
  }
}

const isSupported = ({ then }: Scenario): boolean => then['written back'].flag !== 'none'

function isAsTold({ then }: Scenario, { verdict, lines }: DoseAnswer): boolean {
  const shown = lines
    .filter(({ code }) => !/^\d/.test(code))
    .map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`)
  return verdict === then.verdict && shown.toSorted().join() === then.lines.toSorted().join()
}
