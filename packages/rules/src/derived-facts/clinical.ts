import type { Codebook } from '@doseline/codebook'
import {
  type CalendarDate,
  type ChartedDose,
  daysBetween,
  type Exact,
  exactly,
  exactText,
  type Fact,
  inMg,
  isNegative,
  isNothing,
  known,
  missing,
  type Quantity,
} from '@doseline/dose'
import type { KnownResult, TreatmentOnRecord, Weight } from '../dose-facts.ts'

/** What the patient was treated with before the dose, as far as payers ask for it; treatments no payer asks for are left out. */
export function treatmentsBefore(charted: ChartedDose, codebook: Codebook): Fact<readonly TreatmentOnRecord[]> {
  const { medicines, administeredOn } = charted
  if (!medicines.known) return medicines
  if (!administeredOn.known) return administeredOn
  const before = medicines.value.filter(
    ({ reference, from }) =>
      reference !== charted.administration && (from ?? administeredOn.value) <= administeredOn.value,
  )
  const found = before.flatMap(({ drug, from, until, notTolerated, doubt, place }) => {
    const is = codebook.treatmentsOf(drug)
    if (is.length === 0) return []
    const name = drug.text[0]?.name ?? drug.ndc[0]?.name ?? drug.rxnorm[0]?.name ?? 'a drug'
    const treatment: TreatmentOnRecord = {
      is,
      name,
      ...(from && { from }),
      ...(until && { until }),
      ...(notTolerated && { notTolerated }),
      ...(doubt !== undefined && { doubt }),
    }
    return [{ treatment, place }]
  })
  return known(
    found.map(({ treatment }) => treatment),
    ...found.map(({ place }) => place),
  )
}

/** Results of the kinds the code book reads, not later than the dose, the latest first. */
export function resultsBefore(charted: ChartedDose, codebook: Codebook): Fact<readonly KnownResult[]> {
  const { results, administeredOn } = charted
  if (!results.known) return results
  if (!administeredOn.known) return administeredOn
  const found = results.value.flatMap(({ codes, on, value, words, low, place }) => {
    const kind = codebook.resultOf(codes)
    if (!kind || (on !== undefined && on > administeredOn.value)) return []
    const result: KnownResult = {
      result: kind.id,
      label: kind.label,
      ...(on && { on }),
      ...(value && { value }),
      ...(words && { words }),
      ...(low && { low }),
    }
    return [{ result, place }]
  })
  const latestFirst = found.toSorted((a, b) => (b.result.on ?? '').localeCompare(a.result.on ?? ''))
  return known(
    latestFirst.map(({ result }) => result),
    ...latestFirst.map(({ place }) => place),
  )
}

const WEIGHT = 'weight'
/** No source says how old a weight may be; a quarter of a year is ours, and the age is always shown. */
const OLDEST_WEIGHT = 92

/** The latest weight; not known where it is older than a quarter of a year. */
export function weightFrom(results: Fact<readonly KnownResult[]>, administeredOn: Fact<CalendarDate>): Fact<Weight> {
  if (!results.known) return results
  if (!administeredOn.known) return administeredOn
  const at = results.value.findIndex(({ result, on, value }) => result === WEIGHT && on && value && inKg(value))
  const latest = results.value[at]
  const kg = latest?.value && inKg(latest.value)
  if (!latest?.on || !kg) return missing('not-recorded', 'The chart holds no weight of the patient.')
  const ofThatDay = results.value.flatMap(({ result, on, value }, index) => {
    const weight = result === WEIGHT && on === latest.on && value ? inKg(value) : undefined
    return weight ? [{ weight, place: results.places[index] }] : []
  })
  const places = ofThatDay.flatMap(({ place }) => place ?? [])
  const different = ofThatDay.find(({ weight }) => !weight.equals(kg))
  if (different) {
    const says = `The chart holds two weights of ${latest.on}, ${exactText(kg)} kg and ${exactText(different.weight)} kg; nothing says from which the dose was calculated.`
    return missing('contradictory', says, ...places)
  }
  const daysOld = daysBetween(latest.on, administeredOn.value)
  if (daysOld <= OLDEST_WEIGHT) return known({ kg, on: latest.on, daysOld }, ...places)
  return missing('not-recorded', `The last weight is of ${latest.on}, ${daysOld} days before the dose.`, ...places)
}

/** The international pound is 0.45359237 kg exactly. */
const KG_IN_A_POUND = exactly('0.45359237')
const MG_IN_A_KG = exactly(1_000_000)

/** A weight; nothing and less are slips, and weigh nothing. */
function inKg(value: Quantity): Exact | undefined {
  if (isNothing(value.value) || isNegative(value.value)) return undefined
  if (value.unit === '[lb_av]' || value.unit === 'lb') return value.value.mul(KG_IN_A_POUND)
  return inMg(value)?.div(MG_IN_A_KG)
}
