import type { ElementTable } from './element-table.ts'

/** A coverage of the patient. @see https://hl7.org/fhir/R4/coverage.html */
export const COVERAGE: ElementTable = {
  type: 'Coverage',
  read: `status type policyHolder subscriber beneficiary relationship period payor class.type class.value class.name order
    network subrogation contract`,
  asked: { 'costToBeneficiary.exception': 'an exception to what the patient pays' },
  never: {
    'a number of the record or of the member': 'identifier subscriberId dependent',
    'what the patient pays of it':
      'costToBeneficiary.type costToBeneficiary.valueQuantity costToBeneficiary.valueMoney',
  },
}

/** @see https://hl7.org/fhir/R4/patient.html */
export const PATIENT: ElementTable = {
  type: 'Patient',
  read: 'name birthDate gender deceasedBoolean deceasedDateTime link.type',
  usual: { active: { is: 'the state of the record', of: 'true' } },
  never: {
    'a number of the record': 'identifier',
    'how to reach the patient, and in which language': 'telecom address contact communication',
    'of the person, and of no charge': 'maritalStatus multipleBirthBoolean multipleBirthInteger photo',
    'who cares for the patient, and who keeps the record': 'generalPractitioner managingOrganization',
    'another record of the same person: whether it replaces this one is read': 'link.other',
  },
}

/** A diagnosis that the line may point to. @see https://hl7.org/fhir/R4/condition.html */
export const CONDITION: ElementTable = {
  type: 'Condition',
  read: `clinicalStatus verificationStatus category code subject encounter onsetDateTime onsetPeriod abatementDateTime
    abatementAge abatementPeriod abatementRange abatementString note`,
  never: {
    'a number of the record': 'identifier',
    'how bad it is, how far it went, where and how it was found: the code says what a claim says of it':
      'severity stage bodySite evidence',
    'since when in the life of the patient: it stands on the day by its status': 'onsetAge onsetRange onsetString',
    'who wrote it down, and when': 'recordedDate recorder asserter',
  },
}
