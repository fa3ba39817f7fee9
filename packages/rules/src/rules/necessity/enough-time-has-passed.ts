import type { Indication, Interval, Loading, ShorterInterval, Sibling } from '@doseline/codebook'
import { type CalendarDate, type Diagnosis, daysBetween, type Fact } from '@doseline/dose'
import type { AdministeredProduct, EarlierDose, OtherProductDose, PreviousDose } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import { dueFrom, loadingDay } from '../../interval.ts'
import { type Answer, cannotTell, cannotTellWithout, fails, passes, rule } from '../../rule.ts'
import { doubtAbout, supportFor, withDoubtful } from '../../support.ts'

/** A dose comes no earlier than its labeled interval after the last one, in calendar months where it says months. */
export default rule({
  id: 'necessity/enough-time-has-passed',
  asks: 'Has enough time passed since the last dose?',
  needs: ['administeredOn', 'product', 'previousDose'],
  mayUse: ['earlierDoses', 'otherProducts', 'drugChangeReason', 'diagnoses'],
  published: ['interval', 'indications', 'siblings'],
  messages: {
    'first dose': { says: 'The chart shows no earlier dose.' },
    'due by then': {
      says: 'The last dose was on {last}; the next was due from {due}, and this one was given on {administeredOn}.',
    },
    'loading dose': {
      says: 'Given on day {today} of treatment, as a loading dose (days {days}) for {indication}.',
    },
    'due sooner': {
      says: 'The last dose was on {last}; for {indication} the next was due from {due}, and this one was given on {administeredOn}.',
    },
    'another strength': {
      says: '{other}, the same drug in another strength, was given on {last}; until {due} neither is given after the other, and {brand} was given on {administeredOn}.',
      remedy: 'Ask the prescriber whether the drug was changed, and state why; if it was not, this dose came too soon.',
      who: 'prescriber',
    },
    'perhaps another strength': {
      says: '{other}, the same drug in another strength, may have been given on {last}, and then {brand} is not given until {due}: {perhaps}',
      remedy: 'State whether it was given and on which day ({reference}), or why the drug was changed.',
      who: 'nurse',
    },
    'changed for a reason': {
      says: '{other}, the same drug in another strength, was given on {last}; it was changed to {brand}: {drugChangeReason}.',
    },
    'another drug for the same': {
      says: '{other} was given on the same day, and {codes} is what both are given for; two drugs for one disease are not paid together.',
      remedy:
        'Ask the prescriber whether both are meant, and state why; if they are not, correct the record of the one that was not given.',
      who: 'prescriber',
    },
    'both for a reason': {
      says: '{other} was given on the same day for {codes} too; why both were given is stated: {drugChangeReason}.',
    },
    'doubtful diagnosis': {
      says: 'Given on {administeredOn}, before {due}: whether it may come early depends on a diagnosis whose status is not clear: {doubt}',
      remedy: 'Correct the status of the diagnosis, or choose it for this dose if it is what the drug was given for.',
      who: 'prescriber',
    },
    'sooner for what': {
      says: 'Given on {administeredOn}, before {due}: that is in time only for {sooner}, and {stands}.',
      remedy: 'Choose the diagnosis this dose was given for.',
      who: 'prescriber',
    },
    'perhaps too soon': {
      says: 'There may have been a dose of {brand} on {last}, and then the next was due from {due}: {perhaps}',
      remedy: 'Chart which drug was given on {last}, or state whether it was given and on which day ({reference}).',
      who: 'pharmacist',
    },
    'loading for what': {
      says: 'Day {today} of treatment brings a loading dose only for {loadingFor}; no active diagnosis carries an ICD-10-CM code.',
      remedy: 'Add the ICD-10-CM code to the diagnosis the drug was given for.',
      who: 'prescriber',
    },
    'no loading for this': {
      says: 'Given on {administeredOn}, day {today} of treatment and before {due}: loading doses are only for {loadingFor}.',
      remedy: 'Check both days and the diagnosis; if they are right, this dose came too soon to be covered.',
      who: 'biller',
    },
    'early for a reason': {
      says: 'Given on {administeredOn}, before {due}: the last dose was on {last}; why it came early is stated: {drugChangeReason}.',
    },
    'days early': {
      says: 'Given on {administeredOn}, before {due}: the last dose was on {last}, and {brand} is given every {interval}.',
      remedy:
        'Check both days; if they are right, this dose came too soon to be covered, unless somebody can state why it came early.',
      who: 'biller',
    },
    'too soon': {
      says: 'Given on {administeredOn}, before {due}: the last dose was on {last}, and {brand} is given every {interval}.',
      remedy: 'Check both days; if they are right, this dose came too soon to be covered.',
      who: 'biller',
    },
  },
  check(dose, { interval, indications, siblings }) {
    const own = sinceTheLast(dose, interval, indications)
    if (own.outcome !== 'passes') return own
    return sinceAnotherStrength(dose, interval, siblings) ?? besideAnotherDrug(dose, indications) ?? own
  },
})

