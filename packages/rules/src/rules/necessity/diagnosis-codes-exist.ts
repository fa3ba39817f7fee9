import { listed } from '../../format.ts'
import { doesNotApply, fails, passes, rule } from '../../rule.ts'

/** A claim takes only ICD-10-CM codes of full length that are in force on the day of service. */
export default rule({
  id: 'necessity/diagnosis-codes-exist',
  asks: 'Are the diagnosis codes in force on the day of service?',
  needs: ['diagnoses'],
  published: ['icd10cm'],
  messages: {
    'in force': { says: 'The ICD-10-CM list of fiscal year {year} holds {codes}.' },
    'no codes': { says: 'No active diagnosis has an ICD-10-CM code to look up.' },
    'not in force': {
      says: '{codes} does not stand in the ICD-10-CM list of fiscal year {year}: it is not of full length, or not in force.',
      remedy: 'Record the diagnosis with a code that is in force on the day of service.',
      who: 'prescriber',
    },
  },
  check({ diagnoses }, { icd10cm }) {
    const codes = [...new Set(diagnoses.flatMap(({ stands, icd10cm: code }) => (stands && code ? [code] : [])))]
    if (codes.length === 0) return doesNotApply('no codes')
    const year = icd10cm.fiscalYear
    const unknown = codes.filter((code) => !icd10cm.holds(code))
    if (unknown.length > 0) return fails('not in force', { codes: listed(unknown), year })
    return passes('in force', { codes: listed(codes), year })
  },
})
