import { loadCodebook } from '@doseline/codebook'
import { type CoreCase, coreCases } from './core-facts.ts'

/** Asks our six rules, or a peer’s, in this process and prints microseconds for one dose: `node measure.ts <engine> <seconds>`. */
const [variant = '', seconds = '2'] = process.argv.slice(2)
const COUNT = 300

const work = await workOf(variant)
await repeat(1)
console.log(JSON.stringify(await repeat(Number(seconds))))
process.exit(0)

/** Goes round and round over all charts for so long, and answers microseconds for one. */
async function repeat(length: number): Promise<number> {
  const until = performance.now() + length * 1000
  const started = performance.now()
  let done = 0
  while (performance.now() < until) {
    for (let at = 0; at < COUNT; at++) {
      const result = work(at)
      if (result instanceof Promise) await result
    }
    done += COUNT
  }
  return ((performance.now() - started) * 1000) / done
}

async function workOf(name: string): Promise<(at: number) => unknown> {
  const cases = coreCases(loadCodebook(), COUNT)
  const one = (at: number): CoreCase => cases[at % cases.length] as CoreCase
  if (name === 'ours') return (at) => one(at).ours()
  const { evaluate } = await import(`./peers/${name}.ts`)
  return (at) => evaluate(one(at).facts)
}
