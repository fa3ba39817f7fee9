import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { WriteAsked } from '../../events/write-asked.ts'
import { Failure } from '../../session/failure.ts'
import { aDonePlan, aDose, aPlan, notReady } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './write-back-panel.ts'
import type { WriteBackPanel } from './write-back-panel.ts'

const plans = { approve: aPlan('approve'), suggest: aPlan('suggest') }
const done = { approve: aDonePlan('approve'), suggest: aDonePlan('suggest') }
const stored = [{ key: 'Flag/1', type: 'Flag', status: 'active', text: 'ready' }] as const

const panel = (state: Partial<WriteBackPanel> = {}) =>
  shown<WriteBackPanel>(html`<write-back-panel
    .dose=${state.dose ?? aDose()}
    .plans=${state.plans ?? plans}
    .plansFailure=${state.plansFailure}
    .stored=${state.stored ?? []}
    .readOnly=${state.readOnly ?? []}
    .result=${state.result}
    .writing=${state.writing}
    .forSubmission=${state.forSubmission ?? true}
    label="Clinic"
    base="https://ehr.example/fhir"
    approver="Jordan Ellis"
  ></write-back-panel>`)

test('says before the click what goes where, by either act', async () => {
  const said = saidBy(await panel())
  expect(said).toContain('Clinic, https://ehr.example/fhir')
  expect(said).toMatch(/ChargeItem J3397-JW × 2 discarded Approve create billable Suggestion create planned/)
  await expectAccessible()
})

test('both acts are asked for by their buttons', async () => {
  const element = await panel()
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'Approve 2 lines' }).click()
    await page.getByRole('button', { name: 'Save as suggestion' }).click()
  })
  expect(events.map(({ act }) => act)).toEqual(['approve', 'suggest'])
})

test('what was written before and is gone can be written again, by somebody who has looked', async () => {
  const failure = new Failure('already-written', { earlier: ['w1'] })
  const element = await panel({ result: { kind: 'failed', failure, act: 'approve' } })
  const events = await asked<WriteAsked>(element, 'write-asked', () =>
    page.getByRole('button', { name: 'They are gone from the EHR' }).click(),
  )
  expect(events.map(({ act, despite }) => [act, despite])).toEqual([['approve', ['w1']]])
  await expectAccessible()
})

test('while writing nothing can be asked for twice, and the step is said', async () => {
  const element = await panel({ writing: 'sending' })
  expect(saidBy(element)).toContain('Writing…')
  expect(element.renderRoot.querySelectorAll('.actions button:not([disabled])')).toHaveLength(0)
})

test('what is stored already leaves nothing to press', async () => {
  const element = await panel({ plans: done, stored })
  expect(saidBy(element)).toContain('nothing to change')
  expect(element.renderRoot.querySelector('.actions')).toBeNull()
})

test('retiring is asked about before it is done', async () => {
  const element = await panel({ plans: done, stored })
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'Retire…' }).click()
    await expectAccessible()
    await page.getByRole('button', { name: 'Retire now' }).click()
  })
  expect(events.map(({ act }) => act)).toEqual(['retire'])
})

test('without the lines only the Flag is written, and reasons may be given', async () => {
  const flagOnly = (act: 'approve' | 'suggest') => aPlan(act, { writes: aPlan(act).writes.slice(0, 1) })
  const element = await panel({
    dose: notReady(),
    plans: { approve: flagOnly('approve'), suggest: flagOnly('suggest') },
  })
  expect(saidBy(element)).toMatch(/not written while the dose is not ready.*Write the Flag/)
  expect(element.renderRoot.querySelector('override-form')).not.toBeNull()
  await expectAccessible()
})

test('a session that may not write says who can allow it, and shows no dead button', async () => {
  const element = await panel({ readOnly: ['ChargeItem'] })
  expect(saidBy(element)).toMatch(/may not write ChargeItem/)
  expect(element.renderRoot.querySelector('button')).toBeNull()
})

test('a demonstration is stored, never approved', async () => {
  const said = saidBy(await panel({ forSubmission: false }))
  expect(said).toContain('Store the demonstration')
  expect(said).not.toContain('Approve 2 lines')
})

test('a changed chart and a refusal are shown, and get the focus', async () => {
  const changed = await panel({ result: { kind: 'changed', before: 'ready', after: 'not-ready' } })
  expect(saidBy(changed)).toMatch(/chart changed.*It was “Ready to bill” and is now “Not ready”/)
  changed.focusResult()
  expect(changed.shadowRoot?.activeElement?.className).toContain('result')
  const refused = await panel({
    result: {
      kind: 'failed',
      act: 'approve',
      failure: new Failure('write-refused', { detail: 'Flag.code is missing' }),
    },
  })
  const screen = refused.renderRoot.querySelector('failure-screen')
  expect(screen && saidBy(screen)).toMatch(/refused to store.*Flag\.code is missing/)
  await expectAccessible()
})
