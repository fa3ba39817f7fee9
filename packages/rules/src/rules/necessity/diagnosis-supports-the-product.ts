import { cannotTell, fails, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'
import { isTooShort, isUnder, supportFor } from '../../support.ts'

/** An active, confirmed diagnosis supports this product: 60 mg and 120 mg of one drug differ. */
export default rule({
  id: 'necessity/diagnosis-supports-the-product',
  asks: 'Does a diagnosis support this product?',
  needs: ['product', 'diagnoses'],
  inForce: ['indications', 'siblings'],
  messages: {
    supported: { says: '{codes} supports {brand} ({indication}).' },
    'no diagnosis': {
      says: 'The chart holds no active diagnosis.',
      remedy: 'Record the diagnosis the drug was given for, with its ICD-10-CM code.',
      who: 'prescriber',
    },
    'no ICD-10-CM': {
      says: 'No active diagnosis carries an ICD-10-CM code ({named}).',
      remedy: 'Add the ICD-10-CM code to the diagnosis the drug was given for.',
      who: 'prescriber',
    },
    'second code missing': {
      says: '{codes} supports {brand} only together with one of {needed} ({indication}).',
      remedy: 'Record the second diagnosis, if it applies.',
      who: 'prescriber',
    },
    'no longer stands': {
      says: '{codes} would support {brand}, but it does not stand: {because}.',
      remedy: 'Correct the status of the diagnosis, if it is active.',
      who: 'prescriber',
    },
    'not full length': {
      says: '{codes} is not a full-length ICD-10-CM code: a claim takes only the codes below it.',
      remedy: 'Record the diagnosis with its full-length code.',
      who: 'prescriber',
    },
    'supports another': {
      says: '{codes} supports {other}, not {brand}.',
      remedy: 'Check which of the two was given, and what it was given for.',
      who: 'prescriber',
    },
    'not supported': {
      says: 'None of {codes} supports {brand}.',
      remedy: 'Record the diagnosis the drug was given for, if it is another.',
      who: 'prescriber',
    },
  },
  check({ product: { product }, diagnoses }, { indications, siblings }) {
    const { brand } = product
    const support = supportFor(diagnoses, indications)
    if (support.kind === 'supported') {
      return passes('supported', { brand, codes: support.codes.join(' with '), indication: support.indication.label })
    }
    if (support.kind === 'half') {
      const { label, with: needed } = support.indication
      return fails('second code missing', { brand, codes: support.code, needed: listed(needed), indication: label })
    }
    const standing = diagnoses.filter(({ stands }) => stands)
    const fallen = diagnoses.find(
      ({ stands, icd10cm }) =>
        !stands && icd10cm && indications.some(({ anyOf }) => anyOf.some((stem) => isUnder(icd10cm, stem))),
    )
    if (fallen?.icd10cm) {
      return fails('no longer stands', { brand, codes: fallen.icd10cm, because: fallen.because ?? 'it is not active' })
    }
    if (standing.length === 0) return cannotTell('no diagnosis')
    const codes = standing.flatMap(({ icd10cm }) => (icd10cm ? [icd10cm] : []))
    const short = codes.find((code) => isTooShort(code, indications))
    if (short) return fails('not full length', { brand, codes: short })
    const elsewhere = siblings.find((sibling) => supportFor(diagnoses, sibling.indications).kind === 'supported')
    const found = elsewhere && supportFor(diagnoses, elsewhere.indications)
    if (elsewhere && found?.kind === 'supported') {
      return fails('supports another', { brand, other: elsewhere.label, codes: found.codes.join(' with ') })
    }
    if (codes.length > 0) return fails('not supported', { brand, codes: listed([...new Set(codes)]) })
    return cannotTell('no ICD-10-CM', {
      named: listed(standing.flatMap((each) => each.codes[0]?.display ?? each.codes[0]?.code ?? [])),
    })
  },
})
