export { type Client, type ClientOptions, createClient } from './client.ts'
export { DoselineProblem, type ProblemPart } from './problem.ts'
