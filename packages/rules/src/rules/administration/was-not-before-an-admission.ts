import type { SettingKind } from '@doseline/contract'
import { addDays } from '@doseline/dose'
import { cannotTell, passes, rule } from '../../rule.ts'

/**
 * Some payers pay what a hospital gives to its outpatients shortly before an admission with the stay: then it is on no claim
 * of its own.
 */
export default rule({
  id: 'administration/was-not-before-an-admission',
  asks: 'Was the dose not given shortly before an admission with which the payer pays it?',
  needs: ['stays', 'administeredOn'],
  mayUse: ['setting'],
  published: ['paymentWindow'],
  messages: {
    'no admission': { says: 'The chart shows no admission with which {payer} pays the dose.' },
    'admitted soon after': {
      says: 'The patient was admitted on {day} ({reference}), on the day of the dose or within {days} days: {payer} pays with the stay what the hospital gave before it.',
      remedy:
        'Bill the dose with {reference}; if the dose was not given in a department of that hospital, chart the place and the provider of the visit, or look at {reference} and state that it does not bear on this dose.',
      who: 'biller',
    },
  },
  check({ stays, administeredOn, setting }, { paymentWindow: { days } }) {
    const last = addDays(administeredOn, days)
    const after = stays.find(({ admittedOn }) => admittedOn !== undefined && admittedOn <= last)
    // A place that only a person states may still be the hospital's.
    const mayBeOfHospital =
      setting.known && (setting.attested !== undefined || MAY_BE_OF_HOSPITAL.has(setting.value.kind))
    if (!after?.admittedOn || !mayBeOfHospital) return passes('no admission')
    return cannotTell('admitted soon after', { day: after.admittedOn, reference: after.reference, days: String(days) })
  },
})

/** Where a hospital has its outpatients, or may have them; its people also come to where patients live. */
const MAY_BE_OF_HOSPITAL: ReadonlySet<SettingKind> = new Set([
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
  'outpatient',
  'emergency department',
  'Indian Health Service or tribal facility',
  'military treatment facility',
  'home',
  'nursing facility',
  'residential facility',
])
