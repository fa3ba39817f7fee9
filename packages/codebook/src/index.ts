export { openCodebook } from './codebook.ts'
export * from './edition.ts'
export { type Freshness, freshnessOn } from './freshness.ts'
export type { Bulletin, Difference, PtpPart, PtpTable } from './import/bulletin.ts'
export { ImportProblem } from './import/bulletin.ts'
export { compare } from './import/compare.ts'
export { readBulletin } from './import/read-bulletin.ts'
export { type FilesRead, type GivenFile, type KeptParts, readFiles } from './import/read-files.ts'
export { inMemory, type SourceFile } from './import/source-file.ts'
export {
  type BookContents,
  DATA,
  type LoadedCodebook,
  layOver,
  loadCodebook,
  loadReleases,
  openContents,
  policyFilesAt,
  RELEASES,
  readData,
  readListedNames,
  readListedRoutes,
  readMolecules,
  readSettledBy,
  readWhichCode,
  readYamlFiles,
  writeParsed,
} from './load.ts'
export { type OpenMark, openMarks, settling } from './open-marks.ts'
export { type Element, policyJsonSchema } from './policies/elements.ts'
export type { LayerFile } from './policies/policy-sources.ts'
export { PUBLISHED_NAMES, PUBLISHED_VALUES, type PublishedName, type PublishedValues } from './published-values.ts'
export { CAUSES, type Cause } from './releases/agreement.ts'
export { type BillingUnit, billingUnit, type Part } from './releases/billing-unit.ts'
export type { Marketed } from './releases/marketed.ts'
export type { PtpEdit } from './releases/ptp-edit.ts'
export type { ReleaseHead } from './releases/release-file.ts'
export type { ListedDrug, Released, Releases } from './releases/releases.ts'
export { RowBytes } from './releases/row-bytes.ts'
export { unitText } from './releases/unit-text.ts'
export { planUpdate, type Update } from './releases/update.ts'
export type { BookData } from './schema.ts'
export type { Settles } from './settled-by.ts'
export * from './values.ts'
export { type WhichCode, whichCode } from './which-code.ts'
