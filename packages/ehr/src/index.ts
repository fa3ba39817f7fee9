export * from './address.ts'
export * from './channels.ts'
export * from './chart-read.ts'
export * from './connect.ts'
export * from './connection.ts'
export * from './discovery.ts'
export * from './failure.ts'
export * from './fhir-version.ts'
export * from './offered.ts'
export * from './ours.ts'
export * from './pages.ts'
export * from './read-chart.ts'
export * from './reading-plan.ts'
export * from './references.ts'
export * from './retry-after.ts'
export * from './retry-policy.ts'
export * from './scopes.ts'
export { tokenSearch } from './searches.ts'
export type { Sendable } from './send-parts.ts'
export {
  type Conflict,
  lacksProvenance,
  type Outcome,
  type SendProgress,
  type SendReport,
  type Sent,
} from './send-report.ts'
export * from './write-guard.ts'
