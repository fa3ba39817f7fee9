import type { ElementTable } from './element-table.ts'

/** A charge of the day. @see https://hl7.org/fhir/R4/chargeitem.html */
export const CHARGE_ITEM: ElementTable = {
  type: 'ChargeItem',
  read: `identifier status code subject context occurrenceDateTime occurrencePeriod occurrenceTiming.event
    occurrenceTiming.repeat.boundsPeriod overrideReason reason enteredDate quantity service productReference
    productCodeableConcept`,
  never: {
    'by which price list it was charged, and for how much': `definitionUri definitionCanonical factorOverride
      priceOverride costCenter`,
    'who did it, who asked for it, and who entered it': `performer performingOrganization requestingOrganization
      enterer`,
    'another charge that it belongs to is read as a charge': 'partOf',
    'where on the body it was': 'bodysite',
    'accounts are read as records of their own': 'account',
    'of a charge counts what it bills, and not what is written beside it': 'note supportingInformation',
    'how often in the day: a day is read': `occurrenceTiming.code occurrenceTiming.repeat.boundsDuration
      occurrenceTiming.repeat.boundsRange occurrenceTiming.repeat.count occurrenceTiming.repeat.countMax
      occurrenceTiming.repeat.duration occurrenceTiming.repeat.durationMax occurrenceTiming.repeat.durationUnit
      occurrenceTiming.repeat.frequency occurrenceTiming.repeat.frequencyMax occurrenceTiming.repeat.period
      occurrenceTiming.repeat.periodMax occurrenceTiming.repeat.periodUnit occurrenceTiming.repeat.dayOfWeek
      occurrenceTiming.repeat.timeOfDay occurrenceTiming.repeat.when occurrenceTiming.repeat.offset`,
  },
}

const ACCIDENT = { accident: 'an accident, for which somebody else may pay' }

/** A claim of the day, and what an authorization was asked for. @see https://hl7.org/fhir/R4/claim.html */
export const CLAIM: ElementTable = {
  type: 'Claim',
  read: `status type use patient billablePeriod created insurer provider diagnosis.diagnosisCodeableConcept
    diagnosis.diagnosisReference insurance.focal insurance.coverage item.sequence item.revenue item.productOrService
    item.modifier item.servicedDate item.servicedPeriod item.locationCodeableConcept item.quantity item.encounter
    item.detail.sequence item.detail.productOrService item.detail.subDetail.productOrService`,
  asked: ACCIDENT,
  never: {
    'a number of the record': 'identifier insurance.sequence insurance.identifier insurance.preAuthRef',
    'who took part, who sent it, and who is paid': 'subType enterer careTeam facility referral payee',
    'how much is asked for, and how soon': `priority fundsReserve total item.unitPrice item.factor item.net
      item.detail.unitPrice item.detail.factor item.detail.net item.detail.subDetail`,
    'other claims, and the answers to them, are read as records of their own': 'related insurance.claimResponse',
    'the order is read from the dose': 'prescription originalPrescription',
    'what was sent along': 'supportingInfo procedure insurance.businessArrangement',
    'a line is found by its code, its day and its visit': `diagnosis.sequence diagnosis.type diagnosis.onAdmission
      diagnosis.packageCode item.careTeamSequence item.diagnosisSequence item.procedureSequence
      item.informationSequence item.category item.programCode item.locationAddress item.locationReference item.udi
      item.bodySite item.subSite item.detail.revenue item.detail.category item.detail.modifier
      item.detail.programCode item.detail.quantity item.detail.udi`,
  },
}

/** What a payer answered, beforehand or to a claim. @see https://hl7.org/fhir/R4/claimresponse.html */
export const CLAIM_RESPONSE: ElementTable = {
  type: 'ClaimResponse',
  read: `status type use patient created insurer requestor request outcome disposition preAuthRef preAuthPeriod item
    addItem adjudication.reason processNote.text communicationRequest insurance.focal insurance.coverage error.code`,
  asked: { 'addItem.programCode': 'a program for which it was approved' },
  never: {
    'a number of the record': 'identifier insurance.sequence processNote.number processNote.language processNote.type',
    'of which kind of institution, and who is paid': 'subType payeeType',
    'how much is paid, and when': `total payment fundsReserve adjudication.category adjudication.amount
      adjudication.value addItem.unitPrice addItem.factor addItem.net addItem.detail`,
    'what was sent along': 'formCode form insurance.businessArrangement insurance.claimResponse',
    'which line of the request is in error: that one is, is read':
      'error.itemSequence error.detailSequence error.subDetailSequence',
    'the lines of the request are told apart by their numbers': 'addItem.detailSequence addItem.subdetailSequence',
    'where on the body it is': 'addItem.bodySite addItem.subSite addItem.noteNumber',
  },
}

/** What a payer did with a claim of the day. @see https://hl7.org/fhir/R4/explanationofbenefit.html */
export const EXPLANATION_OF_BENEFIT: ElementTable = {
  type: 'ExplanationOfBenefit',
  read: `status type use outcome disposition patient billablePeriod created insurer claim preAuthRef preAuthRefPeriod
    insurance.focal insurance.coverage processNote.text adjudication.reason
    item.sequence item.productOrService item.revenue item.modifier item.servicedDate item.servicedPeriod item.quantity
    item.encounter item.detail.sequence item.detail.productOrService item.detail.subDetail.productOrService
    item.adjudication.reason addItem.productOrService addItem.modifier addItem.servicedDate addItem.servicedPeriod
    addItem.quantity addItem.detail.productOrService addItem.detail.subDetail.productOrService
    addItem.adjudication.reason`,
  asked: ACCIDENT,
  never: {
    'a number of the record': `identifier insurance.preAuthRef processNote.number processNote.type
      processNote.language`,
    'who took part, who sent it, and who is paid': 'subType enterer provider careTeam facility referral payee',
    'how much is asked for or paid, and when': `priority fundsReserveRequested fundsReserve precedence total payment
      benefitPeriod benefitBalance adjudication.category adjudication.amount adjudication.value`,
    'other claims, and the answers to them, are read as records of their own': 'related claimResponse',
    'the order is read from the dose': 'prescription originalPrescription',
    'what was sent along': 'supportingInfo procedure form formCode diagnosis',
    'a line is found by its code, its day and its visit': 'item addItem',
  },
}
