import { LogicEngine } from 'json-logic-engine'
import type { CoreFacts, Passes } from '../core-facts.ts'

const is = (name: string) => ({ var: name })
const known = (name: string) => ({ '!==': [is(name), null] })
const and = (...all: unknown[]) => ({ and: all })
const or = (...all: unknown[]) => ({ or: all })
const less = (name: string) => ({ '<': [is(name), is('wholeMg')] })
const units = { '/': [is('dayMg'), is('mgPerUnit')] }

const RULES = [
  or(
    { '===': [is('status'), 'completed'] },
    and(
      { '===': [is('status'), 'stopped'] },
      known('administeredAmount'),
      known('wholeMg'),
      less('administeredAmount'),
      or({ '===': [is('dayMg'), null] }, less('dayMg')),
    ),
  ),
  known('administeredOn'),
  known('product'),
  and(known('product'), known('dayMg'), known('mgPerUnit')),
  and(known('product'), known('dayMg'), known('mgPerUnit'), known('mue'), {
    '<=': [{ '+': [{ ceil: [units] }, is('discardedUnits')] }, is('mue')],
  }),
  and(
    known('administeredOn'),
    known('coverage'),
    { '!': { in: [is('coverage.status'), ['draft', 'entered-in-error']] } },
    or({ '!==': [is('coverage.status'), 'cancelled'] }, known('coverage.until')),
    or({ '===': [is('coverage.from'), null] }, { '<=': [is('coverage.from'), is('administeredOn')] }),
    or({ '===': [is('coverage.until'), null] }, { '>=': [is('coverage.until'), is('administeredOn')] }),
  ),
]

const engine = new LogicEngine()
engine.addMethod(
  'ceil',
  { method: ([value]: number[]) => Math.ceil(value ?? 0) } as never,
  {
    deterministic: true,
    sync: true,
  } as never,
)
const compiled = RULES.map((rule) => engine.build(rule) as (facts: CoreFacts) => unknown)

/** The six rules in compiled JsonLogic. @see https://github.com/json-logic/json-logic-engine */
export const evaluate = (facts: CoreFacts): Passes => compiled.map((rule) => (rule(facts) ? '1' : '0')).join('')
