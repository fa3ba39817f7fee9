import type { MedicationAdministration } from 'fhir/r4'
import { list } from '../shape.ts'
import { isOnlyOf, wordList } from './beside/phrases.ts'
import { phrasesOf } from './beside/said.ts'

/** Words of reasons for which an infusion or injection that had begun is stopped: what went in before counts. */
const USUAL = wordList(
  'a an and at by due for from in of on or the to with during infusion injection dose drug medication medicine treatment iv',
  'stopped early discontinued before end completion interrupted terminated paused incomplete partial partially given infused',
  'acute mild moderate severe possible suspected grade 1 2 3 4 related new patient pt provider physician md',
  'adverse allergic allergy anaphylaxis anaphylactic hypersensitivity event effect effects reaction reactions side toxicity',
  'intolerance intolerant tolerate tolerated poorly unable symptoms symptom rash hives urticaria itching pruritus flushing',
  'fever chills rigors rigor nausea vomiting emesis dizziness dizzy syncope vasovagal headache pain chest back abdominal',
  'dyspnea shortness breath wheezing bronchospasm cough hypoxia hypotension hypertension tachycardia bradycardia swelling edema',
  'angioedema flu like low high blood pressure elevated temperature discomfort cytokine release syndrome',
  'infiltration infiltrated infiltrate extravasation extravasated phlebitis access site line catheter loss lost occluded',
  'occlusion dislodged leaking leak clotted pump alarm failure malfunction change condition clinical status',
  'completed complete',
)

/** What says that nothing was given, or not to this patient or here: no amount that a person states answers it. */
const AGAINST =
  /\b(wrong|error|erroneous|mistake\w*|another|other|elsewhere|outside|not|never|no|none|refus\w*|declin\w*|held|hold|duplicate|test|home|self|cancel\w*|void\w*)\b/i
/** HL7’s reasons why nothing was given. */
const WHY_NOT_GIVEN = 'http://terminology.hl7.org/CodeSystem/reason-medication-not-given'

/**
 * The reason of a stopped dose that is none of the usual ones, so that it cannot be told whether anything was given;
 * undefined where there is none. A person who states the amount answers what only is not known here.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.statusReason
 */
export function unusualReason({ statusReason }: MedicationAdministration, isAmountStated: boolean): string | undefined {
  const reasons = list(statusReason)
  const coded = reasons.find(({ coding }) => list(coding).some(({ system }) => system === WHY_NOT_GIVEN))
  if (coded) return phrasesOf([coded])[0] ?? 'a reason for which nothing is given'
  const phrases = reasons.flatMap((reason) => {
    const words = phrasesOf([reason])
    return words.length === 0 ? ['a reason without words'] : words
  })
  return (
    phrases.find((phrase) => AGAINST.test(phrase)) ??
    (isAmountStated ? undefined : phrases.find((phrase) => !isOnlyOf(phrase, USUAL)))
  )
}
