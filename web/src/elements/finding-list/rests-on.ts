import type { CitedSource, DoseAnswer, FactAnswer, FindingAnswer } from '@doseline/contract'

/** The facts that a finding rests on, which the dose states once for all of its findings. */
export const factsOf = (
  { evidence = [] }: FindingAnswer,
  { facts = [], furtherFacts = [] }: DoseAnswer,
): FactAnswer[] => [...facts, ...furtherFacts].filter(({ fact }) => evidence.includes(fact))

/** The documents that a finding rests on. */
export const sourcesOf = ({ sources = [] }: FindingAnswer, { sources: all = [] }: DoseAnswer): CitedSource[] =>
  all.filter(({ key }) => sources.includes(key))
