import { createHash } from 'node:crypto'
import { type Chart, canonicalJson } from '@doseline/fhir'
import type { AssessmentRequest } from './contract.ts'

/**
 * SHA-256 over everything the answer depends on, in an order of its own: the same chart sent in another order has the
 * same digest. What is to be written back, and by whom, is not part of what was judged;
 * the day of judging is, because a claim can come too late.
 */
export function digestOf(request: AssessmentRequest, chart: Chart, codebookVersion: string, judgedOn: string): string {
  const { focus, dateOfService, codebook, timeZone, attested, proposed, reads, given } = request
  const judged = {
    resources: Object.fromEntries(chart.resources),
    // Which resource a reference means can hang on the address a Bundle gave it.
    addresses: Object.fromEntries(chart.addresses ?? []),
    focus,
    dateOfService,
    codebook,
    codebookVersion,
    judgedOn,
    timeZone,
    attested,
    proposed,
    reads,
    // What the ledger knows of the chart is part of what was judged.
    ...(given?.length && { given }),
  }
  return createHash('sha256').update(canonicalJson(judged)).digest('hex')
}
