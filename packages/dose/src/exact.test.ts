import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Exact,
  exact,
  exactly,
  exactText,
  isNegative,
  isNothing,
  readableText,
  sum,
  wholePartsDown,
  wholePartsUp,
} from './exact.ts'

/** A decimal as a chart writes it: up to twenty digits before the point and after it. */
const decimalText = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.stringMatching(/^\d{0,20}$/))
  .map(([whole, fraction]) => (fraction === '' ? String(whole) : `${whole}.${fraction}`))

const amount: fc.Arbitrary<Exact> = decimalText.map(exactly)
const size: fc.Arbitrary<Exact> = fc
  .tuple(fc.bigInt({ min: 1n, max: 10_000n }), fc.bigInt({ min: 1n, max: 10_000n }))
  .map(([n, d]) => exactly(n).div(exactly(d)))

describe('reading a decimal', () => {
  it.each([
    ['88', '88'],
    ['1.7', '1.7'],
    ['0.10', '0.1'],
    ['007', '7'],
    ['+5', '5'],
    ['-1.50', '-1.5'],
    ['-0', '0'],
    ['1E3', '1000'],
    ['2.5e-3', '0.0025'],
    ['0.0000000000000001', '0.0000000000000001'],
    ['1e-40', `0.${'0'.repeat(39)}1`],
  ])('%s is %s', (written, printed) => expect(exactText(exactly(written))).toBe(printed))

  it.each(['', ' 1', '.5', '1.', '1,5', '1_000', '0x10', 'Infinity', 'NaN', '60 mg', '1e41', '1e-41', '1'.repeat(41)])(
    '“%s” is none',
    (written) => expect(exact(written)).toBeUndefined(),
  )

  it('gives back what was read, however many decimals it has', () => {
    fc.assert(fc.property(decimalText, (text) => exactly(exactText(exactly(text))).equals(exactly(text))))
  })

  it('prints the digits that were written, without the zeros that say nothing', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const plain = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text
        expect(exactText(exactly(text))).toBe(plain)
      }),
    )
  })

  it('throws for a value of our own that is no decimal', () => {
    expect(() => exactly('a few')).toThrow(new TypeError('a few is not an exact decimal'))
  })
})

describe('reading a JSON number', () => {
  it.each([
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [123456789012345, '123456789012345'],
    [100_000_000_000_000_000_000, '100000000000000000000'],
  ])('%d is %s', (parsed, printed) => expect(exactText(exactly(parsed))).toBe(printed))

  it.each([
    [0.000123456789012345, 'leading zeros are no digits of it'],
    [1020000000000000000, 'nor are the zeros that only say how large it is'],
  ])('%s is known: %s', (number) => expect(exact(number)).toBeDefined())

  it.each([
    [100000.1234567891, 'zeros within it are'],
    [12345678901234560, 'and so is everything before the last digit that is none'],
  ])('%s is not known: %s', (number) => expect(exact(number)).toBeUndefined())

  it('a whole number of any length is taken as it is', () => {
    expect(exact(10n ** 60n)?.n).toBe(10n ** 60n)
  })

  it('is what the sender wrote, for every decimal of up to fifteen significant digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }), fc.integer({ min: 0, max: 15 }), (digits, places) => {
        const shifted = String(digits).padStart(places + 1, '0')
        const at = shifted.length - places
        const written = places === 0 ? shifted : `${shifted.slice(0, at)}.${shifted.slice(at)}`
        expect(exact(JSON.parse(written) as number)?.equals(exactly(written))).toBe(true)
      }),
    )
  })

  it.each([0.1 + 0.2, 123456789012345680, Number.NaN, Number.POSITIVE_INFINITY])(
    'cannot be known from %d, which shows more digits than a double keeps, or none',
    (parsed) => expect(exact(parsed)).toBeUndefined(),
  )
})

