import { loadCodebook } from '@doseline/codebook'
import { coreCases } from './core-facts.ts'

/** The engines that stand beside ours, each a module of `peers/`. */
export const PEERS = ['json-logic', 'zen', 'json-rules-engine', 'fhirpath'] as const

/** Throws where an engine says something else than we do: then there is nothing to compare. */
export async function compareVerdicts(charts = 300): Promise<number> {
  const cases = coreCases(loadCodebook(), charts)
  for (const name of PEERS) {
    const { evaluate } = await import(`./peers/${name}.ts`)
    for (const { facts, ours } of cases) {
      const [theirs, own] = [await evaluate(facts), ours()]
      if (theirs !== own) throw new Error(`${name} says ${theirs}, we say ${own}, of ${JSON.stringify(facts)}`)
    }
  }
  return cases.length
}
