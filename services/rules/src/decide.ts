import type { AssessmentAnswer, AssessmentRequest } from '@doseline/assessment'
import { sha256 } from './ledger/answers.ts'
import type { AuditEntry } from './ledger/audit.ts'
import type { CardRule } from './ledger/feedback.ts'
import { HttpProblem } from './middleware/problem.ts'
import { principalOf } from './security/principal.ts'
import type { Ctx, Service } from './service.ts'

/** Which face a decision was made through. */
export type Face = 'rest' | 'fhir' | 'cds-hooks' | 'write-back'

/** Who does something now, for the audit. */
export function actorOf({ engine }: Service, c: Ctx): Omit<AuditEntry, 'act' | 'about' | 'subject'> {
  const { tenant, who } = principalOf(c)
  return { at: engine.now(), tenant: tenant.key, who }
}

/**
 * Judges, and records what was decided before anybody hears of it: no audit row, no answer. A request whose
 * Idempotency-Key came before is judged again at the moment of the first, so that it has the same answer.
 */
export async function decide(
  service: Service,
  c: Ctx,
  request: AssessmentRequest,
  face: Face,
): Promise<AssessmentAnswer> {
  const { engine, ledger } = service
  const { tenant } = principalOf(c)
  const key = idempotencyKey(c)
  const fingerprint = key === undefined ? '' : sha256(JSON.stringify(request))
  const earlier = key === undefined ? undefined : await ledger.earlierRequest(tenant.key, key)
  if (earlier && earlier.fingerprint !== fingerprint) throw keyReused()
  const server = serverOf(c, request)
  const asOf = request.asOf ?? earlier?.asOf ?? engine.now()
  const known = await withGiven(service, c, { ...request, asOf }, server)
  const answer = engine.assess(known, tenant)
  if (earlier) return answer
  await record(service, c, answer, {
    face,
    server,
    ...(key !== undefined && { idempotency: { key, fingerprint, asOf } }),
  })
  return answer
}

/** The request with what the ledger knows of its doses and the chart does not say. */
export async function withGiven<Request extends AssessmentRequest>(
  { ledger }: Service,
  c: Ctx,
  request: Request,
  server: string | undefined,
): Promise<Request> {
  if (server === undefined) return request
  const doses = administrationsOf(request)
  const { gone } = request.writeBack ?? {}
  const about = { tenant: principalOf(c).tenant.key, server, doses, ...(gone && { gone }) }
  const { given, told } = await ledger.given(about)
  return {
    ...request,
    ...(given.length > 0 && { given: [...(request.given ?? []), ...given] }),
    ...(told.length > 0 && { told: [...told] }),
  }
}

function administrationsOf({ bundle, resources }: AssessmentRequest): string[] {
  const entries: unknown = bundle?.entry
  const all: unknown[] = resources ?? (Array.isArray(entries) ? entries.map((entry) => entry?.resource) : [])
  return all.flatMap((resource) => {
    const { resourceType, id } = (resource ?? {}) as { resourceType?: unknown; id?: unknown }
    return resourceType === 'MedicationAdministration' && typeof id === 'string' ? [`${resourceType}/${id}`] : []
  })
}

/** What a person stated, so that the history can say what an answer rested on. */
function statedIn(facts: AssessmentAnswer['assessments'][number]['facts']) {
  const stated = facts.flatMap(({ fact, shows, attestedBy }) => (attestedBy ? [{ fact, shows, by: attestedBy }] : []))
  return stated.length > 0 ? { stated } : {}
}

/** What goes with the record of an answer. */
interface With {
  readonly face: Face
  /** Key of the FHIR server the chart is of; undefined where nobody says. */
  readonly server?: string | undefined
  readonly idempotency?: { readonly key: string; readonly fingerprint: string; readonly asOf: string }
  readonly cards?: readonly CardRule[]
}

/** Records an answer. Rejects where it cannot be stored; then it must not be given. */
export async function record(service: Service, c: Ctx, answer: AssessmentAnswer, more: With): Promise<void> {
  const { ledger, metrics } = service
  const { face, server, ...rest } = more
  const { writeBack: _, claims: __, ...kept } = answer
  const entry: AuditEntry = {
    ...actorOf(service, c),
    act: 'assessed',
    subject: answer.assessments[0]?.patient ?? '',
    about: {
      assessment: answer.id,
      digest: answer.digest,
      codebook: answer.codebook.id,
      face,
      ...(server !== undefined && { server }),
      requestId: c.get('requestId'),
      doses: answer.assessments.map(({ focus, verdict, edition, lines, facts }) => ({
        focus,
        verdict,
        edition,
        lines: lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`),
        ...statedIn(facts),
      })),
    },
    ...(server !== undefined && { dosesOf: { server, doses: answer.assessments.map(({ focus }) => focus) } }),
  }
  const done = metrics.ledger.startTimer()
  try {
    await ledger.record({ entry, id: answer.id, answer: JSON.stringify(kept), ...rest })
    done({ result: 'stored' })
  } catch (error) {
    done({ result: 'failed' })
    throw error
  }
  for (const { verdict } of answer.assessments) metrics.doses.inc({ verdict, codebook: answer.codebook.id, face })
}

/**
 * The key of the FHIR server a request is about: the EHR a session was opened from, or what the caller says. Throws 422
 * for a session that names another one, and for a request that names two.
 */
export function serverOf(c: Ctx, { server, writeBack }: AssessmentRequest): string | undefined {
  const { issuer } = principalOf(c)
  const named = [
    ['/server', server],
    ['/writeBack/server', writeBack?.server],
  ] as const
  const own = issuer?.key ?? writeBack?.server ?? server
  const other = named.find(([, key]) => key !== undefined && key !== own)
  if (!other || own === undefined) return own
  throw anotherServer(other[0], own, other[1] ?? '')
}

/** A session writes to, and sees, the EHR it was opened from. */
export function anotherServer(pointer: string, own: string, named: string): HttpProblem {
  return new HttpProblem(422, 'another-server', `This is of ${own}, not of ${named}.`, [
    { pointer, detail: 'Another EHR.', remedy: `Send ${own}.` },
  ])
}

const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,128})"|([A-Za-z0-9\-._~:]{1,128}))$/

/**
 * The key of a request that may be sent again; undefined where it has none. Throws 400 for one that cannot be read.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function idempotencyKey(c: Ctx): string | undefined {
  const header = c.req.header('idempotency-key')
  if (header === undefined) return undefined
  const [, quoted, bare] = KEY.exec(header) ?? []
  const key = quoted ?? bare
  if (key !== undefined) return key
  throw new HttpProblem(400, 'idempotency-key-unreadable', 'The Idempotency-Key is no quoted string of 1 to 128 signs.')
}

/** The same key with another request. */
export const keyReused = (): HttpProblem =>
  new HttpProblem(422, 'idempotency-key-reused', 'This Idempotency-Key came before, with another request.', [
    { pointer: '', detail: 'Another request under the same key.', remedy: 'Make a new key for a new request.' },
  ])
