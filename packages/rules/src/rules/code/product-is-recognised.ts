import { passes, rule } from '../../rule.ts'

/** The product decides the code: by NDC, then RxNorm, then HCPCS with text, then text; never by code or dose alone. */
export default rule({
  id: 'code/product-is-recognised',
  asks: 'Which product was given?',
  needs: ['drug', 'product'],
  inForce: ['listing'],
  messages: { recognised: { says: '{product}.' } },
  check: () => passes('recognised'),
})
