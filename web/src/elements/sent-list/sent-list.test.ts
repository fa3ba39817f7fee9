import { html } from 'lit'
import { expect, test } from 'vitest'
import { aMixedReport } from '../../testing/a-report.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './sent-list.ts'

test('says of each part whether it stands, and shows both where somebody was first', async () => {
  const said = saidBy(await shown(html`<sent-list .report=${aMixedReport}></sent-list>`))
  expect(said).toMatch(
    /Part of it was stored before that.*stored J3397 × 88 ChargeItem\/1 refused J3397-JW × 2 no such code not sent Flag/,
  )
  expect(said).toMatch(
    /Their version was kept\. In the chart now J3397 × 90 \(billed\) Doseline would have written J3397 × 88 \(billable\)/,
  )
  await expectAccessible()
})
