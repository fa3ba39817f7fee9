export * from './edition.ts'
export { loadCodebook, readData } from './load.ts'
export type { BookData } from './schema.ts'
