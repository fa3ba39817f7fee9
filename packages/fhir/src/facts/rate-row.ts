import { epochMilliseconds } from '@doseline/dose'
import type { MedicationAdministration, Quantity } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { ofPatient } from '../chart-index.ts'
import { keyOf } from '../references.ts'
import { isNothing, list, text } from '../shape.ts'

/** The elements that a row for a rate may have: with any other it may say more. */
const OF_A_ROW: ReadonlySet<string> = new Set(
  (
    'resourceType id meta identifier status category medicationCodeableConcept medicationReference subject context ' +
    'effectiveDateTime effectivePeriod performer reasonCode reasonReference request device partOf dosage supportingInformation'
  ).split(' '),
)
const OF_ITS_DOSAGE: ReadonlySet<string> = new Set('text site route method dose rateQuantity rateRatio'.split(' '))
/** What such a row says in words: what was done to the pump. */
const WORDS =
  /^(rate (change|changed|verify|verified|titrated)|new rate|\d{1,4}(\.\d{1,3})? ?ml\/h(r|our)?|[\s,:;()-])+$/i
const RUNS: ReadonlySet<unknown> = new Set(['completed', 'in-progress'])
const GIVEN: ReadonlySet<unknown> = new Set(['completed', 'stopped'])

/**
 * The infusion of which a record is only a row: some EHRs chart each change of its rate as an administration of its own, by the
 * same order, without an amount. Undefined where the record is, or may be, a dose. A rate of nothing is a pause, and none.
 */
export function infusionOfRow(chart: Chart, key: string, row: MedicationAdministration): string | undefined {
  const [order, patient, start] = [keyOf(chart, row.request), keyOf(chart, row.subject), startOf(row)]
  if (order === undefined || patient === undefined || start === undefined || !isOnlyARate(row)) return undefined
  const end = timeOf(row.effectivePeriod?.end) ?? start
  return ofPatient(chart, 'MedicationAdministration', patient).find(({ key: other, resource }) => {
    const [from, until] = [timeOf(resource.effectivePeriod?.start), timeOf(resource.effectivePeriod?.end)]
    return (
      other !== key &&
      GIVEN.has(resource.status) &&
      keyOf(chart, resource.request) === order &&
      isSome(resource.dosage?.dose) &&
      from !== undefined &&
      until !== undefined &&
      from <= start &&
      end <= until
    )
  })?.key
}

function isOnlyARate(row: MedicationAdministration): boolean {
  const [dosage, ...others] = list(row.dosage)
  if (!dosage || others.length > 0 || !RUNS.has(row.status)) return false
  if (Object.keys(row).some((each) => !OF_A_ROW.has(each))) return false
  if (Object.keys(dosage).some((each) => !OF_ITS_DOSAGE.has(each))) return false
  const words = text(dosage.text)
  const isNoDose = isNothing(dosage.dose) || dosage.dose?.value === 0
  return isNoDose && isVolumeRate(dosage) && (words === undefined || WORDS.test(words))
}

/** Of a volume in a time, and of some of it. */
function isVolumeRate({ rateQuantity, rateRatio }: NonNullable<MedicationAdministration['dosage']>): boolean {
  const rate = rateQuantity ?? rateRatio?.numerator
  return isSome(rate) && /^ml\b/i.test(text(rate?.code) ?? text(rate?.unit) ?? '')
}

const isSome = (quantity: Quantity | undefined): boolean =>
  typeof quantity?.value === 'number' && quantity.value > 0 && isNothing(quantity.comparator)

const timeOf = (written: unknown): number | undefined => {
  const moment = text(written)
  return moment === undefined ? undefined : epochMilliseconds(moment)
}
const startOf = ({ effectiveDateTime, effectivePeriod }: MedicationAdministration): number | undefined =>
  timeOf(effectiveDateTime) ?? timeOf(effectivePeriod?.start)
