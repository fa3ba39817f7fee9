import { channelsFor, Failure } from '@doseline/ehr-client'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { Recorded } from '../../dose-review/recorded.ts'
import type { ReversalStated } from '../../events/reversal-stated.ts'
import type { WriteAsked } from '../../events/write-asked.ts'
import { aDonePlan, aDose, aPlan, aVoidPlan, notReady } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './write-back-panel.ts'
import type { WriteBackPanel } from './write-back-panel.ts'

const plans = { approve: aPlan('approve'), suggest: aPlan('suggest') }
const done = { approve: aDonePlan('approve'), suggest: aDonePlan('suggest'), void: aVoidPlan() }
const stored = [{ key: 'Flag/1', type: 'Flag', status: 'active', text: 'ready' }] as const

/** A write-back that only the ledger can tell of. */
const aRecord = (channel: Recorded['channel'], write: Recorded['writes'][number]): Recorded => ({
  id: 'w1',
  at: '2026-03-03T10:00:00Z',
  who: 'Jordan Ellis',
  channel,
  state: 'confirmed',
  writes: [write],
})

const panel = (state: Partial<WriteBackPanel> = {}) =>
  shown<WriteBackPanel>(html`<write-back-panel
    .dose=${state.dose ?? aDose()}
    .plans=${state.plans ?? plans}
    .plansFailure=${state.plansFailure}
    .stored=${state.stored ?? []}
    .negotiated=${state.negotiated}
    .recorded=${state.recorded}
    .overrides=${state.overrides ?? []}
    .standing=${state.standing}
    .result=${state.result}
    .writing=${state.writing}
    .forSubmission=${state.forSubmission ?? true}
    .mayWrite=${state.mayWrite ?? true}
    .underWay=${state.underWay}
    label="Clinic"
    base="https://ehr.example/fhir"
    approver="Jordan Ellis"
    ?approverElsewhere=${state.approverElsewhere ?? false}
  ></write-back-panel>`)

test('says before the click what goes where, by either act', async () => {
  const said = saidBy(await panel())
  expect(said).toContain('Clinic, https://ehr.example/fhir')
  expect(said).toMatch(/Charge line J3397-JW × 2 discarded Approve create billable Draft create planned/)
  await expectAccessible()
})

test('what was written before and is gone can be written again, by somebody who has looked', async () => {
  const failure = new Failure('already-written', { earlier: ['w1'] })
  const element = await panel({ result: { kind: 'failed', failure, act: 'approve' } })
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'They are not in the EHR' }).click()
    await expect.element(page.getByText('Otherwise this dose will be billed twice')).toBeVisible()
    await page.getByRole('button', { name: 'Write them again' }).click()
  })
  expect(events.map(({ act, overrideEarlier }) => [act, overrideEarlier])).toEqual([['approve', ['w1']]])
  await expectAccessible()
})

test('what was sent and may still arrive cannot be said to be gone', async () => {
  const failure = new Failure('already-written', { earlier: ['w1'], retryAfterSeconds: 1 })
  await panel({ result: { kind: 'failed', failure, act: 'approve' } })
  await expect.element(page.getByText('You can write again in 1 second')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'They are not in the EHR' })).not.toBeInTheDocument()
  await expectAccessible()
  await new Promise((wait) => setTimeout(wait, 1200))
  await expect.element(page.getByRole('button', { name: 'They are not in the EHR' })).toBeVisible()
})

test.each([
  ['reserved', 'Ana Petrov has been writing this dose since'],
  ['sent', 'Ana Petrov has been writing this dose since'],
  ['unconfirmed', 'it is not known yet whether they arrived'],
] as const)('that somebody else is at it, %s, is said before anything is pressed', async (state, says) => {
  const underWay = { writeBack: 'w1', who: 'Ana Petrov', state, since: '2026-03-03T10:00:00Z', until: '', seconds: 60 }
  const element = await panel({ underWay })
  expect(saidBy(element)).toContain(says)
  await expectAccessible()
})

test('a patient or a relative may look, and finds nothing to press that writes', async () => {
  const element = await panel({ mayWrite: false, stored })
  expect(saidBy(element)).toContain('Sign in as staff')
  expect([...element.renderRoot.querySelectorAll('button, ask-first')]).toEqual([])
  await expectAccessible()
})

test('how it ended for a dose that is no longer shown leaves nothing to press', async () => {
  const failure = new Failure('somebody-writes', { retryAfterSeconds: 9 })
  const result = { kind: 'left the chart', result: { kind: 'failed', failure, act: 'approve' } } as const
  const element = await panel({ result })
  expect(saidBy(element)).toContain('another one is shown')
  expect(element.renderRoot.querySelector('write-turn')).toBeNull()
})

test('that the EHR holds no record of the approver is said before the click', async () => {
  const says = 'This EHR has no record of Jordan Ellis'
  expect(saidBy(await panel({ approverElsewhere: true }))).toContain(says)
  expect(saidBy(await panel())).not.toContain(says)
})

test('lines that stand without the record of who approved them say so', async () => {
  const sent = [
    { says: 'Flag', outcome: { kind: 'stored', wasThere: false } },
    { says: 'Provenance', outcome: { kind: 'refused', failure: new Failure('write-refused', { status: 403 }) } },
  ] as const
  const report = { ended: 'stored', sent, written: [], conflicts: [] } as const
  const result = { kind: 'stored', act: 'approve', lines: 2, channel: 'transaction', report } as const
  expect(saidBy(await panel({ result }))).toContain('The EHR refused the record of who approved (Provenance)')
})

