import { expect, test } from 'vitest'
import { answeringField } from './answering-field.ts'

test.each([
  [
    'Ask QualChoice, or look in its manual, and state what it asks about discarded drug: JW or JZ, JW alone, or nothing.',
    'discardAsked',
  ],
  ['Look up how many days after the date of service Cigna takes a claim, and state them.', 'filingDays'],
  [
    'Look in the policy of Cigna for the code that it takes for Prolia (CMS bills it with J0897), and state the code.',
    'effectiveCode',
  ],
  [
    'Look in the payer’s rules for drugs that are given at home, and state that the drug is charged by itself there.',
    'chargedAt',
  ],
  [
    'Ask QualChoice whether it wants an authorization, and state its number or that none is needed.',
    'noAuthorizationNeeded',
  ],
  [
    'Look up denosumab-nxxp in the HCPCS file of that quarter, and state the code: Q0000 from its first day on.',
    'effectiveCode',
  ],
  [
    'Look up denosumab-mobz in the HCPCS file of that quarter: where it has no code of its own, state the other.',
    'effectiveCode',
  ],
  [
    'Read the policy of Medicare Part B for Keytruda and CMS’s table of unlikely edits; state that diagnosis, amount and time since the last dose meet them.',
    'policyMet',
  ],
  ['Read on the container whether it is for a single dose, and state it.', 'container'],
  ['Load the release of that quarter, or look the code up and state it: J0000 or J0001.', 'effectiveCode'],
  ['Look up whether the department is excepted, and state PO or PN.', 'departmentModifier'],
  ['State where it was given, or correct the class of the visit and the type of its place.', 'setting'],
  ['State which of JG and TB your hospital reported that day.', 'modifier340B'],
  [
    'Ask the prescriber whether the drug was changed, and state why; if it was not, this dose came too soon.',
    'drugChangeReason',
  ],
])('“%s” leads to %s', (remedy, field) => expect(answeringField({ rule: 'any/rule', remedy }, [])).toBe(field))

test.each([
  [
    'amount/discard-is-documented',
    'Correct the containers opened, or state why more were opened than hold the dose.',
    'extraContainersReason',
  ],
  ['amount/discard-is-documented', 'Record the 2 mg discarded, if it was.', 'discarded'],
  [
    'administration/is-within-its-visit',
    'Correct when the infusion stopped or when the visit ended, or state the minutes that it ran.',
    'infusionMinutes',
  ],
  [
    'administration/infusion-time-is-charted',
    'State whether this infusion is the initial service of the visit.',
    'isInitialInfusion',
  ],
  [
    'necessity/diagnosis-supports-the-product',
    'Check the date of birth; for a use outside the label, state the number by which the payer approved it.',
    'authorization',
  ],
  ['coverage/prior-authorization-is-on-file', 'Ask Aetna for an authorization of further doses.', 'authorization'],
  ['coverage/was-active-that-day', 'Correct Coverage/c1, or state that it pays first.', 'coverage'],
  [
    'necessity/diagnosis-codes-exist',
    'Record the diagnosis with a code that is in force on the day of service.',
    'diagnoses',
  ],
])('of %s “%s” is answered in a field', (rule, remedy, field) =>
  expect(answeringField({ rule, remedy }, [])).toBe(field),
)

test.each([
  ['administration/fits-its-order', 'Link the order by which the dose was given.'],
  [
    'administration/fits-its-order',
    'Link the order by which the dose was given; or look at MedicationRequest/o1 and state that it was reviewed.',
  ],
  ['administration/infusion-time-is-charted', 'Correct start and stop, or charge the administration by hand.'],
  ['charges/not-already-charged', 'Void the earlier charge first, or leave this dose as it is.'],
  ['coverage/was-active-that-day', 'Find out who covered the patient on that day.'],
  ['coverage/is-a-medical-benefit', 'Register the medical coverage of that day.'],
  [
    'coverage/prior-authorization-is-on-file',
    'Enter the published value with its source into the code book, or decide by hand.',
  ],
  ['modifiers/names-a-340b-drug', 'Add JG to the line.'],
  [
    'necessity/diagnosis-supports-the-product',
    'Record E76.29 in the chart, if it is so: the payer may ask for the record.',
  ],
])('of %s “%s” no field answers, so none is offered', (rule, remedy) =>
  expect(answeringField({ rule, remedy }, [])).toBeUndefined(),
)
