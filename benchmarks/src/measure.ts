import { assess } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AS_OF, read, requests } from './charts.ts'
import { type CoreCase, coreCases } from './core-facts.ts'

/** Measures one variant in this process and prints microseconds for one chart or dose: `node measure.ts <variant> <seconds>`. */
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
  const codebook = loadCodebook()
  const texts = requests(COUNT)
  const text = (at: number): string => texts[at % texts.length] ?? ''
  switch (name) {
    case 'JSON.parse':
      return (at) => JSON.parse(text(at))
    case 'whole':
      return (at) => JSON.stringify(assess(read(text(at)), codebook, AS_OF))
    case 'whole, without the answer as text':
      return (at) => assess(read(text(at)), codebook, AS_OF)
    default: {
      const cases = coreCases(codebook, COUNT)
      const one = (at: number): CoreCase => cases[at % cases.length] as CoreCase
      if (name === 'ours') return (at) => one(at).ours()
      const { evaluate } = await import(`./peers/${name}.ts`)
      return (at) => evaluate(one(at).facts)
    }
  }
}
