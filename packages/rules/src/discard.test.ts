import type { DiscardPolicy } from '@doseline/contract'
import { type Exact, exactly, exactText, type Fact, known, missing, wholePartsUp } from '@doseline/dose'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { billedUnits } from './billed-units.ts'
import { discardOf } from './discard.ts'
import { CODES, PRODUCTS } from './testing/products.ts'

type Amounts = Parameters<typeof discardOf>[0]

const recorded = (amount: string | undefined): Fact<Exact> =>
  amount === undefined ? missing('not-recorded', 'not recorded') : known(exactly(amount))

/** Mepsevii, billed by the milligram, for a payer that asks for JW or JZ. */
const amounts = (given: string, opened?: string, discarded?: string, differs: Partial<Amounts> = {}): Amounts => ({
  product: PRODUCTS.Mepsevii,
  hcpcs: CODES.J3397,
  policy: 'JW or JZ',
  administeredAmount: exactly(given),
  openedAmount: recorded(opened),
  discardedAmount: recorded(discarded),
  ...differs,
})

describe('what becomes of the drug left over', () => {
  it.each<[string, Amounts, string]>([
    ['all of it was given', amounts('60', '60'), 'nothing left'],
    ['less than a unit is left', amounts('59.4', '60'), 'nothing left'],
    ['the rest is written down', amounts('57', '60', '3'), 'discarded'],
    ['nobody wrote the rest down', amounts('57', '60'), 'not written down'],
    ['a different rest is written down', amounts('57', '60', '2'), 'does not add up'],
    ['zero is written down, and a rest was there', amounts('57', '60', '0'), 'does not add up'],
    ['a container was opened that the dose did not need', amounts('50', '60', '10'), 'more than needed'],
    ['a container was opened that nobody needed, and nothing is written down', amounts('57', '70'), 'more than needed'],
    [
      'a container was opened that nobody needed, and a person says why',
      amounts('50', '60', '10', { extraContainersReason: known('cloudy') }),
      'none given of it',
    ],
    [
      'a container was opened that nobody needed, and a part of it was given',
      amounts('50', '60', '10', { extraContainersReason: known('leaked while it was infused') }),
      'discarded',
    ],
    ...[
      'vial broke while it was opened',
      'first syringe broke during preparation',
      'dropped while drawing up, none given',
      'part of the vial was cracked',
      'not even part of it was given',
    ].map((reason): [string, ReturnType<typeof amounts>, string] => [
      `a container was opened that nobody needed, and of it nothing was given: ${reason}`,
      amounts('50', '60', '10', { extraContainersReason: known(reason) }),
      'none given of it',
    ]),
    ...['10 mg of it had gone in', 'half was injected, then the needle bent', 'the line broke during the infusion'].map(
      (reason): [string, ReturnType<typeof amounts>, string] => [
        `a part of it was given: ${reason}`,
        amounts('50', '60', '10', { extraContainersReason: known(reason) }),
        'discarded',
      ],
    ),
    ['more was given than opened', amounts('61', '60', '0'), 'more than opened'],
    ['nobody knows what was opened', amounts('57', undefined, '3'), 'opened not known'],
    ['the payer does not ask', amounts('57', '60', '3', { policy: 'not asked' }), 'not asked'],
    ['the container serves several doses', amounts('57', '60', '3', { product: PRODUCTS.Forteo }), 'multi-dose'],
  ])('%s: %s', (_, given, kind) => expect(discardOf(given).kind).toBe(kind))

  it('is not known where the record contradicts itself, and the reason is the record’s own', () => {
    const contradictory = missing('contradictory', '3 mg and 2 mg')
    expect(discardOf(amounts('57', '60', undefined, { discardedAmount: contradictory }))).toEqual({
      kind: 'discarded not known',
      missing: contradictory,
    })
  })

  it('is one unit where exactly one whole unit is left, and none where it is a hair less', () => {
    expect(discardOf(amounts('59', '60', '1'))).toMatchObject({ kind: 'discarded', units: 1n })
    expect(discardOf(amounts('59.001', '60', '0.999')).kind).toBe('nothing left')
  })

  it('is whole units only: what the rounded units already cover is not billed again', () => {
    const discard = discardOf(amounts('57.5', '60', '2.5'))
    if (discard.kind !== 'discarded') throw new Error(discard.kind)
    expect(discard.units).toBe(2n)
    expect(exactText(discard.leftAmount)).toBe('2.5')
  })
})

