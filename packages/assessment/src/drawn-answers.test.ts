import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenario, scenarios } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const answered = (name: string) => {
  const each = scenario(name)
  const { assessments } = assess(
    AssessmentRequest.parse({ ...requestFor(each), include: ['evidence'] }),
    codebook,
    each.asOf,
  )
  const dose = assessments.find(({ focus }) => focus === each.focus)
  if (!dose) throw new Error(`${name} has its dose`)
  return dose
}

test('nine vials of 10 mg: what was administered and what was discarded', () => {
  expect(answered('medicare-mepsevii-discard-recorded').containers).toEqual({
    each: '10',
    opened: '90',
    administered: '88',
    discarded: '2',
  })
})

test('what nobody wrote down is absent, not nothing', () => {
  expect(answered('medicare-mepsevii-discard-not-recorded').containers).toEqual({
    each: '10',
    opened: '90',
    administered: '88',
  })
})

test('four hours: the bag on the clock of the place, and the time each code bills', () => {
  const { infusion, lines } = answered('medicare-mepsevii-discard-recorded')
  expect(infusion).toMatchObject({
    bags: [{ minutes: 240 }],
    intervals: [{ minutes: 240, isPush: false }],
    codes: [
      { code: '96365', units: 1, minutes: 60 },
      { code: '96366', units: 3, minutes: 180 },
    ],
  })
  expect(infusion?.bags[0]?.from).toMatch(/^2026-03-02T\d{2}:\d{2}[+-]\d{2}:\d{2}$/)
  const administration = lines.filter(({ role }) => role !== 'drug' && role !== 'discarded drug')
  expect(administration.map(({ code, units }) => ({ code, units }))).toEqual(
    infusion?.codes.map(({ code, units }) => ({ code, units })),
  )
})

test('bags of one line are each named, and the minutes of the codes are the minutes of the intervals', () => {
  for (const each of scenarios()) {
    const { assessments } = assess(
      AssessmentRequest.parse({ ...requestFor(each), include: ['evidence'] }),
      codebook,
      each.asOf,
    )
    for (const { infusion } of assessments) {
      const infused = infusion?.intervals.filter(({ isPush }) => !isPush) ?? []
      const billed = infusion?.codes.flatMap(({ minutes }) => minutes ?? []) ?? []
      if (billed.length === 0) continue
      const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)
      expect([each.name, sum(billed)]).toEqual([each.name, sum(infused.map(({ minutes }) => minutes))])
      expect(infusion?.bags.length).toBeGreaterThan(0)
    }
  }
})

test('an injection has no infusion to draw', () => {
  expect(answered('medicare-prolia-in-order')).not.toHaveProperty('infusion')
  expect(answered('medicare-prolia-in-order').containers).toMatchObject({ each: '60', administered: '60' })
})