describe('printing a ratio', () => {
  it.each([
    [exactly(1200).div(exactly(17)), '1200/17'],
    [exactly(1).div(exactly(3)), '1/3'],
    [exactly(-1).div(exactly(3)), '-1/3'],
    [exactly(1).div(exactly(8)), '0.125'],
    [exactly(7).div(exactly(2n ** 40n)), '0.0000000000063664629124104976654052734375'],
  ])('%s prints as %s', (ratio, printed) => expect(exactText(ratio)).toBe(printed))

  it('never cuts off decimals that repeat only after thousands of digits', () => {
    expect(exactText(exactly(1).div(exactly(2017)))).toBe('1/2017')
  })

  it('for a person says about how much it is, and an exact amount as it is', () => {
    expect(readableText(exactly(2052).div(exactly(17)))).toBe('about 120.706')
    expect(readableText(exactly('0.0625'))).toBe('0.0625')
  })
})

describe('whole parts', () => {
  it('rounds 57.3 mg at 1 mg up to 58 units to bill, and down to 57 that fit', () => {
    expect(wholePartsUp(exactly('57.3'), exactly(1))).toBe(58n)
    expect(wholePartsDown(exactly('57.3'), exactly(1))).toBe(57n)
  })

  it('bracket the amount, less than one part apart', () => {
    fc.assert(
      fc.property(amount, size, (each, part) => {
        const up = wholePartsUp(each, part)
        const down = wholePartsDown(each, part)
        expect(part.mul(exactly(down)).lte(each)).toBe(true)
        expect(part.mul(exactly(up)).gte(each)).toBe(true)
        expect(up - down).toBe(part.mul(exactly(down)).equals(each) ? 0n : 1n)
      }),
    )
  })

  it('keep the sign of an amount below nothing', () => {
    expect(wholePartsUp(exactly('-1.5'), exactly(1))).toBe(-1n)
    expect(wholePartsDown(exactly('-1.5'), exactly(1))).toBe(-2n)
  })

  it('know no part without a size', () => {
    expect(() => wholePartsUp(exactly(1), exactly(0))).toThrow()
  })
})

describe('where floats would overbill', () => {
  const DOSES = Array.from({ length: 200_000 }, (_, index) => index + 1)
  const mgOf = (thousandths: number): string => (thousandths / 1_000).toFixed(3)

  /**
   * Every dose has exactly `thousandths` units. How often floats miss that depends on how the quotient is written:
   * 922 times by dividing, 1,463 times by multiplying with the inverse. Both ways always err upwards.
   */
  it('bills 922 of the doses 0.001 to 200.000 mg at a 0.001 mg code one unit too high by floats, and none by ours', () => {
    const wrongByDivision = DOSES.filter((thousandths) => Math.ceil(Number(mgOf(thousandths)) / 0.001) !== thousandths)
    const wrongByProduct = DOSES.filter((thousandths) => Math.ceil(Number(mgOf(thousandths)) * 1_000) !== thousandths)
    expect(wrongByDivision).toHaveLength(922)
    expect(wrongByProduct).toHaveLength(1_463)
    for (const thousandths of wrongByDivision) {
      expect(Math.ceil(Number(mgOf(thousandths)) / 0.001)).toBe(thousandths + 1)
    }

    const unit = exactly('0.001')
    const wrongByOurs = DOSES.filter(
      (thousandths) => wholePartsUp(exactly(Number(mgOf(thousandths))), unit) !== BigInt(thousandths),
    )
    expect(wrongByOurs).toEqual([])
  })

  it('bills three doses of 0.1 mg at a 0.1 mg code as 4 units by floats, and as 3 by ours', () => {
    expect(Math.ceil((0.1 + 0.1 + 0.1) / 0.1)).toBe(4)
    expect(wholePartsUp(sum([0.1, 0.1, 0.1].map(exactly)), exactly('0.1'))).toBe(3n)
  })
})

describe('adding up', () => {
  it('is nothing for nothing', () => expect(isNothing(sum([]))).toBe(true))

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 8 }), (amounts) => {
        expect(sum(amounts).equals(sum(amounts.toReversed()))).toBe(true)
      }),
    )
  })
})

describe('nothing and less', () => {
  it.each([
    ['0', true, false],
    ['-0', true, false],
    ['0.000', true, false],
    ['0.001', false, false],
    ['-0.001', false, true],
  ])('%s: nothing %s, negative %s', (written, nothing, negative) => {
    expect(isNothing(exactly(written))).toBe(nothing)
    expect(isNegative(exactly(written))).toBe(negative)
  })
})
