import type { CalendarDate, ChartGap, Diagnosis } from '@doseline/dose'
import {
  excluding,
  isOfNewbornsOutside,
  isPregnancyOutside,
  isSequela,
  namesNoCondition,
  OF_A_STUDY,
  sexOf,
} from '../../diagnosis-codes.ts'
import { calledOtherwise } from '../../diagnosis-names.ts'
import { listed } from '../../format.ts'
import { advises, cannotTell, fails, holds, passes, rule } from '../../rule.ts'
import {
  bareReason,
  codesOnTheLine,
  doubtAbout,
  givenFor,
  givenForAnotherToo,
  givenForOther,
  isTooShort,
  isUnder,
  orderedForOther,
  type Support,
  supportFor,
  withDoubtful,
} from '../../support.ts'

/** An active, confirmed diagnosis supports this product: 60 mg and 120 mg of one drug differ. */
export default rule({
  id: 'necessity/diagnosis-supports-the-product',
  asks: 'Does a diagnosis support this product?',
  needs: ['product', 'diagnoses'],
  mayUse: ['chart', 'administeredOn', 'administeredWhen', 'authorizations', 'modifiersNamed', 'order'],
  published: ['indications', 'siblings'],
  messages: {
    supported: { says: '{codes} supports {brand} ({indication}).' },
    'second diagnosis wanted': {
      says: '{codes} supports {brand} ({indication}); the chart holds no second diagnosis to stand beside it.',
      remedy: 'Record the second diagnosis as well, such as the primary tumor.',
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
    'excluded by another': {
      says: '{codes} is not coded where {other} is, and both stand in the chart (Excludes1).',
      remedy: 'Correct the status of the one that does not apply, or choose the diagnosis this dose was given for.',
      who: 'prescriber',
    },
    'labeled for the other sex': {
      says: '{brand} is labeled for {indication} in {labeled} patients only, and the patient is registered as {sex}.',
      remedy:
        'Check the sex in the patient’s record; for a use outside the label, state the number by which the payer approved it.',
      who: 'authorization desk',
    },
    'code of the other sex': {
      says: '{codes} is a diagnosis of {labeled} patients, and the patient is registered as {sex}.',
      remedy:
        'Correct the diagnosis or the sex in the patient’s record; if both are right, propose KX for the line, or bill it by hand with condition code 45 where a hospital claims it.',
      who: 'prescriber',
    },
    'code of another age': {
      says: '{codes} is a diagnosis of {whom}, and the patient was {age} years old.',
      remedy: 'Correct the diagnosis or the date of birth in the patient’s record.',
      who: 'prescriber',
    },
    'called otherwise': {
      says: '{codes} is called “{name}”, which is another disease than the code is of.',
      remedy: 'Correct the code or its words; if both are right, choose the diagnosis for this dose.',
      who: 'prescriber',
    },
    'names no condition': {
      says: '{codes} says why the patient came or what is past, and no condition that {brand} is given for.',
      remedy: 'Record the condition that the drug was given for, and choose it for this dose.',
      who: 'prescriber',
    },
    sequela: {
      says: '{codes} is a sequela, which is never the first or only diagnosis of a line.',
      remedy: 'Record the condition that the drug was given for with its own code.',
      who: 'prescriber',
    },
    'of a study': {
      says: '{codes} says that the patient takes part in a study: such a claim names the study and says by modifier and condition code what is part of it.',
      remedy:
        'Ask who pays for the drug, and bill it by hand with the number of the study; if the dose is no part of one, correct the diagnosis.',
      who: 'biller',
    },
    'younger than labeled': {
      says: '{codes} supports {brand} ({indication}); its label names no patient younger than {fromAge}, and this one is {age}.',
      remedy: 'Check the date of birth; for a use outside the label, state the number by which the payer approved it.',
      who: 'authorization desk',
    },
    'age not known': {
      says: '{codes} supports {brand} ({indication}); its label names no patient younger than {fromAge}, and the chart does not say how old the patient was.',
      remedy:
        'Enter the date of birth in the patient’s record; or state the number by which the payer approved the drug.',
      who: 'registration',
    },
    'given for another': {
      says: 'The dose is charted as given for {reason}, which does not support {brand}; {codes} would ({indication}), and nobody says that it was given for that.',
      remedy: 'Ask what the drug was given for: choose that diagnosis for this dose, or correct the reason.',
      who: 'prescriber',
    },
    'given for what is not matched': {
      says: 'The dose is charted as given for “{reason}”{because}; {codes} supports {brand} ({indication}), and nothing says that it was given for that.',
      remedy: 'Ask what the drug was given for: choose that diagnosis for this dose, or correct the reason.',
      who: 'prescriber',
    },
    'ordered for another': {
      says: '{order} is for “{reason}”; {codes} supports {brand} ({indication}), and the order does not say that it is for that.',
      remedy: 'Ask what the drug was ordered for: choose that diagnosis for this dose, or correct the order.',
      who: 'prescriber',
    },
    doubtful: {
      says: '{codes} would support {brand} ({indication}) if it is active and confirmed: {doubt}',
      remedy: 'Correct the status of the diagnosis, or choose it for this dose if it is what the drug was given for.',
      who: 'prescriber',
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
      says: '{codes} supports {brand} only together with {needed} ({indication}).',
      remedy: 'Record the second diagnosis, if it applies.',
      who: 'prescriber',
    },
    'no longer stands': {
      says: '{codes} would support {brand}, but it does not count: {because}.',
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
      says: '{codes} supports {other} together with {needed}, not {brand}.',
      remedy: 'Check which of the two was given, and what it was given for.',
      who: 'prescriber',
    },
    'given for what': {
      says: '{codes} stands in the chart, and nobody says that {brand} was given for it.',
      remedy: 'Choose the diagnosis this dose was given for.',
      who: 'prescriber',
    },
    'not supported': {
      says: 'None of {codes} supports {brand}.',
      remedy: 'Record the diagnosis the drug was given for, if it is another.',
      who: 'prescriber',
    },
    'not all were read': {
      says: 'No diagnosis that was read supports {brand}, and not all were read.',
      remedy: 'Read the chart again, with every page of its diagnoses.',
      who: 'IT',
    },
  },
  check(
    { product: { product }, diagnoses, chart, administeredOn, administeredWhen, authorizations, modifiersNamed, order },
    { indications, siblings },
  ) {
    const { brand } = product
    const support = supportFor(diagnoses, indications)
    if (support.kind === 'supported') {
      const { label, offLabel } = support.indication
      const values = { brand, codes: support.codes.join(' with '), indication: label }
      const stated = support.codes.find((code) => isOnlyStated(code, diagnoses))
      if (stated) return cannotTell('stated, not charted', { ...values, stated })
      const reasons = givenFor(diagnoses)
      if (reasons.length > 0 && !support.codes.some((code) => reasons.includes(code))) {
        return cannotTell('given for another', { ...values, reason: listed([...new Set(reasons)]) })
      }
      const reason =
        givenForOther(diagnoses, support.codes) ??
        givenForAnotherToo(diagnoses, support.codes) ??
        bareReason(
          diagnoses.filter(({ from }) => from === 'reason'),
          diagnoses,
        )
      if (reason) {
        const because = reason.because === undefined ? '' : ` (${reason.because})`
        return cannotTell('given for what is not matched', {
          ...values,
          reason: calledAs(reason),
          because,
        })
      }
      const ordered = order.known && !order.value?.isReviewed ? order.value : undefined
      const orderedFor =
        orderedForOther(ordered?.reasons ?? [], { diagnoses, codes: support.codes, indications }) ??
        bareReason(ordered?.reasons ?? [], diagnoses)
      if (ordered && orderedFor) {
        return cannotTell('ordered for another', { ...values, order: ordered.reference, reason: calledAs(orderedFor) })
      }
      const excluded = support.codes.find((code) => !isChosen(code, diagnoses) && excluding(code, diagnoses))
      if (excluded) {
        return cannotTell('excluded by another', { codes: excluded, other: excluding(excluded, diagnoses) ?? '' })
      }
      const otherwise = calledOtherwise(diagnoses, support.codes)
      if (otherwise)
        return cannotTell('called otherwise', { codes: otherwise.code, name: otherwise.name.slice(0, 120) })
      const onTheLine = codesOnTheLine(diagnoses, indications)
      if (onTheLine.every(namesNoCondition)) return cannotTell('names no condition', values)
      if (support.codes.every(isSequela)) return cannotTell('sequela', values)
      if (diagnoses.some(({ stands, icd10cm }) => stands && icd10cm === OF_A_STUDY)) {
        return cannotTell('of a study', { codes: OF_A_STUDY })
      }
      const who = administeredWhen.known ? administeredWhen.value : undefined
      const sex = who?.sex
      const isApproved = authorizations.known && authorizations.value.some(({ approvesIt }) => approvesIt)
      if (sex !== undefined) {
        const { sex: labeled = sex } = support.indication
        if (labeled !== sex && !isApproved) return holds('labeled for the other sex', { ...values, labeled, sex })
        const other = onTheLine.find((code) => (sexOf(code) ?? sex) !== sex)
        const isAnswered =
          modifiersNamed.known &&
          modifiersNamed.value.some(({ modifiers }) => modifiers.some(({ code }) => code === BOTH_ARE_RIGHT))
        if (other && !isAnswered)
          return cannotTell('code of the other sex', { codes: other, sex, labeled: sexOf(other) ?? '' })
      }
      const age =
        who?.birth?.on && administeredOn.known
          ? yearsBetween(who.birth.on.days.earliest, administeredOn.value)
          : undefined
      const pregnancy = age === undefined ? undefined : onTheLine.find((code) => isPregnancyOutside(code, age))
      if (age !== undefined && pregnancy !== undefined) {
        return cannotTell('code of another age', { codes: pregnancy, age: String(age), whom: 'pregnancy' })
      }
      const newborn = age === undefined ? undefined : onTheLine.find((code) => isOfNewbornsOutside(code, age))
      if (age !== undefined && newborn !== undefined) {
        return cannotTell('code of another age', { codes: newborn, age: String(age), whom: 'newborns' })
      }
      const { fromAge } = support.indication
      if (age !== undefined && age >= 0 && fromAge !== undefined && age < fromAge) {
        const ages = { ...values, fromAge: String(fromAge), age: String(age) }
        return isApproved ? advises('younger than labeled', ages) : holds('younger than labeled', ages)
      }
      if (fromAge !== undefined && (age === undefined || age < 0) && !isApproved && who?.hasPatient) {
        return cannotTell('age not known', { ...values, fromAge: String(fromAge) })
      }
      if (offLabel) return advises('off label', values)
      if (support.secondWanted) return advises('second diagnosis wanted', values)
      return passes('supported', values)
    }
    const wouldBe = supportFor(withDoubtful(diagnoses), indications)
    if (wouldBe.kind === 'supported') {
      const { codes, indication } = wouldBe
      const doubt = doubtAbout(diagnoses, codes) ?? ''
      return cannotTell('doubtful', { brand, codes: codes.join(' with '), indication: indication.label, doubt })
    }
    // What was not read may be the one that supports it: nothing is held against the diagnoses that were.
    if (chart.known && chart.value.some(isOfDiagnoses)) return cannotTell('not all were read', { brand })
    const standing = diagnoses.filter(({ stands }) => stands)
    const codes = standing.flatMap(({ icd10cm }) => (icd10cm ? [icd10cm] : []))
    const elsewhere = siblings
      .map(({ label, indications: own }) => ({ other: label, support: supportFor(diagnoses, own) }))
      .toSorted((a, b) => STRENGTH.indexOf(a.support.kind) - STRENGTH.indexOf(b.support.kind))[0]
    if (support.kind === 'half' && !isGivenFor(elsewhere?.support, support.code, codes)) {
      const { label, with: needed } = support.indication
      return fails('second code missing', { brand, codes: support.code, needed: oneOf(needed), indication: label })
    }
    const fallen = diagnoses.find(
      ({ stands, doubt, icd10cm }) =>
        !stands &&
        doubt === undefined &&
        icd10cm &&
        indications.some(({ anyOf }) => anyOf.some((stem) => isUnder(icd10cm, stem))),
    )
    if (fallen?.icd10cm) {
      return fails('no longer stands', { brand, codes: fallen.icd10cm, because: fallen.because ?? 'it is not active' })
    }
    const doubtful = diagnoses.filter(({ doubt }) => doubt !== undefined)
    if (standing.length + doubtful.length === 0) return cannotTell('no diagnosis')
    const short = codes.find((code) => isTooShort(code, indications))
    if (short) return fails('not full length', { brand, codes: short })
    if (elsewhere?.support.kind === 'supported') {
      const values = { brand, other: elsewhere.other, codes: elsewhere.support.codes.join(' with ') }
      return fails('supports another', values)
    }
    if (elsewhere?.support.kind === 'half') {
      const { code, indication } = elsewhere.support
      const needed = oneOf(indication.with)
      return fails('half supports another', { brand, other: elsewhere.other, codes: code, needed })
    }
    if (codes.length > 0 && indications.some(({ asGivenFor }) => asGivenFor)) {
      return cannotTell('given for what', { brand, codes: listed([...new Set(codes)]) })
    }
    if (codes.length > 0) return fails('not supported', { brand, codes: listed([...new Set(codes)]) })
    return cannotTell('no ICD-10-CM', {
      brand,
      named: listed([...standing, ...doubtful].flatMap(nameOf)),
      listed: indications.map(({ label, anyOf }) => `${label} (${anyOf.join(', ')})`).join('; '),
    })
  },
})

/**
 * The modifier by which a line says that sex and diagnosis are both right.
 * @see https://www.cms.gov/regulations-and-guidance/guidance/manuals/downloads/clm104c32.pdf section 240
 */
const BOTH_ARE_RIGHT = 'KX'

const calledAs = (reason: Diagnosis): string => reason.words ?? reason.icd10cm ?? listed(nameOf(reason))

const isChosen = (code: string, diagnoses: readonly Diagnosis[]): boolean =>
  diagnoses.some(({ icd10cm, chosen }) => icd10cm === code && chosen)

/** Whole years from one day to another. */
function yearsBetween(from: CalendarDate, to: CalendarDate): number {
  const years = Number(to.slice(0, YEAR)) - Number(from.slice(0, YEAR))
  return to.slice(YEAR) < from.slice(YEAR) ? years - 1 : years
}

/** Characters of a year in a calendar date. */
const YEAR = 4

/** Whether another product's diagnosis stands before `code`: what comes first is what the dose was given for. */
function isGivenFor(support: Support | undefined, code: string, codes: readonly string[]): boolean {
  const [first] = support?.kind === 'supported' ? support.codes : []
  return first !== undefined && codes.indexOf(first) < codes.indexOf(code)
}

/** `Z79.818`, `Z79.811 or Z79.818`, `a code that begins with C`: what a pair lacks. */
function oneOf(stems: readonly string[]): string {
  return stems.map((stem) => (stem.endsWith('-') ? `a code that begins with ${stem.slice(0, -1)}` : stem)).join(' or ')
}

const isOfDiagnoses = ({ kind, type, key }: ChartGap): boolean =>
  kind === 'not read' && key === undefined && (type === undefined || type === 'Condition')

const STRENGTH = ['supported', 'half', 'none'] as const

const SNOMED_CT = 'http://snomed.info/sct'

/** `SNOMED CT 64859006 Osteoporosis`: what stands where an ICD-10-CM code is needed. */
function nameOf({ codes, words: called }: Diagnosis): string[] {
  const snomed = codes.find(({ system }) => system === SNOMED_CT)?.code
  const words = called ?? codes.find(({ display }) => display)?.display
  if (snomed) return [`SNOMED CT ${snomed}${words ? ` ${words}` : ''}`]
  return [words ?? codes[0]?.code ?? 'a diagnosis without a name']
}

const isOnlyStated = (code: string, diagnoses: readonly Diagnosis[]): boolean =>
  diagnoses.every(({ icd10cm, from }) => icd10cm !== code || from === 'attested')
