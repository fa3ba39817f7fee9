import type { Chart } from '../chart.ts'
import type { PlannedStep, WriteBackInput, WriteBackPlan } from '../write-back-request.ts'
import { decide } from './decide/decide.ts'
import { visitIdentity } from './identities.ts'
import { render } from './render.ts'
import { inWords, postedCharges } from './targets/posted-charges.ts'
import { targetsOf } from './targets/targets.ts'

/**
 * What is to be written for an encounter's doses, in words and as one transaction. Planning again on the chart that
 * results gives no transaction. Nothing is sent here, and nothing that somebody edited is touched.
 * @see https://hl7.org/fhir/R4/http.html#transaction
 */
export function writeBack(input: WriteBackInput, chart: Chart): WriteBackPlan {
  const targets = targetsOf(input, chart)
  const { decisions, warnings } = decide(targets)
  const steps = render(decisions, targets.provenance)
  return {
    visit: visitIdentity(input),
    steps,
    warnings,
    postedCharges: postedCharges(input).map(inWords),
    ...transactionOf(steps),
  }
}

function transactionOf(steps: readonly PlannedStep[]): Pick<WriteBackPlan, 'transaction'> {
  const entry = steps.flatMap((step) => step.entry ?? [])
  return entry.length > 0 ? { transaction: { resourceType: 'Bundle', type: 'transaction', entry } } : {}
}
