import type { ReadStep } from '@doseline/ehr-client'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose, aFinding } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './read-gaps.ts'

const step = (type: string, state: ReadStep['state']): ReadStep => ({ type, why: `why ${type}`, state, count: 0 })

test('refused, not offered and failed are said differently, and never as “none”', async () => {
  const steps = [step('Coverage', 'refused'), step('ClaimResponse', 'not-offered'), step('Flag', 'failed')]
  const said = saidBy(await shown(html`<read-gaps .steps=${steps}></read-gaps>`))
  expect(said).toContain('3 parts of the chart')
  expect(said).toMatch(/refused access.*Coverage.*does not offer.*ClaimResponse.*Reading failed.*Flag.*“Unknown”/)
  await expectAccessible()
})

test('a part that came only in part says so, why, and who can help', async () => {
  const steps = [{ ...step('Condition', 'partial'), because: '12 of 40 came' }]
  expect(saidBy(await shown(html`<read-gaps .steps=${steps}></read-gaps>`))).toMatch(
    /1 part of the chart.*Only part was returned.*IT can ask the EHR vendor.*12 of 40 came.*Condition.*“Unknown”/,
  )
})

test('of nineteen parts the one that a check of the dose waits for comes first, and the same reason is said once', async () => {
  const says = 'One or more resources were left out because they do not conform'
  const others = Array.from({ length: 18 }, (_, at) => ({ ...step(`Type${at}`, 'partial'), because: says }))
  const steps = [...others, step('ChargeItem', 'not-offered')]
  const waiting = aDose({
    findings: [aFinding({ outcome: 'cannot-tell', text: 'The EHR does not offer charges (ChargeItem).' })],
  })
  const said = saidBy(await shown(html`<read-gaps .steps=${steps} .dose=${waiting}></read-gaps>`))
  expect(said).toContain('19 parts of the chart; a check of this dose waits for 1 of them')
  expect(said).toMatch(
    /A check of this dose waits for this\. This EHR does not offer these\. .*ChargeItem.*Type0.*Type17/,
  )
  expect(said.split(says)).toHaveLength(2)
  await expectAccessible()
})

test('where no check waits for what is missing, the strip says so', async () => {
  const steps = [step('Flag', 'not-offered'), step('Task', 'not-offered')]
  expect(saidBy(await shown(html`<read-gaps .steps=${steps} .dose=${aDose()}></read-gaps>`))).toContain(
    '2 parts of the chart; no check of this dose waits for them',
  )
})

test('a chart read to the end needs no strip', async () => {
  expect(saidBy(await shown(html`<read-gaps .steps=${[step('Coverage', 'complete')]}></read-gaps>`))).toBe('')
})
