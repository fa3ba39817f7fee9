import { AssessmentRequest } from '@doseline/contract'
import { population } from '@doseline/fhir-fixtures'

/** The moment all of them are judged at. */
export const AS_OF = '2026-11-24T12:00:00Z'

/** The same people in every part of the run. */
export const SEED = 11

/** Invented charts as they come over the wire: requests with one chart each, two in five of them in order. */
export const requests = (count: number): string[] =>
  population(SEED, count).map(({ chart, focus }) => JSON.stringify({ bundle: chart, focus, asOf: AS_OF }))

/** A request as the service reads it. */
export const read = (text: string): AssessmentRequest => AssessmentRequest.parse(JSON.parse(text))
