import { readChart } from '@doseline/assessment'
import type { AssessmentRequest } from '@doseline/contract'
import { type Chart, identifiedAdministrationsIn } from '@doseline/fhir'
import { type Asker, mayUseLedger } from '../security/own.ts'
import type { Ask } from './task.ts'

/** A request with what the ledger knows of its doses, and its chart. */
export interface Known<Request extends AssessmentRequest> {
  readonly request: Request
  readonly chart: Chart
}

/**
 * Reads the chart, once, and adds to the request what the ledger knows of its doses and the chart does not say. It is
 * asked about the very doses that are judged, in whatever shape the chart came and by whatever route.
 */
export async function withGiven<Request extends AssessmentRequest>(
  request: Request,
  { server, asker, ask }: { readonly server: string | undefined; readonly asker: Asker; readonly ask: Ask },
): Promise<Known<Request>> {
  const chart = readChart(request)
  if (server === undefined || !mayUseLedger(asker)) return { request, chart }
  const doses = identifiedAdministrationsIn(chart)
  const { gone } = request.writeBack ?? {}
  const { given, told } = await ask.given({ server, doses, ...(gone && { gone }) })
  const known = {
    ...request,
    ...(given.length > 0 && { given: [...(request.given ?? []), ...given] }),
    ...(told.length > 0 && { told: [...told, ...(request.told ?? [])] }),
  }
  return { request: known, chart }
}
