import type { DoseAnswer } from '@doseline/contract'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose, aSource } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import { dayNumber, ticksBetween } from './day-number.ts'
import './dose-timeline.ts'

const interval = (difference: object): DoseAnswer['interval'] => ({
  every: '6 months',
  next: '2026-09-02',
  source: aSource,
  ...difference,
})
const last = aDose({ focus: 'MedicationAdministration/d0', dateOfService: '2025-09-02' })
const dose = aDose({ interval: interval({ previous: '2025-09-02', due: '2026-03-02' }) })

test('the days around the dose stand in words, and in a picture', async () => {
  const element = await shown(
    html`<dose-timeline .doses=${[last, dose]} focused="MedicationAdministration/d1"></dose-timeline>`,
  )
  expect(saidBy(element)).toMatch(
    /every 6 months.*Last dose Sep 2, 2025 Due from Mar 2, 2026 This dose Mar 2, 2026 on the due date Next due from Sep 2, 2026/,
  )
  expect(element.renderRoot.querySelectorAll('circle')).toHaveLength(2)
  expect(element.renderRoot.querySelector('.wait.kept')).not.toBeNull()
  await expectAccessible()
})

test('a dose that came too soon says by how many days', async () => {
  const early = aDose({
    dateOfService: '2026-02-20',
    interval: interval({ previous: '2025-09-02', due: '2026-03-02' }),
  })
  const element = await shown(
    html`<dose-timeline .doses=${[last, early]} focused="MedicationAdministration/d1"></dose-timeline>`,
  )
  expect(saidBy(element)).toContain('10 days early')
  expect(element.renderRoot.querySelector('.wait.early')).not.toBeNull()
})

test('without an interval, and without a day, nothing is made up', async () => {
  const bare = await shown(
    html`<dose-timeline .doses=${[aDose()]} focused="MedicationAdministration/d1"></dose-timeline>`,
  )
  expect(saidBy(bare)).toContain('No labeled interval is known')
  const { dateOfService: _, ...dayless } = aDose()
  const none = await shown(
    html`<dose-timeline .doses=${[dayless]} focused="MedicationAdministration/d1"></dose-timeline>`,
  )
  expect(saidBy(none)).toContain('no date of service')
  await expectAccessible()
})

test('the axis has few marks, at the first of a month', () => {
  const marks = ticksBetween(dayNumber('2025-09-02') ?? 0, dayNumber('2026-09-02') ?? 0)
  expect(marks.map(({ label }) => label)).toEqual(['Jan 2026', 'Jul 2026'])
  const years = ticksBetween(dayNumber('2016-01-01') ?? 0, dayNumber('2026-01-01') ?? 0)
  expect(years.length).toBeLessThanOrEqual(5)
  expect(dayNumber('2026-03')).toBeUndefined()
})
