import { amountText } from '@doseline/dose'
import { fails, rule } from '../../rule.ts'

/** Where the contractor sets the price, the claim says what was given, and an invoice is asked for. */
export default rule({
  id: 'code/price-is-published',
  asks: 'Is the price of the code published?',
  needs: ['product', 'administeredAmount'],
  published: ['contractorPriced', 'hcpcs'],
  messages: {
    'contractor sets it': {
      says: 'No payment limit is published for {code}: outside a hospital the contractor sets the price.',
      remedy: 'Write “{brand} {dose}” into the narrative (item 19, NTE02), and have the invoice ready.',
      who: 'biller',
    },
  },
  check: ({ product: { product }, administeredAmount }, { hcpcs }) =>
    fails('contractor sets it', {
      code: hcpcs.code,
      brand: product.brand,
      dose: amountText(administeredAmount, product.measure),
    }),
})
