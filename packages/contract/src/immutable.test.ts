import { expect, test } from 'vitest'
import type { DoseAnswer } from './dose-answer.ts'
import type { Immutable } from './immutable.ts'

/** Each is refused by the compiler: the comment above it fails when it no longer is. */
const changes = (dose: DoseAnswer, chart: Immutable<{ inner: unknown }>) => [
  // @ts-expect-error An answer stays as it was given.
  () => dose.lines.pop(),
  // @ts-expect-error And so does what lies deeper in it.
  () => dose.lines[0]?.modifiers.push('JZ'),
  // What nobody knows stays unknown, and is not taken for an object.
  (): unknown => chart.inner,
]

test('nobody changes an answer, down to its leaves', () => {
  expect(changes).toHaveLength(2)
})
