import { expect, test } from 'vitest'
import { answeringField } from './answering-field.ts'

test.each([
  [
    'Ask QualChoice, or look in its manual, and state what it asks about discarded drug: JW or JZ, JW alone, or nothing.',
    'discardAsked',
  ],
  [
    'Ask QualChoice whether it wants an authorization, and state its number or that none is needed.',
    'noAuthorizationNeeded',
  ],
  [
    'Look up denosumab-nxxp in the HCPCS file of that quarter, and state the code: Q0000 from its first day on.',
    'codeInForce',
  ],
  [
    'Look up denosumab-mobz in the HCPCS file of that quarter: where it has no code of its own, state the other.',
    'codeInForce',
  ],
  [
    'Read the policy of Medicare Part B for Keytruda and CMS’s table of unlikely edits; state that diagnosis, amount and time since the last dose meet them.',
    'policyMet',
  ],
  ['Read on the container whether it is for a single dose, and state it.', 'container'],
  ['Load the release of that quarter, or look the code up and state it: J0000 or J0001.', 'codeInForce'],
  ['Look up whether the department is excepted, and state PO or PN.', 'departmentModifier'],
  ['State where it was given, or correct the class of the visit and the type of its place.', 'setting'],
  ['State which of JG and TB your hospital reported that day.', 'modifier340B'],
  [
    'Ask the prescriber whether the drug was changed, and state why; if it was not, this dose came too soon.',
    'drugChangeReason',
  ],
])('“%s” leads to %s', (remedy, field) => expect(answeringField({ rule: 'any/rule', remedy }, [])).toBe(field))
