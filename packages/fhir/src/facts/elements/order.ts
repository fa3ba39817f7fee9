import type { ElementTable } from './element-table.ts'
import { METHODS } from './words.ts'

/** The order of the dose. @see https://hl7.org/fhir/R4/medicationrequest.html */
export const MEDICATION_REQUEST: ElementTable = {
  type: 'MedicationRequest',
  read: `status statusReason intent category doNotPerform reportedBoolean reportedReference medicationCodeableConcept
    medicationReference subject supportingInformation authoredOn requester performer performerType reasonCode reasonReference
    basedOn insurance note dosageInstruction.text dosageInstruction.additionalInstruction
    dosageInstruction.patientInstruction dosageInstruction.timing.event dosageInstruction.timing.repeat.boundsPeriod
    dosageInstruction.timing.repeat.count dosageInstruction.timing.repeat.countMax
    dosageInstruction.timing.repeat.frequency dosageInstruction.timing.repeat.frequencyMax
    dosageInstruction.timing.repeat.period dosageInstruction.timing.repeat.periodUnit
    dosageInstruction.doseAndRate.rateQuantity
    dosageInstruction.asNeededCodeableConcept dosageInstruction.route dosageInstruction.doseAndRate.doseQuantity
    dosageInstruction.doseAndRate.doseRange dosageInstruction.maxDosePerPeriod
    dosageInstruction.maxDosePerAdministration dispenseRequest.validityPeriod dispenseRequest.performer
    dispenseRequest.numberOfRepeatsAllowed
    substitution.allowedBoolean substitution.allowedCodeableConcept detectedIssue`,
  usual: {
    courseOfTherapyType: {
      is: 'the course of therapy',
      of: 'continuous acute seasonal long short term course therapy chronic maintenance intermittent cyclic ongoing one time once single dose as needed prn treatment infusion induction consolidation adjuvant neoadjuvant palliative curative supportive care',
    },
    'dosageInstruction.method': { is: 'the method', of: METHODS },
    'dosageInstruction.timing.code': {
      is: 'the timing',
      of: 'once one time only now stat today single dose doses first then qd qod bid tid qid q am pm ac pc hs prn daily weekly biweekly monthly quarterly yearly annually every each other per a on in at the of for during day days week weeks month months hour hours minute minutes year years cycle visit bed morning evening night noon and or two three four six twelve h hr hrs d wk wks mo mos min scheduled continuous continuously intermittent intravenous infusion injection medication drug treatment therapy plan clinic office as directed needed before after starting monday tuesday wednesday thursday friday saturday sunday',
    },
  },
  asked: {
    instantiatesCanonical: 'a protocol that it follows',
    instantiatesUri: 'a protocol that it follows',
    'dosageInstruction.maxDosePerLifetime': 'a most that may be given in a lifetime',
  },
  never: {
    'a number of the record': 'identifier groupIdentifier',
    'how soon it was to be given': 'priority',
    'the visit in which it was written': 'encounter',
    'who typed it': 'recorder',
    'the place of a direction among others': 'dosageInstruction.sequence',
    'how long from a day that it does not name': `dosageInstruction.timing.repeat.boundsDuration
      dosageInstruction.timing.repeat.boundsRange`,
    'when within its time a dose was to be given': `dosageInstruction.timing.repeat.periodMax
      dosageInstruction.timing.repeat.dayOfWeek dosageInstruction.timing.repeat.timeOfDay
      dosageInstruction.timing.repeat.when dosageInstruction.timing.repeat.offset`,
    'how long it was to run: how long it ran is charted': `dosageInstruction.timing.repeat.duration
      dosageInstruction.timing.repeat.durationMax dosageInstruction.timing.repeat.durationUnit
      dosageInstruction.doseAndRate.rateRatio dosageInstruction.doseAndRate.rateRange`,
    'as needed or not, it was given': 'dosageInstruction.asNeededBoolean',
    'where on the body it was to be given': 'dosageInstruction.site',
    'whether an amount is as ordered or as calculated: each is compared': 'dosageInstruction.doseAndRate.type',
    'how a pharmacy would fill it: what was dispensed is a record of its own': `dispenseRequest.initialFill
      dispenseRequest.dispenseInterval dispenseRequest.quantity
      dispenseRequest.expectedSupplyDuration`,
    'why another product may not be given': 'substitution.reason',
    'an order before this one': 'priorPrescription',
    'who changed the record, and when': 'eventHistory',
  },
}
