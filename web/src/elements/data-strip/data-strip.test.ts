import type { ReadStep } from '@doseline/ehr-client'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './data-strip.ts'

const complete: ReadStep = { type: 'Coverage', why: 'the payer', state: 'complete', count: 1 }
const strip = (minutesAgo: number, step = complete) =>
  shown(
    html`<data-strip
      .chart=${{ readAt: new Date(Date.now() - minutesAgo * 60_000), steps: [step] }}
      server="Clinic"
      doses="3"
    ></data-strip>`,
  )

test('says how old it is, from where, and that it is all', async () => {
  const element = await strip(2)
  expect(saidBy(element)).toMatch(/^Data as of \d\d:\d\d Data as of \d\d:\d\d from Clinic, 3 doses, all pages read/)
  expect(saidBy(element)).not.toContain('ago')
  await expectAccessible()
  expect(
    await asked(element, 'retry', async () => {
      element.renderRoot.querySelector('summary')?.click()
      await page.getByRole('button', { name: 'Read chart again' }).click()
    }),
  ).toHaveLength(1)
})

test('after a quarter of an hour it says that the chart may have changed', async () => {
  expect(saidBy(await strip(14))).not.toContain('ago')
  expect(saidBy(await strip(16))).toContain('Read 16 minutes ago: the chart may have changed since.')
  await expectAccessible()
})

test('a gap in the reading is not called all', async () => {
  expect(saidBy(await strip(0, { ...complete, state: 'refused' }))).toContain('not everything could be read')
})
