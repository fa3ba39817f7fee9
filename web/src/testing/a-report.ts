import { Failure, type SendReport } from '@doseline/ehr-client'
import type { ChargeItem } from 'fhir/r4'

const charge = (status: 'billable' | 'billed', value: number): ChargeItem => ({
  resourceType: 'ChargeItem',
  status,
  subject: {},
  code: { coding: [{ code: 'J3397' }] },
  quantity: { value },
})

/** A write-back of which a part was stored, a part refused, and a part changed by somebody else first. */
export const aMixedReport: SendReport = {
  ended: 'refused',
  written: ['a'],
  sent: [
    { says: 'J3397 × 88', outcome: { kind: 'stored', key: 'ChargeItem/1', wasThere: false } },
    {
      says: 'J3397-JW × 2',
      outcome: { kind: 'refused', failure: new Failure('write-refused', { detail: 'no such code' }) },
    },
    { says: 'Flag', outcome: { kind: 'not sent' } },
  ],
  conflicts: [{ says: 'J3397 × 88', wanted: charge('billable', 88), now: charge('billed', 90) }],
}
