import type { InfusionAnswer } from '@doseline/contract'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import { clockOf } from './clock.ts'
import './infusion-clock.ts'
import type { InfusionClock } from './infusion-clock.ts'

const at = (time: string): string => `2026-03-02T${time}-05:00`
const run = (from: string, until: string, minutes: number) => ({ from: at(from), until: at(until), minutes })
const FOCUS = 'MedicationAdministration/d1'
const fourHours: InfusionAnswer = {
  bags: [{ dose: FOCUS, ...run('09:30', '13:30', 240) }],
  intervals: [{ ...run('09:30', '13:30', 240), isPush: false }],
  codes: [
    { code: '96365', units: 1, minutes: 60 },
    { code: '96366', units: 3, minutes: 180 },
  ],
}
const drawn = (infusion: InfusionAnswer) =>
  shown<InfusionClock>(html`<infusion-clock .infusion=${infusion} .doses=${[aDose()]}></infusion-clock>`)

test('the bag runs on the clock of the place, and each code bills its part of the time', async () => {
  const element = await drawn(fourHours)
  expect(saidBy(element)).toMatch(
    /09:00.*Mepsevii 88 mg 09:30–13:30, 240 min 96365 × 1 bills 60 min 96366 × 3 bills 180 min$/,
  )
  expect(clockOf(fourHours)).toMatchObject({
    length: 300,
    shares: [{ spans: [{ from: 30, until: 90 }] }, { spans: [{ from: 90, until: 270 }] }],
  })
  await expectAccessible()
})

test('the first hour ends in the second bag where the first one was short', () => {
  const twoBags: InfusionAnswer = {
    ...fourHours,
    bags: [
      { dose: FOCUS, ...run('09:00', '09:40', 40) },
      { dose: 'MedicationAdministration/d2', ...run('10:00', '11:20', 80) },
    ],
    intervals: [
      { ...run('09:00', '09:40', 40), isPush: false },
      { ...run('10:00', '11:20', 80), isPush: false },
    ],
    codes: [
      { code: '96365', units: 1, minutes: 60 },
      { code: '96366', units: 1, minutes: 60 },
    ],
  }
  expect(clockOf(twoBags)?.shares.map(({ spans }) => spans)).toEqual([
    [
      { from: 0, until: 40 },
      { from: 60, until: 80 },
    ],
    [{ from: 80, until: 140 }],
  ])
})

test('a push is called one, and another drug of the visit is beside it', async () => {
  const element = await drawn({
    bags: [{ dose: FOCUS, ...run('10:00', '10:10', 10) }],
    intervals: [{ ...run('10:00', '10:10', 10), isPush: true }],
    codes: [{ code: '96375', units: 1 }],
    others: [{ dose: 'MedicationAdministration/d9', name: 'Venofer', ...run('10:15', '11:00', 45) }],
  })
  expect(saidBy(element)).toMatch(/10:00–10:10, 10 min \(push\) Also into a vein: Venofer 10:15–11:00, 45 min/)
  expect(saidBy(element)).toMatch(/96375 × 1 not billed by time$/)
  expect(element.renderRoot.querySelectorAll('.run.push, .run.other')).toHaveLength(2)
})

test('the day goes on after midnight', () => {
  const night = clockOf({
    bags: [{ dose: FOCUS, from: at('23:20'), until: '2026-03-03T00:40-05:00', minutes: 80 }],
    intervals: [],
    codes: [],
  })
  expect(night?.hours.map(({ label }) => label)).toEqual(['23:00', '00:00', '01:00'])
})

test('minutes without a clock are said, and nothing is drawn', async () => {
  const element = await drawn({
    bags: [{ dose: FOCUS, minutes: 90 }],
    intervals: [{ minutes: 90, isPush: false }],
    codes: [],
  })
  expect(element.renderRoot.querySelector('svg')).toBeNull()
  expect(saidBy(element)).toMatch(/90 min, times not charted How the time is billed is not certain/)
})
