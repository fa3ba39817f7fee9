import { Failure, type SendReport } from '@doseline/ehr'
import type { ChargeItem } from 'fhir/r4'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './sent-list.ts'

test('says of each part whether it stands, and shows both where somebody was first', async () => {
  const charge = (status: 'billable' | 'billed', value: number): ChargeItem => ({
    resourceType: 'ChargeItem',
    status,
    subject: {},
    code: { coding: [{ code: 'J3397' }] },
    quantity: { value },
  })
  const report: SendReport = {
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
    conflicts: [
      {
        says: 'J3397 × 88',
        wanted: charge('billable', 88),
        now: charge('billed', 90),
      },
    ],
  }
  const said = saidBy(await shown(html`<sent-list .report=${report}></sent-list>`))
  expect(said).toMatch(
    /A part was stored before that.*stored J3397 × 88 ChargeItem\/1 refused J3397-JW × 2 no such code not sent Flag/,
  )
  expect(said).toMatch(
    /Theirs stays\. In the chart now J3397 × 90 \(billed\) Doseline would have written J3397 × 88 \(billable\)/,
  )
  await expectAccessible()
})
