import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { JumpAsked } from '../../events/jump-asked.ts'
import { notReady } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './to-do.ts'

const discard = notReady().wouldMakeReady
const facts = [
  { fact: 'openedMg', known: true, shows: '90 mg', places: [] },
  { fact: 'discardedMg', known: false, shows: 'not said', places: [] },
]

test('says what to do, by whose task it is', async () => {
  const tasks = [
    ...discard,
    { rule: 'necessity/diagnosis-codes-exist', remedy: 'Correct the status of the diagnosis.', who: 'prescriber' },
    { rule: 'administration/is-documented', remedy: 'Chart the lot.', who: 'nurse' },
  ]
  const said = saidBy(await shown(html`<to-do .tasks=${tasks}></to-do>`))
  expect(said).toMatch(/3 issues Nurse Record the amount discarded.*Chart the lot.*Prescriber Correct the status/)
  await expectAccessible()
})

test('leads to the finding, and to the field that would answer', async () => {
  const element = await shown(html`<to-do .tasks=${discard} .facts=${facts}></to-do>`)
  const events = await asked<JumpAsked>(element, 'jump-asked', async () => {
    await page.getByRole('button', { name: 'Enter it here' }).click()
    await page.getByRole('button', { name: 'See why' }).click()
  })
  expect(events.map(({ rule, field }) => [rule, field])).toEqual([
    ['amount/discard-is-documented', 'discarded'],
    ['amount/discard-is-documented', undefined],
  ])
})

test('where the containers are not known, they are asked for first', async () => {
  const unopened = facts.map((fact) => ({ ...fact, known: false }))
  const element = await shown(html`<to-do .tasks=${discard} .facts=${unopened}></to-do>`)
  const events = await asked<JumpAsked>(element, 'jump-asked', () =>
    page.getByRole('button', { name: 'Enter it here' }).click(),
  )
  expect(events.map(({ field }) => field)).toEqual(['containers'])
})

test('what was not read can be stated away; what stands in the chart cannot', async () => {
  const rule = 'chart/is-wholly-read'
  const tasks = [
    { rule, remedy: 'Look in the EHR which copy is current, and send only that one.', who: 'IT' },
    { rule, remedy: 'Read it again; else look there and state that it does not bear on this dose.', who: 'IT' },
  ]
  const element = await shown(html`<to-do .tasks=${tasks}></to-do>`)
  const events = await asked<JumpAsked>(element, 'jump-asked', () =>
    page.getByRole('button', { name: 'Enter it here' }).click(),
  )
  expect(events.map(({ field }) => field)).toEqual(['wholeChart'])
})
