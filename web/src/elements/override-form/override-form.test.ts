import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { OverridesGiven } from '../../events/overrides-given.ts'
import { aFailure } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './override-form.ts'

const use = () => page.getByRole('button', { name: 'Save override' }).click()

test('every rule needs a reason before anything is asked for', async () => {
  const element = await shown(html`<override-form .findings=${[aFailure]}></override-form>`)
  await page.getByText('Override and charge').click()
  expect(await asked(element, 'overrides-given', use)).toEqual([])
  expect(saidBy(element)).toContain('at least three letters')
  await expectAccessible()
  await page.getByLabelText('Reason').fill('The pharmacy log states the waste.')
  const events = await asked<OverridesGiven>(element, 'overrides-given', use)
  expect(events[0]?.overrides).toEqual([{ rule: aFailure.id, reason: 'The pharmacy log states the waste.' }])
})
