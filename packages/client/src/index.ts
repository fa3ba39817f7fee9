export { type Client, type ClientOptions, createClient } from './client.ts'
export { DoselineProblem, type EarlierWriteBack, type ProblemPart } from './problem.ts'
