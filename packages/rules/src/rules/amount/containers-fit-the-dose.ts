import { type Exact, exactly, wholePartsUp } from '@doseline/dose'
import { mg } from '../../format.ts'
import { advises, cannotTellWithout, doesNotApply, passes, rule } from '../../rule.ts'

/** Of the sizes a product is sold in, the one that leaves least is opened; a payer asks why another was. */
export default rule({
  id: 'amount/containers-fit-the-dose',
  asks: 'Would another size of container have left less?',
  needs: ['product', 'dailyAmount'],
  mayUse: ['openedMg'],
  published: ['sizes'],
  messages: {
    'one size': { says: '{brand} is sold in one size of container.' },
    fits: { says: '{openedMg} opened for {dailyAmount} is as little as the sizes of {brand} allow.' },
    'leaves more': {
      says: '{openedMg} was opened for {dailyAmount}; {other} would have left {less} instead of {left}.',
      remedy:
        'Write down why this size was opened, such as a shortage of the other; a payer may not pay what the other would not have left.',
      who: 'pharmacist',
    },
  },
  check({ product: { product }, dailyAmount: { administeredMg }, openedMg }, { sizes }) {
    const { brand } = product
    const others = sizes.filter(({ mgPerContainer }) => product.mgPerContainer?.equals(mgPerContainer) !== true)
    if (others.length === 0) return doesNotApply('one size', { brand })
    if (!openedMg.known) return cannotTellWithout(openedMg)
    const least = others
      .map((size) => ({ size, ...held(administeredMg, size.mgPerContainer) }))
      .toSorted((a, b) => a.mg.compare(b.mg))[0]
    if (!least || least.mg.gte(openedMg.value)) return passes('fits', { brand })
    return advises('leaves more', {
      other: `${least.count} × ${mg(least.size.mgPerContainer)} (${least.size.brand})`,
      less: mg(least.mg.sub(administeredMg)),
      left: mg(openedMg.value.sub(administeredMg)),
    })
  },
})

/** The fewest containers of a size that hold a dose, and what they hold. */
function held(dose: Exact, size: Exact): { readonly count: bigint; readonly mg: Exact } {
  const count = wholePartsUp(dose, size)
  return { count, mg: size.mul(exactly(count)) }
}