type Key =
  | 'first dose'
  | 'due by then'
  | 'loading dose'
  | 'due sooner'
  | 'another strength'
  | 'perhaps another strength'
  | 'changed for a reason'
  | 'another drug for the same'
  | 'both for a reason'
  | 'sooner for what'
  | 'doubtful diagnosis'
  | 'perhaps too soon'
  | 'loading for what'
  | 'no loading for this'
  | 'too soon'
  | 'days early'
  | 'early for a reason'

/** What the check is given. */
interface Dose {
  readonly administeredOn: CalendarDate
  readonly product: AdministeredProduct
  readonly previousDose: PreviousDose
  readonly earlierDoses: Fact<readonly EarlierDose[]>
  readonly otherProducts: Fact<readonly OtherProductDose[]>
  readonly drugChangeReason: Fact<string>
  readonly diagnoses: Fact<readonly Diagnosis[]>
}

/** Since the last dose of the kind; one that is certain and too close counts before one that is only told of. */
function sinceTheLast(dose: Dose, interval: Interval, indications: readonly Indication[]): Answer<Key> {
  const { administeredOn, product, earlierDoses, diagnoses } = dose
  const earlier = earlierDoses.known ? earlierDoses.value : []
  const certain = earlier.findLast(({ perhaps }) => perhaps === undefined)
  const previous = certain && administeredOn < dueFrom(certain.administeredOn, interval) ? certain : dose.previousDose
  if (previous === undefined) return passes('first dose')
  const due = dueFrom(previous.administeredOn, interval)
  const values = {
    last: previous.administeredOn,
    due,
    brand: product.product.brand,
    interval: shownInterval(interval),
  }
  if (administeredOn >= due) return passes('due by then', values)
  const { perhaps } = previous
  if (perhaps !== undefined) {
    return cannotTell('perhaps too soon', { ...values, perhaps, reference: previous.administration })
  }
  const sooner = (interval.shorter ?? []).filter(
    (each) => administeredOn >= dueFrom(previous.administeredOn, { ...interval, ...each }),
  )
  if (sooner.length > 0) {
    if (!diagnoses.known) return cannotTellWithout(diagnoses)
    const found = soonerFor(sooner, diagnoses.value, indications)
    if (found.kind === 'given for it') {
      const dueThen = dueFrom(previous.administeredOn, { ...interval, ...found.each })
      return passes('due sooner', { ...values, due: dueThen, indication: found.label })
    }
    if (found.kind === 'open') return cannotTell('sooner for what', { ...values, ...found.says })
    if (found.kind === 'doubtful') return cannotTell('doubtful diagnosis', { ...values, doubt: found.doubt })
  }
  const own = { ...values, ...ofItsIndication(previous, interval, dose, indications) }
  const isDaysEarly = daysBetween(administeredOn, own.due) <= DAYS_EARLY
  if (isDaysEarly && dose.drugChangeReason.known) return passes('early for a reason', own)
  const answer = asLoading(dose, earlier, interval.loading, own)
  const isTooSoon = 'message' in answer && answer.message === 'too soon'
  return isTooSoon && isDaysEarly ? fails('days early', own) : answer
}

/** How early a dose may come for a reason that a person states. No source says; a week is ours. */
const DAYS_EARLY = 7

const shownInterval = ({ every, unit }: Pick<Interval, 'every' | 'unit'>): string =>
  every === 1 ? unit.slice(0, -1) : `${every} ${unit}`

/** The day it was due and how often it is given, by the shorter interval of what it was given for. */
function ofItsIndication(
  previous: NonNullable<PreviousDose>,
  interval: Interval,
  { diagnoses }: Dose,
  indications: readonly Indication[],
): { readonly due: CalendarDate; readonly interval: string } | undefined {
  if (!diagnoses.known || !interval.shorter) return undefined
  const found = soonerFor(interval.shorter, diagnoses.value, indications)
  if (found.kind !== 'given for it') return undefined
  const every = `${shownInterval(found.each)} for ${found.label}`
  return { due: dueFrom(previous.administeredOn, { ...interval, ...found.each }), interval: every }
}

