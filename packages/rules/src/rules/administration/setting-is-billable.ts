import { cannotTell, citing, passes, rule } from '../../rule.ts'

/** Where the dose was given decides how the drug is claimed, and whether it is claimed at all. */
export default rule({
  id: 'administration/setting-is-billable',
  asks: 'Is the drug charged by itself where it was given?',
  needs: ['setting'],
  skips: {
    when: ({ setting }) => !setting.known,
    says: 'The chart does not say in what kind of place the dose was given; it is taken as an outpatient visit.',
  },
  messages: {
    billed: { says: 'Given in {where}: claimed on {claim}.' },
    'not known': {
      says: 'Given in {where}; no source in the code book says how a drug given there is paid.',
      remedy: 'Decide by the contract or the payer’s rules for {where} whether the drug is charged by itself.',
      who: 'biller',
    },
  },
  check({ setting: { label, claim } }) {
    if (!claim.known) return cannotTell('not known', { where: label })
    return citing([claim.source], passes('billed', { where: label, claim: claim.value }))
  },
})
