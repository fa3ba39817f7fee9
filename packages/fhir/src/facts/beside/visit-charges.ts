import { wordsOfPayers } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import { type Keyed, ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { chargedModifiers } from '../charged-modifiers.ts'
import type { Reading } from '../reading.ts'
import { spanOfDays } from '../span-of-days.ts'
import { phrasesOf, recordOf, type Said } from './said.ts'

/** Charges of the visit of the dose, or of its day without a visit. */
export function chargesOfTheVisit({ chart, given, patient, timeZone }: Reading): readonly Keyed<ChargeItem>[] {
  const visit = keyOf(chart, given.context)
  const day = spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start, timeZone)?.earliest
  if (!patient.known) return []
  return ofPatient(chart, 'ChargeItem', patient.value).filter(({ resource }) => {
    const of = keyOf(chart, resource.context)
    const on = spanOfDays(resource.occurrenceDateTime ?? resource.occurrencePeriod?.start, timeZone)?.earliest
    const isOfIt = of === undefined || visit === undefined ? on !== undefined && on === day : of === visit
    return isOfIt && !VOID.has(resource.status)
  })
}

const VOID: ReadonlySet<unknown> = new Set(['aborted', 'not-billable', 'entered-in-error'])

/**
 * What the other charges of a visit say of who pays for it: a stay, a facility, a home, dialysis or a visit that is paid as
 * one has codes of its own, and so has care of a hospice or a study modifiers of its own.
 */
export const visitChargesBeside = (reading: Reading): readonly RecordBeside[] =>
  chargesOfTheVisit(reading).flatMap(({ key, resource }) =>
    saidByCharge(key, resource).map((said) => recordOf(key, 'report', said)),
  )

function saidByCharge(key: string, charge: ChargeItem): readonly Said[] {
  const codes = list(charge.code?.coding).flatMap((each) => text(each.code)?.toUpperCase() ?? [])
  const code = codes.find((each) => isStrange(each))
  if (code !== undefined) {
    const says = `${key} charges ${code} for the same visit, which is no visit of a clinic that charges its drugs by themselves.`
    return [{ says, element: 'code' }]
  }
  const modifier = [...chargedModifiers(charge), ...codes].find((each) => OF_ANOTHER_PAYER.has(each))
  if (modifier !== undefined) {
    const says = `${key} is charged with ${modifier} for the same visit: ${OF_ANOTHER_PAYER.get(modifier)}.`
    return [{ says, element: 'extension' }]
  }
  const reason = phrasesOf(list(charge.reason)).find((each) => /^Z00\.?6$/i.test(each))
  const words =
    reason ??
    [
      charge.costCenter?.display,
      charge.performingOrganization?.display,
      ...list(charge.account).map((each) => each.display),
    ]
      .flatMap((each) => text(each) ?? [])
      .find((each) => wordsOfPayers(each) !== undefined || /\b(research|study|trial|sponsor)\b/i.test(each))
  if (words === undefined) return []
  return [{ says: `${key} of the same visit is charged to “${quoted(words, 60)}”.`, element: 'account' }]
}

/** What each of these modifiers says of the whole visit. CMS publication 100-04, chapters 8, 11 and 32. */
const OF_ANOTHER_PAYER: ReadonlyMap<string, string> = new Map([
  ['GV', 'a hospice has the patient'],
  ['GW', 'a hospice has the patient'],
  ['Q0', 'the patient takes part in a study'],
  ['Q1', 'the patient takes part in a study'],
  ['QJ', 'the patient is in custody'],
  ['AY', 'the patient has end-stage renal disease'],
  ['CB', 'the patient is in a stay of a skilled nursing facility'],
])

/**
 * Whether a code is none of what a visit to a clinic is charged with. Of evaluation and management, and of the codes that
 * CMS and payers make for whole visits, only those of outpatients are usual; drugs, supplies and tests are.
 */
function isStrange(code: string): boolean {
  if (/^99\d{3}$/.test(code)) return !USUAL_EM.test(code)
  if (/^909[3-9]\d$/.test(code)) return true
  if (/^[GHST]\d{4}$/.test(code)) return !USUAL_OF_CMS.test(code)
  return /^(Q(3014|500\d)|R007[05]|0(1\d|2[01])\d)$/.test(code)
}

const USUAL_EM =
  /^99(0[0-8]\d|091|15[1-7]|173|17[4-7]|18\d|19\d|20[2-5]|21[1-5]|24[1-5]|35[4-9]|36[078]|38[1-7]|39\d|40[1-9]|41[1-57]|42\d|439|45[1-4789]|47[34]|48[34789]|49\d)$/
/** Vaccines, screening, visits of outpatients, what is beside them, pumps, and what measures quality. */
const USUAL_OF_CMS =
  /^(G0(008|009|010|019|02[234]|03[0-9]|101|10[2-9]|11\d|12[0-4]|13[06]|14[1-8]|202|20[46]|219|26[89]|27[08]|279|28\d|29[67]|30\d|32[2-9]|40[2-5]|43[2368-9]|44[2-7]|45[1-9]|46[0-5]|47[2-9]|48[0-3]|498|499|50[0-9]|53\d|55[6-9]|56\d)|G20\d\d|G21[0-7]\d|G221[0-4]|G225[0-2]|G30\d\d|G[6]\d{3}|G[89]\d{3}|S0([013-9]\d|2[0-48-9])\d|S20\d\d|S36\d\d|T1013)$/

/** Types of which a copy inside another record would be read by itself as a charge, or as what is charged. */
const READ_BY_ITSELF: ReadonlySet<unknown> = new Set([
  ...['ChargeItem', 'Claim', 'ExplanationOfBenefit', 'MedicationAdministration'],
])

/** Charges and doses that stand inside other records of the patient: nothing reads them there. */
export function containedBeside({ chart, patient }: Reading): readonly RecordBeside[] {
  if (!patient.known) return []
  return [...chart.resources].flatMap(([key, resource]): RecordBeside[] => {
    const inside = list('contained' in resource ? resource.contained : undefined).find(
      (each) => READ_BY_ITSELF.has(each.resourceType) && !VOID.has(Reflect.get(each, 'status')),
    )
    if (inside === undefined) return []
    const says = `${key} holds a ${inside.resourceType} inside it, which is not read there: it may be a charge or a dose of its own.`
    return [recordOf(key, 'report', { says, element: 'contained' })]
  })
}
