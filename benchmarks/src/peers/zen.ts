import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine'
import type { CoreFacts, Passes } from '../core-facts.ts'

const UNITS = 'product != null and dayMg != null and mgPerUnit != null'
const EXPRESSIONS = [
  `status == "completed" or (status == "stopped" and administeredAmount != null and wholeMg != null
    and administeredAmount < wholeMg and (dayMg == null or dayMg < wholeMg))`,
  'administeredOn != null',
  'product != null',
  UNITS,
  `${UNITS} and mue != null and ceil(dayMg / mgPerUnit) + discardedUnits <= mue`,
  // ZEN compares texts only as dates.
  `administeredOn != null and coverage != null and coverage.status not in ["draft", "entered-in-error"]
    and (coverage.status != "cancelled" or coverage.until != null)
    and (coverage.from == null or date(coverage.from) <= date(administeredOn))
    and (coverage.until == null or date(coverage.until) >= date(administeredOn))`,
]

const at = { x: 0, y: 0 }
const engine = new ZenEngine()
const decision = engine.createDecision(
  new ZenDecisionContent({
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position: at },
      {
        id: 'rules',
        type: 'expressionNode',
        name: 'rules',
        position: at,
        content: { expressions: EXPRESSIONS.map((value, index) => ({ id: `r${index}`, key: `r${index}`, value })) },
      },
      { id: 'out', type: 'outputNode', name: 'out', position: at },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'rules', type: 'edge' },
      { id: 'b', sourceId: 'rules', targetId: 'out', type: 'edge' },
    ],
  }),
)

/** The six rules as a ZEN decision of one expression node, compiled once. */
export async function evaluate(facts: CoreFacts): Promise<Passes> {
  const { result } = await decision.evaluate(facts)
  return EXPRESSIONS.map((_, index) => (result[`r${index}`] ? '1' : '0')).join('')
}
