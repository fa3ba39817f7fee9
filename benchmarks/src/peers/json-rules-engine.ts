import { Engine, type RuleProperties } from 'json-rules-engine'
import type { CoreFacts, Passes } from '../core-facts.ts'

const test = (fact: string, operator: string, value: unknown, path?: string) => ({
  fact,
  operator,
  value,
  ...(path && { path }),
})
const known = (fact: string, path?: string) => test(fact, 'notEqual', null, path)
const unitsAreKnown = [known('product'), known('dayMg'), known('mgPerUnit')]

const RULES: RuleProperties[] = [
  {
    any: [
      test('status', 'equal', 'completed'),
      {
        all: [
          test('status', 'equal', 'stopped'),
          known('administeredAmount'),
          known('wholeMg'),
          test('administeredAmount', 'lessThan', { fact: 'wholeMg' } as never),
          { any: [test('dayMg', 'equal', null), test('dayMg', 'lessThan', { fact: 'wholeMg' } as never)] },
        ],
      },
    ],
  },
  { all: [known('administeredOn')] },
  { all: [known('product')] },
  { all: unitsAreKnown },
  { all: [...unitsAreKnown, known('mue'), test('billedUnits', 'lessThanInclusive', { fact: 'mue' })] },
  {
    all: [
      known('administeredOn'),
      known('coverage'),
      test('coverage', 'notIn', ['draft', 'entered-in-error'], '$.status'),
      { any: [test('coverage', 'notEqual', 'cancelled', '$.status'), known('coverage', '$.until')] },
      {
        any: [
          test('coverage', 'equal', null, '$.from'),
          test('coverage', 'notAfter', { fact: 'administeredOn' }, '$.from'),
        ],
      },
      {
        any: [
          test('coverage', 'equal', null, '$.until'),
          test('coverage', 'notBefore', { fact: 'administeredOn' }, '$.until'),
        ],
      },
    ],
  },
].map((conditions, at) => ({ conditions, event: { type: String(at) } }) as RuleProperties)

const engine = new Engine(RULES)
engine.addOperator('notAfter', (a: string, b: string) => a <= b)
engine.addOperator('notBefore', (a: string, b: string) => a >= b)
engine.addFact('billedUnits', async (_, almanac) => {
  const [dayMg, mgPerUnit, discarded] = await Promise.all(
    ['dayMg', 'mgPerUnit', 'discardedUnits'].map((name) => almanac.factValue<number>(name)),
  )
  return Math.ceil((dayMg ?? 0) / (mgPerUnit ?? 1)) + (discarded ?? 0)
})

/** The six rules in json-rules-engine, with a derived fact as its documentation recommends. */
export async function evaluate(facts: CoreFacts): Promise<Passes> {
  const { events } = await engine.run({ ...facts })
  const passed = new Set(events.map(({ type }) => type))
  return RULES.map((_, at) => (passed.has(String(at)) ? '1' : '0')).join('')
}
