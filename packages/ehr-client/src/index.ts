export * from './capabilities/discovery.ts'
export * from './capabilities/fhir-version.ts'
export * from './capabilities/offered.ts'
export * from './capabilities/scopes.ts'
export * from './http/address.ts'
export * from './http/connect.ts'
export * from './http/connection.ts'
export * from './http/failure.ts'
export * from './http/retry-after.ts'
export * from './http/retry-policy.ts'
export * from './read/chart-read.ts'
export * from './read/pages.ts'
export * from './read/read-chart.ts'
export * from './read/reading-plan.ts'
export * from './read/references.ts'
export { tokenSearch } from './read/searches.ts'
export * from './write/channels.ts'
export * from './write/ours.ts'
export type { Sendable } from './write/send-parts.ts'
export {
  type Conflict,
  lacksProvenance,
  type Outcome,
  type SendProgress,
  type SendReport,
  type Sent,
} from './write/send-report.ts'
export * from './write/write-guard.ts'
