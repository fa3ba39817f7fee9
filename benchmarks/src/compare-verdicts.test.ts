import { expect, test } from 'vitest'
import { compareVerdicts } from './compare-verdicts.ts'

test('the engines beside ours give our verdicts, so that what is timed is the same work', async () => {
  expect(await compareVerdicts(200)).toBeGreaterThan(300)
})
