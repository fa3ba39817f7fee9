export { type Malformed, malformed } from './malformed.ts'
export { requestFor, type ScenarioRequest } from './request.ts'
export type { Attested, Expected, Proposed, Reads, Scenario } from './scenario.ts'
export { scenario, scenarios } from './scenarios.ts'
