import { listed } from '../../format.ts'
import { cannotTellAside, doesNotApply, fails, passes, rule } from '../../rule.ts'
import { codesOnTheLine } from '../../support.ts'

/** A claim takes only ICD-10-CM codes of full length that are in force on the day of service. */
export default rule({
  id: 'necessity/diagnosis-codes-exist',
  asks: 'Are the diagnosis codes in force on the day of service?',
  needs: ['diagnoses'],
  published: ['icd10cm'],
  consults: ['indications'],
  messages: {
    'in force': { says: 'The ICD-10-CM list of fiscal year {year} holds {codes}.' },
    'no codes': { says: 'No diagnosis of the line has an ICD-10-CM code to look up.' },
    'no list': { says: 'No ICD-10-CM code list of fiscal year {without} is loaded.' },
    'not in the last list': {
      says: 'No ICD-10-CM code list of fiscal year {without} is loaded; {codes} is no code that a claim takes by that of fiscal year {year}.',
      remedy: 'Look up whether a claim takes the code on the day of service, and load the list of that year.',
      who: 'biller',
    },
    'has more digits': {
      says: '{codes} has more digits in the ICD-10-CM list of fiscal year {year}: a claim takes only a code below it, such as {below}.',
      remedy: 'Record the diagnosis with its full-length code.',
      who: 'prescriber',
    },
    'not in force': {
      says: '{codes} does not stand in the ICD-10-CM list of fiscal year {year}: there is no such code, or it has ended.',
      remedy: 'Record the diagnosis with a code that is in force on the day of service.',
      who: 'prescriber',
    },
  },
  check({ diagnoses }, { icd10cm, indications }) {
    const codes = codesOnTheLine(diagnoses, indications.known ? indications.value : [])
    if (codes.length === 0) return doesNotApply('no codes')
    const { fiscalYear: year, without } = icd10cm
    const unknown = codes.filter((code) => !icd10cm.holds(code))
    if (without !== undefined) {
      return unknown.length > 0
        ? cannotTellAside('not in the last list', { codes: listed(unknown), year, without })
        : doesNotApply('no list', { without })
    }
    const short = unknown.find((code) => icd10cm.below(code).length > 0)
    if (short) return fails('has more digits', { codes: short, year, below: listed(icd10cm.below(short)) })
    if (unknown.length > 0) return fails('not in force', { codes: listed(unknown), year })
    return passes('in force', { codes: listed(codes), year })
  },
})
