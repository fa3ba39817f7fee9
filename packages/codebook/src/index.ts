export { openCodebook } from './codebook.ts'
export * from './edition.ts'
export type { Bulletin } from './import/bulletin.ts'
export { ImportProblem } from './import/bulletin.ts'
export { compare, type Difference } from './import/compare.ts'
export { readBulletin } from './import/read-bulletin.ts'
export {
  type BookContents,
  CODE_LISTS,
  type LoadedCodebook,
  loadCodebook,
  loadReleases,
  openContents,
  RELEASES,
  readData,
  readWhichCode,
  writeParsed,
} from './load.ts'
export { PUBLISHED_NAMES, PUBLISHED_VALUES, type PublishedName, type PublishedValues } from './published-values.ts'
export { type BillingUnit, billingUnit, type Part } from './releases/billing-unit.ts'
export type { ReleaseHead } from './releases/release-file.ts'
export type { ListedDrug, Released, Releases } from './releases/releases.ts'
export { unitText } from './releases/unit-text.ts'
export { planUpdate, type Update } from './releases/update.ts'
export type { BookData } from './schema.ts'
export * from './values.ts'
export { type WhichCode, whichCode } from './which-code.ts'
