import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { Recorded } from '../../dose-review/recorded.ts'
import type { WriteAsked } from '../../events/write-asked.ts'
import { aDonePlan, aDose, aPlan, aVoidPlan, notReady } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './action-bar.ts'
import type { ActionBar } from './action-bar.ts'

const plans = { approve: aPlan('approve'), suggest: aPlan('suggest') }
const done = { approve: aDonePlan('approve'), suggest: aDonePlan('suggest'), void: aVoidPlan() }

/** A write-back that only the ledger can tell of. */
const aRecord = (channel: Recorded['channel'], write: Recorded['writes'][number]): Recorded => ({
  id: 'w1',
  at: '2026-03-03T10:00:00Z',
  who: 'Jordan Ellis',
  channel,
  state: 'confirmed',
  writes: [write],
})

const bar = (state: Partial<ActionBar> = {}) =>
  shown<ActionBar>(html`<action-bar
    .dose=${state.dose ?? aDose()}
    .plans=${state.plans ?? plans}
    .plansFailure=${state.plansFailure}
    .recorded=${state.recorded}
    .overrides=${state.overrides ?? []}
    .sending=${state.sending}
    .writing=${state.writing}
    .forSubmission=${state.forSubmission ?? true}
    .mayWrite=${state.mayWrite ?? true}
    ?charged=${state.charged ?? false}
  ></action-bar>`)

test('says what the dose is and what it comes to', async () => {
  expect(saidBy(await bar())).toMatch(/^Ready to bill 2 lines · 90 drug units/)
  expect(saidBy(await bar({ charged: true, plans: done }))).toMatch(/^Charged 2 lines/)
  await expectAccessible()
})

test('what is stored already leaves nothing to write', async () => {
  const element = await bar({ plans: done })
  expect(saidBy(element)).not.toMatch(/Approve|Save draft|Flag/)
})

test('a patient or a relative may print, and writes nothing', async () => {
  expect(saidBy(await bar({ mayWrite: false }))).not.toMatch(/Approve|Save draft/)
})

test('the first thing to do gets the focus, and is not done by it', async () => {
  const element = await bar()
  const events = await asked<WriteAsked>(element, 'write-asked', async () => element.focus())
  expect(element.shadowRoot?.activeElement?.textContent).toContain('Approve 2 lines')
  expect(events).toEqual([])
})

test('what is to be asked about gets the focus on its button', async () => {
  const writes = aVoidPlan().writes.filter(({ act }) => act === 'void')
  const voids = { approve: aPlan('approve', { writes }), suggest: aPlan('suggest', { writes }) }
  const element = await bar({ dose: notReady(), plans: voids })
  element.focus()
  expect(element.renderRoot.querySelector('ask-first')?.shadowRoot?.activeElement?.textContent).toContain('Void 2')
})

test('each who can fix it has a message of their own, and Escape closes the menu', async () => {
  const element = await bar({ dose: notReady() })
  await page.getByText('Send to…').click()
  await expect.element(page.getByRole('button', { name: 'Copy for Nurse' })).toBeVisible()
  await expectAccessible()
  await page.getByRole('button', { name: 'Copy for Nurse' }).click()
  await expect.poll(() => saidBy(element)).toMatch(/Copied|did not allow copying/)
  await page.getByText('Send to…').click()
  element.renderRoot
    .querySelector('.menu[open]')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect(element.renderRoot.querySelector('.menu[open]')).toBeNull()
})

test('where the EHR stores nothing, the lines are what can be taken', async () => {
  const byHand = {
    approve: aPlan('approve', { channel: 'by-hand' }),
    suggest: aPlan('suggest', { channel: 'by-hand' }),
  }
  const element = await bar({ plans: byHand })
  expect(element.renderRoot.querySelector('.actions > button:not(.quiet)')).toBeNull()
  const takeAway = element.renderRoot.querySelector('.actions > take-away')
  expect(takeAway && saidBy(takeAway)).toContain('Download JSON')
  element.focus()
  expect(takeAway?.shadowRoot?.activeElement?.textContent).toContain('Copy lines')
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

test('a message is sent by a button that says so', async () => {
  expect(saidBy(await bar({ plans: messages }))).toContain('Approve 2 lines and send a message')
})

test('what was sent and cannot be read back is not offered as if it were new', async () => {
  const recorded = aRecord('communication', {
    what: 'Communication',
    act: 'create',
    identity: 'message-approve',
    text: 'A message in the chart',
  })
  const said = saidBy(await bar({ plans: messages, recorded }))
  expect(said).toContain('Send again…')
  expect(said).not.toContain('Approve 2 lines')
})

test('both acts are asked for by their buttons', async () => {
  const element = await bar()
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'Approve 2 lines' }).click()
    await page.getByRole('button', { name: 'Save draft' }).click()
  })
  expect(events.map(({ act }) => act)).toEqual(['approve', 'suggest'])
})

test('while writing nothing can be asked for twice, and the step is said', async () => {
  const element = await bar({ writing: 'sending' })
  expect(saidBy(element)).toContain('Writing…')
  expect(element.renderRoot.querySelectorAll('.actions > button:not([disabled], .quiet)')).toHaveLength(0)
})

test('what is charged now is voided by a button that says so, and asks', async () => {
  const writes = [...aPlan('approve').writes.slice(0, 1), ...aVoidPlan().writes.filter(({ act }) => act === 'void')]
  const voids = { approve: aPlan('approve', { writes }), suggest: aPlan('suggest', { writes }) }
  const element = await bar({ dose: notReady(), plans: voids })
  const events = await asked<WriteAsked>(element, 'write-asked', async () => {
    await page.getByRole('button', { name: 'Void 2 charges, and write the Flag…' }).click()
    await expect.element(page.getByText('J3397-JW × 2 discarded').last()).toBeVisible()
    await page.getByRole('button', { name: 'Void and write' }).click()
  })
  expect(events.map(({ act }) => act)).toEqual(['suggest'])
})

test('a demonstration is stored, never approved', async () => {
  const said = saidBy(await bar({ forSubmission: false }))
  expect(said).toContain('Store the demonstration')
  expect(said).not.toContain('Approve 2 lines')
})

test('a message that says something else than the one before is a correction of it', async () => {
  const requests = (content: string) =>
    (messages.approve.requests ?? []).map((request) => ({
      ...request,
      search: `Communication?identifier=s%7C${content}`,
    }))
  const recorded = aRecord('communication', {
    what: 'Communication',
    act: 'create',
    identity: 'message-approve',
    content: 'first',
  })
  const told = async (content: string) =>
    saidBy(
      await bar({ recorded, plans: { ...messages, approve: { ...messages.approve, requests: requests(content) } } }),
    )
  expect(await told('second')).toContain('Send the correction')
  expect(await told('first')).toContain('Send again…')
})

test('how far it is, and why it waits', async () => {
  const sending = { at: 2, of: 5, says: 'J3397-JW × 2 discarded' }
  expect(saidBy(await bar({ writing: 'sending', sending }))).toContain('Writing 2 of 5: J3397-JW × 2 discarded')
  const waiting = { ...sending, waits: { because: 'busy', seconds: 3 } } as const
  expect(saidBy(await bar({ writing: 'sending', sending: waiting }))).toContain('asks to wait: 3 seconds')
})
