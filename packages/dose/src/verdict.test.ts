import { VERDICTS, type Verdict } from '@doseline/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { worstOf } from './verdict.ts'

const verdicts = fc.array(fc.constantFrom(...VERDICTS), {
  minLength: 1,
})

describe('the verdict of several doses', () => {
  it.each<[string, Verdict[], Verdict]>([
    ['one that fails holds the others back', ['ready', 'needs-information', 'not-ready'], 'not-ready'],
    ['one that cannot tell holds the ready ones back', ['ready', 'needs-information'], 'needs-information'],
    ['a dose that was not given says nothing about the one that was', ['not-billable', 'ready'], 'ready'],
    ['nothing is billable only where no dose is', ['not-billable', 'not-billable'], 'not-billable'],
  ])('%s', (_, each, worst) => expect(worstOf(each)).toBe(worst))

  it('is one of theirs, whatever their order', () => {
    fc.assert(
      fc.property(verdicts, (each) => {
        expect(each).toContain(worstOf(each))
        expect(worstOf(each.toReversed())).toBe(worstOf(each))
      }),
    )
  })

  it('is ready only where every dose that was given is', () => {
    fc.assert(
      fc.property(verdicts, (each) => {
        const given = each.filter((verdict) => verdict !== 'not-billable')
        expect(worstOf(each) === 'ready').toBe(given.length > 0 && given.every((verdict) => verdict === 'ready'))
      }),
    )
  })
})
