import { fails, passes, rule } from '../../rule.ts'

/** In a hospital outpatient department some drugs are part of another payment: their line is reported and not paid. */
export default rule({
  id: 'code/is-paid-by-itself',
  asks: 'Is the drug paid by itself where it was given?',
  needs: ['setting', 'product'],
  mayUse: ['payer'],
  published: ['packagedIn', 'hcpcs'],
  messages: {
    paid: { says: '{code} is paid by itself in {where}.' },
    packaged: {
      says: '{code} is packaged in {where}: its line is reported and not paid.',
      remedy: 'Report the line without JW or JZ, and expect no payment for it.',
      who: 'biller',
    },
  },
  check({ setting: { kind, label } }, { packagedIn, hcpcs }) {
    const values = { code: hcpcs.code, where: label }
    return packagedIn.includes(kind) ? fails('packaged', values) : passes('paid', values)
  },
})
