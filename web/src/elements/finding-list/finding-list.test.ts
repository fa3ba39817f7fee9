import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { aDose, aFailure, aFinding, aSource } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import type { FindingList } from './finding-list.ts'
import './finding-list.ts'

test('findings stand under the question they belong to, the worst first', async () => {
  const findings = [aFinding({ text: 'within the MUE' }), aFailure, ...aDose().findings.slice(1)]
  const said = saidBy(await shown(html`<finding-list .dose=${aDose({ findings })}></finding-list>`))
  expect(said).toMatch(/Amount and units 1 of 2 met Not met : 88 of 90 mg.*Met : within the MUE.*Code.*Coverage/)
  await expectAccessible()
})

test('why opens to the element of the chart and the document that says so', async () => {
  const element = await shown(html`<finding-list .dose=${aDose({ findings: [aFailure] })}></finding-list>`)
  await page.getByText('Why').click()
  expect(saidBy(element)).toMatch(/From the chart Discarded 2 mg entered by Jordan Ellis.* Published by CMS, Medicare/)
  const link = element.renderRoot.querySelector('a')
  expect(link?.rel).toBe('noreferrer noopener')
  await expectAccessible()
})

test('an answer that rests on an unconfirmed value, and advice, say so', async () => {
  const findings = [aFinding({ confidence: 'unconfirmed', severity: 'advisory' })]
  const said = saidBy(await shown(html`<finding-list .dose=${aDose({ findings })}></finding-list>`))
  expect(said).toMatch(/† \( unconfirmed value \) advisory/)
})

test('values that no document confirms are a footnote under all findings', async () => {
  const unconfirmed = ['the MUE', 'the interval']
  const said = saidBy(await shown(html`<finding-list .dose=${aDose({ unconfirmed })}></finding-list>`))
  expect(said).toMatch(/† 2 values unconfirmed: the MUE, the interval$/)
})

test('advice that is not in order does not look like a failure, and stands below what is', async () => {
  const advice = aFinding({
    text: 'the label warns',
    outcome: 'fails',
    severity: 'advisory',
    id: 'amount/is-the-labelled-dose',
  })
  const element = await shown(html`<finding-list .dose=${aDose({ findings: [advice, aFailure] })}></finding-list>`)
  expect(saidBy(element)).toMatch(/Not met : 88 of 90 mg.*Review : the label warns/)
  expect(element.renderRoot.querySelector('.advises')).not.toBeNull()
  await expectAccessible()
})

test('an address that is no web address is no link', async () => {
  const dose = aDose({ sources: [{ ...aSource, address: 'javascript:alert(1)' }] })
  const element = await shown(html`<finding-list .dose=${dose}></finding-list>`)
  expect(element.renderRoot.querySelector('a')).toBeNull()
})

const visible = (element: Element): string[] =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>('li[data-rule]') ?? [])]
    .filter((item) => item.checkVisibility())
    .map(({ dataset }) => dataset.rule ?? '')

test('only what is not in order is shown, until a person asks for all', async () => {
  const inOrder = aFinding({ id: 'code/was-in-force', text: 'J3397 was in force.' })
  const element = await shown(html`<finding-list .dose=${aDose({ findings: [aFailure, inOrder] })}></finding-list>`)
  expect(visible(element)).toEqual([aFailure.id])
  expect(saidBy(element)).toContain('1 of 1 met')
  await page.getByLabelText('Only open checks (1)').click()
  expect(visible(element)).toEqual([aFailure.id, 'code/was-in-force'])
  await expectAccessible()
})

test('where all is in order there is nothing to filter', async () => {
  const element = await shown(html`<finding-list .dose=${aDose()}></finding-list>`)
  expect(visible(element)).toHaveLength(3)
  expect(saidBy(element)).toContain('All checks are met.')
})

test('a finding that is asked for is shown, opened and under the reader', async () => {
  const inOrder = aFinding({ id: 'code/was-in-force' })
  const element = await shown<FindingList>(
    html`<finding-list .dose=${aDose({ findings: [aFailure, inOrder] })}></finding-list>`,
  )
  await element.show('code/was-in-force')
  expect(visible(element)).toContain('code/was-in-force')
  const focused = element.shadowRoot?.activeElement as HTMLElement
  expect(focused.dataset.rule).toBe('code/was-in-force')
  expect(focused.querySelector('details')?.open).toBe(true)
})
