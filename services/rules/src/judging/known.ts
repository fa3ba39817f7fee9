import { readChart } from '@doseline/assessment'
import type { AssessmentRequest } from '@doseline/contract'
import { type Chart, identifiedAdministrationsIn, patientsGivenIn } from '@doseline/fhir'
import { mayUseLedger } from '../security/own.ts'
import type { Asker } from '../security/who.ts'
import type { Ask } from './task.ts'

/** A request with what the ledger knows of its doses, and its chart. */
export interface Known<Request extends AssessmentRequest> {
  readonly request: Request
  readonly chart: Chart
}

/**
 * Reads the chart, once, and adds to the request what the ledger knows of its doses and the chart does not say. It is
 * asked about the very doses that are judged, and about their patients: a dose may have been charted again under another id
 * since it was charged. So in whatever shape the chart came and by whatever route.
 */
export async function withPosted<Request extends AssessmentRequest>(
  request: Request,
  { server, asker, ask }: { readonly server: string | undefined; readonly asker: Asker; readonly ask: Ask },
): Promise<Known<Request>> {
  const chart = readChart(request)
  if (server === undefined || !mayUseLedger(asker)) return { request, chart }
  const doses = identifiedAdministrationsIn(chart)
  const { reversedCharges } = request.writeBack ?? {}
  const { postedCharges, sentMessages } = await ask.posted({
    server,
    doses,
    patients: patientsGivenIn(chart),
    ...(reversedCharges && { reversedCharges }),
  })
  const known = {
    ...request,
    ...(postedCharges.length > 0 && { postedCharges: [...(request.postedCharges ?? []), ...postedCharges] }),
    ...(sentMessages.length > 0 && { sentMessages: [...sentMessages, ...(request.sentMessages ?? [])] }),
  }
  return { request: known, chart }
}
