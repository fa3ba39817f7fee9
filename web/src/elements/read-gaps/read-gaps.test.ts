import type { ReadStep } from '@doseline/ehr-client'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './read-gaps.ts'

const step = (type: string, state: ReadStep['state']): ReadStep => ({ type, why: `why ${type}`, state, count: 0 })

test('refused, not offered and failed are said differently, and never as “none”', async () => {
  const steps = [step('Coverage', 'refused'), step('ClaimResponse', 'not-offered'), step('Flag', 'failed')]
  const said = saidBy(await shown(html`<read-gaps .steps=${steps}></read-gaps>`))
  expect(said).toContain('3 parts of the chart')
  expect(said).toMatch(/Coverage.*refused access.*ClaimResponse.*does not offer.*Flag.*reading failed.*“Unknown”/)
  await expectAccessible()
})

test('a part that came only in part says so, why, and who can help', async () => {
  const steps = [{ ...step('Condition', 'partial'), because: '12 of 40 came' }]
  expect(saidBy(await shown(html`<read-gaps .steps=${steps}></read-gaps>`))).toMatch(
    /1 part of the chart.*Condition.*only part of it was returned.*IT can ask the EHR vendor.*12 of 40 came.*“Unknown”/,
  )
})

test('a chart read to the end needs no strip', async () => {
  expect(saidBy(await shown(html`<read-gaps .steps=${[step('Coverage', 'complete')]}></read-gaps>`))).toBe('')
})