test('what is stored already leaves nothing to press', async () => {
  const element = await panel({ plans: done, stored })
  expect(saidBy(element)).toContain('Nothing to change')
  expect(element.renderRoot.querySelector('fold-row')).toBeNull()
})

test('voiding is asked about before it is done', async () => {
  const element = await panel({ plans: done, stored })
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'Void…' }).click()
    await expect.element(page.getByText('voided: J3397 × 88 administered')).toBeVisible()
    await expect.element(page.getByText('Flag kept: 1 dose stays.')).toBeVisible()
    await expectAccessible()
    await page.getByRole('button', { name: 'Void now' }).click()
  })
  expect(events.map(({ act }) => act)).toEqual(['void'])
})

test('reasons of an earlier write-back are shown with their name, and hold', async () => {
  const overrides = [{ rule: notReady().findings[0]?.id ?? '', reason: 'seen on paper' }]
  const standing = { by: 'Ana Petrov', at: '2026-03-03T10:00:00Z', overrides }
  const element = await panel({ dose: notReady(), overrides, standing })
  const form = element.renderRoot.querySelector('override-form')
  expect(form && saidBy(form)).toMatch(/Entered by Ana Petrov.*The override stays until someone removes it/)
  await expectAccessible()
})

test('what an operation took is planned again only for somebody who has seen that it was taken back', async () => {
  const approve = { ...done.approve, postedCharges: [{ identity: 'c1', text: 'J3397 × 88' }] }
  const element = await panel({ plans: { ...done, approve } })
  const events = await asked<ReversalStated>(element, 'reversal-stated', async () => {
    await page.getByRole('button', { name: 'Reversed in the EHR…' }).click()
    await expect.element(page.getByText('J3397 × 88').last()).toBeVisible()
    await page.getByRole('button', { name: 'They were reversed' }).click()
  })
  expect(events.map(({ identities }) => identities)).toEqual([['c1']])
  await expectAccessible()
})

test('without the lines only the Flag is written, and reasons may be given', async () => {
  const flagOnly = (act: 'approve' | 'suggest') => aPlan(act, { writes: aPlan(act).writes.slice(0, 1) })
  const element = await panel({
    dose: notReady(),
    plans: { approve: flagOnly('approve'), suggest: flagOnly('suggest') },
  })
  expect(saidBy(element)).toContain('not written while the dose is not ready')
  expect(element.renderRoot.querySelector('override-form')).not.toBeNull()
  await expectAccessible()
})

test('a session that may not write says who can allow it, and shows no dead button', async () => {
  const by = {
    channel: 'by-hand',
    lost: ['Nothing is sent to the EHR: a person has to carry the lines over.'],
  } as const
  const byHand = {
    approve: aPlan('approve', { ...by, lost: [...by.lost] }),
    suggest: aPlan('suggest', { ...by, lost: [...by.lost] }),
  }
  const negotiated = channelsFor({ offered: undefined, system: undefined, scope: 'patient/ChargeItem.rs' })
  const element = await panel({ plans: byHand, negotiated })
  expect(saidBy(element)).toMatch(
    /This EHR cannot store charges from Doseline.*One by one: This session may not create and update ChargeItem/,
  )
  await expectAccessible()
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

const aMessage = (act: 'approve' | 'suggest') =>
  aPlan(act, {
    channel: 'communication',
    lost: ['No charge line and no Flag is written: the message tells a person, who has to enter the lines.'],
    requests: [
      {
        method: 'POST',
        url: 'Communication',
        headers: {},
        body: { resourceType: 'Communication' },
        says: 'A message in the chart',
        identity: `message-${act}`,
      },
    ],
  })
const messages = { approve: aMessage('approve'), suggest: aMessage('suggest') }

test('a message is no charge: what is told and what is lost is said before the click', async () => {
  const element = await panel({ plans: messages })
  const said = saidBy(element)
  expect(said).toMatch(
    /One message in the chart\..*J3397 × 88 administered Approve in the message Draft in the message/,
  )
  expect(said).toMatch(/What this EHR cannot store No charge line and no Flag is written/)
  await expectAccessible()
})

test('what was told and cannot be read back is told by the ledger, and is not offered as if it were new', async () => {
  const recorded = aRecord('communication', {
    what: 'Communication',
    act: 'create',
    identity: 'message-approve',
    text: 'A message in the chart',
  })
  const element = await panel({ plans: messages, recorded })
  const said = saidBy(element)
  expect(said).toMatch(/What Doseline recorded As a message, by Jordan Ellis.*does not let Doseline read it back/)
  await expectAccessible()
})

test('while somebody else writes the turn is waited for, and asked for again by itself', async () => {
  const failure = new Failure('somebody-writes', { detail: 'Ana is writing for this visit.', retryAfterSeconds: 1 })
  const element = await panel({ result: { kind: 'failed', failure, act: 'approve' } })
  const events = await asked<WriteAsked>(element, 'write-asked', () => new Promise((wait) => setTimeout(wait, 1300)))
  expect(events.map(({ act }) => act)).toEqual(['approve'])
})

test('what was just written is undone after a question', async () => {
  const result = { kind: 'stored', act: 'approve', lines: 2, channel: 'transaction' } as const
  const element = await panel({ plans: done, stored, result })
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'Void…' }).click()
    await page.getByRole('button', { name: 'Void now' }).click()
  })
  expect(events.map(({ act }) => act)).toEqual(['void'])
})
