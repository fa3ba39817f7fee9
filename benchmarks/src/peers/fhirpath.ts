import fhirpath from 'fhirpath'
import type { CoreFacts, Passes } from '../core-facts.ts'

const UNITS = 'product.exists() and dayMg.exists() and mgPerUnit.exists()'
const RULES = [
  `status = 'completed' or (status = 'stopped' and administeredAmount.exists() and wholeMg.exists()
    and administeredAmount < wholeMg and (dayMg.empty() or dayMg < wholeMg))`,
  'administeredOn.exists()',
  'product.exists()',
  UNITS,
  `${UNITS} and mue.exists() and ((dayMg / mgPerUnit).ceiling() + discardedUnits <= mue)`,
  `administeredOn.exists() and coverage.exists() and (coverage.status in ('draft' | 'entered-in-error')).not()
    and (coverage.status != 'cancelled' or coverage.until.exists())
    and (coverage.from.empty() or coverage.from <= administeredOn)
    and (coverage.until.empty() or coverage.until >= administeredOn)`,
].map((expression) => fhirpath.compile(expression) as (facts: CoreFacts) => unknown[])

/** The six rules as precompiled FHIRPath expressions. */
export const evaluate = (facts: CoreFacts): Passes =>
  RULES.map((rule) => (rule(facts)[0] === true ? '1' : '0')).join('')
