import { passes, rule } from '../../rule.ts'

/** The code of a line comes from the code book in force on the day, never from a constant. */
export default rule({
  id: 'code/was-in-force',
  asks: 'Which code billed this product on that day?',
  needs: ['administeredOn', 'product'],
  published: ['hcpcs'],
  messages: { known: { says: '{brand} was billed with {code} ({descriptor}) on {administeredOn}.' } },
  check: ({ product }, { hcpcs }) =>
    passes('known', { code: hcpcs.code, descriptor: hcpcs.descriptor, brand: product.product.brand }),
})
