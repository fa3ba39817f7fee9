import type { AssessmentRequest } from '@doseline/contract'
import { HttpProblem } from '../middleware/problem.ts'
import { onlyIssuerOf } from '../tenants.ts'
import type { Asker } from './who.ts'

/**
 * The key of the FHIR server a request is about: the EHR a session was opened from, or what the caller says, or the only
 * one that its tenant has. Throws 422 for a session that names another one, and for a request that names two.
 */
export function serverOf(
  { issuer, tenant }: Asker,
  {
    server,
    writeBack,
  }: Pick<AssessmentRequest, 'server'> & { readonly writeBack?: { readonly server: string } | undefined },
): string | undefined {
  const named = [
    ['/server', server],
    ['/writeBack/server', writeBack?.server],
  ] as const
  const own = issuer?.key ?? writeBack?.server ?? server ?? onlyIssuerOf(tenant)?.key
  const other = named.find(([, key]) => key !== undefined && key !== own)
  if (!other || own === undefined) return own
  throw anotherServer(other[0], own, other[1] ?? '')
}

/** A session writes to, and sees, the EHR it was opened from. */
export function anotherServer(pointer: string, own: string, named: string): HttpProblem {
  return new HttpProblem('another-server', `This is of ${own}, not of ${named}.`, [
    { pointer, detail: 'Another EHR.', remedy: `Send ${own}.` },
  ])
}
