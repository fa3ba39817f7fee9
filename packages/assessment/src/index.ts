export { assess, type JudgedDose, judgeAll } from './assess.ts'
export * from './contract.ts'
export { type ProblemCode, RequestProblem } from './problem.ts'
export { publishedRulebook } from './published/rulebook.ts'
