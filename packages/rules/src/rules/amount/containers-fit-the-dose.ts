import { amountText, type Exact, exactly, wholePartsUp } from '@doseline/dose'
import { advises, cannotTellWithout, doesNotApply, passes, rule } from '../../rule.ts'

/** Of the sizes a product is sold in, the one that leaves least is opened; a payer asks why another was. */
export default rule({
  id: 'amount/containers-fit-the-dose',
  asks: 'Would another size of container have left less?',
  needs: ['product', 'dailyAmount'],
  mayUse: ['openedAmount'],
  published: ['sizes'],
  messages: {
    'one size': { says: '{brand} is sold in one size of container.' },
    fits: { says: '{openedAmount} opened for {dailyAmount} is as little as the sizes of {brand} allow.' },
    'leaves more': {
      says: '{openedAmount} was opened for {dailyAmount}; {other} would have left {less} instead of {left}.',
      remedy:
        'Write down why this size was opened, such as a shortage of the other; a payer may not pay what the other would not have left.',
      who: 'pharmacist',
    },
  },
  check({ product: { product }, dailyAmount: { administeredAmount }, openedAmount }, { sizes }) {
    const { brand, measure } = product
    const others = sizes.filter(
      ({ amountPerContainer }) => product.amountPerContainer?.equals(amountPerContainer) !== true,
    )
    if (others.length === 0) return doesNotApply('one size', { brand })
    if (!openedAmount.known) return cannotTellWithout(openedAmount)
    const least = others
      .map((size) => ({ size, ...held(administeredAmount, size.amountPerContainer) }))
      .toSorted((a, b) => a.amount.compare(b.amount))[0]
    if (!least || least.amount.gte(openedAmount.value)) return passes('fits', { brand })
    return advises('leaves more', {
      other: `${least.count} × ${amountText(least.size.amountPerContainer, measure)} (${least.size.brand})`,
      less: amountText(least.amount.sub(administeredAmount), measure),
      left: amountText(openedAmount.value.sub(administeredAmount), measure),
    })
  },
})

/** The fewest containers of a size that hold a dose, and what they hold. */
function held(dose: Exact, size: Exact): { readonly count: bigint; readonly amount: Exact } {
  const count = wholePartsUp(dose, size)
  return { count, amount: size.mul(exactly(count)) }
}
