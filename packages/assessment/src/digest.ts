import { hash } from 'node:crypto'
import type { AssessmentRequest } from '@doseline/contract'
import { type Chart, canonicalJson, canonicalResources } from '@doseline/fhir'

/**
 * SHA-256 over everything the answer depends on, in a form of its own: the same chart sent in another order or shape has
 * the same digest. What is to be written back, and by whom, is not part of what was judged;
 * the day of judging is, because a claim can come too late.
 */
export function digestOf(request: AssessmentRequest, chart: Chart, codebookVersion: string, judgedOn: string): string {
  const {
    focus,
    dateOfService,
    codebook,
    timeZone,
    attested,
    proposed,
    reads,
    readNotes = {},
    postedCharges,
    charging,
  } = request
  const judged = {
    resources: canonicalResources(chart),
    // What was left out, deleted or contradictory is not in the resources, and decides as they do.
    ...(chart.gaps.length > 0 && { gaps: chart.gaps }),
    ...(chart.deleted.size > 0 && { deleted: [...chart.deleted].toSorted() }),
    focus,
    dateOfService,
    codebook,
    codebookVersion,
    judgedOn,
    timeZone,
    attested,
    proposed,
    reads,
    ...(Object.keys(readNotes).length > 0 && { readNotes }),
    // What the ledger knows of the chart is part of what was judged.
    ...(postedCharges?.length && { postedCharges }),
    ...(charging && { charging }),
  }
  return hash('sha256', canonicalJson(judged))
}
