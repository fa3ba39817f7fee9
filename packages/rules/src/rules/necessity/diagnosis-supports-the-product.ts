import type { Diagnosis } from '@doseline/dose'
import { advises, cannotTell, fails, passes, rule } from '../../rule.ts'
import { listed } from '../../shows.ts'
import { isTooShort, isUnder, type Support, supportFor } from '../../support.ts'

/** An active, confirmed diagnosis supports this product: 60 mg and 120 mg of one drug differ. */
export default rule({
  id: 'necessity/diagnosis-supports-the-product',
  asks: 'Does a diagnosis support this product?',
  needs: ['product', 'diagnoses'],
  inForce: ['indications', 'siblings'],
  messages: {
    supported: { says: '{codes} supports {brand} ({indication}).' },
    'second diagnosis wanted': {
      says: '{codes} supports {brand} ({indication}); the chart holds no second diagnosis to stand beside it.',
      remedy: 'Record the second diagnosis as well, such as the primary tumour.',
      who: 'prescriber',
    },
    'stated, not charted': {
      says: '{codes} would support {brand} ({indication}); a person states it, and the chart does not hold {stated}.',
      remedy: 'Record {stated} in the chart, if it is so: the payer may ask for the record.',
      who: 'prescriber',
    },
    'off label': {
      says: '{codes} supports {brand} outside its label ({indication}); each payer decides for itself.',
      remedy: 'Ask the payer whether it covers this use.',
      who: 'authorization desk',
    },
    'no diagnosis': {
      says: 'The chart holds no active diagnosis.',
      remedy: 'Record the diagnosis the drug was given for, with its ICD-10-CM code.',
      who: 'prescriber',
    },
    'no ICD-10-CM': {
      says: 'No active diagnosis carries an ICD-10-CM code ({named}).',
      remedy: 'Add the ICD-10-CM code to the diagnosis the drug was given for; {brand} is given for {listed}.',
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
    'half supports another': {
      says: '{codes} supports {other} together with one of {needed}, not {brand}.',
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
      const { label, offLabel } = support.indication
      const values = { brand, codes: support.codes.join(' with '), indication: label }
      const stated = support.codes.find((code) => isOnlyStated(code, diagnoses))
      if (stated) return cannotTell('stated, not charted', { ...values, stated })
      if (offLabel) return advises('off label', values)
      if (support.secondWanted) return advises('second diagnosis wanted', values)
      return passes('supported', values)
    }
    const standing = diagnoses.filter(({ stands }) => stands)
    const codes = standing.flatMap(({ icd10cm }) => (icd10cm ? [icd10cm] : []))
    const elsewhere = siblings
      .map(({ label, indications: own }) => ({ other: label, support: supportFor(diagnoses, own) }))
      .toSorted((a, b) => STRENGTH.indexOf(a.support.kind) - STRENGTH.indexOf(b.support.kind))[0]
    if (support.kind === 'half' && !isGivenFor(elsewhere?.support, support.code, codes)) {
      const { label, with: needed } = support.indication
      return fails('second code missing', { brand, codes: support.code, needed: listed(needed), indication: label })
    }
    const fallen = diagnoses.find(
      ({ stands, icd10cm }) =>
        !stands && icd10cm && indications.some(({ anyOf }) => anyOf.some((stem) => isUnder(icd10cm, stem))),
    )
    if (fallen?.icd10cm) {
      return fails('no longer stands', { brand, codes: fallen.icd10cm, because: fallen.because ?? 'it is not active' })
    }
    if (standing.length === 0) return cannotTell('no diagnosis')
    const short = codes.find((code) => isTooShort(code, indications))
    if (short) return fails('not full length', { brand, codes: short })
    if (elsewhere?.support.kind === 'supported') {
      const values = { brand, other: elsewhere.other, codes: elsewhere.support.codes.join(' with ') }
      return fails('supports another', values)
    }
    if (elsewhere?.support.kind === 'half') {
      const { code, indication } = elsewhere.support
      const needed = listed(indication.with)
      return fails('half supports another', { brand, other: elsewhere.other, codes: code, needed })
    }
    if (codes.length > 0) return fails('not supported', { brand, codes: listed([...new Set(codes)]) })
    return cannotTell('no ICD-10-CM', {
      brand,
      named: listed(standing.flatMap(nameOf)),
      listed: indications.map(({ label, anyOf }) => `${label} (${anyOf.join(', ')})`).join('; '),
    })
  },
})

/** Whether another product's diagnosis stands before `code`: what comes first is what the dose was given for. */
function isGivenFor(support: Support | undefined, code: string, codes: readonly string[]): boolean {
  const [first] = support?.kind === 'supported' ? support.codes : []
  return first !== undefined && codes.indexOf(first) < codes.indexOf(code)
}

const STRENGTH = ['supported', 'half', 'none'] as const

const SNOMED_CT = 'http://snomed.info/sct'

/** `SNOMED CT 64859006 Osteoporosis`: what stands where an ICD-10-CM code is needed. */
function nameOf({ codes }: Diagnosis): string[] {
  const snomed = codes.find(({ system }) => system === SNOMED_CT)?.code
  const words = codes.find(({ display }) => display)?.display
  if (snomed) return [`SNOMED CT ${snomed}${words ? ` ${words}` : ''}`]
  return [words ?? codes[0]?.code ?? 'a diagnosis without a name']
}

const isOnlyStated = (code: string, diagnoses: readonly Diagnosis[]): boolean =>
  diagnoses.every(({ icd10cm, from }) => icd10cm !== code || from === 'attested')
