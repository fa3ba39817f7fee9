import type { Visit } from '@doseline/dose'
import type { CodeableConcept, Encounter } from 'fhir/r4'
import { allOf } from '../chart-index.ts'
import { ICD_10_CM } from '../code-systems.ts'
import { codesFrom } from '../concepts.ts'
import { keyOf } from '../references.ts'
import { isNothing, list, quoted, text } from '../shape.ts'
import { isOnlyOf, wordList } from './beside/phrases.ts'
import { phrasesOf } from './beside/said.ts'
import type { Reading } from './reading.ts'

type Against = NonNullable<Visit['against']>

/** What of the visit says that its service did not take place: how the patient left, and what was diagnosed in it. */
export const visitAgainst = (reading: Reading, key: string, encounter: Encounter): Against => [
  ...leftOtherwise(key, encounter),
  ...notCarriedOut(reading, key, encounter),
]

/** Dispositions by which a visit ends as usual. @see https://hl7.org/fhir/R4/codesystem-encounter-discharge-disposition.html */
const USUAL_CODES: ReadonlySet<string> = new Set('home alt-home other-hcf hosp long psy rehab snf'.split(' '))
/** NUBC patient discharge status, which HL7 v2 table 0112 follows; 07 left against advice, 20 and 40 to 42 died. */
const USUAL_STATUSES: ReadonlySet<string> = new Set(
  '01 02 03 04 05 06 08 21 30 43 50 51 61 62 63 64 65 66 69 70'.split(' '),
)
const USUAL_WORDS = wordList(
  'a an and as at by for from in of or on the to with own self care home health routine discharge discharged disposition',
  'private residence family relative friend assisted living skilled nursing facility snf hospice rehab rehabilitation',
  'transfer transferred hospital other short long term acute intermediate custodial services service svc agency organized',
  'ambulatory stable good condition checked check out completed complete visit still patient return returned work school clinic',
  'institution inpatient outpatient admitted house alternative',
)

function leftOtherwise(key: string, encounter: Encounter): Against {
  // R5 calls it `admission`.
  const { hospitalization, admission = hospitalization }: Encounter & { admission?: Encounter['hospitalization'] } =
    encounter
  const disposition = admission?.dischargeDisposition
  const strange = strangeIn(disposition)
  if (strange === undefined) return []
  const says = `${key} ended with “${quoted(strange, 60)}”, which does not say that the dose was given in it.`
  return [{ reference: key, says }]
}

function strangeIn(disposition: CodeableConcept | undefined): string | undefined {
  const codings = list(disposition?.coding)
  const isUsual = ({ system, code }: (typeof codings)[number]): boolean => {
    const [named, written] = [text(system)?.toLowerCase() ?? '', text(code)?.toLowerCase() ?? '']
    return /nubc|0112|discharge-?status/.test(named)
      ? USUAL_STATUSES.has(written.padStart(2, '0'))
      : USUAL_CODES.has(written)
  }
  const coded = codings.find((coding) => !isUsual(coding) && (text(coding.display) === undefined || isDenied(coding)))
  const words = [text(disposition?.text), ...codings.map(({ display }) => text(display))]
  return (
    words.find((each) => each !== undefined && !isOnlyOf(each, USUAL_WORDS)) ??
    (coded &&
      (text(coded.display) ?? text(coded.code) ?? (isNothing(coded.code) ? undefined : 'a code that is no text')))
  )
}

/** Codes by which the patient left, or died, whatever stands beside them. */
const DENIES: ReadonlySet<string> = new Set(['aadvice', 'exp'])
const isDenied = ({ code }: { readonly code?: string | undefined }): boolean =>
  DENIES.has(text(code)?.toLowerCase() ?? '')

/** ICD-10-CM: persons encountering health services for procedures and treatment, not carried out. */
const NOT_CARRIED_OUT = /^Z53/i
const IN_WORDS =
  /\bnot (carried out|done|performed|given|administered)\b|\b(procedure|treatment) (refused|declined|cancel\w*)\b/i

/** Diagnoses of this visit by which something was not done in it. */
function notCarriedOut({ chart, given }: Reading, key: string, encounter: Encounter): Against {
  const diagnosed = new Set(list(encounter.diagnosis).flatMap(({ condition }) => keyOf(chart, condition) ?? []))
  const conditions = allOf(chart, 'Condition').filter(
    (each) =>
      (diagnosed.has(each.key) || keyOf(chart, each.resource.encounter) === key) &&
      !list(each.resource.verificationStatus?.coding).some(
        ({ code }) => code === 'entered-in-error' || code === 'refuted',
      ),
  )
  const reasons: readonly (readonly [string, CodeableConcept | undefined])[] = [
    ...conditions.map((each) => [each.key, each.resource.code] as const),
    ...list(encounter.reasonCode).map((each) => [key, each] as const),
    ...list(given.reasonCode).map((each) => [key, each] as const),
  ]
  return reasons.flatMap(([reference, concept]) => {
    const isOfIt =
      codesFrom(concept).some(({ system, code }) => system === ICD_10_CM && NOT_CARRIED_OUT.test(code ?? '')) ||
      phrasesOf([concept]).some((phrase) => IN_WORDS.test(phrase))
    if (!isOfIt) return []
    const named = quoted(phrasesOf([concept])[0] ?? '', 80)
    return [{ reference, says: `${reference} says of the visit “${named}”: something was not done in it.` }]
  })
}
