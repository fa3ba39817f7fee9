import { HttpProblem } from '../middleware/problem.ts'
import type { Ctx } from '../service.ts'
import type { Issuer } from '../tenants.ts'
import { isOnRecord, isSamePerson, type Person, personIn } from './fhir-user.ts'
import { principalOf } from './principal.ts'
import type { Asker } from './who.ts'

/** Who sent this request. */
export function askerOf(c: Ctx): Asker {
  const { token: _, caller: __, ...principal } = principalOf(c)
  return { ...principal, reach: c.get('reach') }
}

/** Whether a caller may see what is recorded of a patient: a patient’s session sees its own patient alone. */
export function maySee(asker: Asker, patient: string | undefined): boolean {
  switch (asker.reach) {
    case 'all':
      return true
    case 'own':
      return patient !== undefined && isOwn(asker, patient)
    default:
      return false
  }
}

/** Throws 403 where a patient’s session asks about the chart of another patient. */
export function refuseAnothersChart(asker: Asker, patients: readonly (string | undefined)[]): void {
  if (asker.reach !== 'own' || patients.every((patient) => maySee(asker, patient))) return
  throw new HttpProblem('chart-of-another', 'This sign-in is a patient’s, and the chart is of another patient.')
}

/** Whether what the ledger knows of a dose may be used for an answer: not for whoever is only answered what they sent. */
export const mayUseLedger = ({ reach }: Asker): boolean => reach !== 'sent'

function isOwn({ patient: own, issuer }: Asker, patient: string): boolean {
  const [mine, theirs] = [personIn(own ?? ''), personIn(patient)]
  return mine !== undefined && theirs !== undefined && isSamePerson(mine, theirs, issuer ?? {})
}

/** Who a request says it is written by. */
interface By {
  readonly reference?: string | undefined
  readonly identifier?: string | undefined
}

/**
 * Throws 422 where a session names somebody else as the author of what is written. Where the person is not on record at
 * this EHR (an absolute `fhirUser` of another server), there is no reference to give, and only a name.
 */
export function refuseAnotherAuthor({ kind, who, issuer }: Asker, by: By | undefined): void {
  const self = personIn(who)
  if (by === undefined || kind !== 'session' || !issuer || !self) return
  const named = by.reference ?? by.identifier
  if (isAuthor(self, named, issuer)) return
  throw new HttpProblem(
    'another-author',
    'What is written is by the person who is signed in, and by is somebody else.',
    [
      {
        pointer: '/writeBack/by/reference',
        detail: named === undefined ? 'Missing.' : 'Another person.',
        remedy: `Send ${self.type}/${self.id}.`,
      },
    ],
  )
}

function isAuthor(self: Person, reference: string | undefined, issuer: Issuer): boolean {
  if (reference === undefined) return !isOnRecord(self, issuer)
  const named = personIn(reference)
  return named !== undefined && isSamePerson(named, self, issuer)
}
