export { hostOf, type Line } from './ask.ts'
export { authorizationOf, type BackendClient, type Granted, SIGNING_ALGORITHMS, signIn } from './backend-services.ts'
export { ExportError, type ExportFault } from './export-error.ts'
export {
  begunIn,
  cancelExport,
  type Exported,
  type ExportedFile,
  type ExportProgress,
  type ExportToFolder,
  exportToFolder,
} from './export-to-folder.ts'
export { JOB_RETRY_POLICY, type JobRetryPolicy } from './job-retry-policy.ts'
export { JOURNAL } from './journal.ts'
export type { ExportLevel, ExportRequest, KickOffForm } from './kick-off.ts'
export { type FileKind, type ListedFile, type Manifest, manifestFrom } from './manifest.ts'
export { type ExportOffer, exportOffer, systemScopes } from './offer.ts'
