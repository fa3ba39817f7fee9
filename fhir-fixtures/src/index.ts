export { type Hl7Example, hl7Examples } from './hl7-examples.ts'
export { largeChart } from './large-chart.ts'
export { type Malformed, malformed } from './malformed.ts'
export { type Member, population } from './population.ts'
export { requestFor, type ScenarioRequest } from './request.ts'
export type { Attested, Expected, Proposed, Reads, Scenario } from './scenario.ts'
export { scenario, scenarios, scenariosIn } from './scenarios.ts'
export { SHAPES, type Shape, type Shaped, withKeptUuids } from './shapes.ts'
export {
  HARMLESS,
  type Harmless,
  RICH,
  recordsOf,
  SPOILERS,
  SPOILERS_OF_OTHER_TYPES,
  SpoiledChart,
  type Spoiler,
} from './spoilers/index.ts'
