import type { StayKind } from '@doseline/dose'
import type { CodeableConcept, Encounter } from 'fhir/r4'
import { list, text } from '../shape.ts'

/** HL7: the codes of FHIR. @see https://hl7.org/fhir/R4/codesystem-encounter-discharge-disposition.html */
type Destination = StayKind | 'home' | 'died'

const BY_CODE: ReadonlyMap<string, Destination> = new Map(
  Object.entries({
    home: 'home',
    'alt-home': 'home',
    aadvice: 'home',
    exp: 'died',
    hosp: 'hospice',
    rehab: 'inpatient',
    snf: 'skilled nursing facility',
  } as const),
)

/** NUBC patient discharge status, which HL7 v2 table 0112 follows. */
const BY_STATUS: ReadonlyMap<string, Destination> = new Map(
  Object.entries({
    '01': 'home',
    '03': 'skilled nursing facility',
    '06': 'home',
    '07': 'home',
    '20': 'died',
    '40': 'died',
    '41': 'died',
    '42': 'died',
    '50': 'hospice',
    '51': 'hospice',
    '61': 'skilled nursing facility',
    '62': 'inpatient',
    '63': 'inpatient',
  } as const),
)

const BY_WORDS: readonly (readonly [RegExp, Destination])[] = [
  [/\b(expired|deceased|died|death)\b/i, 'died'],
  [/\bhospice\b/i, 'hospice'],
  [/\bskilled\b|\bsnf\b|\bswing[- ]?bed\b/i, 'skilled nursing facility'],
  [/\b(inpatient )?rehab(ilitation)?\b|\bltach?\b/i, 'inpatient'],
  [/\bhome\b/i, 'home'],
]

/**
 * Where the patient went at the end of a visit, as far as it bears on what is charged afterwards; undefined where the chart
 * does not say, or says something else.
 * @see https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.hospitalization.dischargeDisposition
 */
export function dischargedTo(encounter: Encounter): Destination | undefined {
  // R5 calls it `admission`.
  const { hospitalization, admission = hospitalization }: Encounter & { admission?: Encounter['hospitalization'] } =
    encounter
  const disposition: CodeableConcept | undefined = admission?.dischargeDisposition
  const codings = list(disposition?.coding)
  const coded = codings.flatMap(({ system, code }) => {
    const [named, written] = [text(system)?.toLowerCase() ?? '', text(code)?.toLowerCase() ?? '']
    if (/nubc|0112|discharge-?status/.test(named)) return BY_STATUS.get(written.padStart(2, '0')) ?? []
    return BY_CODE.get(written) ?? []
  })
  const phrases = [text(disposition?.text), ...codings.map(({ display }) => text(display))].map((phrase) =>
    phrase?.replace(/\b(not|no|non|without)[ -]\w{1,20}/gi, ''),
  )
  const worded = phrases.flatMap((phrase) => BY_WORDS.find(([words]) => words.test(phrase ?? ''))?.[1] ?? [])
  return coded[0] ?? worded[0]
}
