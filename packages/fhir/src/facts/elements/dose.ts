import type { ElementTable } from './element-table.ts'
import { METHODS } from './words.ts'

/** The dose itself. @see https://hl7.org/fhir/R4/medicationadministration.html */
export const MEDICATION_ADMINISTRATION: ElementTable = {
  type: 'MedicationAdministration',
  read: `status statusReason category medicationCodeableConcept medicationReference subject context partOf
    supportingInformation effectiveDateTime effectivePeriod performer.function performer.actor reasonCode reasonReference
    request device note dosage.text dosage.site dosage.route dosage.dose dosage.rateRatio dosage.rateQuantity`,
  usual: { 'dosage.method': { is: 'the method', of: METHODS } },
  asked: { instantiates: 'a protocol by which it was given' },
  never: {
    'a number of the record': 'identifier',
    'who changed the record, and when': 'eventHistory',
  },
}

/** The product. @see https://hl7.org/fhir/R4/medication.html */
export const MEDICATION: ElementTable = {
  type: 'Medication',
  read: `code status amount form ingredient.itemCodeableConcept ingredient.itemReference ingredient.strength
    batch.lotNumber batch.expirationDate`,
  never: {
    'a number of the record': 'identifier',
    'the NDC and the name say whose product it is': 'manufacturer',
    'what is active in a product its name says': 'ingredient.isActive',
  },
}

/** What a pharmacy made or handed over for the dose. @see https://hl7.org/fhir/R4/medicationdispense.html */
export const MEDICATION_DISPENSE: ElementTable = {
  type: 'MedicationDispense',
  read: `status statusReasonCodeableConcept category medicationCodeableConcept medicationReference subject context partOf
    supportingInformation performer.actor authorizingPrescription type quantity whenPrepared whenHandedOver receiver note location
    destination`,
  asked: { statusReasonReference: 'a record that says why it stands as it does' },
  never: {
    'a number of the record': 'identifier',
    'the work of who is named beside it': 'performer.function',
    'for how many days it was meant: what was given is charted': 'daysSupply',
    'directions are read on the order and on the dose': 'dosageInstruction',
    'the product that was dispensed is compared with the one that was given': 'substitution',
    'alerts are read as records of their own': 'detectedIssue',
    'who changed the record, and when': 'eventHistory',
  },
}
