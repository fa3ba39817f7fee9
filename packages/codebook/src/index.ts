export * from './edition.ts'
export { loadCodebook } from './load.ts'