const hundredths = (most: number) => fc.integer({ min: 0, max: most }).map((count) => exactly(`${count}e-2`))
const anyAmounts: fc.Arbitrary<Amounts> = fc.record({
  product: fc.constantFrom(PRODUCTS.Mepsevii, PRODUCTS.Prolia, PRODUCTS.Forteo),
  hcpcs: fc.constantFrom(CODES.J3397, CODES.J3110),
  policy: fc.constantFrom<DiscardPolicy>('not asked', 'JW when discarded', 'JW or JZ'),
  administeredAmount: hundredths(20_000).filter((given) => given.n > 0n),
  openedAmount: fc
    .option(fc.integer({ min: 0, max: 20 }))
    .map((vials) => recorded(vials === null ? undefined : `${vials}0`)),
  discardedAmount: fc.option(hundredths(2_000)).map((amount) => recorded(amount ? exactText(amount) : undefined)),
})
/** As often as not what is written down is just what is left. */
const amountsThatAddUp = fc.tuple(anyAmounts, fc.boolean()).map(([each, addsUp]): Amounts => {
  if (!addsUp || !each.openedAmount.known) return each
  const left = each.openedAmount.value.sub(each.administeredAmount)
  return left.s < 0n ? each : { ...each, discardedAmount: known(left) }
})

describe('all units billed for a day', () => {
  it('are those given, and those discarded where a JW line is due', () => {
    expect(billedUnits(amounts('57', '60', '3'))).toBe(60n)
    expect(billedUnits(amounts('57', '60'))).toBe(57n)
    expect(billedUnits(amounts('57', '60', '3', { policy: 'not asked' }))).toBe(57n)
    expect(billedUnits(amounts('57.5', '60', '2.5'))).toBe(60n)
    expect(billedUnits(amounts('57.5'))).toBe(58n)
  })

  it('cover what was given and never exceed it by a whole unit, without what was discarded', () => {
    fc.assert(
      fc.property(amountsThatAddUp, (each) => {
        const discard = discardOf(each)
        const given = billedUnits(each) - (discard.kind === 'discarded' ? discard.units : 0n)
        expect(given).toBe(wholePartsUp(each.administeredAmount, each.hcpcs.unitAmount))
        const covered = each.hcpcs.unitAmount.mul(exactly(given))
        expect(
          covered.gte(each.administeredAmount) && covered.sub(each.administeredAmount).lt(each.hcpcs.unitAmount),
        ).toBe(true)
      }),
    )
  })

  it('with a JW line never exceed what was opened', () => {
    fc.assert(
      fc.property(amountsThatAddUp, (each) => {
        const discard = discardOf(each)
        if (discard.kind !== 'discarded' || !each.openedAmount.known) return
        expect(each.hcpcs.unitAmount.mul(exactly(billedUnits(each))).lte(each.openedAmount.value)).toBe(true)
        expect(discard.units >= 1n).toBe(true)
      }),
    )
  })

  it('hold no JW line above what the fewest containers leave', () => {
    fc.assert(
      fc.property(amountsThatAddUp, (each) => {
        const discard = discardOf(each)
        if (discard.kind !== 'discarded') return
        const { amountPerContainer } = each.product
        expect(amountPerContainer?.gt(discard.leftAmount)).toBe(true)
      }),
    )
  })

  it('hold a JW line only where the record says that just the rest was discarded', () => {
    fc.assert(
      fc.property(amountsThatAddUp, (each) => {
        if (discardOf(each).kind !== 'discarded') return
        expect(each.policy).not.toBe('not asked')
        expect(each.product.singleDose).toBe(true)
        if (!each.openedAmount.known || !each.discardedAmount.known) throw new Error('JW without a record')
        expect(each.administeredAmount.add(each.discardedAmount.value).equals(each.openedAmount.value)).toBe(true)
      }),
    )
  })
})
