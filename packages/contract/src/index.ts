/**
 * What goes into and comes out of the rules service, as any caller sees it: REST sends exactly this, the FHIR operation
 * mirrors its names, the app shows it. FHIR resources pass through unread here; `@doseline/fhir` reads them.
 */
export * from './assessment-answer.ts'
export * from './assessment-request.ts'
export * from './attested.ts'
export * from './dose-answer.ts'
export * from './enumerations.ts'
export * from './feedback.ts'
export * from './finding-answer.ts'
export * from './history.ts'
export type { Immutable } from './immutable.ts'
export * from './outbox.ts'
export { commentsIn, type ExtendedValue, extendedValues, isProse } from './own-extensions.ts'
export * from './problem.ts'
export * from './problems.ts'
export * from './reference-answers.ts'
export * from './session.ts'
export { reference } from './texts.ts'
export { isUsualFlag } from './usual-flags.ts'
export { WORDS_ANYWHERE, type WordsAnywhere, wordsAnywhere } from './words-anywhere.ts'
export { takenBackIn } from './words-of-a-diagnosis.ts'
export {
  exchangeIn,
  isLayPerson,
  notOfTheStaff,
  speaksAgainst,
  speaksOfTheCharge,
  speaksOfTheLine,
  whoGave,
} from './words-of-a-dose.ts'
export { type NameParts, testNameIn } from './words-of-a-patient.ts'
export { wordsOfPayers } from './words-of-payers.ts'
export { wordsOfRegistration } from './words-of-registration.ts'
export * from './worklist.ts'
export * from './write-back-answer.ts'
export * from './write-back-request.ts'
export * from './write-back-state.ts'
