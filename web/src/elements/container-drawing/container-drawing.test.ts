import type { ContainersAnswer } from '@doseline/contract'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './container-drawing.ts'
import type { ContainerDrawing } from './container-drawing.ts'
import { vialsOf } from './vials.ts'

const nine: ContainersAnswer = { each: '10', opened: '90', administered: '88', discarded: '2' }
const drawn = (containers: ContainersAnswer) =>
  shown<ContainerDrawing>(html`<container-drawing .containers=${containers}></container-drawing>`)
const count = (element: ContainerDrawing, part: string) => element.renderRoot.querySelectorAll(`svg .${part}`).length

test('nine vials are drawn, with what was discarded of the last one, and the same in words', async () => {
  const element = await drawn(nine)
  expect(count(element, 'cap')).toBe(9)
  expect(vialsOf(nine)?.at(-1)).toEqual({ administered: 8000, discarded: 2000, unrecorded: 0, count: 1 })
  expect(saidBy(element)).toMatch(/Opened 9 × 10 mg Administered 88 mg Discarded 2 mg$/)
  await expectAccessible()
})

test('what nobody wrote down is asked about in the picture and in words', async () => {
  const { discarded: _, ...silent } = nine
  const element = await drawn(silent)
  expect(saidBy(element)).toMatch(/\? Opened .* Discarded not recorded Not recorded 2 mg$/)
})

test('of many containers those that are alike are one drawing with their number', async () => {
  const many = { each: '10', opened: '250', administered: '244', discarded: '6' }
  const element = await drawn(many)
  expect(count(element, 'cap')).toBe(2)
  expect(saidBy(element)).toContain('× 24')
})

test.each([
  ['the size of one is not known', { opened: '90', administered: '88' }],
  ['nobody wrote down how many were opened', { each: '10', administered: '88' }],
  ['what was opened is no whole number of them', { ...nine, opened: '95' }],
  ['more was administered than opened', { ...nine, administered: '95' }],
])('where %s nothing is drawn, and what is known is said', async (_, containers) => {
  const element = await drawn(containers)
  expect(count(element, 'cap')).toBe(0)
  expect(saidBy(element)).toContain(`Administered ${containers.administered} mg`)
  await expectAccessible()
})
