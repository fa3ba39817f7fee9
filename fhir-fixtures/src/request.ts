import type { Bundle, FhirResource } from 'fhir/r4'
import type { Attested, Proposed, Reads, Scenario } from './scenario.ts'

/** What a scenario asks of the service: the body of `POST /v1/assessments`. */
export interface ScenarioRequest {
  readonly bundle: Bundle
  readonly focus: string
  readonly codebook: string
  readonly asOf: string
  readonly timeZone?: string
  readonly attested?: Record<string, Attested>
  readonly proposed?: Record<string, Proposed>
  readonly reads?: Reads
}

/** The request of a scenario, with the chart as a server holds it or as it was sent. */
export function requestFor(scenario: Scenario, bundle: Bundle<FhirResource> = scenario.chart): ScenarioRequest {
  const { focus, book, asOf, timeZone, attested, proposed, reads } = scenario
  return {
    bundle,
    focus,
    codebook: book,
    asOf,
    ...(timeZone && { timeZone }),
    ...(attested && { attested: { [focus]: attested } }),
    ...(proposed && { proposed: { [focus]: proposed } }),
    ...(reads && { reads }),
  }
}