/** Too soon, unless the label adds doses at the start of a treatment for what this one was given for. */
function asLoading(
  { administeredOn, diagnoses }: Dose,
  earlier: readonly EarlierDose[],
  loading: Loading | undefined,
  values: Readonly<Record<string, string>>,
): Answer<Key> {
  const days = earlier.map((each) => each.administeredOn)
  const today = loading && loadingDay(days, administeredOn, loading)
  if (!loading || today === undefined) return fails('too soon', values)
  if (!diagnoses.known) return cannotTellWithout(diagnoses)
  const support = supportFor(diagnoses.value, loading.indications)
  const loads = {
    ...values,
    today: String(today),
    days: listed(loading.days.map(String)),
    loadingFor: loading.indications.map(({ label }) => label).join(' or '),
  }
  if (support.kind === 'supported') return passes('loading dose', { ...loads, indication: support.indication.label })
  const doubt = doubtThatSupports(diagnoses.value, loading.indications)
  if (doubt !== undefined) return cannotTell('doubtful diagnosis', { ...loads, doubt })
  const isCoded = diagnoses.value.some(({ stands, icd10cm }) => stands && icd10cm)
  return isCoded ? fails('no loading for this', loads) : cannotTell('loading for what', loads)
}

/** The same drug in another strength works as long as either label says. */
function sinceAnotherStrength(
  { administeredOn, product, otherProducts, drugChangeReason }: Dose,
  interval: Interval,
  siblings: readonly Sibling[],
): Answer<Key> | undefined {
  const groups = new Set(siblings.map(({ group }) => group))
  const others = (otherProducts.known ? otherProducts.value : [])
    .filter(({ group }) => groups.has(group))
    .map((each) => ({ ...each, due: laterOf(dueFrom(each.administeredOn, interval), each.nextDue) }))
    .filter(({ due }) => administeredOn < due)
  const last = others.find(({ perhaps }) => perhaps === undefined) ?? others[0]
  if (!last) return undefined
  const { brand: other, administeredOn: on, due, perhaps, administration: reference } = last
  const values = { brand: product.product.brand, other, last: on, due }
  if (drugChangeReason.known) return passes('changed for a reason', values)
  return perhaps === undefined
    ? cannotTell('another strength', values)
    : cannotTell('perhaps another strength', { ...values, perhaps, reference })
}

/** Another drug of the day, of which the same diagnosis is what it is given for. */
function besideAnotherDrug(
  { diagnoses, otherProducts, drugChangeReason }: Dose,
  indications: readonly Indication[],
): Answer<Key> | undefined {
  if (!diagnoses.known || !otherProducts.known) return undefined
  const own = codesFor(diagnoses.value, indications)
  for (const { brand: other, indications: its, perhaps } of otherProducts.value) {
    const codes =
      perhaps === undefined && its ? codesFor(diagnoses.value, its).filter((code) => own.includes(code)) : []
    if (codes.length === 0) continue
    const values = { other, codes: listed(codes) }
    return drugChangeReason.known
      ? passes('both for a reason', values)
      : cannotTell('another drug for the same', values)
  }
  return undefined
}

function codesFor(diagnoses: readonly Diagnosis[], indications: readonly Indication[]): readonly string[] {
  const support = supportFor(diagnoses, indications)
  return support.kind === 'supported' ? support.codes : []
}

const laterOf = (a: CalendarDate, b: CalendarDate | undefined): CalendarDate => (b !== undefined && b > a ? b : a)

/** Why it cannot be told whether a diagnosis stands that would be what the dose may come early for. */
function doubtThatSupports(diagnoses: readonly Diagnosis[], indications: readonly Indication[]): string | undefined {
  const wouldBe = supportFor(withDoubtful(diagnoses), indications)
  return wouldBe.kind === 'supported' ? doubtAbout(diagnoses, wouldBe.codes) : undefined
}

/** Whether the dose was given for what has a shorter interval: by the diagnosis its line names first. */
function soonerFor(
  sooner: readonly ShorterInterval[],
  diagnoses: readonly Diagnosis[],
  indications: readonly Indication[],
):
  | { readonly kind: 'given for it'; readonly each: ShorterInterval; readonly label: string }
  | { readonly kind: 'open'; readonly says: { readonly sooner: string; readonly stands: string } }
  | { readonly kind: 'doubtful'; readonly doubt: string }
  | { readonly kind: 'no' } {
  const support = supportFor(diagnoses, indications)
  const named = support.kind === 'supported' ? support.indication : undefined
  const each = sooner.find((one) => one.indications.some(({ id }) => id === named?.id))
  if (each && named) return { kind: 'given for it', each, label: named.label }
  const own = sooner.flatMap((one) => one.indications)
  const says = { sooner: own.map(({ label }) => label).join(' or ') }
  if (supportFor(diagnoses, own).kind === 'supported' && support.kind === 'supported') {
    return { kind: 'open', says: { ...says, stands: `the chart names ${support.codes.join(' with ')} before it` } }
  }
  const doubt = doubtThatSupports(diagnoses, own)
  if (doubt !== undefined) return { kind: 'doubtful', doubt }
  const isCoded = diagnoses.some(({ stands, icd10cm }) => stands && icd10cm)
  return isCoded
    ? { kind: 'no' }
    : { kind: 'open', says: { ...says, stands: 'no active diagnosis carries an ICD-10-CM code' } }
}
