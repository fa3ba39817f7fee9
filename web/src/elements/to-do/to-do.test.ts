import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { JumpAsked } from '../../events/jump-asked.ts'
import type { ResourceAsked } from '../../events/resource-asked.ts'
import { notReady } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './to-do.ts'

const discard = notReady().wouldMakeReady
const facts = [
  { fact: 'openedAmount', known: true, shows: '90 mg', places: [] },
  { fact: 'discardedAmount', known: false, shows: 'not said', places: [] },
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

test('what registration and IT have to do is sent to them, in the words of the check', async () => {
  const copied: string[] = []
  Object.defineProperty(navigator.clipboard, 'writeText', {
    configurable: true,
    value: (text: string) => Promise.resolve(void copied.push(text)),
  })
  const tasks = [
    { rule: 'coverage/was-active-that-day', remedy: 'Register the coverage of that day.', who: 'registration' },
    { rule: 'code/was-in-force', remedy: 'Load the release of that quarter into the code book.', who: 'IT' },
  ] as const
  const dose = notReady({ wouldMakeReady: [...tasks] })
  const element = await shown(html`<to-do .tasks=${tasks} .dose=${dose}></to-do>`)
  await page.getByRole('button', { name: 'Send to Registration' }).click()
  await expect.element(page.getByText('Copied. Paste it into a message to Registration.')).toBeVisible()
  await page.getByRole('button', { name: 'Send to IT' }).click()
  await expect.element(page.getByText('Copied. Paste it into a message to IT.')).toBeVisible()
  expect(copied.map((text) => text.trim().split('\n').at(-1))).toEqual([
    '- Register the coverage of that day.',
    '- Load the release of that quarter into the code book.',
  ])
  expect(saidBy(element)).not.toContain('Enter it here')
  await expectAccessible()
})

test('the charge that stands against the dose is opened as the chart holds it', async () => {
  const tasks = [{ rule: 'charges/not-already-charged', remedy: 'Void the earlier charge first.', who: 'biller' }]
  const charges = {
    fact: 'charges',
    known: true,
    shows: 'ChargeItem/c9 (billed)',
    places: [{ resource: 'ChargeItem/c9', element: 'code' }],
  }
  const element = await shown(html`<to-do .tasks=${tasks} .facts=${[charges]}></to-do>`)
  const events = await asked<ResourceAsked>(element, 'resource-asked', () =>
    page.getByRole('button', { name: 'Open the charge' }).click(),
  )
  expect(events.map(({ resource, element: at }) => [resource, at])).toEqual([['ChargeItem/c9', 'code']])
})

test('a record to look at leads to where it can be stated', async () => {
  const remedy = 'Look at Task/t1: correct it, or state that it does not bear on this dose.'
  const element = await shown(
    html`<to-do .tasks=${[{ rule: 'charges/nobody-holds-it', remedy, who: 'biller' }]}></to-do>`,
  )
  const events = await asked<JumpAsked>(element, 'jump-asked', () =>
    page.getByRole('button', { name: 'Review it here' }).click(),
  )
  expect(events.map(({ field }) => field)).toEqual(['reviewed'])
})
