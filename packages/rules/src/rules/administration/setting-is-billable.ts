import { cannotTell, cannotTellWithout, citing, fails, passes, rule } from '../../rule.ts'

/** Where the dose was given decides how the drug is claimed, and whether it is claimed at all. */
export default rule({
  id: 'administration/setting-is-billable',
  asks: 'Is the drug charged by itself where it was given?',
  needs: ['setting'],
  mayUse: ['administeredOn', 'visit'],
  skips: {
    // A visit that is in the chart and says it in no readable way is a reason to stop; no visit is none.
    when: ({ setting, visit }) =>
      !setting.known && setting.because === 'not-recorded' && visit.known && visit.value === undefined,
    says: 'The chart does not say in what kind of place the dose was given; it is taken as an outpatient visit.',
  },
  messages: {
    billed: { says: 'Given in {where}: claimed on {claim}.' },
    'not known': {
      says: 'Given in {where}; no source in the code book says how a drug given there is paid.',
      remedy:
        'Decide by the contract or the payer’s rules for {where} whether the drug is charged by itself; correct the class of the visit or the type of its place, if it was given elsewhere.',
      who: 'biller',
    },
    'to be looked up': {
      says: 'Given in {where}; no source in the code book says how a drug given there is paid.',
      remedy: '{asks}',
      who: 'biller',
    },
    'at a distance': {
      says: 'The dose is charted in a telehealth visit, in which nothing can be injected or infused.',
      remedy:
        'Link the dose to the visit in which it was given, or correct the class of the visit or the type of its place.',
      who: 'registration',
    },
  },
  check({ setting: { kind, label, claim }, administeredOn }) {
    if (kind === 'telehealth') return fails('at a distance')
    // Without the day nothing is known of the setting either: the day is the reason, and no other.
    if (!claim.known && !administeredOn.known) return cannotTellWithout(administeredOn)
    if (!claim.known && claim.remedy !== undefined) {
      return cannotTell('to be looked up', { where: label, asks: claim.remedy })
    }
    if (!claim.known) return cannotTell('not known', { where: label })
    return citing([claim.source], passes('billed', { where: label, claim: claim.value }))
  },
})
