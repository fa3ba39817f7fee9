import type { AssessmentAnswer } from '@doseline/contract'
import type { Decision } from '../../src/ledger/answers.ts'
import type { AuditEntry } from '../../src/ledger/audit.ts'
import type { ReservationRequest } from '../../src/ledger/reservation.ts'
import type { StepRequest } from '../../src/ledger/step.ts'
import { joined, split } from '../../src/ledger/stored-answer.ts'

const AT = '2026-03-03T10:00:00Z'

/** A decision about a dose of patient p1, but for what is said. */
export const anEntry = (difference: Partial<AuditEntry> = {}): AuditEntry => ({
  at: AT,
  tenant: 'clinic',
  who: 'Practitioner/biller',
  act: 'assessed',
  subject: 'Patient/p1',
  about: { assessment: 'assessment-1', digest: 'd1' },
  ...difference,
})

export const DRUG_LINE = { identity: 'line-1', what: 'ChargeItem', act: 'create', status: 'billable' } as const

/** A reservation of visit v1 that would create one line, but for what is said. */
export const aReservation = (difference: Partial<ReservationRequest> = {}): ReservationRequest => {
  const writes = difference.writes ?? [DRUG_LINE]
  return {
    visit: 'v1',
    key: 'k1',
    fingerprint: 'f1',
    patient: 'Patient/p1',
    assessment: 'assessment-1',
    writes,
    channel: 'transaction',
    does: 'approve',
    reversedCharges: [],
    overrides: [],
    dosesOf: { server: 'ehr-a', doses: ['MedicationAdministration/ma-1'] },
    plan: JSON.stringify({ writes }),
    overrideEarlier: [],
    entry: { at: AT, tenant: 'clinic', who: 'Practitioner/biller' },
    ...difference,
  }
}

/** The decision of this number, about one dose. */
export const aDecision = (at: number): Decision => ({
  entry: anEntry({ about: { assessment: `assessment-${at}` } }),
  id: `assessment-${at}`,
  answer: split({ at, assessments: [{ focus: `MedicationAdministration/${at}` }] } as never),
})

/** The next step of a write-back. */
export const aStep = (id: string, to: StepRequest['to'], fencing = 1): StepRequest => ({
  id,
  to,
  fencing,
  reason: to === 'void' ? 'the EHR refused it' : '',
  entry: { at: AT, tenant: 'clinic', who: 'Practitioner/biller' },
})

/** The answer of a decision that was recorded. */
export const answerIn = ({ answer: { head, parts } }: Decision): AssessmentAnswer =>
  JSON.parse(
    joined(
      head,
      parts.map(({ text }) => text),
    ).toString(),
  )
