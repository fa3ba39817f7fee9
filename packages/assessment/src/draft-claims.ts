import { draftClaim } from '@doseline/fhir'
import type { Claim } from 'fhir/r4'
import type { JudgedDose } from './judged-dose.ts'

const HOSPITAL = new Set(['on-campus outpatient hospital', 'off-campus outpatient hospital', 'emergency department'])

/**
 * A draft Claim for every dose that is ready and may be submitted: doses of one day and code share theirs. None for a
 * book that is not for submission, nor for a dose without its patient or coverage.
 */
export function draftClaims(doses: readonly JudgedDose[], asOf: string): Claim[] {
  const claims = new Map<string, Claim>()
  for (const { charted, facts, verdict, lines } of doses) {
    const { patient, encounter } = charted
    const { coverage, administeredOn, setting } = facts
    if (verdict !== 'ready' || lines.length === 0 || lines.some(({ forSubmission }) => !forSubmission)) continue
    if (!patient.known || !coverage.known || !administeredOn.known) continue
    const claim = draftClaim({
      patient: patient.value,
      encounter: encounter.known ? encounter.value : undefined,
      coverage: coverage.value.reference,
      authorization: lines.find(({ authorization }) => authorization !== undefined)?.authorization,
      type: setting.known && HOSPITAL.has(setting.value.kind) ? 'institutional' : 'professional',
      asOf,
      dateOfService: administeredOn.value,
      lines,
    })
    claims.set(`${patient.value} ${lines[0]?.doses.join(' ')}`, claim)
  }
  return [...claims.values()]
}
